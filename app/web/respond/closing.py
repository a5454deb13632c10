"""Which quotas a sheet keeps to: those that the newest release says are full when it is begun.

The sheet carries them along, so that nobody loses what they have written because a quota fills up meanwhile. Whoever
changes the field only answers more questions than they were asked.
"""

from __future__ import annotations

from flask import request

from app.domain.reached import full_quotas
from app.store import releases
from app.store.questionnaires import Version
from app.web.db import reading
from app.web.respond.guard import Fields

FULL = "_full"


def quotas(version: Version, go: str) -> tuple[frozenset[str], Fields]:
    """The full quotas, and the field that carries them to the next page."""
    if not version.questionnaire.quotas:
        return frozenset(), ()
    if go == "begin":
        with reading() as db:
            full = full_quotas(version.questionnaire, releases.latest(db, version.slug))
    else:
        known = {quota.id for quota in version.questionnaire.quotas}
        full = frozenset(known & set(request.form.get(FULL, "").split(",")))
    return full, ((FULL, ",".join(sorted(full))),) if full else ()

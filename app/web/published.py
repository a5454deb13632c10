"""Published versions as the pages of respondents need them, looked up in the database at most once a second.

What this process itself commits (a new version, a closing) shows at once, what another process commits within a second.
Only what is open is remembered: that something is missing or closed may change at any moment.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from flask import current_app

from app.store import questionnaires
from app.store.changes import changes
from app.store.questionnaires import Version
from app.web.db import reading

FRESH = 1.0  # seconds
MOST = 1000  # addresses may name any number of a version


@dataclass(frozen=True)
class Seen:
    version: Version
    until: float  # of the monotonic clock
    changes: int


def published(slug: str, number: int | None = None) -> Version | None:
    """The newest version, or the one with this number."""
    known: dict[tuple[str, int | None], Seen] = current_app.extensions.setdefault("published", {})
    now, changed = time.monotonic(), changes()
    seen = known.get((slug, number))
    if seen and seen.changes == changed and now < seen.until:
        return seen.version
    with reading() as db:
        version = questionnaires.published(db, slug, number)
    if version and version.open:
        if len(known) >= MOST:
            known.clear()
        known[slug, number] = Seen(version, now + FRESH, changed)
    return version

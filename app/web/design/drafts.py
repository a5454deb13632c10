"""The draft a request speaks of, on the revision its sender saw."""

from __future__ import annotations

from flask import abort, request
from sqlalchemy import Connection

from app.store import questionnaires
from app.store.questionnaires import Draft, Outdated


def find(db: Connection, slug: str) -> Draft:
    return questionnaires.draft(db, slug) or abort(404)


def find_as_seen(db: Connection, slug: str) -> Draft:
    """The draft if it still is what the sender of this form looked at; raises Outdated."""
    draft = find(db, slug)
    if draft.revision != seen_revision():
        raise Outdated(draft)
    return draft


def seen_revision() -> int:
    given = request.form.get("revision", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else abort(400)

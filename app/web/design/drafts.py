"""The draft a request speaks of, on the revision its sender saw."""

from __future__ import annotations

from flask import abort
from sqlalchemy import Connection

from app.domain.questionnaire import Questionnaire
from app.store import questionnaires
from app.store.questionnaires import Draft, Outdated
from app.web.acting import act, seen_revision


def find(db: Connection, slug: str) -> Draft:
    return questionnaires.draft(db, slug) or abort(404)


def find_as_seen(db: Connection, slug: str) -> Draft:
    """The draft if it still is what the sender of this form looked at; raises Outdated."""
    draft = find(db, slug)
    if draft.revision != seen_revision():
        raise Outdated(draft)
    return draft


def keep(db: Connection, draft: Draft, changed: Questionnaire, message: str, **gaps: str | int) -> int:
    """Save the changed draft as a step that can be undone; returns the new revision, raises Outdated."""
    return questionnaires.save(db, draft.slug, changed, draft.revision, act(message, **gaps))

"""The draft a request speaks of, on the revision its sender saw."""

from __future__ import annotations

from flask import abort, request
from sqlalchemy import Connection

from app.domain.questionnaire import Questionnaire
from app.domain.sentence import Sentence
from app.store import questionnaires
from app.store.questionnaires import Draft, Outdated
from app.store.steps import Act
from app.web import clock
from app.web.access import signed_in


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


def act(message: str, **gaps: str | int) -> Act:
    """What the person signed in is doing now; the message is marked with N_ where it is written."""
    return Act(signed_in().name, clock.now(), Sentence(message, gaps))


def keep(db: Connection, draft: Draft, changed: Questionnaire, message: str, **gaps: str | int) -> int:
    """Save the changed draft as a step that can be undone; returns the new revision, raises Outdated."""
    return questionnaires.save(db, draft.slug, changed, draft.revision, act(message, **gaps))

"""The day on which the names of an event are deleted. How many came stays, in the journal, without a name."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, Engine

from app.domain.event import Event
from app.domain.sentence import N_, Sentence
from app.store import documents, forgetting, journal
from app.store.steps import Act
from app.web.clock import day_of

WHO = "Mitsprache"
DONE = N_(
    "Deleted all names of the event {event}, as announced. Places: {places}, came: {came}, waiting list: {waiting}"
)


def forget_guests(engine: Engine, moment: datetime) -> list[str]:
    """Delete the names of all events whose day has come; returns these events."""
    with engine.begin() as db:
        due = [slug for slug in forgetting.events(db) if _due(db, slug, day_of(moment))]
        for slug in due:
            _forget(db, slug, moment)
    if due:
        forgetting.wipe(engine)
    return due


def _due(db: Connection, slug: str, day: date) -> bool:
    """Never before the day after it, whatever its page has said. Of one that is gone nobody needs the names."""
    known = documents.published(db, Event, slug) or documents.draft(db, Event, slug)
    if known is None:
        return True
    event = known.document
    return event.deleted <= day and event.stops.date() < day


def _forget(db: Connection, slug: str, moment: datetime) -> None:
    left = forgetting.total(db, slug)
    forgetting.forget(db, slug)
    numbers = {"places": left.places, "came": left.came, "waiting": left.waiting}
    journal.add(db, Act(WHO, moment, Sentence(DONE, {"event": slug, **numbers})))

"""What follows when staff publish an event anew: more places are given out, and who registered hears what changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from app.domain.document import Document
from app.domain.event import Event
from app.store import registrations
from app.web import event_letters as letters
from app.web import seats

TOLD = ("day", "begins", "ends", "place", "address", "called_off")  # what people must hear of


def hold_places(db: Connection, kind: str, slug: str) -> None:
    """To be called before anything of a document is changed that may be an event: who gives out places locks them first
    and the document then, and two in different orders would wait for each other."""
    if kind == Event.kind:
        registrations.lock(db, slug)


def published_anew(db: Connection, before: Document | None, after: Document, there: datetime) -> None:
    """To be called where documents are published, in the same transaction and after it; `before` is what was published
    until now. Nothing follows of other kinds."""
    held = seats.hold(db, after.slug) if isinstance(after, Event) else None
    if held is None:
        return
    event = held.document
    if before and any(getattr(before, name) != getattr(event, name) for name in TOLD):
        _tell(db, event, there)
    seats.move_up(db, event, there)


def _tell(db: Connection, event: Event, there: datetime) -> None:
    """Nobody hears of the past."""
    if there >= event.starts:
        return
    registrations.count_up(db, event.slug)
    letter = letters.CALLED_OFF if event.called_off else letters.EVENT_CHANGED
    for registration in registrations.all_of(db, event.slug):
        letters.send(db, event, registration, letter)

"""What is due at events by itself: reminders, once each, and places that would stay empty after the last day.

The process that sends mails does this with the rights of staff, because it has the sentences in all languages; the job
runner has not. Without a mail server nobody could be reminded anyway.
"""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from sqlalchemy import Connection, Engine

from app.domain.event import Event
from app.store import documents, registrations
from app.store.engine import reading
from app.web import clock, seats
from app.web import event_letters as letters

AT_ONCE = 50  # mails of a transaction: others wait for the event meanwhile


def do_what_is_due(engine: Engine, now: datetime) -> None:
    there = clock.there(now).replace(tzinfo=None)
    with reading(engine) as db:
        ahead = [each.slug for each in documents.all_published(db, Event) if each.document.ahead(there)]
    with current_app.test_request_context(base_url=current_app.config["MITSPRACHE"].address or None):
        for slug in ahead:
            while _some(engine, slug, there) == AT_ONCE:
                pass


def _some(engine: Engine, slug: str, there: datetime) -> int:
    """Serve one event; returns how many were reminded."""
    with engine.begin() as db:
        held = seats.hold(db, slug)
        if held is None or not held.document.ahead(there):
            return 0
        seats.move_up(db, held.document, there)
        return _remind(db, held.document, there) if held.document.reminding(there) else 0


def _remind(db: Connection, event: Event, there: datetime) -> int:
    due = registrations.to_remind(db, event.slug, AT_ONCE)
    for registration in due:
        registrations.remind(db, registration, there.date())
        letters.send(db, event, registration, letters.REMINDER)
    return len(due)

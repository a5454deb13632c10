"""What was noted at the door of an event. Several phones note at once, and some send late what they noted."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from app.domain.check_in import CheckIn
from app.domain.registration import Registration
from app.store import registrations, tables

t = tables.check_ins


def note(db: Connection, registration: Registration, given: CheckIn) -> None:
    """Keep it once, however often it is sent. What was noted last counts, in whichever order it comes. Whoever calls
    this holds the lock of the event (registrations.lock)."""
    if db.scalar(select(t.c.id).where(t.c.id == given.id)):
        return
    db.execute(insert(t).values(event=registration.event, **vars(given)))
    newest = select(t.c.here).where(t.c.registration == registration.id).order_by(t.c.moment.desc(), t.c.id).limit(1)
    last = db.execute(newest).one()
    registrations.check_in(db, registration, last.here)


def last_of(db: Connection, event: str) -> dict[str, CheckIn]:
    """What was noted last of each registration of an event."""
    rows = db.execute(select(t).where(t.c.event == event).order_by(t.c.moment, t.c.id.desc()))
    return {row.registration: CheckIn(row.id, row.registration, row.here, row.moment, row.who) for row in rows}

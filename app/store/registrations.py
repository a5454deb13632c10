"""Registrations for events: kept in the order of arrival, confirmed as long as there are places.

Whoever gives out places calls `lock` first, in the same transaction: the places of an event are counted and given by
one at a time.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, insert, select, text, update

from app.domain.needs import Needs
from app.domain.places import Fullness
from app.domain.registration import Party, Registration, State
from app.store import tables

t = tables.registrations
LOCK = 7062  # of our locks among those of the PostgreSQL database; the other half of the number is the event


def lock(db: Connection, event: str) -> None:
    """Be the only one who gives out places of this event until the transaction ends. On SQLite it is already: those
    who write begin with the lock of the whole file."""
    if db.dialect.name == "postgresql":
        db.execute(text("select pg_advisory_xact_lock(:lock, hashtext(:event))"), {"lock": LOCK, "event": event})


def fullness(db: Connection, event: str) -> Fullness:
    query = select(t.c.state, func.sum(t.c.seats).label("seats"), func.count(t.c.state).label("parties"))
    rows = {row.state: row for row in db.execute(query.where(t.c.event == event).group_by(t.c.state))}
    seats = {state: int(row.seats) for state, row in rows.items()}
    parties = rows["waiting"].parties if "waiting" in rows else 0
    return Fullness(seats.get("confirmed", 0), seats.get("waiting", 0), parties)


def add(db: Connection, id: str, event: str, token: str, state: State, party: Party) -> Registration:
    """Keep a registration as the last one to arrive; `token` is the hash of what its link ends with."""
    last = db.scalar(select(func.max(t.c.number)).where(t.c.event == event)) or 0
    made = Registration(id, event, last + 1, state, party)
    row = {"id": id, "event": event, "number": made.number, "state": state, "token": token}
    db.execute(insert(t).values(**row, **_columns(party)))
    return made


def written_from(db: Connection, event: str, email: str) -> int:
    """How many registrations of an event have this address, in small or capital letters."""
    same = (t.c.event == event, func.lower(t.c.email) == email.lower())
    return db.scalar(select(func.count(t.c.number)).where(*same)) or 0


def by_token(db: Connection, event: str, token: str) -> Registration | None:
    row = db.execute(select(t).where(t.c.token == token, t.c.event == event)).one_or_none()
    return _registration(row) if row else None


def one(db: Connection, event: str, id: str) -> Registration | None:
    row = db.execute(select(t).where(t.c.id == id, t.c.event == event)).one_or_none()
    return _registration(row) if row else None


def all_of(db: Connection, event: str) -> list[Registration]:
    """All registrations in the order of arrival, cancelled ones too."""
    return [_registration(row) for row in db.execute(select(t).where(t.c.event == event).order_by(t.c.number))]


def waiting(db: Connection, event: str) -> list[Registration]:
    """The waiting list, first come first."""
    queue = select(t).where(t.c.event == event, t.c.state == "waiting").order_by(t.c.number)
    return [_registration(row) for row in db.execute(queue)]


def ahead(db: Connection, registration: Registration) -> int:
    """How many parties of the waiting list came before this one."""
    earlier = (t.c.event == registration.event, t.c.state == "waiting", t.c.number < registration.number)
    return db.scalar(select(func.count(t.c.number)).where(*earlier)) or 0


def confirm(db: Connection, registration: Registration) -> Registration:
    """Give a party its places; returns it as it is now."""
    db.execute(update(t).where(t.c.id == registration.id, t.c.state == "waiting").values(state="confirmed"))
    return replace(registration, state="confirmed")


def change(db: Connection, registration: Registration, party: Party) -> Registration:
    """Keep what a party has changed; returns it as it is now."""
    changed = replace(registration, party=party, sequence=registration.sequence + 1)
    mine = update(t).where(t.c.id == registration.id)
    db.execute(mine.values(**_columns(party), sequence=changed.sequence))
    return changed


def cancel(db: Connection, registration: Registration) -> Registration:
    """Cancel it, and forget at once who it was; returns it with the names, for the last letter."""
    cancelled = replace(registration, state="cancelled", sequence=registration.sequence + 1)
    nobody = _columns(Party("", registration.seats, language=registration.party.language))
    mine = update(t).where(t.c.id == registration.id)
    db.execute(mine.values(**nobody, state="cancelled", sequence=cancelled.sequence, here=0, came=None))
    return cancelled


def check_in(db: Connection, registration: Registration, here: int) -> None:
    """Note how many of a party have come; when, only the table of check-ins knows, which is in no backup."""
    db.execute(update(t).where(t.c.id == registration.id).values(here=here, came=None))


def count_up(db: Connection, event: str) -> None:
    """The event itself was changed: calendars take the new file for the newer one."""
    db.execute(update(t).where(t.c.event == event).values(sequence=t.c.sequence + 1))


def to_remind(db: Connection, event: str, most: int = 50) -> list[Registration]:
    """Those who have a place and an address and were not reminded yet."""
    rest = (t.c.event == event, t.c.state == "confirmed", t.c.email != "", t.c.reminded.is_(None))
    return [_registration(row) for row in db.execute(select(t).where(*rest).order_by(t.c.number).limit(most))]


def remind(db: Connection, registration: Registration, day: date) -> bool:
    """Mark it as reminded; False when it was already."""
    mine = update(t).where(t.c.id == registration.id, t.c.reminded.is_(None))
    return bool(db.execute(mine.values(reminded=day)).rowcount)


def _columns(party: Party) -> dict[str, Any]:
    return {
        "seats": party.seats,
        "name": party.name,
        "email": party.email,
        "language": party.language,
        "companions": list(party.companions),
        "needs": party.needs.to_data(),
    }


def _registration(row: Any) -> Registration:
    needs = Needs.from_data(row.needs)
    party = Party(row.name, row.seats, row.email, tuple(row.companions), row.language, needs)
    return Registration(row.id, row.event, row.number, row.state, party, row.here, row.sequence)

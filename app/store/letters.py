"""Links sent to people: an invitation, a new password. The database holds a hash of each and until when it opens."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, DateTime, delete, insert, literal, select

from app.domain.people import Person
from app.store import tables

Purpose = Literal["invitation", "password"]


def write(db: Connection, token: str, person: str | None, purpose: Purpose, ends: datetime) -> None:
    """Keep a new link; those of the same person before it open nothing any more. For nobody: the same work, no link."""
    t, s = tables.letters, tables.staff
    take_back(db, person or "")
    row = (literal(_key(token)), s.c.id, literal(purpose), literal(ends, DateTime))
    db.execute(insert(t).from_select(["id", "staff", "purpose", "ends"], select(*row).where(s.c.id == (person or ""))))


def opened(db: Connection, token: str, now: datetime) -> tuple[Person, Purpose] | None:
    """Whom the link is for, unless it has ended, was used, or the account is closed."""
    t, s = tables.letters, tables.staff
    row = db.execute(
        select(s, t.c.purpose).join(s, s.c.id == t.c.staff).where(t.c.id == _key(token), t.c.ends > now, s.c.active)
    ).one_or_none()
    return (Person(row.id, row.email, row.name, row.role), row.purpose) if row else None


def use(db: Connection, token: str, now: datetime) -> bool:
    """Take the link: True for the one who does it first."""
    t = tables.letters
    return bool(db.execute(delete(t).where(t.c.id == _key(token), t.c.ends > now)).rowcount)


def take_back(db: Connection, person: str) -> None:
    db.execute(delete(tables.letters).where(tables.letters.c.staff == person))


def forget_past(db: Connection, now: datetime) -> None:
    db.execute(delete(tables.letters).where(tables.letters.c.ends <= now))


def _key(token: str) -> str:
    # The token is random and long, so a plain hash keeps it as safe as a slow one would.
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()

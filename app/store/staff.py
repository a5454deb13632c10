"""Staff: their accounts, the sessions they are signed in with, and failed attempts to sign in."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.people import Attempts, Person, address
from app.store import factors, grants, tables


@dataclass(frozen=True)
class Account:
    """A person with the hash of their password; an inactive one cannot sign in."""

    person: Person
    password: str
    active: bool


@dataclass(frozen=True)
class Session:
    person: Person
    seen: datetime


# -- accounts


def add(db: Connection, email: str, name: str, role: str, password: str) -> Person:
    """Keep a new account; `password` is a hash."""
    person = Person(str(uuid.uuid4()), address(email), name, role)
    row = {"id": person.id, "email": person.email, "name": name, "role": role, "password": password}
    db.execute(insert(tables.staff).values(**row, active=True))
    return person


def anyone(db: Connection) -> bool:
    return db.execute(select(tables.staff.c.id).limit(1)).first() is not None


def everyone(db: Connection) -> list[Account]:
    t = tables.staff
    return [_account(row) for row in db.execute(select(t).order_by(t.c.name, t.c.email))]


def by_email(db: Connection, email: str) -> Account | None:
    t = tables.staff
    row = db.execute(select(t).where(t.c.email == address(email))).one_or_none()
    return _account(row) if row else None


def by_id(db: Connection, id: str) -> Account | None:
    t = tables.staff
    row = db.execute(select(t).where(t.c.id == id)).one_or_none()
    return _account(row) if row else None


def _account(row: Any) -> Account:
    return Account(_person(row), row.password, row.active)


def _person(row: Any) -> Person:
    return Person(row.id, row.email, row.name, row.role)


def set_password(db: Connection, id: str, password: str) -> None:
    t = tables.staff
    db.execute(update(t).where(t.c.id == id).values(password=password))


def set_name(db: Connection, id: str, name: str) -> None:
    t = tables.staff
    db.execute(update(t).where(t.c.id == id).values(name=name))


def set_role(db: Connection, id: str, role: str) -> None:
    t = tables.staff
    db.execute(update(t).where(t.c.id == id).values(role=role))


def set_active(db: Connection, id: str, active: bool) -> None:
    t = tables.staff
    db.execute(update(t).where(t.c.id == id).values(active=active))


# -- sessions


def begin_session(db: Connection, token: str, person: str, now: datetime, ends: datetime) -> None:
    row = {"id": _key(token), "staff": person, "seen": now, "ends": ends}
    db.execute(insert(tables.sessions).values(row))


def session(db: Connection, token: str, now: datetime, idle: timedelta) -> Session | None:
    """The session of this token, unless it has ended, rested too long or its account was closed."""
    t, s = tables.sessions, tables.staff
    row = db.execute(
        select(s, t.c.seen)
        .join(s, s.c.id == t.c.staff)
        .where(t.c.id == _key(token), t.c.ends > now, t.c.seen > now - idle, s.c.active)
    ).one_or_none()
    if row is None:
        return None
    person = replace(_person(row), grants=grants.of(db, row.id), secured=factors.secured(db, row.id))
    return Session(person, row.seen)


def other_sessions(db: Connection, person: str, token: str, now: datetime) -> list[datetime]:
    """When each session of this person but the one of this token was last used, the newest first."""
    t = tables.sessions
    others = select(t.c.seen).where(t.c.staff == person, t.c.ends > now, t.c.id != _key(token))
    return list(db.scalars(others.order_by(t.c.seen.desc())))


def touch(db: Connection, token: str, now: datetime) -> None:
    t = tables.sessions
    db.execute(update(t).where(t.c.id == _key(token)).values(seen=now))


def end_session(db: Connection, token: str) -> None:
    db.execute(delete(tables.sessions).where(tables.sessions.c.id == _key(token)))


def end_sessions(db: Connection, person: str) -> None:
    db.execute(delete(tables.sessions).where(tables.sessions.c.staff == person))


def _key(token: str) -> str:
    # The token is random and long, so a plain hash keeps it as safe as a slow one would.
    return hashlib.sha256(token.encode()).hexdigest()


# -- attempts


def attempts(db: Connection, email: str, now: datetime) -> Attempts:
    """What has failed so far, locked for this transaction: two guesses at once count as two."""
    t, key = tables.attempts, address(email)
    make = postgresql.insert if db.dialect.name == "postgresql" else sqlite.insert
    db.execute(make(t).values(email=key, failed=0, until=now).on_conflict_do_nothing())
    row = db.execute(select(t).where(t.c.email == key).with_for_update()).one()
    return Attempts(row.failed, row.until)


def keep_attempts(db: Connection, email: str, so_far: Attempts) -> None:
    t = tables.attempts
    values = {"failed": so_far.failed, "until": so_far.until}
    db.execute(update(t).where(t.c.email == address(email)).values(values))


def forget_attempts(db: Connection, email: str) -> None:
    db.execute(delete(tables.attempts).where(tables.attempts.c.email == address(email)))


def forget_past(db: Connection, now: datetime) -> None:
    """Drop sessions that have ended and attempts that no longer count."""
    db.execute(delete(tables.sessions).where(tables.sessions.c.ends <= now))
    db.execute(delete(tables.attempts).where(tables.attempts.c.until <= now))

"""What people sign in with besides a password: an authenticator app, passkeys, and codes for when both are gone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, exists, func, insert, or_, select, update

from app.domain.people import Person
from app.store import tables


@dataclass(frozen=True)
class Passkey:
    """A key kept by a phone, a computer or a stick; `id` is base64url."""

    id: str
    name: str
    public_key: bytes
    sign_count: int
    added: date


@dataclass(frozen=True)
class Factors:
    """What someone has; `seed` is what their app's secret is made from."""

    seed: str | None
    passkeys: tuple[Passkey, ...]
    codes_left: int

    def __bool__(self) -> bool:
        return self.seed is not None or bool(self.passkeys)


def of(db: Connection, person: str) -> Factors:
    s, c = tables.staff, tables.recovery_codes
    seed = db.scalar(select(s.c.totp).where(s.c.id == person))
    left = db.scalar(select(func.count()).select_from(c).where(c.c.staff == person))
    return Factors(seed, tuple(_passkeys(db, person)), left or 0)


def secured(db: Connection, person: str) -> bool:
    """Whether this person has any second factor."""
    s, p = tables.staff, tables.passkeys
    has_key = exists().where(p.c.staff == s.c.id)
    return db.scalar(select(s.c.id).where(s.c.id == person, or_(s.c.totp.is_not(None), has_key))) is not None


def set_seed(db: Connection, person: str, seed: str | None) -> None:
    s = tables.staff
    db.execute(update(s).where(s.c.id == person).values(totp=seed, totp_used=None))


def use_step(db: Connection, person: str, step: int) -> bool:
    """Take the code of a time step: False when it, or a later one, was taken before."""
    s = tables.staff
    fresh = or_(s.c.totp_used.is_(None), s.c.totp_used < step)
    return bool(db.execute(update(s).where(s.c.id == person, fresh).values(totp_used=step)).rowcount)


def replace_codes(db: Connection, person: str, hashes: Iterable[str]) -> None:
    """Keep new recovery codes; those before them open nothing any more."""
    c = tables.recovery_codes
    db.execute(delete(c).where(c.c.staff == person))
    rows = [{"id": each, "staff": person} for each in hashes]
    if rows:
        db.execute(insert(c), rows)


def use_code(db: Connection, person: str, hash: str) -> bool:  # noqa: A002  it is one
    c = tables.recovery_codes
    return bool(db.execute(delete(c).where(c.c.staff == person, c.c.id == hash)).rowcount)


def add_passkey(db: Connection, person: str, key: Passkey) -> None:
    row = {"id": key.id, "name": key.name, "public_key": key.public_key, "sign_count": key.sign_count}
    db.execute(insert(tables.passkeys).values(**row, staff=person, added=key.added))


def owner(db: Connection, id: str) -> tuple[Person, Passkey] | None:
    """Who has this passkey, unless their account is closed."""
    p, s = tables.passkeys, tables.staff
    columns = (s.c.id.label("person"), s.c.email, s.c.name.label("called"), s.c.role)
    row = db.execute(select(p, *columns).join(s, s.c.id == p.c.staff).where(p.c.id == id, s.c.active)).one_or_none()
    return (Person(row.person, row.email, row.called, row.role), _passkey(row)) if row else None


def count_passkey(db: Connection, id: str, sign_count: int) -> None:
    p = tables.passkeys
    db.execute(update(p).where(p.c.id == id).values(sign_count=sign_count))


def remove_passkey(db: Connection, person: str, id: str) -> bool:
    p = tables.passkeys
    return bool(db.execute(delete(p).where(p.c.staff == person, p.c.id == id)).rowcount)


def remove_all(db: Connection, person: str) -> None:
    """Take every factor from someone who has lost them: their password alone opens the door again."""
    set_seed(db, person, None)
    replace_codes(db, person, ())
    db.execute(delete(tables.passkeys).where(tables.passkeys.c.staff == person))


def _passkeys(db: Connection, person: str) -> list[Passkey]:
    p = tables.passkeys
    return [_passkey(row) for row in db.execute(select(p).where(p.c.staff == person).order_by(p.c.added, p.c.name))]


def _passkey(row: Any) -> Passkey:
    return Passkey(row.id, row.name, bytes(row.public_key), row.sign_count, row.added)

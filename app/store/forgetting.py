"""Deleting the names of those who came to an event, so that they cannot be read from the disk either."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Engine, delete, func, select

from app.store import tables

r, c = tables.registrations, tables.check_ins


@dataclass(frozen=True)
class Total:
    """What may stay of an event: how many had places, how many came, how many were still waiting."""

    registrations: int
    places: int
    came: int
    waiting: int


def events(db: Connection) -> list[str]:
    """The events someone has registered for."""
    return list(db.scalars(select(r.c.event).distinct().order_by(r.c.event)))


def total(db: Connection, event: str) -> Total:
    query = select(func.count(r.c.id), func.sum(r.c.seats), func.sum(r.c.here)).where(r.c.event == event)
    registrations, places, came = db.execute(query.where(r.c.state == "confirmed")).one()
    waiting = db.scalar(select(func.count(r.c.id)).where(r.c.event == event, r.c.state == "waiting"))
    return Total(registrations, int(places or 0), int(came or 0), waiting or 0)


def forget(db: Connection, event: str) -> None:
    """Delete all registrations of an event and what was noted at its door."""
    for table in (r, c):
        db.execute(delete(table).where(table.c.event == event))


def wipe(engine: Engine) -> None:
    """Empty the log of a SQLite file, in which deleted pages can still be read; in the file itself they are overwritten
    (secure_delete). Where someone is reading at this moment, what is written later overwrites them."""
    if engine.dialect.name == "sqlite":
        with engine.connect().execution_options(mitsprache_plain=True) as db:
            db.exec_driver_sql("PRAGMA main.wal_checkpoint(TRUNCATE)")

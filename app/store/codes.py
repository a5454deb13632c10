"""Codes to answer with, as keyed hashes: printed ones are good once, the one of an event for everybody there."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, func, insert, select, update

from app.store import epochs, tables


def add(db: Connection, slug: str, hashes: Iterable[str], once: bool) -> None:
    """Make these codes good. Their order is not kept: nothing tells which were made together."""
    rows = [{"id": each, "slug": slug, "once": once} for each in sorted(hashes)]
    if not rows:
        return
    db.execute(insert(tables.codes), rows)
    if once:
        t = tables.questionnaires
        more = func.coalesce(t.c.codes_made, 0) + len(rows)
        db.execute(update(t).where(t.c.slug == slug).values(codes_made=more))


def forget(db: Connection, slug: str) -> None:
    """All codes of a questionnaire are worth nothing from now on."""
    db.execute(delete(tables.codes).where(tables.codes.c.slug == slug))
    t = tables.questionnaires
    db.execute(update(t).where(t.c.slug == slug).values(codes_made=None))


def made(db: Connection, slug: str) -> int:
    """How many printed codes were made since they were last forgotten."""
    t = tables.questionnaires
    return db.scalar(select(t.c.codes_made).where(t.c.slug == slug)) or 0


def left(db: Connection, slug: str) -> int | None:
    """How many printed codes were unused at the last seal; None before it. Counted live, it would count answers."""
    found = epochs.last(db, slug)
    return found.codes_left if found else None

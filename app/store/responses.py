"""Answers on their way: into the inbox once, sealed and shuffled, then read by the release job only."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from datetime import date

from sqlalchemy import Connection, bindparam, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.response import Response, Sealed, Voice
from app.store import tables


def add(db: Connection, slug: str, version: int, response: Response, receipt: str) -> bool:
    """Keep a response unless this form was sent before; False says it was."""
    r = tables.receipts
    make = postgresql.insert if db.dialect.name == "postgresql" else sqlite.insert
    kept = make(r).values(id=receipt, week=response.week).on_conflict_do_nothing().returning(r.c.id)
    if db.scalar(kept) is None:
        return False
    row = {
        "id": str(uuid.uuid4()),
        "slug": slug,
        "version": version,
        "language": response.language,
        "week": response.week,
        "simulated": response.simulated,
        "answers": dict(response.answers),
    }
    db.execute(insert(tables.inbox).values(row))
    return True


def waiting(db: Connection, slug: str) -> int:
    """How many responses wait for the seal."""
    t = tables.inbox
    return db.scalar(select(func.count()).select_from(t).where(t.c.slug == slug)) or 0


def seal(db: Connection, slug: str, cut: Callable[[int, Response], Sealed]) -> int:
    """Move all waiting responses to the sealed tables, shuffled and under new keys; returns how many.

    `cut` takes the version and the response and separates codes from free texts. Codes and texts are shuffled
    apart, so that no order says which belong together.
    """
    t = tables.inbox
    rows = db.execute(select(t).where(t.c.slug == slug)).all()
    sealed = [cut(row.version, Response(row.language, row.week, row.answers, row.simulated)) for row in rows]
    responses = [_response(slug, each.response) for each in sealed]
    voices = [_voice(slug, voice) for each in sealed for voice in each.voices]
    for table, made in ((tables.responses, responses), (tables.voices, voices)):
        random.SystemRandom().shuffle(made)
        if made:
            db.execute(insert(table), made)
    if rows:  # by key: what arrived since the reading stays for the next seal
        db.execute(delete(t).where(t.c.id == bindparam("sealed")), [{"sealed": row.id} for row in rows])
    return len(rows)


def _response(slug: str, response: Response) -> dict[str, object]:
    return {
        "id": str(uuid.uuid4()),
        "slug": slug,
        "language": response.language,
        "week": response.week,
        "simulated": response.simulated,
        "answers": dict(response.answers),
    }


def _voice(slug: str, voice: Voice) -> dict[str, object]:
    return {
        "id": str(uuid.uuid4()),
        "slug": slug,
        "question": voice.question,
        "part": voice.part,
        "language": voice.language,
        "words": voice.words,
        "simulated": voice.simulated,
    }


def sealed(db: Connection, slug: str) -> list[Response]:
    """All sealed responses in the order of their random keys."""
    t = tables.responses
    rows = db.execute(select(t).where(t.c.slug == slug).order_by(t.c.id))
    return [Response(row.language, row.week, row.answers, row.simulated) for row in rows]


def forget_receipts(db: Connection, before: date) -> None:
    """Drop receipts of weeks before this one: a form that old is not sent again."""
    db.execute(delete(tables.receipts).where(tables.receipts.c.week < before))

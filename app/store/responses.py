"""Answers on their way: into the inbox once, counted while they wait, read by the release job once they are sealed."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Literal

from sqlalchemy import JSON, Connection, Date, bindparam, delete, func, insert, select, text
from sqlalchemy.dialects import sqlite

from app.domain.response import Kept, Response, monday
from app.store import tables
from app.store.sealing import finish, seal

__all__ = ["Outcome", "add", "finish", "forget_receipts", "seal", "sealed", "waiting"]

# "again": this form was sent before; "code": its code is unknown or used. Both leave nothing behind.
Outcome = Literal["kept", "again", "code"]

SUBMIT = text(
    "select public.submit(:slug, :version, :language, :simulated, :answers, :receipt, :week, :code)"
).bindparams(bindparam("answers", type_=JSON), bindparam("week", type_=Date))

AT_ONCE = 1000  # rows in memory while a million are read


def add(db: Connection, slug: str, version: int, response: Response, receipt: str, code: str | None = None) -> Outcome:
    """Keep a response, once for each form, and use up its code: all of it or nothing."""
    week = monday(datetime.now(UTC).date())
    if db.dialect.name == "postgresql":
        values = {"slug": slug, "version": version, "receipt": receipt, "week": week, "code": code}
        # The role for answering may do nothing else: the function lies in migrations/versions/0002.
        kept: Outcome = db.scalar(SUBMIT, {**values, **_content(response)})
        return kept
    with db.begin_nested() as step:
        first = db.execute(sqlite.insert(tables.receipts).values(id=receipt, week=week).on_conflict_do_nothing())
        if not first.rowcount:
            return "again"
        if code is not None and not _use(db, slug, code):
            step.rollback()
            return "code"
        row = {"id": str(uuid.uuid4()), "slug": slug, "version": version, **_content(response)}
        db.execute(insert(tables.inbox).values(row))
    return "kept"


def _content(response: Response) -> dict[str, object]:
    return {
        "language": response.language,
        "simulated": response.simulated,
        "answers": dict(response.answers),
    }


def _use(db: Connection, slug: str, code: str) -> bool:
    t = tables.codes
    this = (t.c.id == code, t.c.slug == slug)
    if db.execute(delete(t).where(*this, t.c.once)).rowcount:
        return True
    return db.scalar(select(t.c.id).where(*this, ~t.c.once)) is not None


def waiting(db: Connection, slug: str) -> int:
    """How many responses wait for the seal.

    Those that are sealed and only still there are taken off: looking for each row there would read all answers."""
    here, gone = tables.inbox, tables.inbox.join(tables.sealing, tables.sealing.c.id == tables.inbox.c.id)
    every, sealed = (select(func.count()).select_from(rows).where(here.c.slug == slug) for rows in (here, gone))
    return db.scalar(select(every.scalar_subquery() - sealed.scalar_subquery())) or 0


def sealed(db: Connection, slug: str) -> Iterator[Kept]:
    """All sealed responses in the order of their random keys, read bit by bit: a million do not fit in memory."""
    t = tables.responses
    query = (
        select(t.c.id, t.c.epoch, t.c.groups, t.c.answers, t.c.simulated, t.c.version)
        .where(t.c.slug == slug)
        .order_by(t.c.id)
    )
    for row in db.execute(query, execution_options={"yield_per": AT_ONCE}):
        yield Kept(*row)


def forget_receipts(db: Connection, before: date) -> None:
    """Drop receipts of weeks before this one: a form that old is not sent again."""
    db.execute(delete(tables.receipts).where(tables.receipts.c.week < before))

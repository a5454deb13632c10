"""Answers on their way: into the inbox once, counted while they wait, read by the release job once they are sealed."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, delete, func, select

from app.domain.response import Kept, Response, monday
from app.store import tables
from app.store.sealing import finish, seal

__all__ = ["Outcome", "Submission", "add", "finish", "forget_receipts", "put", "seal", "sealed", "waiting"]

# "again": this form was sent before; "code": its code is unknown or used. Both leave nothing behind.
Outcome = Literal["kept", "again", "code"]

# For SQLite: rows as JSON, in one argument.
RECEIPTS = (
    "insert into receipts (id, week) select value ->> 0, value ->> 1 from json_each(?) where true"
    " on conflict do nothing"
)
INBOX = (
    "insert into inbox (id, slug, version, language, simulated, answers) select value ->> 0, value ->> 1, value ->> 2,"
    " value ->> 3, value ->> 4, value ->> 5 from json_each(?)"
)
AT_ONCE = 1000  # rows in memory while a million are read

Execute = Callable[[str, tuple[Any, ...]], Any]  # what runs a statement and returns a cursor


@dataclass(frozen=True)
class Submission:
    """A response as the database takes it: written out already, so that what cannot be written fails by itself."""

    slug: str
    version: int
    language: str
    simulated: bool
    answers: str
    receipt: str
    week: date
    code: str | None

    @classmethod
    def of(cls, slug: str, version: int, response: Response, receipt: str, code: str | None = None) -> Submission:
        answers, week = json.dumps(dict(response.answers)), monday(datetime.now(UTC).date())
        return cls(slug, version, response.language, response.simulated, answers, receipt, week, code)


def add(db: Connection, slug: str, version: int, response: Response, receipt: str, code: str | None = None) -> Outcome:
    """Keep a response in a transaction of the caller's. Visitors' answers come in through intake.py."""
    return put(db.dialect.name)(db.exec_driver_sql, Submission.of(slug, version, response, receipt, code))


def put(dialect: str) -> Callable[[Execute, Submission], Outcome]:
    """What keeps a submission, once for each form, and uses up its code: all of it or nothing.

    It speaks to the driver: SQLAlchemy Core takes five times as long for these statements, and people wait for them.
    """
    return _call_submit if dialect == "postgresql" else _insert


def _call_submit(execute: Execute, given: Submission) -> Outcome:
    # The role for answering may do nothing else: the function lies in migrations/versions/0002.
    kept: Outcome = execute("select public.submit(%s, %s, %s, %s, %s, %s, %s, %s)", astuple(given)).fetchone()[0]
    return kept


def _insert(execute: Execute, given: Submission) -> Outcome:
    """Where this raises, the caller goes back to the savepoint, or gives the whole transaction up."""
    execute("savepoint submission", ())
    outcome = _insert_parts(execute, given)
    if outcome != "kept":
        execute("rollback to submission", ())
    execute("release submission", ())
    return outcome


def insert_new(execute: Execute, given: Sequence[Submission]) -> bool:
    """On SQLite, many without codes in two statements; False, and nothing that may stay, where one was sent before.

    At each statement a thread lets the others go on, and waits for its turn, while everybody else waits for the disk.
    """
    if not given:
        return True
    receipts = [(each.receipt, each.week.isoformat()) for each in given]
    if execute(RECEIPTS, (_rows(receipts),)).rowcount < len(given):
        return False
    rows = [(str(uuid.uuid4()), e.slug, e.version, e.language, e.simulated, e.answers) for e in given]
    execute(INBOX, (_rows(rows),))
    return True


def _rows(rows: Sequence[tuple[Any, ...]]) -> str:
    return json.dumps(rows, ensure_ascii=False)  # what is no character shall fail here, as it does alone


def _insert_parts(execute: Execute, given: Submission) -> Outcome:
    receipt = (given.receipt, given.week.isoformat())
    if not execute("insert into receipts (id, week) values (?, ?) on conflict do nothing", receipt).rowcount:
        return "again"
    if given.code is not None and not _use(execute, (given.code, given.slug)):
        return "code"
    execute(
        "insert into inbox (id, slug, version, language, simulated, answers) values (?, ?, ?, ?, ?, ?)",
        (str(uuid.uuid4()), given.slug, given.version, given.language, given.simulated, given.answers),
    )
    return "kept"


def _use(execute: Execute, code: tuple[str, str]) -> bool:
    if execute("delete from codes where id = ? and slug = ? and once", code).rowcount:
        return True
    return execute("select 1 from codes where id = ? and slug = ? and not once", code).fetchone() is not None


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

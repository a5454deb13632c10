"""What a backup holds of the database: the rows of its tables as JSON lines, the same from SQLite and PostgreSQL.

Only what is sealed, and nothing that opens a door for a while. Rows stand in the order of their random keys, so their
place says nothing.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Engine,
    LargeBinary,
    Select,
    Table,
    Text,
    cast,
    func,
    select,
    text,
)

from app.store import conversation_releases, releases, tables
from app.store.conversation_releases import key_name
from app.store.engine import reading
from app.store.metadata import metadata

# Each table is here or there: tests/store/test_backup.py wants a decision about every new one.
LEFT_OUT = {
    "inbox": "answers that wait; two backups would differ by the people of one night",
    "receipts": "which forms were sent, answers that wait among them",
    "votes_waiting": "votes that wait, each ballot under a key that is in the voter's form",
    "suggestions_waiting": "what was added and waits, like answers that do",
    "conversation_rounds": "when votes were last looked over; the job runner looks again",
    "sealing": "keys of answers that wait",
    "sessions": "would let people in again who have signed out",
    "attempts": "failed sign-ins of some minutes",
    "letters": "would let a link of a mail open twice",
    "outbox": "mails with such links",
    "check_ins": "who came before whom; that they came stands with their registration",
    "extracts": "answers of single people, which end with their request; the job runner makes them again",
}
KEPT = {
    "questionnaires", "versions", "publications", "steps", "guests", "glossary", "bank", "consultations", "codes",
    "documents", "subscriptions", "mailed_news", "responses", "voices", "epochs", "releases", "trials", "codebooks",
    "themes", "codings", "decisions", "counted", "quotes", "staff", "passkeys", "recovery_codes", "grants", "journal",
    "requests", "papers", "document_steps", "document_guests", "registrations", "statements", "statements_shown",
    "ballots", "conversation_epochs", "conversation_releases", "opinions",
}  # fmt: skip

AT_ONCE = 5_000  # rows in memory
PART = 4_000_000  # characters of a part, about

Part = tuple[str, bytes]  # name of a file in the backup, and what it holds


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """One moment of the database, however long it is looked at."""
    if engine.dialect.name == "postgresql":
        frozen = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with engine.connect().execution_options(**frozen) as db:
            db.execute(text("set local statement_timeout = 0"))
            yield db
        return
    with reading(engine) as db:
        for table in (tables.questionnaires, tables.codes):  # SQLite looks at each of its two files when first asked
            db.execute(select(table).limit(1)).all()
        yield db


def sealed(db: Connection) -> dict[str, int]:
    """How far answers and votes are sealed: the newest epoch of each questionnaire and conversation."""
    e, c = tables.epochs.c, tables.conversation_epochs.c
    answers = db.execute(select(e.slug, func.max(e.number).label("number")).group_by(e.slug))
    votes = db.execute(select(c.conversation, func.max(c.number).label("number")).group_by(c.conversation))
    found = {row.slug: row.number for row in answers}
    return found | {key_name(row.conversation): row.number for row in votes}


def codes_are_in_use(db: Connection) -> bool:
    """Whether printed codes may vanish between two seals, because people answer with them."""
    t = tables.questionnaires
    return db.execute(select(t.c.slug).where(t.c.state == "open", t.c.codes_made > 0).limit(1)).first() is not None


def release_hashes(db: Connection) -> dict[str, list[str]]:
    """The hashes of all releases, the oldest first, by the names of their keys."""
    slugs = db.scalars(select(tables.releases.c.slug).distinct().order_by(tables.releases.c.slug))
    found = {slug: releases.hashes(db, slug) for slug in slugs.all()}
    voted = conversation_releases.by_key_name(db)
    return found | {name: conversation_releases.hashes(db, slug) for name, slug in voted.items()}


def broken(db: Connection) -> list[str]:
    """Those of which a release is not what its hash says."""
    named = conversation_releases.by_key_name(db)
    bad = [name for name, slug in named.items() if conversation_releases.broken(db, slug) is not None]
    return bad + [slug for slug in release_hashes(db) if slug not in named and releases.broken(db, slug) is not None]


def parts(db: Connection) -> Iterator[Part]:
    """All rows, those others refer to first. Each part begins with the name of its table and its columns."""
    for table in metadata.sorted_tables:
        if table.name in KEPT:
            yield from _parts(db, table)


def _parts(db: Connection, table: Table) -> Iterator[Part]:
    head = json.dumps({"table": table.name, "columns": [_described(column) for column in table.columns]})
    number, lines, size = 1, [head], 0
    for line in _lines(db, table):
        lines.append(line)
        size += len(line)
        if size > PART:
            yield _part(table, number, lines)
            number, lines, size = number + 1, [head], 0
    if len(lines) > 1:
        yield _part(table, number, lines)


def _part(table: Table, number: int, lines: list[str]) -> Part:
    return f"tables/{table.name}-{number:04}.jsonl", ("\n".join(lines) + "\n").encode()


def _described(column: Column[Any]) -> dict[str, object]:
    return {"name": column.name, "bytes": isinstance(column.type, LargeBinary)}


def _lines(db: Connection, table: Table) -> Iterator[str]:
    ways = [(place, way) for place, column in enumerate(table.columns) if (way := _way(column))]
    for row in db.execute(_rows(table), execution_options={"yield_per": AT_ONCE}):
        values = list(row)
        for place, way in ways:
            if values[place] is not None:
                values[place] = way(values[place])
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _rows(table: Table) -> Select[Any]:
    """Documents as the text they are stored as, to the byte."""
    columns = [cast(c, Text).label(c.name) if isinstance(c.type, JSON) else c for c in table.columns]
    return select(*columns).order_by(*table.primary_key.columns)


def _way(column: Column[Any]) -> Callable[[Any], Any] | None:
    """How a value becomes one JSON knows and both databases read: times as SQLite keeps them."""
    match column.type:
        case DateTime():
            return lambda moment: moment.isoformat(sep=" ", timespec="microseconds")
        case Date():
            return lambda day: day.isoformat()
        case LargeBinary():
            return lambda content: base64.b64encode(content).decode()
        case Boolean():
            return bool
        case _:
            return None

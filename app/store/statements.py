"""Statements people vote on: all of them for staff, and a copy of those that are shown for everyone."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from app.domain.statement import Shown, State, Statement
from app.domain.text import Text
from app.store import tables

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is taken for another
LENGTH = 8

_T = tables.statements.c
_S = tables.statements_shown.c


class Outdated(Exception):
    """Somebody else saved it in between; `current` is what they saved."""

    def __init__(self, current: Statement):
        super().__init__(f"revision {current.revision} is newer")
        self.current = current


def new_id() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def add(db: Connection, statement: Statement) -> None:
    db.execute(insert(tables.statements).values(_row(statement)))
    _show(db, statement)


def save(db: Connection, statement: Statement) -> Statement:
    """Keep it on top of the revision its author saw, and show it or take it away; raises Outdated, LookupError."""
    kept = replace(statement, revision=statement.revision + 1)
    mine = update(tables.statements).where(_T.id == statement.id, _T.revision == statement.revision)
    if not db.execute(mine.values(_row(kept))).rowcount:
        current = one(db, statement.id)
        if current is None:
            raise LookupError(statement.id)
        raise Outdated(current)
    _show(db, kept)
    return kept


def forget(db: Connection, id: str) -> None:
    db.execute(delete(tables.statements_shown).where(_S.id == id))
    db.execute(delete(tables.opinions).where(tables.opinions.c.statement == id))
    db.execute(delete(tables.statements).where(_T.id == id))


def one(db: Connection, id: str) -> Statement | None:
    row = db.execute(select(tables.statements).where(_T.id == id)).mappings().one_or_none()
    return _statement(row) if row else None


def all_of(db: Connection, conversation: str, *states: State) -> list[Statement]:
    """In the order of their random names; all of them when no state is named."""
    query = select(tables.statements).where(_T.conversation == conversation).order_by(_T.id)
    rows = db.execute(query.where(_T.state.in_(states)) if states else query).mappings()
    return [_statement(row) for row in rows]


def counts(db: Connection, conversation: str) -> dict[State, int]:
    rows = select(_T.state, func.count()).where(_T.conversation == conversation).group_by(_T.state)
    return {row[0]: row[1] for row in db.execute(rows)}


def shown(db: Connection, conversation: str) -> list[Shown]:
    """What everyone may read, in the order of their random names."""
    query = select(tables.statements_shown).where(_S.conversation == conversation).order_by(_S.id)
    return [_shown(row) for row in db.execute(query)]


def _shown(row: Any) -> Shown:
    return Shown(row.id, Text.from_data(row.words), row.source, row.theme, row.origin, row.original)


def marks(db: Connection, conversation: str) -> list[tuple[str, int]]:
    """Which statements are shown, each with a number that changes with its words."""
    rows = db.execute(select(_S.id, _S.revision).where(_S.conversation == conversation).order_by(_S.id))
    return [(row.id, row.revision) for row in rows]


def shown_ids(db: Connection, conversation: str) -> Sequence[str]:
    return db.scalars(select(_S.id).where(_S.conversation == conversation).order_by(_S.id)).all()


def _show(db: Connection, statement: Statement) -> None:
    before = Text.from_data(db.scalar(select(_S.words).where(_S.id == statement.id)) or {})
    db.execute(delete(tables.statements_shown).where(_S.id == statement.id))
    if statement.shown:
        row = {name: value for name, value in _row(statement).items() if name in _S}
        words = statement.public_words(before).to_data(names=False)
        db.execute(insert(tables.statements_shown).values({**row, "words": words}))


def _row(statement: Statement) -> dict[str, Any]:
    return {column.name: getattr(statement, column.name) for column in _T} | {"words": statement.words.to_data()}


def _statement(row: Any) -> Statement:
    return Statement(**{**row, "words": Text.from_data(row["words"])})

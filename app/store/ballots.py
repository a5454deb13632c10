"""Rounds over votes on their way: quiet ballots are sealed, shuffled and under new keys; the rest is marked settled.

A vote is settled when a round has found it, and a ballot is quiet when all its votes are: nobody has touched it between
two rounds. As with answers (sealing.py) what is sealed is kept together with the keys of what waits before that is
deleted, because on SQLite the two lie in two files. A vote given on the same page in between is not settled, so it
stays, and becomes another ballot.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Engine, Select, case, func, insert, select, text, update

from app.domain.opinion.box import Ballot
from app.domain.statement import Statement
from app.domain.text import Text
from app.store import statements, tables
from app.store.engine import ATTACHED, reading
from app.store.sealing import finish, forget_sealed

AT_ONCE = 1000  # rows in memory
MOST = 5000  # ballots of one seal; those whose random keys come later wait for the next

_V, _S, _B = tables.votes_waiting.c, tables.suggestions_waiting.c, tables.ballots.c
_GONE = select(tables.sealing.c.id)


@dataclass(frozen=True)
class Epoch:
    """One seal, and what its release is made of: the ballots so far, and the statements that are shown then."""

    conversation: str
    number: int
    moment: datetime
    closing: bool
    statements: Sequence[str]
    ballots: int = 0


def waits(db: Connection, conversation: str) -> bool:
    """Whether anybody voted or suggested something that is not sealed."""
    votes = select(_V.ballot).where(_V.conversation == conversation, _V.ballot.not_in(_GONE))
    suggested = select(_S.id).where(_S.conversation == conversation, _S.id.not_in(_GONE))
    return any(db.execute(query.limit(1)).first() for query in (votes, suggested))


def quiet(db: Connection, conversation: str) -> int:
    """How many ballots nobody has touched since a round ago."""
    return db.scalar(select(func.count()).select_from(_quiet(conversation).subquery())) or 0


def last_round(db: Connection, conversation: str) -> datetime | None:
    r = tables.conversation_rounds.c
    return db.scalar(select(r.moment).where(r.conversation == conversation))


def round_over(engine: Engine, epoch: Epoch, least: int = 1) -> int:
    """Go over what waits of a conversation, and seal the quiet ballots as this epoch if they are at least so many.

    Returns how many were sealed. Nothing happens unless the epoch is the one after the last: of two job runners at
    once, one seals."""
    finish(engine)
    with reading(engine) as db:
        made = list(_made(db, epoch)) if quiet(db, epoch.conversation) >= least else []
    if len(made) < least:  # somebody went on voting meanwhile
        made = []
    with engine.begin() as db:
        _alone(db)
        if epoch.number != last_number(db, epoch.conversation) + 1:
            return 0
        if made:
            _keep(db, epoch, made)
        _propose(db, epoch.conversation)
        _remember(db, epoch.conversation, epoch.moment)
        if db.dialect.name == "postgresql":
            _settle_in_another_order(db, epoch.conversation)
    finish(engine)
    if engine.dialect.name == "sqlite":
        _settle(engine, epoch.conversation)
    return len(made)


def sealed(db: Connection, conversation: str, number: int) -> Iterator[Ballot]:
    """The ballots that count in this release, in the order of their random keys."""
    rows = select(_B.id, _B.votes, _B.epoch).where(_B.conversation == conversation, _B.epoch <= number).order_by(_B.id)
    for row in db.execute(rows, execution_options={"yield_per": AT_ONCE}):
        yield Ballot(*row)


def simulated(db: Connection, conversation: str) -> bool:
    """Whether some of the ballots are of invented people."""
    found = select(_B.id).where(_B.conversation == conversation, _B.simulated).limit(1)
    return db.execute(found).first() is not None


def pending(db: Connection, conversation: str) -> Epoch | None:
    """The oldest epoch that is sealed but not released yet. An epoch and its release have the same number."""
    e, r = tables.conversation_epochs, tables.conversation_releases
    released = select(func.coalesce(func.max(r.c.number), 0)).where(r.c.conversation == conversation).scalar_subquery()
    rows = select(e).where(e.c.conversation == conversation, e.c.number > released).order_by(e.c.number).limit(1)
    row = db.execute(rows).mappings().one_or_none()
    return Epoch(**row) if row else None


def last_number(db: Connection, conversation: str) -> int:
    """The number of the newest epoch, 0 before the first."""
    e = tables.conversation_epochs.c
    return db.scalar(select(func.max(e.number)).where(e.conversation == conversation)) or 0


# -- what is quiet


def _quiet(conversation: str) -> Select[Any]:
    moving = func.sum(case((_V.settled, 0), else_=1))
    mine = select(_V.ballot).where(_V.conversation == conversation, _V.ballot.not_in(_GONE))
    return mine.group_by(_V.ballot).having(moving == 0)


def _made(db: Connection, epoch: Epoch) -> Iterator[tuple[str, dict[str, Any]]]:
    """The key each quiet ballot waits under, and the row it becomes."""
    chosen = _quiet(epoch.conversation).order_by(_V.ballot).limit(MOST).subquery()
    rows = select(_V.ballot, _V.statement, _V.value, _V.simulated).join(chosen, chosen.c.ballot == _V.ballot)
    found = db.execute(rows.order_by(_V.ballot, _V.statement), execution_options={"yield_per": AT_ONCE})
    for ballot, votes in groupby(found, key=lambda row: str(row.ballot)):
        given = list(votes)
        row = {
            "id": str(uuid.uuid4()),
            "conversation": epoch.conversation,
            "epoch": epoch.number,
            "simulated": any(vote.simulated for vote in given),
            "votes": {vote.statement: vote.value for vote in given},
        }
        yield ballot, row


def _suggested(conversation: str) -> Select[Any]:
    return select(tables.suggestions_waiting).where(_S.conversation == conversation, _S.settled, _S.id.not_in(_GONE))


# -- one transaction


def _alone(db: Connection) -> None:
    """No other runner does the same before this is done; on SQLite the write lock is taken already."""
    if db.dialect.name == "postgresql":
        db.execute(text("lock table public.sealing in exclusive mode"))


def _keep(db: Connection, epoch: Epoch, made: list[tuple[str, dict[str, Any]]]) -> None:
    random.SystemRandom().shuffle(made)
    db.execute(insert(tables.ballots), [row for _, row in made])
    db.execute(insert(tables.sealing), [{"id": waited} for waited, _ in made])
    values = asdict(epoch) | {"ballots": len(made), "statements": list(epoch.statements)}
    db.execute(insert(tables.conversation_epochs).values(values))


def _propose(db: Connection, conversation: str) -> None:
    """Suggestions become statements for staff to decide on, in any order but that in which they came."""
    mixed = list(db.execute(_suggested(conversation)))
    random.SystemRandom().shuffle(mixed)
    for row in mixed:
        words = Text({row.language: row.words})
        id = statements.new_id()
        made = Statement(id=id, conversation=row.conversation, words=words, source=row.language)
        statements.add(db, made)
    if mixed:
        db.execute(insert(tables.sealing), [{"id": row.id} for row in mixed])


def _remember(db: Connection, conversation: str, moment: datetime) -> None:
    r = tables.conversation_rounds
    if not db.execute(update(r).where(r.c.conversation == conversation).values(moment=moment)).rowcount:
        db.execute(insert(r).values(conversation=conversation, moment=moment))


def _settle(engine: Engine, conversation: str) -> None:
    """On SQLite: mark what waits, and empty the log in which votes stand in the order in which they came."""
    with engine.begin() as db:
        mine = _V.conversation == conversation, _V.ballot.not_in(_GONE)  # else those deleted later might be new ones
        db.execute(update(tables.votes_waiting).where(*mine).values(settled=True))
        theirs = _S.conversation == conversation, _S.id.not_in(_GONE)
        db.execute(update(tables.suggestions_waiting).where(*theirs).values(settled=True))
    with engine.connect().execution_options(mitsprache_plain=True) as db:
        db.exec_driver_sql(f"PRAGMA {ATTACHED}.wal_checkpoint(TRUNCATE)")


def _settle_in_another_order(db: Connection, conversation: str) -> None:
    """On PostgreSQL: delete what is sealed, mark the rest, and write it anew as if it had all come at this moment."""
    db.execute(text("lock table public.votes_waiting, public.suggestions_waiting in access exclusive mode"))
    forget_sealed(db)
    for table in ("votes_waiting", "suggestions_waiting"):
        db.execute(text(f"create temporary table stays_{table} (like public.{table}) on commit drop"))
        db.execute(text(f"insert into stays_{table} select * from public.{table}"))  # noqa: S608
        mark = text(f"update stays_{table} set settled = true where conversation = :mine")  # noqa: S608
        db.execute(mark, {"mine": conversation})
        db.execute(text(f"truncate public.{table}"))
        db.execute(text(f"insert into public.{table} select * from stays_{table} order by gen_random_uuid()"))  # noqa: S608
    db.execute(text("truncate public.sealing"))

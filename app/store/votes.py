"""Votes and suggested statements on their way in: each stored at once, and the last vote on a statement is the one."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime
from typing import Any

from app.domain.response import monday
from app.store.responses import Execute, Outcome

# Replacing takes the right to insert and no other, so what waits cannot be read by those who vote.
VOTES = (
    "insert or replace into votes_waiting (ballot, statement, conversation, value, simulated, settled)"
    " select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, 0 from json_each(?)"
)
RECEIPT = "insert into receipts (id, week) values (?, ?) on conflict do nothing"
SUGGESTION = "insert into suggestions_waiting (id, conversation, language, words, settled) values (?, ?, ?, ?, 0)"


@dataclass(frozen=True)
class Vote:
    """`ballot` is a keyed hash: who has the page that voted can name it, who has the database cannot lead back."""

    ballot: str
    statement: str
    conversation: str
    value: int  # 1 agree, -1 disagree, 0 undecided
    simulated: bool = False


@dataclass(frozen=True)
class Suggestion:
    """`receipt` remembers that the form was sent, so that sending it again adds nothing."""

    conversation: str
    language: str
    words: str
    receipt: str
    week: date

    @classmethod
    def of(cls, conversation: str, language: str, words: str, receipt: str) -> Suggestion:
        return cls(conversation, language, words, receipt, monday(datetime.now(UTC).date()))


def put_vote(dialect: str) -> Callable[[Execute, Vote], Outcome]:
    return _call_vote if dialect == "postgresql" else _insert_vote


def put_suggestion(dialect: str) -> Callable[[Execute, Suggestion], Outcome]:
    return _call_suggestion if dialect == "postgresql" else _insert_suggestion


def insert_votes(execute: Execute, votes: Sequence[Vote]) -> None:
    """On SQLite, many in one statement; the last of one ballot on one statement stays."""
    if votes:
        execute(VOTES, (json.dumps([astuple(vote) for vote in votes], ensure_ascii=False),))


def _call_vote(execute: Execute, vote: Vote) -> Outcome:
    # The functions lie in the migration that made the tables.
    return _said(execute("select public.submit_vote(%s, %s, %s, %s, %s)", astuple(vote)))


def _call_suggestion(execute: Execute, given: Suggestion) -> Outcome:
    return _said(execute("select public.submit_suggestion(%s, %s, %s, %s, %s)", astuple(given)))


def _said(cursor: Any) -> Outcome:
    outcome: Outcome = cursor.fetchone()[0]
    return outcome


def _insert_vote(execute: Execute, vote: Vote) -> Outcome:
    execute("savepoint submission", ())
    insert_votes(execute, [vote])
    execute("release submission", ())
    return "kept"


def _insert_suggestion(execute: Execute, given: Suggestion) -> Outcome:
    execute("savepoint submission", ())
    fresh = execute(RECEIPT, (given.receipt, given.week.isoformat())).rowcount
    if fresh:
        execute(SUGGESTION, (str(uuid.uuid4()), given.conversation, given.language, given.words))
    execute("release submission", ())
    return "kept" if fresh else "again"

"""What may come in (intake.py): answers, votes, suggested statements; each knows how it is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from app.store import responses, votes
from app.store.responses import Execute, Outcome, Submission
from app.store.votes import Suggestion, Vote

Given = Submission | Vote | Suggestion


def put(dialect: str) -> Callable[[Execute, Given], Outcome]:
    """What keeps one of them: all of it or nothing."""
    ways: dict[type[Given], Callable[[Execute, Any], Outcome]] = {
        Submission: responses.put(dialect),
        Vote: votes.put_vote(dialect),
        Suggestion: votes.put_suggestion(dialect),
    }
    return lambda execute, given: ways[type(given)](execute, given)


def is_plain(given: Given) -> bool:
    """Whether many like it may be kept in one statement: nothing must be looked up for it."""
    return isinstance(given, Vote) or (isinstance(given, Submission) and given.code is None)


def insert_new(execute: Execute, given: Sequence[Given]) -> bool:
    """On SQLite, many plain ones at once; False, and nothing that may stay, where a form was sent before."""
    votes.insert_votes(execute, [each for each in given if isinstance(each, Vote)])
    return responses.insert_new(execute, [each for each in given if isinstance(each, Submission)])

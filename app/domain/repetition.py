"""What is sealed and counted of a question that was asked once for each of several, such as children.

A person counts once in each cell, however many turns fall into it, so that results are protected as those of any other
question. Only the different answers are sealed: which belongs to which turn, or with which other answer, is not kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from app.domain.question import Question
from app.domain.tally import Counts, Row, Tally


def sealed(question: Question, values: Iterable[Any]) -> list[Any]:
    """The different answers of all turns, in an order that says nothing."""
    found: dict[Any, None] = {}
    for value in values:
        closed = question.closed(value)
        found |= dict.fromkeys(closed if isinstance(closed, list) else [closed])
    return sorted(found, key=str)


def fits(question: Question, closed: Any) -> bool:
    return isinstance(closed, list) and any(question.fits(part) for part in _parts(question, closed))


def count(question: Question, closed: list[Any]) -> Sequence[str]:
    """The cells these answers fall into, each once."""
    fitting = (part for part in _parts(question, closed) if question.fits(part))
    return list(dict.fromkeys(cell for part in fitting for cell in question.count(part)))


def _parts(question: Question, closed: list[Any]) -> list[Any]:
    return [[part] for part in closed] if question.sealed is list else closed


def tally(question: Question, counts: Counts) -> Tally:
    """For how many people each answer is true at least once; a mean of people would say nothing about children."""
    once = question.tally(counts)
    if once.shape == "voices":
        return once
    if once.columns:
        said = [(label, row.counts[at]) for row in once.rows for at, label in enumerate(once.columns)]
        rows = tuple(Row(label, (people,), counts.answered) for label, people in said)
    else:
        rows = tuple(replace(row, base=counts.answered, mean=None, values={}) for row in once.rows)
    rows = (*rows, *once.besides)
    return Tally("bars", counts.answered, rows, several=True, ordered=True)

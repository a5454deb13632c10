"""What is sealed and counted of a question that was asked once for each of several, such as children.

A person counts once in each cell, however many turns fall into it, so that results are protected as those of any other
question. Only the different answers are sealed: which belongs to which turn, or with which other answer, is not kept.
An answer about several things (a matrix, votes, an order, points) is taken apart into what is true of each of them, so
far that no two turns can be put together again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from app.domain.question import Question
from app.domain.tally import Counts, Row, Tally


def cells(question: Question) -> tuple[str, ...]:
    """Every cell that may be published of it, in order."""
    return tuple(question.once()) or question.cells()


def sealed(question: Question, values: Iterable[Any]) -> list[Any]:
    """The different answers of all turns, in an order that says nothing."""
    every = (part for value in values for part in _apart(question, question.closed(value)))
    return sorted(dict.fromkeys(every), key=str)


def _apart(question: Question, closed: Any) -> Sequence[Any]:
    if question.once():
        return question.true_once(closed)
    return closed if isinstance(closed, list) else [closed]


def fits(question: Question, closed: Any) -> bool:
    return isinstance(closed, list) and any(_part_fits(question, part) for part in closed)


def count(question: Question, closed: list[Any]) -> Sequence[str]:
    """The cells these answers fall into, each once."""
    fitting = [part for part in closed if _part_fits(question, part)]
    if question.once():
        return fitting
    return list(dict.fromkeys(cell for part in fitting for cell in question.count(_alone(question, part))))


def _part_fits(question: Question, part: Any) -> bool:
    if once := question.once():
        return isinstance(part, str) and part in once
    return question.fits(_alone(question, part))


def _alone(question: Question, part: Any) -> Any:
    """The part as an answer of its own."""
    return [part] if question.sealed is list else part


def tally(question: Question, counts: Counts) -> Tally:
    """For how many people each answer is true at least once; a mean of people would say nothing about children."""
    if once := question.once():
        rows = tuple(replace(row, counts=(counts[cell],), base=counts.answered) for cell, row in once.items())
        return Tally("bars", counts.answered, rows, several=True, ordered=True)
    whole = question.tally(counts)
    if whole.shape == "voices":
        return whole
    if whole.columns:
        said = [(label, row.counts[at]) for row in whole.rows for at, label in enumerate(whole.columns)]
        rows = tuple(Row(label, (people,), counts.answered) for label, people in said)
    else:
        rows = tuple(replace(row, base=counts.answered, mean=None, values={}) for row in whole.rows)
    rows = (*rows, *whole.besides)
    return Tally("bars", counts.answered, rows, several=True, ordered=True)

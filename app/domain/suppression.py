"""Combinations of traits that few people share: counted, and left out one trait at a time (local suppression).

A person in a combination of fewer than FEW people loses the trait that is needed least, then the next, until at least
FEW look alike or nothing is left. Needed least is what the population table does not count, and of that what has the
most categories; so the order follows from the data and nothing else. A trait left out counts as a category.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.domain.coarsening import hidden
from app.domain.microdata import Column
from app.domain.text import Text

FEW = 5  # people; a combination that fewer share is broken up

Kinds = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Combinations:
    """How people differ by all dimensions together: `different` combinations, `alone` in theirs, `few` in one of fewer
    than FEW people."""

    different: int
    alone: int
    few: int


@dataclass(frozen=True)
class Loss:
    """From how many people a dimension was left out."""

    label: Text
    people: int


@dataclass(frozen=True)
class Suppressed:
    columns: tuple[Column, ...]
    before: Combinations
    after: Combinations
    losses: tuple[Loss, ...]


def suppressed(columns: Sequence[Column]) -> Suppressed:
    """The columns without rare combinations, and what that cost."""
    by_dimension: dict[str, list[Column]] = {}
    for column in columns:
        if column.dimension:
            by_dimension.setdefault(column.dimension, []).append(column)
    if not by_dimension:
        return Suppressed(tuple(columns), Combinations(1, 0, 0), Combinations(1, 0, 0), ())
    kinds = {name: _kinds(those) for name, those in by_dimension.items()}
    order = sorted(kinds, key=lambda name: (bool(by_dimension[name][0].margin), -int(kinds[name].max(initial=0))))
    table = np.column_stack([kinds[name] for name in order])
    gone = left_out(table)
    found = tuple(
        hidden(column, gone[:, order.index(column.dimension)]) if column.dimension else column for column in columns
    )
    losses = tuple(Loss(those[0].title, int(gone[:, order.index(name)].sum())) for name, those in by_dimension.items())
    left = np.where(gone, -1, table)[~gone.all(axis=1)]  # of whom nothing is left may be anybody
    return Suppressed(found, combinations(table), combinations(left), losses)


def left_out(table: Kinds) -> npt.NDArray[np.bool_]:
    """Whose traits are left out: a column of the table for each dimension, the least needed first."""
    gone = np.zeros(table.shape, bool)
    while True:
        few = (_alike(np.where(gone, -1, table)) < FEW) & ~gone.all(axis=1)
        if not few.any():
            return gone
        gone[few, gone[few].argmin(axis=1)] = True  # the first that is still there


def combinations(table: Kinds) -> Combinations:
    alike = _alike(table)
    return Combinations(len(np.unique(table, axis=0)), int((alike == 1).sum()), int((alike < FEW).sum()))


def _alike(table: Kinds) -> Kinds:
    """How many people share each person's combination, that person included."""
    _, kind, people = np.unique(table, axis=0, return_inverse=True, return_counts=True)
    found: Kinds = people[kind.reshape(-1)]
    return found


def _kinds(columns: Sequence[Column]) -> Kinds:
    """One number for each kind of answer to all columns of a dimension together."""
    together = np.column_stack([column.codes for column in columns])
    found: Kinds = np.unique(together, axis=0, return_inverse=True)[1].reshape(-1)
    return found

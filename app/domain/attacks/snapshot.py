"""Someone compares all filters of one release: which answers follow with certainty?

Every published number is a sum of unknown ones, and the attacker knows who is in which sum. From the bounds of each
sum follow bounds of its parts, from these bounds of other sums, until nothing moves any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

MOST_ROUNDS = 60


@dataclass(frozen=True)
class Sums:
    """Sets of people with bounds for each answer: `sets[i]` is a mask of people, `least[i]`, `most[i]` its bounds."""

    sets: tuple[Mask, ...]
    least: Numbers
    most: Numbers


def certain(answers: Numbers, sums: Sums) -> Mask:
    """Whose answer follows with certainty. `answers` is the code of each person's answer, all codes are below the
    width of the bounds; the attacker knows everything about the people but these."""
    groups, of, sizes = _alike(sums.sets, len(answers))
    width = sums.least.shape[1]
    inside = [np.flatnonzero(row) for row in groups]
    least = np.zeros((len(sizes), width), np.int64)
    most = np.repeat(sizes[:, None], width, axis=1)
    for _ in range(MOST_ROUNDS):
        before = least.sum() - most.sum()
        for members, low, high in zip(inside, sums.least, sums.most, strict=True):
            _tighten(least, most, members, low, high)
        least = np.maximum(least, sizes[:, None] - (most.sum(1, keepdims=True) - most))
        most = np.minimum(most, sizes[:, None] - (least.sum(1, keepdims=True) - least))
        if least.sum() - most.sum() == before:
            break
    others: Numbers = most.sum(1)[of] - most[of, answers]
    known: Mask = others == 0
    return known


def _tighten(least: Numbers, most: Numbers, members: Numbers, low: Numbers, high: Numbers) -> None:
    """What the bounds of a sum say about its parts."""
    lower, upper = least[members], most[members]
    at_most = upper.sum(0)
    most[members] = np.minimum(upper, lower + np.maximum(high - lower.sum(0), 0))
    least[members] = np.maximum(lower, upper - np.maximum(at_most - low, 0))


def _alike(sets: Sequence[Mask], people: int) -> tuple[Mask, Numbers, Numbers]:
    """People who are in the same sets cannot be told apart: sets by kinds of people, the kind of each, their sizes."""
    table = np.array(sets, np.bool_).reshape(len(sets), people)
    packed = np.packbits(table, axis=0).T
    _, first, of, sizes = np.unique(packed, axis=0, return_index=True, return_inverse=True, return_counts=True)
    return table[:, first], of.ravel(), sizes

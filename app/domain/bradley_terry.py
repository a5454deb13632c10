"""How important people find several things, from choices between two of them at a time.

The model of R. A. Bradley and M. E. Terry, "Rank Analysis of Incomplete Block Designs", Biometrika 39 (1952), 324-345:
a thing with score a is chosen over one with score b with the probability 1 / (1 + exp(b - a)). Whoever finds both alike
counts as half a choice of either. Scores are those of the greatest likelihood, found by Newton's method; D. R. Hunter,
"MM algorithms for generalized Bradley-Terry models", Annals of Statistics 32 (2004), 384-406, says when there are any.
So that there always are, each thing is given one comparison more, half of it won, shared out among all others: what won
or lost everything stays finite.

Variances are of two kinds, as everywhere (uncertainty.py). Chance: the inverse of the observed information, times what
it matters that one person makes several comparisons of the same thing. If everyone has an order of their own, drawn as
the model says, two comparisons of a thing by one person are correlated by a third where all things are alike, so m of
them are worth as much as 3m / (m + 2) of different people. Changes: each count adds its own, in the first order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

LEAST = 20  # comparisons of a thing, before anything is said of it
STEPS, CLOSE, LONGEST = 200, 1e-12, 1.0  # of Newton's method; a longer step is shortened, so that none goes astray

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Duel:
    """Two things by their places, and how many people chose the first, found both alike, and chose the second."""

    first: int
    second: int
    won: int
    alike: int
    lost: int

    @property
    def people(self) -> int:
        return self.won + self.alike + self.lost


@dataclass(frozen=True)
class Strength:
    """`score` in log odds, 0 for the mean of all things; `chance` of being chosen over another of them, drawn by lot.
    The variance of that chance is `variance`, and `changes` for each square by which counts were changed."""

    score: float
    chance: float
    variance: float
    changes: float


def things(duels: Sequence[Duel]) -> int:
    """How many there are: every pair of them is a duel, though perhaps of nobody."""
    return 1 + max((max(duel.first, duel.second) for duel in duels), default=-1)


def compared(duels: Sequence[Duel], thing: int) -> int:
    """In how many comparisons it took part."""
    return sum(duel.people for duel in duels if thing in (duel.first, duel.second))


def chosen(duels: Sequence[Duel], thing: int) -> int:
    """In how many of them it was chosen."""
    return sum(duel.won * (duel.first == thing) + duel.lost * (duel.second == thing) for duel in duels)


def obstacle(duels: Sequence[Duel]) -> Literal["", "few", "apart"]:
    """Why no order can be told: too few comparisons of a thing, or things no chain of comparisons leads to."""
    if any(compared(duels, thing) < LEAST for thing in range(things(duels))):
        return "few"
    return "" if len(_reached(duels)) == things(duels) else "apart"


def _reached(duels: Sequence[Duel]) -> set[int]:
    """The first thing and all it was compared with, directly or by way of others."""
    found, fresh = {0}, {0}
    while fresh:
        ends = [{duel.first, duel.second} for duel in duels if duel.people]
        fresh = set().union(*(pair for pair in ends if pair & fresh)) - found
        found |= fresh
    return found


def strengths(duels: Sequence[Duel], people: int) -> list[Strength]:
    """The strength of each of at least two things; `people` are those who made all these comparisons."""
    won = _won(duels)
    scores = likeliest(won)
    chances = _chances(scores)
    slopes = chances * (1 - chances)
    inverse = np.linalg.pinv(_laplacian((won + won.T) * slopes), hermitian=True)
    effect = _laplacian(slopes) / (len(won) - 1)  # of each score on each chance
    spread = effect @ inverse
    by_chance = _crowding(duels, people) * np.einsum("ij,ij->i", spread, effect)
    changes = np.einsum("ij,jk,ik->i", spread, _changes(chances, duels), spread)
    means = (chances.sum(axis=1) - 0.5) / (len(won) - 1)
    return [Strength(*map(float, each)) for each in zip(scores, means, by_chance, changes, strict=True)]


def _won(duels: Sequence[Duel]) -> Matrix:
    """How often the thing of a line was chosen over that of a column."""
    many = things(duels)
    won = np.full((many, many), 0.5 / (many - 1))
    np.fill_diagonal(won, 0)
    for duel in duels:
        won[duel.first, duel.second] += duel.won + duel.alike / 2
        won[duel.second, duel.first] += duel.lost + duel.alike / 2
    return won


def likeliest(won: Matrix) -> Matrix:
    """The scores of the greatest likelihood, where the thing of each line was chosen so often over that of a column."""
    scores, both = np.zeros(len(won)), won + won.T
    for _ in range(STEPS):
        chances = _chances(scores)
        missing = (won - both * chances).sum(axis=1)
        step = np.linalg.pinv(_laplacian(both * chances * (1 - chances)), hermitian=True) @ missing
        scores = scores + step / max(1.0, np.abs(step).max() / LONGEST)
        if np.abs(step).max() < CLOSE:
            break
    return np.asarray(scores - scores.mean())


def _chances(scores: Matrix) -> Matrix:
    """The chance of each thing against each, a half against itself."""
    return np.asarray(1 / (1 + np.exp(scores[None, :] - scores[:, None])))


def _laplacian(weights: Matrix) -> Matrix:
    """Of the graph whose edges have these weights; those of things with themselves do not count."""
    apart = weights - np.diag(np.diag(weights))
    return np.asarray(np.diag(apart.sum(axis=1)) - apart)


def _changes(chances: Matrix, duels: Sequence[Duel]) -> Matrix:
    """By how much changed counts spread what is won beyond what was to be expected, for each square of a change."""
    weights = np.zeros_like(chances)
    for duel in duels:
        chance = chances[duel.first, duel.second]
        each = (1 - chance) ** 2 + (0.5 - chance) ** 2 + chance**2
        weights[duel.first, duel.second] = weights[duel.second, duel.first] = each
    return _laplacian(weights)


def _crowding(duels: Sequence[Duel], people: int) -> float:
    """What several comparisons of one thing by one person add to the variance."""
    each = 2 * sum(duel.people for duel in duels) / (things(duels) * people) if people else 1.0
    return 1 + max(each - 1, 0.0) / 3

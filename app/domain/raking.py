"""Weights that make those who answered look like the population, margin by margin.

Raking is iterative proportional fitting (Deming & Stephan 1940): the weights of each category of a margin are scaled to
its share of the population, one margin after the other, until nothing changes. After each round weights beyond LARGEST
times the mean are trimmed, as DeBell & Krosnick (2009) do for the American National Election Studies; small ones do no
harm. What weighting costs is said by the design effect and the effective number of people (Kish 1965).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Weights = npt.NDArray[np.float64]

MOST_ROUNDS = 200
CLOSE = 1e-6  # largest difference of a share from its target when raking has arrived
LARGEST = 5.0


@dataclass(frozen=True)
class Margin:
    """`codes` is the category of each person, -1 where it is not known; `targets` are the shares of all categories.

    Who is in no category keeps their weight, and the others are fitted among themselves.
    """

    codes: npt.NDArray[np.intp]
    targets: Weights

    @property
    def known(self) -> npt.NDArray[np.bool_]:
        return self.codes >= 0

    def shares(self, weights: Weights) -> Weights:
        known = self.known
        people = np.bincount(self.codes[known], weights[known], len(self.targets))
        found: Weights = people / max(people.sum(), 1e-300)
        return found


@dataclass(frozen=True)
class Raked:
    """`weights` have the mean 1. `trimmed` people have the largest weight there may be; `off` is the
    largest difference of a weighted share from its target that was left."""

    weights: Weights
    rounds: int
    off: float
    trimmed: int

    @property
    def arrived(self) -> bool:
        return self.off <= CLOSE

    @property
    def effective(self) -> float:
        return effective(self.weights)

    @property
    def design_effect(self) -> float:
        return len(self.weights) / self.effective


def rake(margins: Sequence[Margin], people: int, largest: float = LARGEST) -> Raked:
    """Weights for so many people. Categories nobody is in must have been taken from the targets before."""
    weights, rounds = np.ones(people), 0
    while rounds < MOST_ROUNDS:
        before, rounds = weights, rounds + 1
        for margin in margins:
            weights = _fitted(weights, margin)
        weights = _trimmed(weights, largest)
        if np.abs(weights - before).max(initial=0) < CLOSE / 10:
            break
    off = max((float(np.abs(margin.shares(weights) - margin.targets).max()) for margin in margins), default=0.0)
    return Raked(weights, rounds, off, int(np.isclose(weights, largest, rtol=1e-4).sum()))


def effective(weights: Weights) -> float:
    """As many people with equal weights would be as sure: (sum w)^2 / sum w^2."""
    return float(weights.sum() ** 2 / (weights**2).sum()) if len(weights) else 0.0


def _fitted(weights: Weights, margin: Margin) -> Weights:
    known, shares = margin.known, margin.shares(weights)
    factors = np.divide(margin.targets, shares, out=np.ones_like(shares), where=shares > 0)
    return np.where(known, weights * factors[margin.codes], weights)


def _trimmed(weights: Weights, largest: float) -> Weights:
    """With the mean 1 and none too large: cutting moves the mean, so it is done until it no longer does."""
    weights = weights / weights.mean()
    for _ in range(MOST_ROUNDS):
        if weights.max() <= largest * (1 + 1e-9):
            break
        weights = weights.clip(max=largest)
        weights = weights / weights.mean()
    return weights

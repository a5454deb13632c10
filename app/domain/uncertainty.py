"""How exact a published number is: the play of chance, and the changes that protect people.

Chance: as if those who answered had been drawn by lot from many who could have. Nobody was, so an interval says nothing
about those who did not take part. Changes: each published count differs from the true one by a draw of known variance
(perturbation.py). Both are independent, so their variances add up. Everything is computed from published cells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log, sqrt

from app.domain.display import worded
from app.domain.tally import Row, Tally

IN_HUNDRED = 95  # of a hundred such intervals hold the true value
Z = 1.959964  # the point of the normal distribution that belongs to it


@dataclass(frozen=True)
class Interval:
    """In the unit of the number it is about."""

    low: float
    high: float


@dataclass(frozen=True)
class Share:
    """A share, 0 to 1, of so many people; `noise` is the variance that the changed counts add to it."""

    value: float
    people: int
    noise: float

    @property
    def interval(self) -> Interval:
        """All p with (value - p)² <= Z² (p (1 - p) / people + noise).

        Without noise this is the score interval of E. B. Wilson, "Probable Inference, the Law of Succession, and
        Statistical Inference", Journal of the American Statistical Association 22 (1927), 209-212.
        """
        by = Z * Z / self.people
        middle = self.value + by / 2
        half = sqrt(by * self.variance_of_one() + by * by / 4 + Z * Z * self.noise * (1 + by))
        return Interval(max((middle - half) / (1 + by), 0.0), min((middle + half) / (1 + by), 1.0))

    def variance_of_one(self, value: float | None = None) -> float:
        """Of one person drawn by lot, who is in the share or not; `value` is what the share is supposed to be."""
        share = self.value if value is None else value
        return share * (1 - share)


@dataclass(frozen=True)
class Mean:
    """A mean of so many people's values, `variance` that of one person; `noise` is what the changed counts add."""

    value: float
    people: int
    variance: float
    noise: float

    @property
    def interval(self) -> Interval:
        half = Z * sqrt(self.variance / self.people + self.noise)
        return Interval(self.value - half, self.value + half)

    def variance_of_one(self, value: float | None = None) -> float:
        return self.variance

    def scaled(self, by: float) -> Mean:
        return Mean(self.value * by, self.people, self.variance * by * by, self.noise * by * by)


@dataclass(frozen=True)
class Chance(Mean):
    """A chance of being chosen over another thing. The interval is that of its log odds, so it stays within 0 and 1."""

    @property
    def interval(self) -> Interval:
        odds = log(self.value / (1 - self.value))
        half = Z * sqrt(self.variance / self.people + self.noise) / (self.value * (1 - self.value))
        return Interval(1 / (1 + exp(half - odds)), 1 / (1 + exp(-half - odds)))


Estimate = Share | Mean


def estimate(tally: Tally, row: Row, columns: range = range(1)) -> Estimate | None:
    """The share of some columns of a row (together), None where nothing is said of exactness."""
    if tally.noise is None or not row.base:
        return None
    if row.strength:
        found = row.strength
        return Chance(found.chance, row.base, found.variance * row.base, found.changes * tally.noise)
    if tally.shape == "budget":
        return _part_of_points(row, tally.noise)
    value = min(sum(row.counts[column] for column in columns) / row.base, 1.0)
    return Share(value, row.base, _noise(value, len(columns), _cells(tally, row), tally.noise) / row.base**2)


def interval(tally: Tally, row: Row, column: int = 0) -> Interval | None:
    """The interval of a share that is said as a number, None for one that is said in words."""
    found = None if worded(row, column) else estimate(tally, row, range(column, column + 1))
    return found.interval if found else None


def mean(values: Mapping[float, int], noise: int | None) -> Mean | None:
    """The mean of values given with how many people gave them.

    The changes of the counts add, in the first order, noise * sum((value - mean)² over all cells) / people². A cell
    published as empty counts, too: it may hold one or two people, and far from the mean they matter.
    """
    people = sum(values.values())
    if noise is None or people < 2:
        return None
    value = sum(each * count for each, count in values.items()) / people
    variance = sum(count * (each - value) ** 2 for each, count in values.items()) / (people - 1)
    return Mean(value, people, variance, noise * sum((each - value) ** 2 for each in values) / people**2)


def _part_of_points(row: Row, noise: int) -> Mean | None:
    """The share of all points: the mean of the points a person gives, as part of what people give in all.

    What they give in all is taken as fixed. It is where all points must be given; where some give fewer, and how much
    has nothing to do with what for, the interval is a little too wide.
    """
    found = mean(row.values, noise)
    return found.scaled(row.share() / found.value) if found and found.value else None


def _noise(value: float, inside: int, cells: int | None, noise: int) -> float:
    """The variance of (sum inside - value * base), where the base adds up cells (None: is a cell of its own).

    A share a / (a + b) changes in the first order by ((1 - value) * change of a - value * change of b) / (a + b).
    """
    if cells is None:
        return noise * (inside + value**2)
    return noise * (inside * (1 - value) ** 2 + (cells - inside) * value**2)


def _cells(tally: Tally, row: Row) -> int | None:
    """How many cells the base of a row adds up, None where it is a cell of its own."""
    if len(row.counts) > 1:
        return len(row.counts)
    return None if tally.several or tally.shape == "ranking" else len(tally.rows)

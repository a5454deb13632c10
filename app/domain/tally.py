"""Published counts of one question in the form every chart and table is made from: rows, columns, shares.

Everything here is computed from published cells and nothing else, so no figure can know more than a release.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from app.domain.bradley_terry import Duel, Strength
from app.domain.sentence import Sentence
from app.domain.text import Text

Label = Text | Sentence | str  # words people wrote, words we wrote, or a name that is never translated

Shape = Literal["bars", "diverging", "statements", "spread", "ranking", "budget", "pairs", "voices"]


@dataclass(frozen=True)
class Counts:
    """What a release says of one question in one group: how many answered, and how many are in each cell."""

    answered: int
    cells: Mapping[str, int]

    def __getitem__(self, cell: str) -> int:
        return self.cells.get(cell, 0)


LEAST_BASE = 20  # people in a line that is about something of its own, such as a statement


@dataclass(frozen=True)
class Row:
    """A line of the chart: what it is about, a count for each column of the tally, and the people they are of.

    `mean` is in the unit of the chart (a mark, a place, points per person); `aside` are people without an opinion;
    `last` is a row that is no opinion itself ("rather not say") or a remainder ("something else"). `values` are what
    the mean is of: how many people gave each value. `strength` says how it fares in choices between two things: then
    that is its share, and counts and base are how often it was chosen and compared.
    """

    label: Label
    counts: tuple[int, ...]
    base: int
    mean: float | None = None
    aside: int = 0
    last: bool = False
    values: Mapping[float, int] = field(default_factory=dict)
    strength: Strength | None = None

    def share(self, column: int = 0) -> float:
        """The share of a column, 0 to 1."""
        if self.strength:
            return self.strength.chance
        return min(self.counts[column] / self.base, 1.0) if self.base else 0.0


@dataclass(frozen=True)
class Tally:
    """`columns` name the counts of each row, from worst to best in a diverging chart.

    `besides` are those who answered that they do not know or would rather not say: they are in no other row.
    `ordered` rows (numbers, dates) stay as they are; others may be sorted by size. `values` are what the mean is of.
    `noise` is by how much each published count was changed, as a mean square; None where nothing is said of exactness.
    `duels` are what the strengths of all rows are made from.
    """

    shape: Shape
    answered: int
    rows: tuple[Row, ...] = ()
    columns: tuple[Label, ...] = ()
    several: bool = False
    ordered: bool = False
    mean: float | None = None
    unit: Label = ""
    besides: tuple[Row, ...] = ()
    values: Mapping[float, int] = field(default_factory=dict)
    noise: int | None = None
    duels: tuple[Duel, ...] = ()

    @property
    def by_size(self) -> tuple[Row, ...]:
        """Rows with the largest first; for a ranking the best (lowest) mean place first."""
        if self.ordered:
            return self.rows
        if self.shape == "ranking":
            return tuple(sorted(self.rows, key=lambda row: (row.mean is None, row.mean or 0)))
        return tuple(sorted(self.rows, key=lambda row: (row.last, -self.weight(row))))

    def weight(self, row: Row) -> float:
        """What a row is sorted by: its share, its mean, or the better half of its columns."""
        if self.shape in ("diverging", "statements"):
            return self.favour(row) - self.disfavour(row)
        if self.shape == "budget":
            return row.mean or 0.0
        return row.share()

    def favour(self, row: Row) -> float:
        """The share in the better half of the columns, 0 to 1; a middle column counts for neither half."""
        half = len(self.columns) // 2
        return sum(row.share(i) for i in range(len(self.columns) - half, len(self.columns)))

    def disfavour(self, row: Row) -> float:
        return sum(row.share(i) for i in range(len(self.columns) // 2))


def weighted_mean(counts: Mapping[float, int]) -> float | None:
    """The mean of values given with their counts, None when there are none."""
    people = sum(counts.values())
    return sum(value * count for value, count in counts.items()) / people if people else None

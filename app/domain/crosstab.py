"""Two variables against each other: a table of counts, and whether they hang together by more than chance.

Chi-square after Pearson (1900); Cramér's V with the correction of its bias after Bergsma (2013). With weights the
statistic is that of the weighted shares among the effective number of people (Kish 1965), which is Rao and Scott's
first-order correction with one design effect for the whole table: an approximation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

from app.domain.chi_square import p_value
from app.domain.dataset import Dataset, Variable
from app.domain.raking import Weights, effective
from app.domain.sentence import N_, Sentence
from app.domain.tally import Label

Table = npt.NDArray[np.float64]

SMALL_EXPECTED, MOST_SMALL = 5, 0.2  # Cochran (1954): at most a fifth of the cells below 5, none below 1
MOST_VALUES = 12  # different numbers before they are put into bands
BANDS = 4


@dataclass(frozen=True)
class Crosstab:
    """`counts` are people, weighted if they are; `people` is how many there are, `effective` as how many they count."""

    rows: tuple[Label, ...]
    columns: tuple[Label, ...]
    counts: Table
    people: int
    effective: float

    @property
    def row_shares(self) -> Table:
        return _shares(self.counts, 1)

    @property
    def column_shares(self) -> Table:
        return _shares(self.counts, 0)

    @property
    def expected(self) -> Table:
        """What every cell would hold among the effective people if the variables had nothing to do with each other."""
        sums = self.counts.sum(axis=1, keepdims=True) * self.counts.sum(axis=0, keepdims=True)
        found: Table = sums / self.counts.sum() ** 2 * self.effective
        return found

    @property
    def degrees(self) -> int:
        return (len(self.rows) - 1) * (len(self.columns) - 1)

    @property
    def chi_square(self) -> float:
        observed = self.counts / self.counts.sum() * self.effective
        return float(((observed - self.expected) ** 2 / self.expected).sum()) if self.degrees else 0.0

    @property
    def p(self) -> float:
        return p_value(self.chi_square, self.degrees)

    @property
    def cramers_v(self) -> float:
        """From 0 (nothing) to 1 (one says all of the other), without the upward bias of small tables."""
        if not self.degrees or self.effective <= 1:
            return 0.0
        n, (r, c) = self.effective, self.counts.shape
        squared = max(0.0, self.chi_square / n - self.degrees / (n - 1))
        least = min(r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)) - 1
        return sqrt(squared / least) if least > 0 else 0.0

    @property
    def few(self) -> bool:
        """Whether too many cells expect too few people for the chi-square distribution to hold."""
        return bool((self.expected < 1).any() or (self.expected < SMALL_EXPECTED).mean() > MOST_SMALL)


def crosstab(dataset: Dataset, row: str, column: str, weights: Weights | None = None) -> Crosstab | None:
    """The table of two variables among all who answered both, weighted or not; None where nobody did."""
    names = [variable.name for variable in dataset.variables]
    (one, ones), (two, twos) = (_coded(dataset, names.index(name)) for name in (row, column))
    both = (ones >= 0) & (twos >= 0)
    if not both.any():
        return None
    counted = np.ones(int(both.sum())) if weights is None else weights[both]
    counts = np.zeros((len(one), len(two)))
    np.add.at(counts, (ones[both], twos[both]), counted)
    used, across = counts.sum(axis=1) > 0, counts.sum(axis=0) > 0
    shown = _only(one, used), _only(two, across), counts[used][:, across]
    return Crosstab(*shown, len(counted), effective(counted))


def _only(labels: Sequence[Label], there: npt.NDArray[np.bool_]) -> tuple[Label, ...]:
    return tuple(label for label, is_there in zip(labels, there, strict=True) if is_there)


def _coded(dataset: Dataset, place: int) -> tuple[list[Label], npt.NDArray[np.intp]]:
    """The categories of a variable, and which of them each person is in, -1 for none."""
    variable = dataset.variables[place]
    given = [row[place] for row in dataset.rows]
    answered = [code if isinstance(code, int) and code not in variable.missing else None for code in given]
    if not variable.values:
        return _banded(answered)
    known = {code: at for at, code in enumerate(variable.values)}
    return list(variable.values.values()), np.array(
        [-1 if code is None else known.get(code, -1) for code in answered], np.intp
    )


def _banded(answered: Sequence[int | None]) -> tuple[list[Label], npt.NDArray[np.intp]]:
    """Numbers as categories; many different ones in bands that hold about as many people each."""
    numbers = np.sort([code for code in answered if code is not None])
    if not len(numbers):
        return [], np.full(len(answered), -1, np.intp)
    values = np.unique(numbers)
    starts = values
    if len(values) > MOST_VALUES:
        starts = np.unique(numbers[[len(numbers) * band // BANDS for band in range(BANDS)]])
    ends = [*(int(values[values < after].max()) for after in starts[1:]), int(values.max())]
    labels = [_band(int(start), end) for start, end in zip(starts, ends, strict=True)]
    where = [-1 if code is None else int(np.searchsorted(starts, code, side="right")) - 1 for code in answered]
    return labels, np.array(where, np.intp)


def _band(start: int, end: int) -> Label:
    return str(start) if start == end else Sentence.of(N_("{low} to {high}"), low=str(start), high=str(end))


def _shares(counts: Table, axis: int) -> Table:
    found: Table = counts / counts.sum(axis=axis, keepdims=True)
    return found


def comparable(dataset: Dataset) -> tuple[Variable, ...]:
    """The variables a table can be made of."""
    return tuple(variable for variable in dataset.variables if variable.type != "text")

"""The numbers of a tally that are compared with those of another: between two groups, or between two releases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain import uncertainty
from app.domain.display import share, worded
from app.domain.sentence import N_, Sentence
from app.domain.tally import Label, Row, Tally
from app.domain.uncertainty import Estimate

ON_AVERAGE = Sentence(N_("On average"))


@dataclass(frozen=True)
class Measure:
    """A number and how exact it is. `row` is the share as a row of one column, None for a mean."""

    label: Label
    estimate: Estimate
    row: Row | None = None

    @property
    def said(self) -> Sentence:
        return share(self.row) if self.row else Sentence.of("{mean}", mean=round(self.estimate.value, 1))

    @property
    def worded(self) -> bool:
        """Whether it is said in words, so that no difference to it may be said as a number."""
        return self.row is not None and worded(self.row)


def measures(tally: Tally) -> list[Measure]:
    """What is compared of a tally: the mean, if there is one, and each bar.

    Where several things were judged, the better half of each bar is: one number for each thing.
    """
    if tally.shape == "voices" or tally.noise is None:
        return []
    return [*_mean(tally), *(_steps(tally) if _one_thing(tally) else _bars(tally))]


def compared_side(tally: Tally) -> Label | None:
    """The best step, where it is the better half of the steps that is compared."""
    return tally.columns[-1] if len(tally.columns) > 1 and not _one_thing(tally) else None


def pairs(first: list[Measure], second: list[Measure]) -> Iterator[tuple[Measure, Measure]]:
    """The measures both have, in the order of the first; those with the same words stand in the same order in both."""
    left = list(second)
    for one in first:
        other = next((each for each in left if each.label == one.label and bool(each.row) == bool(one.row)), None)
        if other is not None:
            left.remove(other)
            yield one, other


def _one_thing(tally: Tally) -> bool:
    return len(tally.columns) > 1 and len(tally.rows) == 1


def _mean(tally: Tally) -> Iterator[Measure]:
    found = uncertainty.mean(tally.values, tally.noise)
    if found is not None:
        yield Measure(ON_AVERAGE, found)


def _steps(tally: Tally) -> Iterator[Measure]:
    row = tally.rows[0]
    for column in reversed(range(len(tally.columns))):
        yield from _measure(tally, row, range(column, column + 1), tally.columns[column])


def _bars(tally: Tally) -> Iterator[Measure]:
    half = len(tally.columns) // 2
    columns = range(len(tally.columns) - half, len(tally.columns)) if half else range(1)
    for row in tally.by_size:
        yield from _measure(tally, row, columns, row.label)


def _measure(tally: Tally, row: Row, columns: range, label: Label) -> Iterator[Measure]:
    found = uncertainty.estimate(tally, row, columns)
    if found is not None:
        people = sum(row.counts[column] for column in columns)
        yield Measure(label, found, Row(label, (people,), row.base, last=row.last, strength=row.strength))

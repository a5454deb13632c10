"""Two groups beside each other: by how much their numbers differ, and whether that is more than chance.

Only numbers that are published of both are compared, so nothing can be computed here that a release does not say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, hypot, sqrt

from app.domain.measure import Measure, measures, pairs
from app.domain.questionnaire import Questionnaire
from app.domain.release import Release
from app.domain.results import Filter
from app.domain.sentence import N_, Sentence
from app.domain.tally import Label, Tally
from app.domain.uncertainty import Estimate, Interval

LEVEL = 0.05  # where nothing differs, something is called a difference in one of twenty questions at most


@dataclass(frozen=True)
class Pair:
    """The same number of two groups. `certain`: whether they differ by more than chance; None where that is not asked,
    because one person may be in both."""

    first: Measure
    second: Measure
    certain: bool | None

    @property
    def difference(self) -> float:
        return self.first.estimate.value - self.second.estimate.value

    @property
    def interval(self) -> Interval | None:
        return None if self.certain is None else newcombe(self.first.estimate, self.second.estimate)

    @property
    def worded(self) -> bool:
        return self.first.worded or self.second.worded

    def said(self, first: Label, second: Label) -> Sentence:
        """As the largest of several differences between two groups."""
        return Sentence.of(
            N_("Largest difference: {answer} – {first}: {one}, {second}: {other}."),
            answer=self.first.label,
            first=first,
            second=second,
            one=self.first.said,
            other=self.second.said,
        )


def newcombe(first: Estimate, second: Estimate) -> Interval:
    """The interval of a difference, made of the intervals of both numbers.

    Method 10 of R. G. Newcombe, "Interval Estimation for the Difference Between Independent Proportions", Statistics in
    Medicine 17 (1998), 873-890; for means, too, by G. Y. Zou and A. Donner in Statistics in Medicine 27 (2008). Both
    intervals are wider by the noise of the release, and so is theirs.
    """
    difference, one, other = first.value - second.value, first.interval, second.interval
    below = hypot(first.value - one.low, other.high - second.value)
    above = hypot(one.high - first.value, second.value - other.low)
    return Interval(difference - below, difference + above)


def chance(first: Estimate, second: Estimate, shared: bool = False) -> float:
    """How often chance and noise alone would make two numbers differ by as much as these do: the two-sided test of
    two means or proportions with a common variance, and the noise of both added.

    `shared`: everyone of the smaller group is also in the larger (an earlier and a later release). Then the larger
    differs only by those who are new, and the variance is that of one person times (1 / fewer - 1 / more).
    """
    people = first.people + second.people
    value = (first.value * first.people + second.value * second.people) / people
    one = (first.variance_of_one(value) * first.people + second.variance_of_one(value) * second.people) / people
    fewer, more = sorted((first.people, second.people))
    drawn = one * (1 / fewer - 1 / more if shared else 1 / fewer + 1 / more)
    error = sqrt(drawn + first.noise + second.noise)
    return erfc(abs(first.value - second.value) / error / sqrt(2)) if error else 1.0


def holm(chances: Sequence[float]) -> list[bool]:
    """Which of several comparisons are more than chance, so that in no more than LEVEL of all cases any is called so
    wrongly.

    S. Holm, "A Simple Sequentially Rejective Multiple Test Procedure", Scandinavian Journal of Statistics 6 (1979).
    """
    certain = [False] * len(chances)
    for tried, place in enumerate(sorted(range(len(chances)), key=chances.__getitem__)):
        if chances[place] > LEVEL / (len(chances) - tried):
            break
        certain[place] = True
    return certain


def compare(first: Tally, second: Tally, overlapping: bool = False) -> tuple[Pair, ...]:
    """What both tallies say, number by number, in the order of the first."""
    found = list(pairs(measures(first), measures(second)))
    certain: list[bool | None] = [None] * len(found)
    if not overlapping:
        certain = [*holm([chance(one.estimate, other.estimate) for one, other in found])]
    return tuple(Pair(one, other, sure) for (one, other), sure in zip(found, certain, strict=True))


def largest(compared: Sequence[Pair]) -> Pair | None:
    """The largest difference of shares that is more than chance, or that is not asked about; else of means."""
    sure = [pair for pair in compared if pair.certain is not False]
    shares = [pair for pair in sure if pair.first.row and not pair.first.row.last]
    return max(shares or sure, key=lambda pair: abs(pair.difference), default=None)


def message(compared: Sequence[Pair], first: Label, second: Label) -> Sentence:
    """The largest difference in one sentence."""
    pair = largest(compared)
    if pair is None:
        return Sentence(N_("No difference between these two groups is more than chance."))
    return pair.said(first, second)


def other_group(release: Release, chosen: Filter, group: str) -> Filter | None:
    """The group a link asks to compare with the chosen one: another of the same dimension, and both are published."""
    published = release.groups(chosen.dimension)
    if group == chosen.group or published.get(group) is None or published.get(chosen.group) is None:
        return None
    return Filter(chosen.dimension, group)


def overlapping(questionnaire: Questionnaire, dimension: str) -> bool:
    """Whether one person may be in several groups of a dimension."""
    question = questionnaire.question(dimension)
    return question is not None and question.several_groups

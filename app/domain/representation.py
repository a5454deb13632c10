"""Who is missing among those who answered, compared with the people official tables count.

What is said of those who answered is made from the published cells of a release and nothing else. A group smaller than
groups must be to be shown has no number here either.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.domain.audience import asked_of_some
from app.domain.display import share, whole
from app.domain.population import Category, Population
from app.domain.profile import PROFILES
from app.domain.question import Question
from app.domain.questionnaire import Questionnaire
from app.domain.release import TOTAL, Release
from app.domain.sentence import N_, Sentence
from app.domain.standing_out import asking
from app.domain.tally import Label, Row
from app.domain.uncertainty import Interval, Share

Verdict = Literal["hidden", "fewer", "alike", "more"]


@dataclass(frozen=True)
class Standing:
    """A group with its share of the population, and its share of the `base` people who answered.

    `people` are those of the group who answered, None where they are too few to be shown; `low` to `high` is what
    chance and the protection of each number leave open.
    """

    label: Label
    population: float
    people: int | None
    base: int
    low: float = 0.0
    high: float = 1.0

    @property
    def row(self) -> Row:
        return Row(self.label, (self.people or 0,), self.base)

    @property
    def missing(self) -> float:
        """By how much its share of the answers is smaller than its share of the people."""
        return self.population - self.row.share()

    @property
    def verdict(self) -> Verdict:
        if self.people is None:
            return "hidden"
        return "fewer" if self.population > self.high else "more" if self.population < self.low else "alike"


@dataclass(frozen=True)
class Comparison:
    """The groups of one question, those most missing first, with the lines of the population table they are held to."""

    question: Question
    standings: tuple[Standing, ...]
    margin: tuple[Category, ...]

    @property
    def estimated(self) -> bool:
        return any(category.estimate for category in self.margin)

    @property
    def sources(self) -> tuple[tuple[str, date | None], ...]:
        """Where the numbers of the population are from, each with its day."""
        return tuple(dict.fromkeys((each.source, each.day) for each in self.margin if each.source))

    def judged(self, verdict: Verdict) -> tuple[Standing, ...]:
        return tuple(standing for standing in self.standings if standing.verdict == verdict)


def compared(questionnaire: Questionnaire, release: Release, population: Population) -> Iterator[Comparison]:
    """A comparison for each question everyone is asked that the population table counts, too."""
    for question in asked_too(questionnaire, population):
        if made := _comparison(question, release, population):
            yield made


def asked_too(questionnaire: Questionnaire, population: Population) -> list[Question]:
    """The questions everyone is asked that the population table counts, too."""
    aside = asked_of_some(questionnaire) | questionnaire.repeated
    return [question for question in asking(questionnaire, population) if question.id not in aside]


def answered(question: Question, release: Release) -> dict[str, int | None]:
    """About how many people answered in each group; None where fewer than a group must have to be shown.

    These are cells of the table of everyone. Whether one may filter by a group is another matter: a large one may wait
    for that until nothing about a handful of people follows from it.
    """
    counts, first = release.counts(TOTAL, question.id), PROFILES[release.profile].first
    return {group: counts[group] if counts and counts[group] >= first else None for group in question.groups()}


def by_group(question: Question, margin: tuple[Category, ...]) -> dict[str, tuple[Category, ...]]:
    """The lines of the population table that each group of a question stands for."""
    found = {
        group: tuple(line for line in margin if question.stands_for(line.names) == group) for group in _groups(question)
    }
    return {group: lines for group, lines in found.items() if lines}


def _groups(question: Question) -> tuple[str, ...]:
    """The groups people are counted in as they answer: of a date or a number a group would hold several cells."""
    cells = set(question.cells())
    return tuple(group for group in question.groups() if group in cells)


def _comparison(question: Question, release: Release, population: Population) -> Comparison | None:
    lines = by_group(question, population.margins[question.population])
    counts, profile = release.counts(TOTAL, question.id), PROFILES[release.profile]
    base = sum(counts[group] for group in lines) if counts else 0
    if len(lines) < 2 or base < profile.first:
        return None
    shown, everyone = answered(question, release), sum(line.people for each in lines.values() for line in each)
    standings = []
    for group, each in lines.items():
        people, part = shown[group], sum(line.people for line in each) / everyone
        ends = exactness(people, base, len(lines), profile.variance) if people else Interval(0.0, 1.0)
        standings.append(Standing(question.groups()[group], part, people, base, ends.low, ends.high))
    standings.sort(key=lambda standing: (standing.people is not None, -standing.missing))
    return Comparison(question, tuple(standings), tuple(line for each in lines.values() for line in each))


def exactness(people: int, base: int, cells: int, variance: int) -> Interval:
    """How sure a share is where `base` adds up so many `cells`, each changed with this variance.

    A share a / (a + b) changes in the first order by ((1 - share) * change of a - share * change of b) / (a + b).
    """
    share = people / base
    noise = variance * ((1 - share) ** 2 + (cells - 1) * share**2) / base**2
    return Share(share, base, noise).interval


def messages(comparison: Comparison, area: str) -> Iterator[Sentence]:
    """Of whom too few answered to be shown, and who of the others is missing most."""
    hidden, fewer = comparison.judged("hidden"), comparison.judged("fewer")
    if hidden:
        groups = tuple(standing.label for standing in hidden)
        yield Sentence.of(N_("Too few people answered to be shown: {groups}."), groups=groups)
    if fewer:
        yield Sentence.of(
            N_(
                "Most clearly missing: “{group}”: {population} of the people in {area}, but {answered} of those who "
                "answered."
            ),
            group=fewer[0].label,
            population=whole(fewer[0].population),
            area=area,
            answered=share(fewer[0].row),
        )
    elif not hidden:
        yield Sentence(N_("No group is clearly missing: what differs could be chance."))

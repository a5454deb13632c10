"""Where the groups of one dimension differ most: for each question its largest difference that is more than chance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from app.domain.comparison import Pair, chance, holm, overlapping
from app.domain.measure import Measure, measures, pairs
from app.domain.questionnaire import Questionnaire
from app.domain.release import Release
from app.domain.results import Filter, results


@dataclass(frozen=True)
class Contrast:
    """The two groups of a dimension that differ most in one number of a question."""

    question: str
    first: str
    second: str
    pair: Pair


def can_contrast(questionnaire: Questionnaire, release: Release, dimension: str) -> bool:
    """Whether there are two published groups, and nobody is in both: else nothing tells a difference from chance."""
    published = [people for people in release.groups(dimension).values() if people is not None]
    return len(published) > 1 and not overlapping(questionnaire, dimension)


def contrasts(questionnaire: Questionnaire, release: Release, dimension: str) -> list[Contrast]:
    """The largest difference of each question that has one, the largest first.

    Every share of every question is compared between any two groups, and Holm's correction is over all of these
    comparisons together: the more one looks for, the less of it is called more than chance.
    """
    tried = list(_tried(questionnaire, release, dimension))
    sure = holm([chance(each.pair.first.estimate, each.pair.second.estimate) for each in tried])
    found = sorted((each for each, certain in zip(tried, sure, strict=True) if certain), key=_size, reverse=True)
    return list({each.question: each for each in reversed(found)}.values())[::-1]


def _size(contrast: Contrast) -> float:
    return abs(contrast.pair.difference)


def _tried(questionnaire: Questionnaire, release: Release, dimension: str) -> Iterator[Contrast]:
    groups = [group for group, people in release.groups(dimension).items() if people is not None]
    of_group = {group: _by_question(questionnaire, release, Filter(dimension, group)) for group in groups}
    for first, second in combinations(groups, 2):
        for question, said in of_group[first].items():
            for one, other in pairs(said, of_group[second].get(question, [])):
                yield Contrast(question, first, second, Pair(one, other, True))


def _by_question(questionnaire: Questionnaire, release: Release, group: Filter) -> dict[str, list[Measure]]:
    """The shares of each question that is published of a group; what is no opinion makes no message, and who took part
    is no question of theirs."""
    return {
        result.question.id: [each for each in measures(result.tally) if each.row and not each.row.last]
        for result in results(questionnaire, release, group)
        if result.tally and not result.question.dimension
    }

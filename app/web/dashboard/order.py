"""Exhibits in another order than that of the questionnaire: what differs most, or has changed most, comes first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.contrast import contrasts
from app.domain.movement import movements
from app.domain.questionnaire import Questionnaire
from app.domain.release import Release
from app.domain.results import Filter
from app.domain.sentence import N_, Sentence
from app.domain.tally import Label
from app.web.dashboard.exhibit import Exhibit
from app.web.dashboard.participation import Dimension
from app.web.dashboard.view import DIFFERENCES, View

APART = Sentence(N_("Where the groups differ most"))
ALIKE = Sentence(N_("No difference that is more than chance"))
MOVED = Sentence(N_("What has changed"))


@dataclass(frozen=True)
class Section:
    """A part of the page that is no page of the questionnaire."""

    id: str
    title: Label


Part = tuple[Section, list[Exhibit]]


def by_contrast(
    questionnaire: Questionnaire, release: Release, dimension: Dimension, shown: Sequence[Exhibit]
) -> Iterator[Part]:
    """The questions in which groups of a dimension differ most, each with the two that do."""
    names = {group.id: group.label for group in dimension.groups}
    remarked = {
        each.question: (
            each.pair.said(names[each.first], names[each.second]),
            View(dimension.id, each.first, each.second).address(),
        )
        for each in contrasts(questionnaire, release, dimension.id)
    }
    yield from _parted(shown, remarked)


def by_difference(shown: Sequence[Exhibit]) -> Iterator[Part]:
    """The questions in which two groups differ most, whose exhibits say already by how much."""
    apart = sorted(shown, key=_difference, reverse=True)
    yield from _parts([each for each in apart if _difference(each)], [each for each in apart if not _difference(each)])


def by_change(
    questionnaire: Questionnaire, before: Release, now: Release, group: Filter, shown: Sequence[Exhibit]
) -> Iterator[Part]:
    """Only the questions in which something has changed."""
    remarked = {each.question: (each.said, None) for each in movements(questionnaire, before, now, group)}
    moved = _remarked(shown, remarked)
    if moved:
        yield Section("changed", MOVED), moved


def _difference(made: Exhibit) -> float:
    return made.beside.largest if made.beside else 0.0


Remark = tuple[Sentence, Mapping[str, str] | None]


def _parted(shown: Sequence[Exhibit], remarked: Mapping[str, Remark]) -> Iterator[Part]:
    yield from _parts(_remarked(shown, remarked), [each for each in shown if each.id not in remarked])


def _parts(apart: list[Exhibit], alike: list[Exhibit]) -> Iterator[Part]:
    if apart:
        yield Section(DIFFERENCES, APART), apart
    if alike:
        yield Section("alike", ALIKE), alike


def _remarked(shown: Sequence[Exhibit], remarked: Mapping[str, Remark]) -> list[Exhibit]:
    """The exhibits there is a remark about, in the order of the remarks."""
    by_id = {each.id: each for each in shown}
    return [
        replace(by_id[id], remark=remark, towards=towards) for id, (remark, towards) in remarked.items() if id in by_id
    ]

"""Who took part: people by week and by group, as a release publishes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.domain.questionnaire import Questionnaire
from app.domain.release import Release
from app.domain.response import LANGUAGE, monday
from app.domain.sentence import N_, Sentence
from app.domain.tally import Label, Row, Tally


@dataclass(frozen=True)
class Group:
    """People are None when there are too few of them to be shown."""

    id: str
    label: Label
    people: int | None


@dataclass(frozen=True)
class Dimension:
    """What results may be filtered by."""

    id: str
    title: Label
    groups: tuple[Group, ...]

    @property
    def shown(self) -> tuple[Group, ...]:
        return tuple(group for group in self.groups if group.people is not None)

    @property
    def hidden(self) -> tuple[Group, ...]:
        return tuple(group for group in self.groups if group.people is None)

    def group(self, id: str) -> Group | None:
        return next((group for group in self.groups if group.id == id), None)


def dimensions(questionnaire: Questionnaire, release: Release, language_name: Callable[[str], str]) -> list[Dimension]:
    languages = tuple(Group(tag, language_name(tag), people) for tag, people in release.groups(LANGUAGE).items())
    by_question = (
        Dimension(question.id, question.title, _groups(question.groups(), release.groups(question.id)))
        for question in questionnaire.dimensions
    )
    return [Dimension(LANGUAGE, Sentence(N_("Language of the answers")), languages), *by_question]


def _groups(labels: dict[str, Label], people: dict[str, int | None]) -> tuple[Group, ...]:
    return tuple(Group(id, label, people.get(id)) for id, label in labels.items())


def weeks(release: Release, week_name: Callable[[date], str]) -> Tally:
    """About how many more answers each week's last release held than the week's before."""
    by_week = {monday(day): people for day, people in release.history}
    before, rows = 0, []
    for week, people in sorted(by_week.items()):
        rows.append(Row(week_name(week), (max(people - before, 0),), release.answers))
        before = people
    return Tally("spread", release.answers, tuple(rows), ordered=True)


def languages(dimension: Dimension, answers: int) -> Tally:
    """People by language, without those languages of which too few are shown."""
    rows = tuple(Row(group.label, (group.people or 0,), answers) for group in dimension.shown)
    return Tally("bars", answers, rows)

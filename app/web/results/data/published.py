"""Every number the results page shows, as it shows it: made by what makes the page, for whoever computes them again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any

from app.domain import themes, uncertainty
from app.domain.display import about, percent, share
from app.domain.exchange.sheet import Cell
from app.domain.open_data.cells import Say, filters
from app.domain.open_data.meaning import STACKED
from app.domain.open_data.texts import themed
from app.domain.open_data.words import in_english
from app.domain.population import Population
from app.domain.questionnaire import Questionnaire
from app.domain.release import Release
from app.domain.response import LANGUAGE
from app.domain.results import Result, message, results
from app.domain.sentence import Sentence
from app.domain.tally import Label, Row, Tally
from app.domain.text import Text
from app.web.dashboard import participation
from app.web.dashboard.exhibit import Exhibit
from app.web.results.data.compared import overview
from app.web.results.data.number import number

Figure = tuple[Label, Label, str, str]  # the words of row and column, which figure it is, and what is shown
OF_NO_PEOPLE = ("ranking", "budget", "pairs")


def published(
    questionnaire: Questionnaire, release: Release, inhabitants: Population | None, say: Say
) -> Iterator[Sequence[Cell]]:
    for chosen in filters(questionnaire):
        where = (release.number, chosen.dimension, chosen.group)
        people = release.groups(chosen.dimension).get(chosen.group) if chosen.dimension else release.answers
        figures = _everyone(release) if not chosen.dimension else _group(release, chosen.dimension, people)
        for row, column, figure, value in figures if people is not None else ():
            yield (*where, "", say(row), say(column), figure, value)
        for result in results(questionnaire, release, chosen):
            for row, column, figure, value in _figures(result, say):
                yield (*where, result.question.id, say(row), say(column), figure, value)
        if not chosen.dimension:
            yield from ((*where, *line) for line in _of_everyone_only(questionnaire, release, inhabitants, say))


def _of_everyone_only(
    questionnaire: Questionnaire, release: Release, inhabitants: Population | None, say: Say
) -> Iterator[Sequence[Cell]]:
    """What texts are about, and how those who answered compare with the people who live here."""
    for id, _, tally in themed(questionnaire, release):
        for row, column, figure, value in _of_tally(tally, themes.TITLE, message(tally), 0, say):
            yield id, say(row), say(column), figure, value
    groups = [label for question in questionnaire.questions for label in question.groups().values()]
    for id, (about_what, figure, found) in overview(questionnaire, release, inhabitants) if inhabitants else ():
        yield id, say(about_what), "", figure, _gap(found, groups, say)


def _everyone(release: Release) -> Iterator[Figure]:
    yield "", "", "answered", str(about(release.answers))
    for week in participation.weeks(release, date.isoformat).rows:
        yield week.label, "", "people", str(week.counts[0])


def _group(release: Release, dimension: str, people: int | None) -> Iterator[Figure]:
    assert people is not None
    yield "", "", "answered", str(about(people))
    if dimension == LANGUAGE:
        yield "", "", "share", in_english(share(Row("", (people,), release.answers)))
        yield "", "", "people", str(people)


def _figures(result: Result, say: Say) -> Iterator[Figure]:
    tally = result.tally
    if tally is None or (tally.shape != "voices" and not tally.rows):
        return
    aside = Exhibit(result.question.id, result.question.title, tally).aside
    yield from _of_tally(tally, result.question.title, result.message, aside, say)


def _of_tally(tally: Tally, title: Label, said: Sentence, aside: int, say: Say) -> Iterator[Figure]:
    yield "", "", "answered", str(about(tally.answered))
    if aside:
        yield "", "", "no opinion", str(about(aside))
    labels = [row.label for row in tally.rows] + list(tally.columns)
    for name, gap in said.gaps.items():
        yield "", "", f"message.{name}", _gap(gap, labels, say)
    yield from _lines(tally, title)


def _lines(tally: Tally, title: Label) -> Iterator[Figure]:
    stacked = tally.shape in STACKED
    for row in tally.rows:
        label = "" if row.label == title else row.label  # the one line of a scale says what the heading says
        for place in range(len(row.counts)) if stacked else (0,):
            named = partial(_named, label, tally.columns[place] if stacked else "")
            yield named("share", in_english(share(row, place)))
            if interval := uncertainty.interval(tally, row, place):
                yield named("between", f"{percent(interval.low)}–{percent(interval.high)}")
            if row.counts[place] and tally.shape not in OF_NO_PEOPLE:
                yield named("people", str(row.counts[place]))
        if row.strength:
            yield label, "", "comparisons", str(row.base)
        if row.mean is not None:
            yield label, "", "mean", number(row.mean)
            if mean := uncertainty.mean(row.values, tally.noise):
                yield label, "", "mean between", f"{number(mean.interval.low)}–{number(mean.interval.high)}"
        if row.aside:
            yield label, "", "no opinion", str(row.aside)
    for row in tally.besides:
        if row.counts[0]:
            yield row.label, "", "people", str(row.counts[0])


def _named(row: Label, column: Label, figure: str, value: str) -> Figure:
    return row, column, figure, value


def _gap(gap: Any, labels: Sequence[Label], say: Say) -> str:
    if isinstance(gap, (Text, str)) or (isinstance(gap, Sentence) and gap in labels):
        return say(gap)
    return in_english(gap) if isinstance(gap, Sentence) else number(gap)

"""The board: everything a page shows of one release, for everyone or for one group of people."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.page import Page
from app.domain.questionnaire import Questionnaire
from app.domain.release import Release
from app.domain.response import LANGUAGE
from app.domain.results import Filter, chosen_filter
from app.domain.sentence import N_, Sentence
from app.web.dashboard import charts
from app.web.dashboard.exhibit import Exhibit, by_page, exhibit, exhibits
from app.web.dashboard.notation import Notation
from app.web.dashboard.participation import Dimension, Group, dimensions, languages, weeks


@dataclass(frozen=True)
class Board:
    """`group` is who the numbers are of, None for everyone; `dimensions` are what one may choose instead."""

    dimensions: tuple[Dimension, ...]
    chosen: Filter
    group: Group | None
    taking_part: tuple[Exhibit, ...]
    pages: tuple[tuple[Page, list[Exhibit]], ...]


def board(questionnaire: Questionnaire, release: Release, by: str, group: str, notation: Notation) -> Board:
    found = tuple(dimensions(questionnaire, release, notation.language))
    chosen = chosen_filter(questionnaire, by, group)
    made = exhibits(questionnaire, release, chosen, notation)
    taking_part = [made[question.id] for question in questionnaire.dimensions]
    if not chosen.dimension:  # which group answered when, or in which language, is not published
        taking_part = [*_everyone(release, found, notation), *taking_part]
    return Board(
        found,
        chosen,
        next((each.group(chosen.group) for each in found if each.id == chosen.dimension), None),
        tuple(taking_part),
        tuple(by_page(questionnaire, made)),
    )


def _everyone(release: Release, found: tuple[Dimension, ...], notation: Notation) -> list[Exhibit]:
    by_week = Sentence(N_("Answers by week"))
    by_language = next(each for each in found if each.id == LANGUAGE)
    return [
        exhibit("weeks", by_week, weeks(release, notation.week), notation, charts.weeks),
        exhibit(LANGUAGE, by_language.title, languages(by_language, release.answers), notation),
    ]

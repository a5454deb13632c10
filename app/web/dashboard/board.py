"""The board: everything a page shows of one release, for everyone, for one group of people or for two."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.contrast import can_contrast
from app.domain.page import Page
from app.domain.questionnaire import Questionnaire
from app.domain.release import Release
from app.domain.response import LANGUAGE
from app.domain.results import Filter
from app.domain.sentence import N_, Sentence
from app.web.dashboard import charts
from app.web.dashboard.exhibit import Exhibit, by_page, compared, exhibit, exhibits
from app.web.dashboard.notation import Notation
from app.web.dashboard.order import Section, by_change, by_contrast, by_difference
from app.web.dashboard.participation import Dimension, Group, dimensions, languages, weeks
from app.web.dashboard.view import CHANGED, View

LATER = Sentence(
    N_("Small languages are missing here, and so are the newest answers: together these are not everyone.")
)


@dataclass(frozen=True)
class Board:
    """`group` is who the numbers are of, None for everyone, and `other` who stands beside them; `dimensions` are what
    one may choose instead, and `contrasted` those whose groups can be told apart from chance. `pages` are the parts of
    the board, by theme or in the order of the view."""

    view: View
    dimensions: tuple[Dimension, ...]
    contrasted: tuple[Dimension, ...]
    dimension: Dimension | None
    group: Group | None
    other: Group | None
    taking_part: tuple[Exhibit, ...]
    pages: tuple[tuple[Page | Section, list[Exhibit]], ...]

    @property
    def chosen(self) -> Filter:
        return self.view.chosen

    @property
    def beside(self) -> tuple[Group, ...]:
        """The groups one may put beside the chosen one."""
        shown = self.dimension.shown if self.dimension and self.group else ()
        return tuple(each for each in shown if each != self.group) if self.group in shown else ()

    @property
    def exhibits(self) -> dict[str, Exhibit]:
        return {each.id: each for each in [*self.taking_part, *(made for _, part in self.pages for made in part)]}


def board(
    questionnaire: Questionnaire, release: Release, view: View, notation: Notation, earlier: Release | None = None
) -> Board:
    """`earlier` is the release that changes are counted from."""
    found = tuple(dimensions(questionnaire, release, notation.language))
    dimension = next((each for each in found if each.id == view.by), None)
    group, other = (dimension.group(id) if dimension else None for id in (view.group, view.other))
    if dimension and group and other:
        made = compared(questionnaire, release, (group, other), dimension.id, notation)
    else:
        made = exhibits(questionnaire, release, view.chosen, notation)
    pages = list(by_page(questionnaire, made))
    if view.order:
        taking_part, parts = [], _in_order(questionnaire, release, view, dimension, earlier, pages)
    else:
        taking_part, parts = [made[question.id] for question in questionnaire.dimensions], [*pages]
    if not view.order and not view.group:  # which group answered when, or in which language, is not published
        taking_part = [*_everyone(release, found, notation), *taking_part]
    contrasted = tuple(each for each in found if can_contrast(questionnaire, release, each.id))
    return Board(view, found, contrasted, dimension, group, other, tuple(taking_part), tuple(parts))


def _in_order(
    questionnaire: Questionnaire,
    release: Release,
    view: View,
    dimension: Dimension | None,
    earlier: Release | None,
    pages: list[tuple[Page, list[Exhibit]]],
) -> list[tuple[Page | Section, list[Exhibit]]]:
    shown = [each for _, part in pages for each in part]
    if view.order == CHANGED:
        return [*by_change(questionnaire, earlier, release, view.chosen, shown)] if earlier else []
    if view.other:
        return [*by_difference(shown)]
    return [*by_contrast(questionnaire, release, dimension, shown)] if dimension else []


def _everyone(release: Release, found: tuple[Dimension, ...], notation: Notation) -> list[Exhibit]:
    by_week = Sentence(N_("Answers by week"))
    by_language = next(each for each in found if each.id == LANGUAGE)
    return [
        exhibit("weeks", by_week, weeks(release, notation.week), notation, charts.weeks),
        replace(exhibit(LANGUAGE, by_language.title, languages(by_language, release.answers), notation), remark=LATER),
    ]

"""The view an address asks for: whose numbers, beside whose, in which order. What is not offered falls back quietly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.domain.comparison import other_group, overlapping
from app.domain.contrast import can_contrast
from app.domain.questionnaire import Questionnaire
from app.domain.release import Release
from app.domain.results import Filter, chosen_filter

DIFFERENCES, CHANGED = "differences", "changed"  # orders besides that by theme


@dataclass(frozen=True)
class View:
    """`by` and `group` choose a group, `other` is the one beside it; `since` is the release that changes are counted
    from, 0 where none is named. Every view is reached by one address only, so that pages can be kept under it."""

    by: str = ""
    group: str = ""
    other: str = ""
    order: str = ""
    since: int = 0

    @property
    def chosen(self) -> Filter:
        return Filter(self.by, self.group) if self.group else Filter()

    def address(self, **changed: Any) -> dict[str, Any]:
        """What the address of this view, changed in some parts, says behind its question mark."""
        view = replace(self, **changed)
        said = {"by": view.by, "group": view.group, "with": view.other, "order": view.order, "since": view.since}
        return {name: value for name, value in said.items() if value}

    @property
    def of_group(self) -> View:
        """The same people in no order and beside nobody, as on a picture."""
        return View(self.by, self.group) if self.group else View()

    @property
    def of_one(self) -> View:
        """The view of a single question, which stands in no order; it may have changed."""
        if self.order != DIFFERENCES:
            return self
        return replace(self, order="") if self.group else View()

    def one_of(self, by: str, group: str) -> dict[str, Any]:
        """Only this group, and no other beside it."""
        return self.address(by=by, group=group, other="", order=self.order if self.order == CHANGED else "")

    @property
    def by_theme(self) -> dict[str, Any]:
        return self.address(by=self.by if self.group else "", order="", since=0)

    def by_differences(self, dimension: str) -> dict[str, Any]:
        """Where the two that are compared differ most, else any groups of a dimension."""
        compared = self.other and dimension == self.by
        return self.address(order=DIFFERENCES, since=0) if compared else View(dimension, order=DIFFERENCES).address()

    @property
    def by_changes(self) -> dict[str, Any]:
        return self.address(by=self.by if self.group else "", other="", order=CHANGED)

    @property
    def everyone(self) -> dict[str, Any]:
        return self.address(by="", group="", other="", order=self.order if self.order == CHANGED else "")


def view_of(questionnaire: Questionnaire, release: Release, asked: Mapping[str, str]) -> View:
    """The view that is asked for as far as it is offered: only groups of one dimension that are both published are put
    beside each other, and only differences that can be told from chance are put in order."""
    chosen = chosen_filter(questionnaire, asked.get("by", ""), asked.get("group", ""))
    other = other_group(release, chosen, asked.get("with", ""))
    view = View(chosen.dimension, chosen.group, other.group if other else "")
    match asked.get("order"):
        case "differences":
            return _by_difference(questionnaire, release, view, asked.get("by", ""))
        case "changed" if not view.other:
            return replace(view, order=CHANGED, since=_number(asked.get("since", ""), release.number))
    return view


def _by_difference(questionnaire: Questionnaire, release: Release, view: View, by: str) -> View:
    if view.other:
        return view if overlapping(questionnaire, view.by) else replace(view, order=DIFFERENCES)
    return View(by, order=DIFFERENCES) if can_contrast(questionnaire, release, by) else view


def _number(given: str, most: int) -> int:
    """A release number that is asked for, 0 where there is none of it yet."""
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 7 and 0 < int(given) <= most else 0

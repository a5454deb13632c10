"""Everything a check found in a draft, with a link to the field that mends it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import url_for

from app.domain.people import Person
from app.domain.questionnaire import Questionnaire
from app.domain.sentence import Problem
from app.store.questionnaires import Draft
from app.web.access import signed_in
from app.web.translating.places import Place, place


@dataclass(frozen=True)
class Finding:
    """A problem, its place, and the address of its field for those who may change it."""

    problem: Problem
    place: Place
    link: str | None

    @property
    def thing(self) -> tuple[str, ...]:
        """The question, page or text it is about: what findings are grouped by."""
        steps = self.place.path.split(".")
        return tuple(steps[:4] if steps[2:3] == ["questions"] else steps[:2] if steps[0] == "pages" else steps[:1])


def findings(draft: Draft, problems: Iterable[Problem]) -> Iterator[Finding]:
    me = signed_in()
    for problem in problems:
        spot = place(draft.questionnaire, problem.where)
        yield Finding(problem, spot, _link(me, draft.slug, draft.questionnaire, spot))


def _link(me: Person, slug: str, questionnaire: Questionnaire, spot: Place) -> str | None:
    if me.may("design", slug):
        return _editor(slug, questionnaire, spot)
    if spot.language and me.may("see translations", slug):
        return url_for("design.texts", slug=slug, language=spot.language, text=spot.path, _anchor=spot.path)
    return None


def _editor(slug: str, questionnaire: Questionnaire, spot: Place) -> str:
    anchor = f"{spot.path}.{spot.language}" if spot.language else spot.path
    target = spot.language if spot.language != questionnaire.source else None
    match spot.path.split("."):
        case ["pages", _, "questions", id, "show_if" | "valid_if" as setting]:
            return url_for("design.rule", slug=slug, of="question", id=id, setting=setting)
        case ["pages", id, "show_if"]:
            return url_for("design.rule", slug=slug, of="page", id=id, setting="show_if")
        case ["pages", _, "questions", id, *_]:
            return url_for("design.edit_question", slug=slug, id=id, target=target, _anchor=anchor)
        case ["pages", id, *_]:
            return url_for("design.edit_page", slug=slug, page=id, target=target, _anchor=anchor)
        case ["pages"]:
            return url_for("design.edit", slug=slug)
    return url_for("design.edit_texts", slug=slug, target=target, _anchor=anchor)

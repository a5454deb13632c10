"""What a setting that names something else may name: an earlier question, one of its answers, a part of the whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.domain.listing import Listing
from app.domain.order import surely_before
from app.domain.page import Page
from app.domain.question import Question
from app.domain.questionnaire import Questionnaire
from app.domain.tally import Label

PARTS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def namable(questionnaire: Questionnaire, what: str, thing: Any, within: Any) -> dict[str, Label]:
    """The names to choose from, each with its words; `within` is the question or page the thing belongs to."""
    match what:
        case "options":
            return _titles(each for each in _before(questionnaire, within) if _offers(each))
        case "numbers":
            return _titles(each for each in _once(questionnaire, _before(questionnaire, within)) if each.sealed is int)
        case "groups":
            asked = _once(questionnaire, iter(questionnaire.questions))
            return _titles(each for each in asked if each.groups() and each.id not in questionnaire.sensitive)
        case "answers":
            question = questionnaire.question(thing.question)
            return question.groups() if question else {}
        case "regions":
            return {region.id: region.label or region.id for region in within.regions}
        case "parts":
            used = list(dict.fromkeys(page.block for page in questionnaire.pages if page.block))
            return {name: name for name in [*used, next(name for name in [*PARTS, ""] if name not in used)]}
    raise ValueError(what)


def _titles(questions: Iterator[Question]) -> dict[str, Label]:
    return {question.id: question.title or question.id for question in questions}


def _before(questionnaire: Questionnaire, thing: Question | Page) -> Iterator[Question]:
    """The questions everyone has seen before this one or this page."""
    page = thing if isinstance(thing, Page) else questionnaire.page_of(thing.id)
    here = next(each for each in questionnaire.pages if each.id == page.id)
    for each in surely_before(questionnaire.pages, here):
        yield from each.questions
    for question in () if isinstance(thing, Page) or here.shuffled else here.questions:
        if question.id == thing.id:
            return
        yield question


def _once(questionnaire: Questionnaire, questions: Iterator[Question]) -> Iterator[Question]:
    return (question for question in questions if question.id not in questionnaire.repeated)


def _offers(question: Question) -> bool:
    return isinstance(question, Listing) and question.listed == "options"

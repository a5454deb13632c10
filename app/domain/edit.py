"""Changing the order of a questionnaire: pages and questions are added, moved, duplicated, deleted, renamed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.domain.page import Page
from app.domain.question import Question, build, to_data
from app.domain.questionnaire import Questionnaire, dump, load
from app.domain.questions import KINDS
from app.domain.sentence import N_, Problem
from app.domain.short_name import ID, RESERVED, short_name
from app.domain.text import Text, fingerprint


def empty(slug: str, source: str, title: str) -> Questionnaire:
    """A questionnaire with a title, a first page, and nothing else yet."""
    return Questionnaire(slug, source, (source,), title=Text({source: title}), pages=(Page("p1"),))


def question_ids(questionnaire: Questionnaire) -> set[str]:
    return {question.id for question in questionnaire.questions}


def with_page(questionnaire: Questionnaire, words: str, after: str = "") -> tuple[Questionnaire, str]:
    """One more page, after this one or as the last; and its short name."""
    id = short_name(words, {page.id for page in questionnaire.pages}, "p")
    page = Page(id, Text({questionnaire.source: words} if words else {}))
    pages = list(questionnaire.pages)
    pages.insert(_after(pages, after), page)
    return replace(questionnaire, pages=tuple(pages)), id


def with_new_question(
    questionnaire: Questionnaire, kind: str, words: str, page: str, after: str = ""
) -> tuple[Questionnaire, str]:
    """One more question of a kind, after that one or as the last of its page; and its short name."""
    id = short_name(words, question_ids(questionnaire), "q")
    made = KINDS[kind](id=id, title=Text({questionnaire.source: words} if words else {}))
    return _put(questionnaire, made, page, after), id


def duplicated(questionnaire: Questionnaire, id: str) -> tuple[Questionnaire, str]:
    """The question once more, just after it; what it says about itself, its copy says about the copy."""
    question = questionnaire.question(id)
    assert question is not None
    name = short_name(id, question_ids(questionnaire), "q")
    data = _speaking_of({id: name})(to_data(question))
    copy: Question = build(type(question), {**data, "id": name}, name)
    return _put(questionnaire, copy, questionnaire.page_of(id).id, id), name


def moved(questionnaire: Questionnaire, id: str, page: str, before: str = "") -> Questionnaire:
    """The question on this page, before that one or as the last."""
    question = questionnaire.question(id)
    target = questionnaire.page(page)
    if question is None or target is None or before == id:
        return questionnaire
    without = without_question(questionnaire, id)

    def put(each: Page) -> Page:
        if each.id != page:
            return each
        ids = [q.id for q in each.questions]
        at = ids.index(before) if before in ids else len(ids)
        return replace(each, questions=(*each.questions[:at], question, *each.questions[at:]))

    return replace(without, pages=tuple(map(put, without.pages)))


def shifted(questionnaire: Questionnaire, id: str, by: int) -> Questionnaire:
    """The question one place up (-1) or down (1); past the end of its page it goes on to the next page."""
    page = questionnaire.page_of(id)
    ids = [question.id for question in page.questions]
    to = ids.index(id) + by
    if 0 <= to < len(ids):
        others = [each for each in ids if each != id]
        return moved(questionnaire, id, page.id, others[to] if to < len(others) else "")
    number = questionnaire.pages.index(page) + by
    if not 0 <= number < len(questionnaire.pages):
        return questionnaire
    neighbour = questionnaire.pages[number]
    first = neighbour.questions[0].id if by > 0 and neighbour.questions else ""
    return moved(questionnaire, id, neighbour.id, first)


def page_moved(questionnaire: Questionnaire, id: str, before: str = "") -> Questionnaire:
    """The page before that one, or as the last."""
    page = questionnaire.page(id)
    if page is None or before == id:
        return questionnaire
    rest = [each for each in questionnaire.pages if each.id != id]
    at = next((i for i, each in enumerate(rest) if each.id == before), len(rest))
    return replace(questionnaire, pages=(*rest[:at], page, *rest[at:]))


def page_shifted(questionnaire: Questionnaire, id: str, by: int) -> Questionnaire:
    ids = [page.id for page in questionnaire.pages]
    to = ids.index(id) + by
    if not 0 <= to < len(ids):
        return questionnaire
    others = [each for each in ids if each != id]
    return page_moved(questionnaire, id, others[to] if to < len(others) else "")


def without_question(questionnaire: Questionnaire, id: str) -> Questionnaire:
    def emptied(page: Page) -> Page:
        return replace(page, questions=tuple(question for question in page.questions if question.id != id))

    return replace(questionnaire, pages=tuple(map(emptied, questionnaire.pages)))


def without_page(questionnaire: Questionnaire, id: str) -> Questionnaire:
    return replace(questionnaire, pages=tuple(page for page in questionnaire.pages if page.id != id))


def renamed(questionnaire: Questionnaire, id: str, name: str) -> Questionnaire:
    """The question under another short name, wherever a rule, a gap or a setting speaks of it; raises Problem."""
    if not ID.fullmatch(name) or name in RESERVED:
        raise Problem(N_("The short name “{id}” may only have small letters, digits, _ and -."), "name", id=name)
    if name != id and name in question_ids(questionnaire):
        raise Problem(N_("The short name “{id}” is used twice."), "name", id=name)
    changed: Questionnaire = load(_speaking_of({id: name})(dump(questionnaire)))
    return changed


def _put(questionnaire: Questionnaire, question: Question, page: str, after: str) -> Questionnaire:
    def put(each: Page) -> Page:
        if each.id != page:
            return each
        at = _after(each.questions, after)
        return replace(each, questions=(*each.questions[:at], question, *each.questions[at:]))

    return replace(questionnaire, pages=tuple(map(put, questionnaire.pages)))


def _after(things: Any, id: str) -> int:
    return next((i + 1 for i, each in enumerate(things) if each.id == id), len(things))


NAMING = frozenset({"answer", "answered", "repeat", "carry_from", "offer_from", "question"})  # hold a question's name


def _speaking_of(names: dict[str, str]) -> Callable[[Any], Any]:
    """A change of stored data that puts new names for old: questions themselves, rules, settings, gaps in texts."""
    gaps = [(re.compile(r"\{" + re.escape(old) + r"(?=[},])"), "{" + new) for old, new in names.items()]

    def named(data: Any, key: str = "") -> Any:
        if isinstance(data, dict):
            own = {"id": names.get(data["id"], data["id"])} if "kind" in data else {}
            found = {name: own.get(name, named(value, name)) for name, value in data.items()}
            return {**found, "#": _followed(data, found)} if isinstance(data.get("#"), dict) else found
        if isinstance(data, list):
            return [names.get(each, each) if key == "sum" and isinstance(each, str) else named(each) for each in data]
        if not isinstance(data, str):
            return data
        if key in NAMING:
            return names.get(data, data)
        for gap, put in gaps:
            data = gap.sub(put, data)
        return data

    return named


def _followed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, str]:
    """The marks of a text of which only gaps were renamed: translations are as good as they were."""
    prints = {fingerprint(words): fingerprint(after[tag]) for tag, words in before.items() if tag != "#"}
    marks = {tag: [*str(mark).split(":", 2), ""] for tag, mark in before["#"].items()}
    return {
        tag: ":".join([state, prints.get(made_from, made_from), *filter(None, rest)])
        for tag, (state, made_from, *rest) in marks.items()
    }

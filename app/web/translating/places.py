"""Where something stands in a questionnaire, in words: "Your home › How do you live? › Answer “rent”"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.language import LANGUAGES
from app.domain.page import Page
from app.domain.question import settings
from app.domain.questionnaire import Questionnaire
from app.domain.sentence import N_, Problem, Sentence
from app.domain.tally import Label

HEAD = {
    "title": N_("Title"),
    "intro": N_("Introduction"),
    "publisher": N_("Publisher"),
    "privacy": N_("Privacy"),
    "thanks": N_("Thanks"),
    "pages": N_("Pages"),
    "show_if": N_("Show this page if"),
}


@dataclass(frozen=True)
class Place:
    """`path` names it for the program, `labels` for people; `language` is the one it is about, if any."""

    path: str
    labels: tuple[Label, ...]
    language: str | None = None


@dataclass(frozen=True)
class Found:
    """A problem and the place that mends it."""

    problem: Problem
    place: Place


def page_name(questionnaire: Questionnaire, page: Page) -> Label:
    """What a page is called: its title, else which page it is."""
    number = next((at for at, each in enumerate(questionnaire.pages, 1) if each.id == page.id), 0)
    return page.title or Sentence.of(N_("Page {number}"), number=number)


def found(questionnaire: Questionnaire, problem: Problem) -> Found:
    return Found(problem, place(questionnaire, problem.where))


def place(questionnaire: Questionnaire, where: str) -> Place:
    path, _, last = where.rpartition(".")
    language = last if last in LANGUAGES and path else None
    path = path if language else where
    return Place(path, tuple(_labels(questionnaire, path.split("."))), language)


def _labels(questionnaire: Questionnaire, steps: list[str]) -> Iterator[Label]:
    match steps:
        case ["pages", id, *rest]:
            page = questionnaire.page(id)
            yield page_name(questionnaire, page) if page else id
            yield from _in_page(questionnaire, rest)
        case [name]:
            yield _named(HEAD, name)
        case _:
            yield ".".join(steps)


def _in_page(questionnaire: Questionnaire, steps: list[str]) -> Iterator[Label]:
    match steps:
        case []:
            return
        case ["questions", id, *rest]:
            question = questionnaire.question(id)
            yield (question.title if question else None) or id
            names = {f.name: f.metadata["label"] for f in settings(type(question))} if question else {}
            yield from _in_question(names, rest)
        case [name, *_]:
            yield _named(HEAD, name)


def _in_question(names: dict[str, str], steps: list[str]) -> Iterator[Label]:
    match steps:
        case []:
            return
        case [name]:
            yield _named(names, name)
        case [name, id, *_]:
            yield _named(names, name)
            yield id


def _named(names: dict[str, str], name: str) -> Label:
    return Sentence(names[name]) if name in names else name

"""A questionnaire as one person goes through it: repeated pages once for each turn, and an end where a quota is full.

Turn 2 of the question "alter" is the question "alter~2", which no designer can name. So all that reads, shows and
checks answers knows ordinary pages and ordinary rules only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from app.domain.page import Page
from app.domain.question import Question
from app.domain.quota import Quota
from app.domain.rule import renamed

MOST_TURNS = 10
TURN = "~"


def named(id: str, turn: int) -> str:
    return id if turn == 1 else f"{id}{TURN}{turn}"


def plain(id: str) -> str:
    """The name of a question without its turn."""
    return id.partition(TURN)[0]


def unfolded(pages: Sequence[Page], quotas: Sequence[Quota]) -> tuple[Page, ...]:
    asked = {question.id: question for page in pages for question in page.questions}
    found: list[Page] = []
    for repeat, together in groupby(pages, key=lambda page: page.repeat):
        group = list(together)
        found += _turns(group, asked[repeat]) if repeat in asked else group
    return tuple(_with_ends(found, quotas))


def _turns(group: list[Page], times: Question) -> Iterator[Page]:
    ids = [question.id for page in group for question in page.questions]
    for turn in range(1, min(getattr(times, "largest", MOST_TURNS), MOST_TURNS) + 1):
        names = {id: named(id, turn) for id in ids}
        enough = {">=": [{"answer": times.id}, turn]}
        for page in group:
            rules = [enough, *([renamed(page.show_if, names)] if page.show_if else [])]
            questions = tuple(question.renamed(names) for question in page.questions)
            shown = {"show_if": {"and": rules}, "questions": questions, "repeat": "", "turn": turn}
            yield replace(page, id=named(page.id, turn), **shown)  # type: ignore[arg-type]


def _with_ends(pages: Iterable[Page], quotas: Sequence[Quota]) -> Iterator[Page]:
    for page in pages:
        yield page
        ids = {question.id for question in page.questions}
        yield from (quota.page for quota in quotas if quota.question in ids)


def turns_of(id: str, answers: Mapping[str, Any]) -> list[Any]:
    """The answers to a question in all turns."""
    names = [named(id, turn) for turn in range(1, MOST_TURNS + 1)]
    return [answers[name] for name in names if answers.get(name) is not None]

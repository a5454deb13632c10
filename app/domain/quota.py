"""A quota: when enough people have given certain answers, others who give them are thanked and asked nothing more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.domain.page import Page
from app.domain.question import build, setting
from app.domain.rule import Rule
from app.domain.sentence import N_, Problem
from app.domain.text import Text


@dataclass(frozen=True)
class Quota:
    """At most about `most` people who give one of these answers to this question go on. Who gave several of them counts
    several times: nothing published says how many different people they are."""

    id: str
    question: str = setting("", N_("Question"), names="groups")
    answers: tuple[str, ...] = setting((), N_("Answers"), names="answers")
    most: int = setting(100, N_("At most so many people, about"), least=20, most=1_000_000)
    title: Text = setting(Text(), N_("Title"))
    words: Text = setting(Text(), N_("What people read when the quota is full"))

    @property
    def met(self) -> Rule:
        """Who belongs to it."""
        return {"any-in": [{"answer": self.question}, [*self.answers]]}

    @property
    def page(self) -> Page:
        """The end they come to when it is full."""
        rule: Rule = {"and": [{"full": self.id}, self.met]}
        return Page(f"full~{self.id}", self.title, self.words, show_if=rule, exit=True)

    def texts(self) -> Iterator[tuple[str, Text, bool]]:
        yield "title", self.title, True
        yield "words", self.words, True


def quotas_from_data(data: Any) -> tuple[Quota, ...]:
    if not isinstance(data, list):
        raise Problem(N_("Something else was expected here."), "quotas")
    return tuple(build(Quota, _in_plural(each), f"quotas.{place}") for place, each in enumerate(data))


def _in_plural(data: Any) -> Any:
    """What was stored when a quota named one answer only."""
    if not isinstance(data, dict) or "answer" not in data:
        return data
    rest = {name: value for name, value in data.items() if name != "answer"}
    return {**rest, "answers": [data["answer"]] if data["answer"] else []}

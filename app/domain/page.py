"""A page of a questionnaire: what is asked together, of whom, and whether it is an end."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from app.domain.question import Question, setting
from app.domain.rule import Facts, Rule, holds
from app.domain.sentence import N_
from app.domain.text import Text


@dataclass(frozen=True)
class Page:
    """One topic. Whoever reaches an `exit` page is asked nothing after it and may send what was answered so far.

    Consecutive pages with the same `repeat` are asked together, once for each; `turn` is which time it is, 0 where
    nothing is repeated. Consecutive pages with a `block` may change places (order.py)."""

    id: str
    title: Text = setting(Text(), N_("Title"))
    words: Text = setting(Text(), N_("Text at the top of the page"), say=False)
    questions: tuple[Question, ...] = field(default_factory=tuple)
    show_if: Rule | None = setting(None, N_("Show this page if"))
    exit: bool = setting(False, N_("The questionnaire ends after this page"))
    shuffled: bool = setting(False, N_("Questions in random order"))
    block: str = setting("", N_("Part that changes places with its neighbours"), names="parts")
    repeat: str = setting("", N_("Repeat as often as this question says, at most 10 times"), names="numbers")
    each: Text = setting(Text(), N_("Heading of each time, for example: Child {number}"), say=False)
    turn: int = 0

    @cached_property
    def speaks(self) -> bool:
        """Whether its own words may name earlier answers."""
        return self.title.speaks or self.words.speaks or self.each.speaks

    def own(self, question: Question) -> bool:
        """Whether everyone is asked this question in these words, with these things to choose from."""
        return self._by_id.get(question.id) is question

    @cached_property
    def _by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}

    def shown(self, facts: Facts) -> list[Question]:
        """The questions someone with these answers is asked here."""
        if not holds(self.show_if, facts):
            return []
        return [asked for question in self.questions if question.stands and (asked := question.asked(facts))]

    def stands(self, facts: Facts) -> bool:
        """Whether someone with these answers sees this page; an exit has something to say without any question."""
        if not holds(self.show_if, facts):
            return False
        return self.exit or any(question.stands and question.asked(facts) for question in self.questions)

"""A page of a questionnaire: what is asked together, of whom, and whether it is an end."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.question import Question, setting
from app.domain.rule import Facts, Rule, holds
from app.domain.sentence import N_
from app.domain.text import Text


@dataclass(frozen=True)
class Page:
    """One topic. Whoever reaches an `exit` page is asked nothing after it and may send what was answered so far."""

    id: str
    title: Text = setting(Text(), N_("Title"))
    words: Text = setting(Text(), N_("Text at the top of the page"), say=False)
    questions: tuple[Question, ...] = field(default_factory=tuple)
    show_if: Rule | None = setting(None, N_("Show this page if"))
    exit: bool = setting(False, N_("The questionnaire ends after this page"))

    def shown(self, facts: Facts) -> list[Question]:
        """The questions someone with these answers is asked here."""
        if not holds(self.show_if, facts):
            return []
        return [asked for question in self.questions if (asked := question.asked(facts))]

    def stands(self, facts: Facts) -> bool:
        """Whether someone with these answers sees this page; an exit has something to say without any question."""
        return bool(self.shown(facts)) or (self.exit and holds(self.show_if, facts))

"""A conversation: a vote on statements, to which people may add their own. The statements are rows of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.document import Document
from app.domain.question import setting
from app.domain.sentence import N_
from app.domain.text import Text

MOST_STATEMENTS = 300  # what groups are computed from within seconds (benchmarks/opinion.py)


@dataclass(frozen=True, kw_only=True)
class Conversation(Document):
    """`consultation` is the short name of the one it belongs to; `two_eyes` is for what people add."""

    consultation: str = setting("", N_("Consultation"))
    intro: Text = setting(Text(), N_("What it is about"), say=False)
    last_day: date | None = setting(None, N_("Last day"))
    suggest: bool = setting(True, N_("Everyone may add statements"))
    two_eyes: bool = setting(False, N_("Two people decide on each statement"))
    most: int = setting(150, N_("Most statements to vote on"), least=5, most=MOST_STATEMENTS)

    kind = "conversation"
    label = N_("Vote on statements")

    def is_open(self, today: date) -> bool:
        """Whether votes are taken on this day; what is archived takes none either."""
        return self.last_day is None or today <= self.last_day

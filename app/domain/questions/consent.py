"""A sentence one agrees to by ticking it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from app.domain.question import Question, setting
from app.domain.sent import Sent
from app.domain.sentence import N_, Problem, Sentence
from app.domain.tally import Counts, Label, Row, Tally
from app.domain.text import Text

YES = "yes"


@dataclass(frozen=True, kw_only=True)
class Consent(Question):
    sentence: Text = setting(Text(), N_("The sentence to agree to"))

    kind = "consent"
    label = N_("Agree to something")

    def _read(self, sent: Sent) -> str | None:
        given = sent.one(self.id)
        if given and given != YES:
            raise Problem(N_("Choose from the answers shown here."))
        return given or None

    def _shown(self, value: str) -> list[Label]:
        return [Sentence(N_("Yes, I agree"))]

    def _way_out(self) -> bool:
        return True  # whoever does not agree leaves the questionnaire; that is what consent means

    def _cells(self) -> tuple[str, ...]:
        return (YES,)

    def _count(self, closed: str) -> Sequence[str]:
        return (closed,)

    def _tally(self, counts: Counts) -> Tally:
        return Tally("bars", counts.answered, (Row(Sentence(N_("Yes, I agree")), (counts[YES],), counts.answered),))

    def _imagine(self, chance: Random, mood: float) -> dict[str, list[str]]:
        return {self.id: [YES]}

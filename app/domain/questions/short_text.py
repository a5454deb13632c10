"""A few words in one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from app.domain.question import Question, setting
from app.domain.sent import Sent
from app.domain.sentence import N_, Problem
from app.domain.tally import Counts, Tally

WRITTEN = "written"


@dataclass(frozen=True, kw_only=True)
class ShortText(Question):
    most: int = setting(120, N_("Most characters"), least=5, most=500)

    kind = "short_text"
    label = N_("A few words")
    open_ended = True

    def _read(self, sent: Sent) -> str | None:
        given = " ".join(sent.one(self.id).split())
        if len(given) > self.most:
            raise Problem(
                N_("Your text has {given} characters. Write at most {most}."),
                given=len(given),
                most=self.most,
            )
        return given or None

    def _closed(self, value: str) -> str:
        return WRITTEN

    def _words(self, value: str) -> dict[str, str]:
        return {"": value}

    def _cells(self) -> tuple[str, ...]:
        return (WRITTEN,)

    def _count(self, closed: str) -> Sequence[str]:
        return (closed,)

    def _tally(self, counts: Counts) -> Tally:
        return Tally("voices", counts.answered)

    def _imagine(self, chance: Random, mood: float) -> dict[str, list[str]]:
        return {self.id: ["Mehr Bus" if mood < 0 else "Alles gut"]}

"""A text in one's own words and language."""

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
class LongText(Question):
    most: int = setting(1000, N_("Most characters"), least=20, most=5000)

    kind = "long_text"
    label = N_("In your own words")
    open_ended = True

    def _read(self, sent: Sent) -> str | None:
        given = sent.one(self.id).replace("\r\n", "\n").replace("\r", "\n")
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
        return (
            {self.id: ["Ein Treffpunkt fehlt." if mood < 0 else "Die Menschen sind freundlich."]}
            if chance.random() < 0.3
            else {}
        )

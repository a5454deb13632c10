"""A German postcode, sealed as the area its first digits name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from app.domain.option import Option
from app.domain.question import Question, setting
from app.domain.sent import Sent
from app.domain.sentence import N_, Problem, Sentence
from app.domain.tally import Counts, Label, Row, Tally

ELSEWHERE = "elsewhere"


@dataclass(frozen=True, kw_only=True)
class Postcode(Question):
    """An option's id is the beginning of the postcodes of its area; the longest that fits counts."""

    options: tuple[Option, ...] = setting(
        (), N_("Areas, by the first digits of their postcodes"), marks=(), digits=True
    )

    kind = "postcode"
    label = N_("A postcode")
    sample = {"options": [{"id": "235"}, {"id": "237"}]}

    def _read(self, sent: Sent) -> str | None:
        given = sent.one(self.id).replace(" ", "")
        if not given:
            return None
        if len(given) != 5 or not given.isdecimal():
            raise Problem(N_("Enter the five digits of the postcode."))
        return f"{int(given):05}"  # int() reads Arabic and Persian digits too

    def _closed(self, value: str) -> str:
        fitting = [area.id for area in self.options if value.startswith(area.id)]
        return max(fitting, key=len, default=ELSEWHERE)

    def _cells(self) -> tuple[str, ...]:
        return (*(area.id for area in self.options), ELSEWHERE)

    def _count(self, closed: str) -> Sequence[str]:
        return (closed,)

    def _tally(self, counts: Counts) -> Tally:
        areas = self._groups().items()
        rows = [Row(label, (counts[id],), counts.answered, last=id == ELSEWHERE) for id, label in areas]
        return Tally("bars", counts.answered, tuple(rows))

    def _groups(self) -> dict[str, Label]:
        return {**{area.id: area.label for area in self.options}, ELSEWHERE: Sentence(N_("Somewhere else"))}

    def _group(self, closed: str) -> Sequence[str]:
        return (closed,)

    def _imagine(self, chance: Random, mood: float) -> dict[str, list[str]]:
        area = chance.choice(self.options).id
        return {self.id: [area + "".join(str(chance.randint(0, 9)) for _ in range(5 - len(area)))]}

    def check_settings(self, where: str) -> Iterator[Problem]:
        for area in self.options:
            if not area.id.isdecimal() or len(area.id) > 4:
                yield Problem(
                    N_("Name an area by the first one to four digits of its postcodes."), f"{where}.options.{area.id}"
                )

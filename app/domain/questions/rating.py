"""A mark from 0 to 10, such as how likely one is to recommend something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from app.domain.question import Question, setting
from app.domain.sent import Sent
from app.domain.sentence import N_, Problem, Sentence
from app.domain.tally import Counts, Label, Row, Tally, weighted_mean
from app.domain.text import Text

ASIDE = "none"


@dataclass(frozen=True, kw_only=True)
class Rating(Question):
    low: Text = setting(Text(), N_("What the lowest mark means"))
    high: Text = setting(Text(), N_("What the highest mark means"))
    lowest: int = setting(0, N_("Lowest mark"), least=0, most=1)
    highest: int = setting(10, N_("Highest mark"), least=3, most=10)

    kind = "rating"
    label = N_("Give a mark")

    @property
    def marks(self) -> list[str]:
        return [str(mark) for mark in range(self.lowest, self.highest + 1)]

    def read(self, sent: Sent) -> str | None:
        given = sent.one(self.id)
        if given and given not in (*self.marks, ASIDE):
            raise Problem(N_("Choose a mark from {low} to {high}."), low=self.lowest, high=self.highest)
        return given or None

    def shown(self, value: str) -> list[Label]:
        return [Sentence(N_("I don’t know")) if value == ASIDE else value]

    def way_out(self) -> bool:
        return True  # "I don't know" stands below the marks

    def cells(self) -> tuple[str, ...]:
        return (*self.marks, ASIDE)

    def count(self, closed: str) -> Sequence[str]:
        return (closed,)

    def tally(self, counts: Counts) -> Tally:
        base = sum(counts[mark] for mark in self.marks)
        rows = tuple(Row(mark, (counts[mark],), base) for mark in self.marks)
        mean = weighted_mean({int(mark): counts[mark] for mark in self.marks})
        return Tally("spread", counts.answered, rows, ordered=True, mean=mean)

    def imagine(self, chance: Random, mood: float) -> dict[str, list[str]]:
        mark = round(chance.gauss(self.highest * (0.6 + 0.25 * mood), 1.6))
        return {self.id: [str(min(max(mark, self.lowest), self.highest))]}

    def check_settings(self, where: str) -> Iterator[Problem]:
        if self.lowest >= self.highest:
            yield Problem(
                N_("The least ({least}) is more than the most ({most})."),
                f"{where}.lowest",
                least=self.lowest,
                most=self.highest,
            )

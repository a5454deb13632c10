"""A mark from 0 to 10, such as how likely one is to recommend something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from app.domain.question import Question, setting
from app.domain.sent import Sent
from app.domain.sentence import N_, Problem
from app.domain.tally import Counts, Label, Row, Tally, weighted_mean
from app.domain.text import Text
from app.domain.trait import Mark, Trait

NO_MARK = "none"  # its code since the first version of this kind


@dataclass(frozen=True, kw_only=True)
class Rating(Question):
    low: Text = setting(Text(), N_("What the lowest mark means"))
    high: Text = setting(Text(), N_("What the highest mark means"))
    lowest: int = setting(0, N_("Lowest mark"), least=0, most=1)
    highest: int = setting(10, N_("Highest mark"), least=3, most=10)
    dont_know: bool = setting(True, N_("Offer “I don’t know”"))

    kind = "rating"
    label = N_("Give a mark")
    ticked = "radio"

    @property
    def asides(self) -> Mapping[str, Label]:
        return {NO_MARK if code == "dk" else code: label for code, label in super().asides.items()}

    @property
    def marks(self) -> list[str]:
        return [str(mark) for mark in range(self.lowest, self.highest + 1)]

    def _read(self, sent: Sent) -> str | None:
        given = sent.one(self.id)
        if given and given not in self.marks:
            raise Problem(N_("Choose a mark from {low} to {high}."), low=self.lowest, high=self.highest)
        return given or None

    def _cells(self) -> tuple[str, ...]:
        return tuple(self.marks)

    def _count(self, closed: str) -> Sequence[str]:
        return (closed,)

    def _tally(self, counts: Counts) -> Tally:
        base = sum(counts[mark] for mark in self.marks)
        rows = tuple(Row(mark, (counts[mark],), base) for mark in self.marks)
        values: dict[float, int] = {int(mark): counts[mark] for mark in self.marks}
        return Tally("spread", counts.answered, rows, ordered=True, mean=weighted_mean(values), values=values)

    def _traits(self) -> tuple[Trait, ...]:
        return (Trait(type="number"),)

    def _told(self, closed: str) -> Mapping[str, Mark]:
        return {"": int(closed)}

    def _imagine(self, chance: Random, mood: float) -> dict[str, list[str]]:
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

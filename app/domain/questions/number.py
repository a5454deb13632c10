"""A whole number within bounds, such as years or people in a household."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from app.domain.question import Question, setting
from app.domain.sent import Sent
from app.domain.sentence import N_, Problem
from app.domain.tally import Counts, Row, Tally, weighted_mean
from app.domain.text import Text
from app.domain.trait import Mark, Trait

BANDS = 10


@dataclass(frozen=True, kw_only=True)
class Number(Question):
    smallest: int = setting(0, N_("Smallest number"), least=-1_000_000, most=1_000_000)
    largest: int = setting(100, N_("Largest number"), least=-1_000_000, most=1_000_000)
    unit: Text = setting(Text(), N_("Unit"), say=False)

    kind = "number"
    sealed = int
    measured = "number"
    label = N_("A number")

    def _read(self, sent: Sent) -> int | None:
        given = sent.one(self.id).replace(" ", "").replace("\u00a0", "").replace("−", "-")
        if not given:
            return None
        digits = given.removeprefix("-")
        if not digits.isdecimal() or len(digits) > 12 or not self.smallest <= int(given) <= self.largest:
            raise Problem(N_("Enter a whole number from {low} to {high}."), low=self.smallest, high=self.largest)
        return int(given)  # int() reads Arabic and Persian digits too

    @property
    def bands(self) -> list[range]:
        """Numbers are published in at most ten bands of equal width."""
        width = -(-(self.largest - self.smallest + 1) // BANDS)
        return [range(low, min(low + width, self.largest + 1)) for low in range(self.smallest, self.largest + 1, width)]

    def _cells(self) -> tuple[str, ...]:
        return tuple(str(band.start) for band in self.bands)

    def _count(self, closed: int) -> Sequence[str]:
        return [str(band.start) for band in self.bands if closed in band]

    def _tally(self, counts: Counts) -> Tally:
        bands = {band: counts[str(band.start)] for band in self.bands}
        base = sum(bands.values())
        rows = tuple(Row(_name(band), (count,), base) for band, count in bands.items())
        values = {(band.start + band[-1]) / 2: count for band, count in bands.items()}
        mean = weighted_mean(values)
        return Tally("spread", counts.answered, rows, ordered=True, mean=mean, unit=self.unit, values=values)

    def _traits(self) -> tuple[Trait, ...]:
        return (Trait(type="number"),)

    def _told(self, closed: int) -> Mapping[str, Mark]:
        return {"": int(closed)}

    def _imagine(self, chance: Random, mood: float) -> dict[str, list[str]]:
        given = chance.triangular(self.smallest, self.largest, self.smallest + (self.largest - self.smallest) / 3)
        return {self.id: [str(int(given))]}

    def check_settings(self, where: str) -> Iterator[Problem]:
        if self.smallest > self.largest:
            yield Problem(
                N_("The least ({least}) is more than the most ({most})."),
                f"{where}.smallest",
                least=self.smallest,
                most=self.largest,
            )


def _name(band: range) -> str:
    return str(band.start) if len(band) == 1 else f"{band.start}–{band[-1]}"

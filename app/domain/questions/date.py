"""A day, such as the day of arrival; published by year only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from app.domain.question import Question, setting
from app.domain.sent import Sent
from app.domain.sentence import N_, Problem
from app.domain.tally import Counts, Label, Row, Tally
from app.domain.trait import Mark, Trait

BANDS = 12


@dataclass(frozen=True, kw_only=True)
class Date(Question):
    """The value is the day as YYYY-MM-DD; what is sealed is the year."""

    earliest: str = setting("1950-01-01", N_("Earliest day (YYYY-MM-DD)"))
    latest: str = setting("2049-12-31", N_("Latest day (YYYY-MM-DD)"))

    kind = "date"
    measured = "year"
    label = N_("A date")

    def _read(self, sent: Sent) -> str | None:
        parts = [sent.one(f"{self.id}.{part}") for part in ("day", "month", "year")]
        if not any(parts):
            return None
        if not all(part.isdecimal() and len(part) <= 4 for part in parts):
            raise Problem(N_("Enter day, month and year as numbers, for example 24 5 2025."))
        day, month, year = map(int, parts)
        try:
            given = date(year, month, day).isoformat()
        except ValueError:
            raise Problem(N_("There is no such day. Check day, month and year.")) from None
        if not self.earliest <= given <= self.latest:
            raise Problem(
                N_("Enter a day from {low} to {high}."),
                low=date.fromisoformat(self.earliest),
                high=date.fromisoformat(self.latest),
            )
        return given

    def _closed(self, value: str) -> str:
        return value[:4]

    def _shown(self, value: str) -> list[Label]:
        return [".".join(str(int(part)) for part in reversed(value.split("-")))]

    def _fits(self, closed: Any) -> bool:
        return super()._fits(closed) and closed.isdecimal()

    @property
    def bands(self) -> list[range]:
        first, last = int(self.earliest[:4]), int(self.latest[:4])
        width = -(-(last - first + 1) // BANDS)
        return [range(low, min(low + width, last + 1)) for low in range(first, last + 1, width)]

    def _cells(self) -> tuple[str, ...]:
        return tuple(str(band.start) for band in self.bands)

    def _count(self, closed: str) -> Sequence[str]:
        return [str(band.start) for band in self.bands if int(closed) in band]

    def _tally(self, counts: Counts) -> Tally:
        base = sum(counts[str(band.start)] for band in self.bands)
        names = {band: str(band.start) if len(band) == 1 else f"{band.start}–{band[-1]}" for band in self.bands}
        rows = tuple(Row(names[band], (counts[str(band.start)],), base) for band in self.bands)
        return Tally("spread", counts.answered, rows, ordered=True)

    def _traits(self) -> tuple[Trait, ...]:
        return (Trait(type="number"),)

    def _told(self, closed: str) -> Mapping[str, Mark]:
        return {"": int(closed)}

    def _imagine(self, chance: Random, mood: float) -> dict[str, list[str]]:
        first, last = (
            date.fromisoformat(self.earliest).toordinal(),
            date.fromisoformat(self.latest).toordinal(),
        )
        day = date.fromordinal(chance.randint(first, last))
        return {
            f"{self.id}.day": [str(day.day)],
            f"{self.id}.month": [str(day.month)],
            f"{self.id}.year": [str(day.year)],
        }

    def check_settings(self, where: str) -> Iterator[Problem]:
        for name in ("earliest", "latest"):
            try:
                date.fromisoformat(getattr(self, name))
            except ValueError:
                yield Problem(N_("Write the day as YYYY-MM-DD."), f"{where}.{name}")
                return
        if self.earliest > self.latest:
            yield Problem(
                N_("The least ({least}) is more than the most ({most})."),
                f"{where}.earliest",
                least=self.earliest,
                most=self.latest,
            )

"""Sharing out points: what should come first, and how much before the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from app.domain.listing import Listing
from app.domain.option import Option
from app.domain.question import setting
from app.domain.sent import Sent
from app.domain.sentence import N_, Problem, Sentence
from app.domain.tally import Counts, Label, Row, Tally, weighted_mean


@dataclass(frozen=True, kw_only=True)
class Budget(Listing):
    """The value maps ids to the points given, without those that got none."""

    options: tuple[Option, ...] = setting((), N_("Things to share points among"))
    points: int = setting(10, N_("Points"), least=2, most=100)

    kind = "budget"
    sealed = dict
    label = N_("Share out points")
    sample = {"options": [{"id": "a"}, {"id": "b"}]}

    def _read(self, sent: Sent) -> dict[str, int] | None:
        given = {}
        for option in self.options:
            points = sent.one(f"{self.id}.{option.id}")
            if points and (not points.isdecimal() or len(points) > 3):
                raise Problem(N_("Give points as whole numbers."))
            if points and int(points):
                given[option.id] = int(points)
        spent = sum(given.values())
        if spent > self.points:
            raise Problem(
                N_("You gave {spent} points. There are only {points}: take {over} away."),
                spent=spent,
                points=self.points,
                over=spent - self.points,
            )
        return given or None

    def _shown(self, value: dict[str, int]) -> list[Label]:
        return [
            Sentence.of(N_("{item}: {answer}"), item=option.label, answer=value[option.id])
            for option in self.options
            if option.id in value
        ]

    def _cells(self) -> tuple[str, ...]:
        return tuple(f"{option.id}:{points}" for option in self.options for points in range(self.points + 1))

    def _count(self, closed: dict[str, int]) -> Sequence[str]:
        return [f"{option.id}:{closed.get(option.id, 0)}" for option in self.options]

    def _tally(self, counts: Counts) -> Tally:
        """A row's count and base are points given and points given in all; its mean is points per person."""
        points = {o.id: {p: counts[f"{o.id}:{p}"] for p in range(self.points + 1)} for o in self.options}
        given = {id: sum(p * people for p, people in spread.items()) for id, spread in points.items()}
        rows = tuple(
            Row(o.label, (given[o.id],), sum(given.values()), mean=weighted_mean(points[o.id])) for o in self.options
        )
        return Tally("budget", counts.answered, rows, (Sentence(N_("Points")),))

    def _imagine(self, chance: Random, mood: float) -> dict[str, list[str]]:
        weights = [1 + 2 / (1 + i) + (mood if i % 2 else -mood) for i, _ in enumerate(self.options)]
        given = chance.choices(self.options, [max(weight, 0.2) for weight in weights], k=self.points)
        return {f"{self.id}.{option.id}": [str(given.count(option))] for option in self.options if option in given}

    def check_settings(self, where: str) -> Iterator[Problem]:
        if len(self.options) < 2:
            yield Problem(N_("Give at least two answers to choose from."), f"{where}.options")

"""Sharing out points, hours or percent: what gets how much of a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from app.domain.listing import Listing
from app.domain.option import Option
from app.domain.question import setting
from app.domain.sent import Sent
from app.domain.sentence import N_, Problem, Sentence
from app.domain.tally import Counts, Label, Row, Tally, weighted_mean
from app.domain.text import Text
from app.domain.trait import Mark, Trait


@dataclass(frozen=True, kw_only=True)
class Budget(Listing):
    """The value maps ids to the points given, without those that got none; `unit` makes points hours or percent."""

    options: tuple[Option, ...] = setting((), N_("Things to share points among"), marks=())
    points: int = setting(10, N_("Points"), least=2, most=200)
    unit: Text = setting(Text(), N_("Unit"), say=False)
    exact: bool = setting(False, N_("All of them must be shared out"))
    priority: bool = setting(True, N_("Counts in the list of priorities"))

    kind = "budget"
    sealed = dict
    label = N_("Share out points, hours or percent")
    sample = {"options": [{"id": "a"}, {"id": "b"}]}

    def _read(self, sent: Sent) -> dict[str, int] | None:
        given = {}
        for option in self.options:
            points = sent.one(f"{self.id}.{option.id}")
            if points and (not points.isdecimal() or len(points) > 3):
                raise Problem(N_("Write whole numbers.") if self.unit else N_("Give points as whole numbers."))
            if points and int(points):
                given[option.id] = int(points)
        spent = sum(given.values())
        if spent > self.points:
            too_much = (
                N_("Together this is {spent}. There are only {points}: take {over} away.")
                if self.unit
                else N_("You gave {spent} points. There are only {points}: take {over} away.")
            )
            raise Problem(too_much, spent=spent, points=self.points, over=spent - self.points)
        if self.exact and 0 < spent < self.points:
            too_little = N_("Together this is {spent} of {points}. Share out the {left} that are left, too.")
            raise Problem(too_little, spent=spent, points=self.points, left=self.points - spent)
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
        points: dict[str, dict[float, int]] = {
            o.id: {p: counts[f"{o.id}:{p}"] for p in range(self.points + 1)} for o in self.options
        }
        given = {id: sum(int(p) * people for p, people in spread.items()) for id, spread in points.items()}
        rows = tuple(
            Row(o.label, (given[o.id],), sum(given.values()), mean=weighted_mean(spread), values=spread)
            for o in self.options
            for spread in (points[o.id],)
        )
        unit = self.unit or Sentence(N_("Points"))
        return Tally("budget", counts.answered, rows, (unit,), unit=self.unit)

    def _once(self) -> dict[str, Row]:
        """What got anything and what got most: from the points themselves whole answers could be put together again."""
        # Translators: lines of a chart: this thing got some of the points (or hours), or more than any other thing.
        said = {"some": N_("{item}: got something"), "most": N_("{item}: got the most")}
        return {
            f"{option.id}:{share}": Row(Sentence.of(words, item=option.label), (), 0)
            for option in self.options
            for share, words in said.items()
        }

    def _true_once(self, closed: dict[str, int]) -> Sequence[str]:
        most = max(closed.values(), default=0)
        return [f"{id}:{share}" for id, given in closed.items() for share in ("some", *(["most"] * (given == most)))]

    def _traits(self) -> tuple[Trait, ...]:
        return tuple(Trait(option.id, option.label, "number") for option in self.options)

    def _told(self, closed: dict[str, int]) -> Mapping[str, Mark]:
        return {option.id: closed.get(option.id, 0) for option in self.options}

    def _imagine(self, chance: Random, mood: float) -> dict[str, list[str]]:
        weights = [1 + 2 / (1 + i) + (mood if i % 2 else -mood) for i, _ in enumerate(self.options)]
        given = chance.choices(self.options, [max(weight, 0.2) for weight in weights], k=self.points)
        return {f"{self.id}.{option.id}": [str(given.count(option))] for option in self.options if option in given}

    def check_settings(self, where: str) -> Iterator[Problem]:
        if len(self.options) < 2:
            yield Problem(N_("Give at least two answers to choose from."), f"{where}.options")

"""How good, how often, how much: steps from worst to best, in words or with faces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from app.domain.option import Option, chosen, label_of, labels
from app.domain.question import Question, setting
from app.domain.sent import Sent
from app.domain.sentence import N_, Problem
from app.domain.tally import Counts, Label, Row, Tally
from app.domain.trait import Trait


@dataclass(frozen=True, kw_only=True)
class Scale(Question):
    """The options that are not aside are the steps, from worst to best."""

    options: tuple[Option, ...] = setting((), N_("Steps from worst to best, then “don’t know”"), marks=("aside",))
    display: str = setting("words", N_("Show as"), among={"words": N_("Words"), "faces": N_("Faces")})

    kind = "scale"
    label = N_("How good is it?")
    ticked = "radio"
    sample = {"options": [*({"id": str(step)} for step in range(1, 6)), {"id": "wn", "aside": True}]}

    @property
    def steps(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if not option.aside)

    @property
    def unsure(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if option.aside)

    def _read(self, sent: Sent) -> str | None:
        ids = chosen(self.options, sent.all(self.id)[:1])
        return ids[0] if ids else None

    def _shown(self, value: str) -> list[Label]:
        return [label_of(self.options, value)]

    def _way_out(self) -> bool:
        return bool(self.unsure)

    def _cells(self) -> tuple[str, ...]:
        return tuple(option.id for option in self.options)

    def _count(self, closed: str) -> Sequence[str]:
        return (closed,)

    def _tally(self, counts: Counts) -> Tally:
        given = tuple(counts[step.id] for step in self.steps)
        row = Row(self.title, given, sum(given), aside=sum(counts[option.id] for option in self.unsure))
        return Tally("diverging", counts.answered, (row,), tuple(step.label for step in self.steps))

    def _groups(self) -> dict[str, Label]:
        return labels(self.options)

    def _group(self, closed: str) -> Sequence[str]:
        return (closed,)

    def _traits(self) -> tuple[Trait, ...]:
        return (Trait(type="ordered", values=labels(self.steps), unsure=labels(self.unsure)),)

    def _imagine(self, chance: Random, mood: float) -> dict[str, list[str]]:
        if self.unsure and chance.random() < 0.07:
            return {self.id: [self.unsure[0].id]}
        middle = (len(self.steps) - 1) * (0.55 + 0.3 * mood)
        step = round(chance.gauss(middle, len(self.steps) / 6))
        return {self.id: [self.steps[min(max(step, 0), len(self.steps) - 1)].id]}

    def check_settings(self, where: str) -> Iterator[Problem]:
        if len(self.steps) < 2:
            yield Problem(N_("A scale needs at least two steps."), f"{where}.options")
        if self.display == "faces" and len(self.steps) != 5:
            yield Problem(N_("There are five faces: give five steps, or show words."), f"{where}.display")

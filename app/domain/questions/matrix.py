"""The same steps for several things: shown one thing after the other, never as a grid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from app.domain.listing import Listing
from app.domain.option import Option, labels, shuffled
from app.domain.question import setting
from app.domain.sent import Sent
from app.domain.sentence import N_, Problem, Sentence
from app.domain.tally import LEAST_BASE, Counts, Label, Row, Tally
from app.domain.trait import Mark, Trait


@dataclass(frozen=True, kw_only=True)
class Matrix(Listing):
    rows: tuple[Option, ...] = setting((), N_("Things to judge"), marks=())
    options: tuple[Option, ...] = setting((), N_("Steps, then “don’t know”"), marks=("aside",))
    best: str = setting(
        "first", N_("Which step is the best?"), among={"first": N_("The first"), "last": N_("The last")}
    )
    random: bool = setting(False, N_("Things in random order"))

    kind = "matrix"
    sealed = dict
    repeats = False
    label = N_("Judge several things")
    sample = {
        "rows": [{"id": "r1"}, {"id": "r2"}],
        "options": [{"id": "gut"}, {"id": "schlecht"}, {"id": "wn", "aside": True}],
    }

    each_aside = True
    listed = "rows"

    @property
    def answers(self) -> dict[str, Label]:
        return {**labels(self.options), **self.asides}

    @property
    def unsure(self) -> tuple[str, ...]:
        """The answers that are no judgement."""
        return (*(option.id for option in self.options if option.aside), *self.asides)

    @property
    def steps(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if not option.aside)

    def items(self, seed: str) -> list[Option]:
        return shuffled(self.rows, seed) if self.random else list(self.rows)

    def _read(self, sent: Sent) -> dict[str, str] | None:
        given = {row.id: sent.one(f"{self.id}.{row.id}") for row in self.rows}
        if any(id and id not in self.answers for id in given.values()):
            raise Problem(N_("Choose from the answers shown here."))
        return {row: id for row, id in given.items() if id} or None

    def _shown(self, value: dict[str, str]) -> list[Label]:
        return [
            Sentence.of(N_("{item}: {answer}"), item=row.label, answer=self.answers[value[row.id]])
            for row in self.rows
            if row.id in value
        ]

    def _way_out(self) -> bool:
        return any(option.aside for option in self.options)

    def _cells(self) -> tuple[str, ...]:
        return tuple(f"{row.id}:{answer}" for row in self.rows for answer in self.answers)

    def _count(self, closed: dict[str, str]) -> Sequence[str]:
        return [f"{row}:{option}" for row, option in closed.items()]

    def _tally(self, counts: Counts) -> Tally:
        steps = self.steps[::-1] if self.best == "first" else self.steps
        rows = []
        for row in self.rows:
            given = tuple(counts[f"{row.id}:{step.id}"] for step in steps)
            aside = sum(counts[f"{row.id}:{answer}"] for answer in self.unsure)
            if sum(given) + aside >= LEAST_BASE:
                rows.append(Row(row.label, given, sum(given), aside=aside))
        return Tally("diverging", counts.answered, tuple(rows), tuple(step.label for step in steps))

    def _traits(self) -> tuple[Trait, ...]:
        steps, unsure = labels(self.steps), labels([option for option in self.options if option.aside])
        return tuple(Trait(row.id, row.label, "ordered", steps, unsure) for row in self.rows)

    def _told(self, closed: dict[str, str]) -> Mapping[str, Mark]:
        return closed

    def _imagine(self, chance: Random, mood: float) -> dict[str, list[str]]:
        steps = self.steps[::-1] if self.best == "first" else self.steps
        sent = {}
        for i, row in enumerate(self.rows):
            liked = 0.5 + 0.25 * mood + 0.25 * ((i * 7 % len(self.rows)) / len(self.rows) - 0.5)
            step = min(max(round(chance.gauss(liked * (len(steps) - 1), 0.7)), 0), len(steps) - 1)
            aside = list(self.unsure)
            sent[f"{self.id}.{row.id}"] = aside[:1] if aside and chance.random() < 0.12 else [steps[step].id]
        return sent

    def check_settings(self, where: str) -> Iterator[Problem]:
        if not self.rows:
            yield Problem(N_("Give at least one thing to judge."), f"{where}.rows")
        if len(self.steps) < 2:
            yield Problem(N_("A scale needs at least two steps."), f"{where}.options")

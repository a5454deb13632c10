"""One of a long list, found by typing or by scrolling."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from app.domain.listing import Listing
from app.domain.option import Option, bars, chosen, label_of, labels
from app.domain.question import setting
from app.domain.search import pick
from app.domain.sent import Sent
from app.domain.sentence import N_, Problem
from app.domain.tally import Counts, Label, Tally


@dataclass(frozen=True, kw_only=True)
class Dropdown(Listing):
    options: tuple[Option, ...] = setting((), N_("Answers"), marks=("aside",))
    ordered: bool = setting(False, N_("The answers have an order: keep it in the results"))

    kind = "dropdown"
    label = N_("Choose from a long list")
    sample = {"options": [{"id": "a"}, {"id": "b"}, {"id": "ka", "aside": True}]}

    def _read(self, sent: Sent) -> str | None:
        listed = next(iter(chosen(self.options, sent.all(self.id)[:1])), "")
        spellings = {option.id: option.label.words.values() for option in self.options}
        return pick(sent.one(f"{self.id}.search"), listed, spellings, {o.id: o.label for o in self.options})

    def _shown(self, value: str) -> list[Label]:
        return [label_of(self.options, value)]

    def _way_out(self) -> bool:
        return any(option.aside for option in self.options)

    def _cells(self) -> tuple[str, ...]:
        return tuple(option.id for option in self.options)

    def _count(self, closed: str) -> Sequence[str]:
        return (closed,)

    def _tally(self, counts: Counts) -> Tally:
        return bars(self.options, counts, ordered=self.ordered)

    def _groups(self) -> dict[str, Label]:
        return labels(self.options)

    def _group(self, closed: str) -> Sequence[str]:
        return (closed,)

    def _imagine(self, chance: Random, mood: float) -> dict[str, list[str]]:
        return {self.id: [chance.choice(self.options).id]}

    def check_settings(self, where: str) -> Iterator[Problem]:
        if len(self.options) < 2:
            yield Problem(N_("Give at least two answers to choose from."), f"{where}.options")

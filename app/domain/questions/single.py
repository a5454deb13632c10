"""One of several answers; one of them may ask for own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from app.domain.listing import Listing
from app.domain.option import Option, bars, chosen, label_of, labels, own_words, written_beside
from app.domain.question import setting
from app.domain.sent import Sent
from app.domain.sentence import N_, Problem
from app.domain.tally import Counts, Label, Tally


@dataclass(frozen=True, kw_only=True)
class Single(Listing):
    options: tuple[Option, ...] = setting((), N_("Answers"), marks=("open", "aside"))
    random: bool = setting(False, N_("Answers in random order"))
    ordered: bool = setting(False, N_("The answers have an order: keep it in the results"))
    priority: bool = setting(False, N_("Counts in the list of priorities"))

    kind = "single"
    label = N_("Choose one")
    ticked = "radio"
    pictured = True
    sample = {"options": [{"id": "a"}, {"id": "b"}, {"id": "ka", "aside": True}]}

    def _read(self, sent: Sent) -> Any:
        ids = chosen(self.options, sent.all(self.id)[:1]) or written_beside(self.id, self.options, sent)[:1]
        words = own_words(self.id, ids, self.options, sent)
        if words:
            return {"chosen": ids[0], "words": words}
        return ids[0] if ids else None

    def _closed(self, value: Any) -> str:
        return str(value["chosen"] if isinstance(value, dict) else value)

    def _words(self, value: Any) -> dict[str, str]:
        return dict(value["words"]) if isinstance(value, dict) else {}

    def _shown(self, value: Any) -> list[Label]:
        return [label_of(self.options, self._closed(value)), *self._words(value).values()]

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
        weights = [
            0.3 if o.pinned else 1 + 0.5 * mood * (1 - 2 * i / len(self.options)) for i, o in enumerate(self.options)
        ]
        return {self.id: [chance.choices(self.options, weights)[0].id]}

    def check_settings(self, where: str) -> Iterator[Problem]:
        if len(self.options) < 2:
            yield Problem(N_("Give at least two answers to choose from."), f"{where}.options")

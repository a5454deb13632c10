"""Several of several answers, at most so many; "none of these" excludes the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from app.domain.listing import Listing
from app.domain.option import Option, bars, chosen, label_of, labels, own_words, written_beside
from app.domain.question import setting
from app.domain.sent import Sent
from app.domain.sentence import N_, Problem
from app.domain.tally import Counts, Label, Tally
from app.domain.trait import CHOSEN, Mark, Trait


@dataclass(frozen=True, kw_only=True)
class Multiple(Listing):
    options: tuple[Option, ...] = setting((), N_("Answers"))
    least: int = setting(0, N_("Fewest answers"), least=0, most=50)
    most: int = setting(0, N_("Most answers (0: any number)"), least=0, most=50)
    random: bool = setting(False, N_("Answers in random order"))
    priority: bool = setting(False, N_("Counts in the list of priorities"))

    kind = "multiple"
    sealed = list
    label = N_("Choose several")
    ticked = "checkbox"
    pictured = True
    sample = {"options": [{"id": "a"}, {"id": "b"}, {"id": "nichts", "exclusive": True}]}
    several_groups = True

    def _read(self, sent: Sent) -> Any:
        ids = chosen(self.options, [*sent.all(self.id), *written_beside(self.id, self.options, sent)])
        if not ids:
            return None
        self._judge(ids)
        words = own_words(self.id, ids, self.options, sent)
        return {"chosen": ids, "words": words} if words else ids

    @property
    def fewest(self) -> int:
        """Where fewer are offered, fewer will do."""
        return min(self.least, sum(not (option.exclusive or option.aside) for option in self.options))

    def _judge(self, ids: list[str]) -> None:
        alone = [option for option in self.options if option.id in ids and (option.exclusive or option.aside)]
        if alone and len(ids) > 1:
            raise Problem(
                N_("You chose “{answer}” together with other answers. Choose only one of the two."),
                answer=alone[0].label,
            )
        if self.most and len(ids) > self.most:
            raise Problem(N_("You chose {given} answers. Choose at most {most}."), given=len(ids), most=self.most)
        if not alone and len(ids) < self.fewest:
            raise Problem(N_("You chose {given} answers. Choose at least {least}."), given=len(ids), least=self.fewest)

    def _closed(self, value: Any) -> list[str]:
        return list(value["chosen"] if isinstance(value, dict) else value)

    def _words(self, value: Any) -> dict[str, str]:
        return dict(value["words"]) if isinstance(value, dict) else {}

    def _shown(self, value: Any) -> list[Label]:
        return [*(label_of(self.options, id) for id in self._closed(value)), *self._words(value).values()]

    def _way_out(self) -> bool:
        return any(option.aside or option.exclusive for option in self.options)

    def _cells(self) -> tuple[str, ...]:
        return tuple(option.id for option in self.options)

    def _count(self, closed: list[str]) -> Sequence[str]:
        return closed

    def _tally(self, counts: Counts) -> Tally:
        return bars(self.options, counts, several=True)

    def _groups(self) -> dict[str, Label]:
        return labels(self.options)

    def _group(self, closed: list[str]) -> Sequence[str]:
        return closed

    def _traits(self) -> tuple[Trait, ...]:
        unsure = labels([option for option in self.options if option.aside])
        return tuple(Trait(o.id, o.label, "multiple", CHOSEN, unsure) for o in self.options if not o.aside)

    def _told(self, closed: list[str]) -> Mapping[str, Mark]:
        unsure = next((option.id for option in self.options if option.aside and option.id in closed), None)
        return {o.id: unsure or str(int(o.id in closed)) for o in self.options if not o.aside}

    def _imagine(self, chance: Random, mood: float) -> dict[str, list[str]]:
        free = [option.id for option in self.options if not option.pinned]
        alone = [option.id for option in self.options if option.exclusive or option.aside]
        if not free or (alone and chance.random() < 0.08 + 0.05 * mood):
            return {self.id: alone[:1]}
        many = max(self.least, min(self.most or 4, len(free), 1 + int(chance.expovariate(0.8))), 1)
        weights = {id: (1.6 - i / len(free)) * (1 + 0.4 * mood * (-1) ** i) for i, id in enumerate(free)}
        ranked = sorted(free, key=lambda id: chance.random() ** (1 / weights[id]), reverse=True)
        return {self.id: ranked[:many]}

    def check_settings(self, where: str) -> Iterator[Problem]:
        if len(self.options) < 2:
            yield Problem(N_("Give at least two answers to choose from."), f"{where}.options")
        if self.most and self.least > self.most:
            yield Problem(
                N_("The least ({least}) is more than the most ({most})."),
                f"{where}.least",
                least=self.least,
                most=self.most,
            )
        if self.most > len(self.options):
            yield Problem(N_("More answers may be chosen than there are."), f"{where}.most")

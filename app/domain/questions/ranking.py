"""Putting things in order: a place for each, without dragging."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from app.domain.listing import Listing
from app.domain.option import Option, label_of
from app.domain.question import setting
from app.domain.sent import Sent
from app.domain.sentence import N_, Problem, Sentence
from app.domain.tally import Counts, Label, Row, Tally, weighted_mean
from app.domain.trait import Mark, Trait


@dataclass(frozen=True, kw_only=True)
class Ranking(Listing):
    """The value is the ids in order, best first; not everything need be ranked."""

    options: tuple[Option, ...] = setting((), N_("Things to put in order"), marks=())
    most: int = setting(0, N_("Places to give (0: all)"), least=0, most=20)
    priority: bool = setting(True, N_("Counts in the list of priorities"))

    kind = "ranking"
    sealed = list
    label = N_("Put in order")
    sample = {"options": [{"id": "a"}, {"id": "b"}, {"id": "c"}]}

    @property
    def places(self) -> range:
        return range(1, min(self.most or len(self.options), len(self.options)) + 1)

    def _read(self, sent: Sent) -> list[str] | None:
        given: dict[int, str] = {}
        for option in self.options:
            place = sent.one(f"{self.id}.{option.id}")
            if not place:
                continue
            if not place.isdecimal() or len(place) > 3 or int(place) not in self.places:
                raise Problem(N_("Choose a place from 1 to {most}."), most=len(self.places))
            if int(place) in given:
                raise Problem(N_("You gave place {place} twice. Give each place once."), place=int(place))
            given[int(place)] = option.id
        if given and sorted(given) != list(range(1, len(given) + 1)):
            raise Problem(N_("A place is missing in between. Give the places 1, 2, 3 in turn."))
        return [given[place] for place in sorted(given)] or None

    def _shown(self, value: list[str]) -> list[Label]:
        return [
            Sentence.of(N_("{place}. {item}"), place=place, item=label_of(self.options, id))
            for place, id in enumerate(value, start=1)
        ]

    def _cells(self) -> tuple[str, ...]:
        return tuple(f"{option.id}:{place}" for option in self.options for place in self.places)

    def _count(self, closed: list[str]) -> Sequence[str]:
        return [f"{id}:{place}" for place, id in enumerate(closed, start=1)]

    def _tally(self, counts: Counts) -> Tally:
        rows = []
        for option in self.options:
            places: dict[float, int] = {place: counts[f"{option.id}:{place}"] for place in self.places}
            rows.append(Row(option.label, (places[1],), counts.answered, mean=weighted_mean(places), values=places))
        return Tally("ranking", counts.answered, tuple(rows), (Sentence(N_("First place")),))

    def _once(self) -> dict[str, Row]:
        """What came first: two whole orders could be told apart again from the places things got in them."""
        # Translators: a line of a chart: this thing was put in first place.
        return {f"{each.id}:1": Row(Sentence.of(N_("First: {item}"), item=each.label), (), 0) for each in self.options}

    def _true_once(self, closed: list[str]) -> Sequence[str]:
        return [f"{closed[0]}:1"]

    def _traits(self) -> tuple[Trait, ...]:
        return tuple(Trait(option.id, option.label, "number") for option in self.options)

    def _told(self, closed: list[str]) -> Mapping[str, Mark]:
        """The place each thing was given; what was not ranked has none."""
        return {id: place for place, id in enumerate(closed, start=1)}

    def _imagine(self, chance: Random, mood: float) -> dict[str, list[str]]:
        order = sorted(self.options, key=lambda o: chance.random() + 0.2 * self.options.index(o) * (1 + mood))
        return {f"{self.id}.{option.id}": [str(place)] for place, option in zip(self.places, order, strict=False)}

    def check_settings(self, where: str) -> Iterator[Problem]:
        if len(self.options) < 2:
            yield Problem(N_("Give at least two answers to choose from."), f"{where}.options")
        if self.most > len(self.options):
            yield Problem(N_("More answers may be chosen than there are."), f"{where}.most")

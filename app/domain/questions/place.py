"""A municipality: found by typing or in the list, shown in results by region only."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from app.domain.option import Option, bars, label_of, labels
from app.domain.question import Question, setting
from app.domain.search import pick
from app.domain.sent import Sent
from app.domain.sentence import N_, Problem
from app.domain.tally import Counts, Label, Tally


@dataclass(frozen=True)
class Municipality:
    """`id` is the official municipality key (AGS); the name is never translated."""

    id: str
    name: str
    region: str = field(metadata={"label": N_("Region"), "names": "regions"})


@dataclass(frozen=True, kw_only=True)
class Place(Question):
    """Villages are small: what is stored, counted and filtered is the region, never the municipality."""

    places: tuple[Municipality, ...] = setting((), N_("Municipalities"))
    regions: tuple[Option, ...] = setting((), N_("Regions"), marks=())
    options: tuple[Option, ...] = setting((), N_("Other answers, such as “I’d rather not say”"), marks=("aside",))

    kind = "place"
    label = N_("Where do you live?")
    sample = {
        "places": [
            {"id": "1", "name": "Eutin", "region": "mitte"},
            {"id": "2", "name": "Fehmarn", "region": "nord"},
        ],
        "regions": [{"id": "nord"}, {"id": "mitte"}],
        "options": [{"id": "ka", "aside": True}],
    }

    def _read(self, sent: Sent) -> str | None:
        names = {place.id: place.name for place in self.places}
        listed = sent.one(self.id)
        if listed and listed not in names and listed not in {option.id for option in self.options}:
            raise Problem(N_("Choose from the answers shown here."))
        return pick(sent.one(f"{self.id}.search"), listed, {id: [name] for id, name in names.items()}, names)

    def _closed(self, value: str) -> str:
        return next((place.region for place in self.places if place.id == value), value)

    def _shown(self, value: str) -> list[Label]:
        return [next((place.name for place in self.places if place.id == value), label_of(self.options, value))]

    def _way_out(self) -> bool:
        return any(option.aside for option in self.options)

    def _cells(self) -> tuple[str, ...]:
        return tuple(option.id for option in (*self.regions, *self.options))

    def _count(self, closed: str) -> Sequence[str]:
        return (closed,)

    def _tally(self, counts: Counts) -> Tally:
        return bars((*self.regions, *self.options), counts)

    def _groups(self) -> dict[str, Label]:
        return labels((*self.regions, *self.options))

    def _group(self, closed: str) -> Sequence[str]:
        return (closed,)

    def stands_for(self, names: Collection[str]) -> str | None:
        return next((place.region for place in self.places if place.id in names), None)

    def _imagine(self, chance: Random, mood: float) -> dict[str, list[str]]:
        weights = {"sued": 5.0, "mitte": 3.0, "nord": 1.2}
        pool = [(place.id, weights.get(place.region, 1.0)) for place in self.places] + [
            (o.id, 3.0) for o in self.options
        ]
        return {self.id: [chance.choices([id for id, _ in pool], [weight for _, weight in pool])[0]]}

    def check_settings(self, where: str) -> Iterator[Problem]:
        if not self.places:
            yield Problem(N_("Give at least one municipality."), f"{where}.places")
        regions = {region.id for region in self.regions}
        for place in self.places:
            if place.region not in regions:
                yield Problem(
                    N_("{place} lies in a region that is not listed."),
                    f"{where}.places.{place.id}",
                    place=place.name,
                )

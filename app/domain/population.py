"""The people of the county as official tables count them.

A table has margins (municipality, age, origin, gender) with their categories, and may have joint counts of several
margins. Where no joint count is known, margins are multiplied as if they did not depend on each other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.domain.sentence import N_, Problem

FORMAT = "mitsprache-population/1"
MOST_TILES = 100  # in a row or a column of a map


@dataclass(frozen=True)
class Category:
    """A line of a margin; `answers` are the short names of answers that mean these people, besides its own.

    `name` is what people call it and `short` what fits on its `tile`, the column and row of a map from the upper left.
    Each line says where its number is from, and of which day, or that it is an `estimate`.
    """

    id: str
    people: float
    answers: tuple[str, ...] = ()
    name: str = ""
    short: str = ""
    tile: tuple[int, int] | None = None
    source: str = ""
    day: date | None = None
    estimate: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The short names of answers that mean these people."""
        return (self.id, *self.answers)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Category:
        column, row = data.get("tile") or (None, None)
        return cls(
            str(data["id"]),
            float(data["people"]),
            tuple(map(str, data.get("answers", ()))),
            str(data.get("name", "")),
            str(data.get("short", "")),
            None if column is None else (_place(column), _place(row)),
            str(data.get("source", "")),
            date.fromisoformat(data["day"]) if "day" in data else None,
            bool(data.get("estimate", False)),
        )


def _place(number: Any) -> int:
    """A column or row of the map; raises where a map could not be drawn."""
    if type(number) is not int or not 0 <= number < MOST_TILES:
        raise ValueError
    return number


@dataclass(frozen=True)
class Population:
    """`data` is the file it was read from, kept whole with its sources and notes."""

    area: str
    people: float
    source: str
    margins: dict[str, tuple[Category, ...]]
    joint: tuple[tuple[tuple[str, ...], dict[tuple[str, ...], float]], ...]
    data: dict[str, Any]

    @property
    def fingerprint(self) -> str:
        """What changes when anything in the table does."""
        return hashlib.sha256(json.dumps(self.data, sort_keys=True).encode()).hexdigest()


def load(data: Any) -> Population:
    """The table from JSON data; raises a Problem when it cannot be one."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise Problem(
            N_("This file is not a population table of Mitsprache ({format} is missing)."), FORMAT, format=FORMAT
        )
    try:
        margins = {
            str(name): tuple(Category.from_data(each) for each in categories)
            for name, categories in data["margins"].items()
        }
        joint = tuple(
            (tuple(each["of"]), {tuple(cell["in"]): float(cell["people"]) for cell in each["cells"]})
            for each in data.get("joint", [])
        )
        known = {name: {category.id for category in categories} for name, categories in margins.items()}
        whole = all(
            id in known[name] for of, cells in joint for cell in cells for name, id in zip(of, cell, strict=True)
        )
        people = float(data["people"])
        counts = [category.people for categories in margins.values() for category in categories]
        counts += [count for _, cells in joint for count in cells.values()]
        if not whole or not people > 0 or not all(0 <= count <= 1e10 for count in counts):
            raise ValueError
        return Population(str(data["area"]), people, str(data["source"]), margins, joint, data)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Problem(N_("Something else was expected here."), "margins") from None


def expected(population: Population, names: Sequence[str]) -> NDArray[np.float64]:
    """Expected people for each combination of categories: joint counts where known, else the product of shares."""
    shape = [len(population.margins[name]) for name in names]
    shares, left = np.full(shape, population.people), list(names)
    for of, cells in sorted(population.joint, key=lambda each: -len(each[0])):
        if len(of) > 1 and set(of) <= set(left):
            shares = shares * _spread(
                [list(names).index(name) for name in of], _joint(population, of, cells), len(names)
            )
            left = [name for name in left if name not in of]
    for name in left:
        people = np.array([category.people for category in population.margins[name]])
        shares = shares * _spread([list(names).index(name)], people / max(people.sum(), population.people), len(names))
    return shares


def _joint(population: Population, of: Sequence[str], cells: dict[tuple[str, ...], float]) -> NDArray[np.float64]:
    places = [{category.id: i for i, category in enumerate(population.margins[name])} for name in of]
    table = np.zeros([len(place) for place in places])
    for cell, people in cells.items():
        table[tuple(place[id] for place, id in zip(places, cell, strict=True))] = people
    shares: NDArray[np.float64] = table / max(table.sum(), 1e-9)
    return shares


def _spread(axes: list[int], table: NDArray[np.float64], dimensions: int) -> NDArray[np.float64]:
    """The table with its axes at these places among so many."""
    order = np.argsort(axes)
    shape = [1] * dimensions
    for axis, size in zip(axes, table.shape, strict=True):
        shape[axis] = size
    return table.transpose(order).reshape(shape)

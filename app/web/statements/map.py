"""A map of statements: how many agree on one axis, by how much the groups differ on the other.

Where people agree across groups lies at the bottom on the far side. Laid out from left to right and mirrored whole for
those who read from the right, like all charts (docs/decisions/0017).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 360, 260  # of the field, in units of the picture: letters stay readable on a phone
DOT = 5  # the radius of a point
LETTER, LINE = 9, 14  # the width of a digit and the height of a number
STEPS = (0, 25, 50, 75, 100)  # percent, where the axes have lines
# Where a number may stand beside its point, the best place first: a step to the side and one down.
AROUND = ((0, -1), (1, 0), (-1, 0), (0, 1))

Box = tuple[float, float, float, float]  # left, top, right and bottom


@dataclass(frozen=True)
class Point:
    """`number` is that of its line in the table, "" where there is no room for it; `label` is where that stands."""

    number: str
    x: float
    y: float
    label: tuple[float, float]
    shared: bool


@dataclass(frozen=True)
class Tick:
    percent: int
    at: float


@dataclass(frozen=True)
class OpinionMap:
    points: tuple[Point, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]


def opinion_map(places: Sequence[tuple[float, float, bool]], rtl: bool) -> OpinionMap:
    """From (agreement, difference of groups, agreed on by all groups) of each statement, in the order of the table."""
    steps = tuple(Tick(step, _across(step / 100, rtl)) for step in STEPS)
    up = tuple(Tick(step, _up(step / 100)) for step in STEPS)
    return OpinionMap(_points(places, rtl), steps, up)


def _points(places: Sequence[tuple[float, float, bool]], rtl: bool) -> tuple[Point, ...]:
    at = [(_across(agreement, rtl), _up(apart)) for agreement, apart, _ in places]
    taken = [_box(x, y, 2 * DOT, 2 * DOT) for x, y in at]
    points = []
    for place, (x, y) in enumerate(at):
        number = str(place + 1)
        label = _free(x, y, len(number) * LETTER, taken)
        if label:
            taken.append(_box(*label, len(number) * LETTER, LINE))
        points.append(Point(number if label else "", x, y, label or (x, y), places[place][2]))
    return tuple(points)


def _free(x: float, y: float, wide: float, taken: Sequence[Box]) -> tuple[float, float] | None:
    """The middle of a place beside a point where a number covers nothing."""
    for side, down in AROUND:
        label = x + side * (DOT + 2 + wide / 2), y + down * (DOT + 1 + LINE / 2)
        if not any(_overlap(_box(*label, wide, LINE), other) for other in taken):
            return label
    return None


def _box(x: float, y: float, wide: float, high: float) -> Box:
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _across(share: float, rtl: bool) -> float:
    return round(WIDTH * (1 - share if rtl else share), 1)


def _up(share: float) -> float:
    return round(HEIGHT * (1 - share), 1)

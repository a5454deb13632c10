"""A map of tiles: each municipality a square, laid out roughly as they lie, in the tone of its region.

Where the tiles lie is data of the population table. The map is never mirrored, whichever way one reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from app.domain.population import Category
from app.domain.turnout import Region

SIDE = 100  # of a tile, in units of the picture
MOST_STEPS = 5
# The tones from few to many, by the number of steps.
TONES = {
    1: ("s3",),
    2: ("s2", "s4"),
    3: ("s1", "s3", "s5"),
    4: ("s1", "s2", "s4", "s5"),
    5: ("s1", "s2", "s3", "s4", "s5"),
}
FEW = "few"  # the tone of regions from which too few answered
LINE = 26  # from one line of a name to the next
TINY = 1e-9  # by which a rate on the edge of a step may miss it
MIDDLE = 62  # of the names, from the upper edge of a tile

Point = tuple[int, int]

# Where a neighbour lies, and the ends of the edge between it and a tile, counted in tiles.
EDGES: dict[Point, tuple[Point, Point]] = {
    (-1, 0): ((0, 0), (0, 1)),
    (1, 0): ((1, 0), (1, 1)),
    (0, -1): ((0, 0), (1, 0)),
    (0, 1): ((0, 1), (1, 1)),
}


@dataclass(frozen=True)
class Tile:
    """`lines` are the name as it fits, each with the height it is written at; `region` counts from 1 as in the list."""

    id: str
    name: str
    x: int
    y: int
    lines: tuple[tuple[str, int], ...]
    region: int
    tone: str


@dataclass(frozen=True)
class Step:
    """A tone of the scale: from `low` to below `high` people per thousand."""

    tone: str
    low: float
    high: float


@dataclass(frozen=True)
class TileMap:
    """`borders` are the edges between regions and around all of them."""

    width: int
    height: int
    tiles: tuple[Tile, ...]
    borders: tuple[tuple[Point, Point], ...]
    steps: tuple[Step, ...]
    tones: tuple[str, ...]  # of each region

    @property
    def path(self) -> str:
        return "".join(f"M{x} {y}L{to_x} {to_y}" for (x, y), (to_x, to_y) in self.borders)


def tile_map(regions: Sequence[Region]) -> TileMap | None:
    """The map of these regions, None where not every municipality has a tile of its own."""
    places = [(number, place) for number, region in enumerate(regions, 1) for place in region.places]
    cells = {place.tile: number for number, place in places if place.tile}
    if not places or len(cells) < len(places):
        return None
    scale = steps([region.rate for region in regions if region.rate is not None])
    tones = tuple(tone(region.rate, scale) for region in regions)
    tiles = (_tile(place, place.tile, number, tones[number - 1]) for number, place in places if place.tile)
    width, height = (SIDE * (1 + max(cell[axis] for cell in cells)) for axis in (0, 1))
    return TileMap(width, height, tuple(tiles), borders(cells), scale, tones)


def _tile(place: Category, at: Point, region: int, tone: str) -> Tile:
    x, y = SIDE * at[0], SIDE * at[1]
    return Tile(place.id, place.name, x, y, lines(place.short or place.name), region, tone)


def lines(name: str) -> tuple[tuple[str, int], ...]:
    words = name.split()
    top = MIDDLE - LINE * (len(words) - 1) // 2
    return tuple((word, top + LINE * place) for place, word in enumerate(words))


def borders(cells: dict[Point, int]) -> tuple[tuple[Point, Point], ...]:
    """Each edge of a tile beyond which another region lies, or none; an edge between two regions once."""
    found = []
    for (x, y), region in cells.items():
        for (right, down), ends in EDGES.items():
            if cells.get((x + right, y + down), 0) < region:
                start, end = ((SIDE * (x + to_x), SIDE * (y + to_y)) for to_x, to_y in ends)
                found.append((start, end))
    return tuple(found)


def steps(rates: Sequence[float]) -> tuple[Step, ...]:
    """At most five steps of the same round width, from the lowest rate to the highest. Rates that differ by less than a
    tenth may share a tone: nobody shall see a difference that chance has made."""
    lowest, highest = min(rates, default=0.0), max(rates, default=0.0)
    if highest <= 0:
        return ()
    width = round_up(max((highest - lowest) / (MOST_STEPS - 1), highest / 10))
    first = floor(lowest / width + TINY)
    count = max(ceil(highest / width - TINY) - first, 1)
    return tuple(Step(tone, (first + i) * width, (first + i + 1) * width) for i, tone in enumerate(TONES[count]))


def tone(rate: float | None, scale: Sequence[Step]) -> str:
    if rate is None or not scale:
        return FEW
    return next((step.tone for step in scale if rate < step.high), scale[-1].tone)


def round_up(width: float) -> float:
    """The next of 1, 2 or 5 times a power of ten."""
    power = 10.0 ** floor(log10(width))
    return next(round(times * power, 6) for times in (1, 2, 5, 10) if times * power >= width * (1 - TINY))

"""The marks a picture is made of: boxes, lines and words, each at its place; measured from the top left in pixels.

Layout is thought from left to right; `mirrored` turns the finished picture for those who read from the right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from app.web.dashboard.letters import from_right, lines, width

Anchor = Literal["start", "middle", "end"]
LINE = 1.35  # from one line of words to the next, in sizes
PAPER = "paper"  # the tone of nothing at all
CAP = 3.5  # half of the stroke at either end of a whisker
SWATCH = 12  # the side of the little box before the name of a tone
OTHER: dict[Anchor, Anchor] = {"start": "end", "middle": "middle", "end": "start"}


@dataclass(frozen=True)
class Box:
    """`tone` names its colour (bars.TONES)."""

    x: float
    y: float
    width: float
    height: float
    tone: str

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True)
class Upright:
    """A line from top to bottom, perhaps broken."""

    x: float
    y: float
    height: float
    broken: bool = False

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True)
class Whisker:
    """A thin line over a range with a stroke at either end, from `x`, `y` to the right, or down where it stands."""

    x: float
    y: float
    length: float
    standing: bool = False

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        if self.standing:
            return self.x - CAP, self.y, self.x + CAP, self.y + self.length
        return self.x, self.y - CAP, self.x + self.length, self.y + CAP

    @property
    def bottom(self) -> float:
        return self.box[3]


@dataclass(frozen=True)
class Words:
    """One line of words; `x` is where they start, their middle or their end, `y` the top of the line, `wide` about
    how wide they are. `ink` is "ink", "quiet", or the tone they stand on."""

    text: str
    x: float
    y: float
    size: float
    wide: float
    rtl: bool
    anchor: Anchor = "start"
    bold: bool = False
    ink: str = "ink"

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        left = self.x - {"start": 0.0, "middle": self.wide / 2, "end": self.wide}[self.anchor]
        return left, self.y, left + self.wide, self.bottom

    @property
    def bottom(self) -> float:
        return self.y + self.size * LINE


Mark = Box | Upright | Whisker | Words


@dataclass(frozen=True)
class Drawing:
    width: float
    height: float
    marks: tuple[Mark, ...] = ()

    @property
    def words(self) -> tuple[Words, ...]:
        return tuple(mark for mark in self.marks if isinstance(mark, Words))

    def mirrored(self) -> Drawing:
        return replace(self, marks=tuple(_mirrored(mark, self.width) for mark in self.marks))


def stack(pieces: Iterable[Drawing], gap: float = 10) -> Drawing:
    """Drawings below each other, those that are empty left out."""
    height, wide, marks = 0.0, 0.0, list[Mark]()
    for piece in pieces:
        if piece.height:
            top = height + gap if marks else 0.0
            marks += moved(piece.marks, 0, top)
            height, wide = top + piece.height, max(wide, piece.width)
    return Drawing(wide, height, tuple(marks))


def moved(marks: Iterable[Mark], right: float, down: float) -> list[Mark]:
    return [replace(mark, x=mark.x + right, y=mark.y + down) for mark in marks]


def written(
    words: str, room: float, size: float, rtl: bool,
    x: float = 0, anchor: Anchor = "start", bold: bool = False, ink: str = "ink", most: int = 4,
) -> Drawing:  # fmt: skip
    """Words in as many lines as they need, as a drawing of this room; `rtl` where they themselves do not tell."""
    right = from_right(words, rtl)
    made = [
        Words(line, x, number * size * LINE, size, width(line, size, bold), right, anchor, bold, ink)
        for number, line in enumerate(lines(words, size, room, most, bold))
    ]
    return Drawing(room, len(made) * size * LINE, tuple(made))


def flow(items: Sequence[tuple[str, str]], room: float, size: float, rtl: bool) -> Drawing:
    """Boxes of a tone with words behind each, one after the other, in as many lines as they need."""
    x, y, tall, marks = 0.0, 0.0, 0.0, list[Mark]()
    for tone, words in items:
        long = min(SWATCH + 5 + width(words, size), room)
        if x and x + long > room:
            x, y = 0.0, y + tall + 3
            tall = 0.0
        name = written(words, room - SWATCH - 5, size, rtl)
        marks += [Box(x, y + 2, SWATCH, SWATCH, tone)] if tone else []
        marks += moved(name.marks, x + (SWATCH + 5 if tone else 0), y)
        x, tall = x + long + 16, max(tall, name.height, SWATCH + 2)
    return Drawing(room, y + tall, tuple(marks))


def _mirrored(mark: Mark, wide: float) -> Mark:
    match mark:
        case Box():
            return replace(mark, x=wide - mark.x - mark.width)
        case Upright():
            return replace(mark, x=wide - mark.x)
        case Whisker():
            return replace(mark, x=wide - mark.x - (0 if mark.standing else mark.length))
        case Words():
            return replace(mark, x=wide - mark.x, anchor=OTHER[mark.anchor])

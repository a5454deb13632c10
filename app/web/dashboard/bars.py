"""The bars of a tally: where each part of a bar begins, how long it is, and its tone. Charts and tables share them."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.tally import Row, Tally

STACKED = ("diverging", "statements")
PLAIN = "plain"  # the tone of a bar that has no other beside it
# From the worst column to the best, by the number of columns: n is negative, p positive, 0 the neutral middle.
TONES = {
    1: ("p2",),
    2: ("n2", "p2"),
    3: ("n2", "0", "p2"),
    4: ("n3", "n1", "p1", "p3"),
    5: ("n3", "n1", "0", "p1", "p3"),
    6: ("n3", "n2", "n1", "p1", "p2", "p3"),
    7: ("n3", "n2", "n1", "0", "p1", "p2", "p3"),
}
FINEST = TONES[7]


@dataclass(frozen=True)
class Part:
    """`start` and `share` are in the unit of the axis, where 1 is everyone and 0 the zero line."""

    column: int
    tone: str
    start: float
    share: float


@dataclass(frozen=True)
class Rect:
    """A part as percent of the width of a picture, already mirrored for those who read from right to left."""

    tone: str
    x: float
    width: float


def tones(columns: int) -> tuple[str, ...]:
    if columns in TONES:
        return TONES[columns]
    return tuple(FINEST[round(i * (len(FINEST) - 1) / (columns - 1))] for i in range(columns))


def order(tally: Tally) -> list[int]:
    """The columns as they follow each other in a bar. Statements begin with those who agree: they share a line."""
    columns = list(range(len(tally.columns)))
    return columns[::-1] if tally.shape == "statements" else columns


def parts(tally: Tally, row: Row) -> tuple[Part, ...]:
    if tally.shape not in STACKED:
        return (Part(0, PLAIN, 0.0, row.share()),)
    start, made = -_before_zero(tally, row), []
    for column in order(tally):
        share = row.share(column)
        made.append(Part(column, tones(len(tally.columns))[column], start, share))
        start += share
    return tuple(made)


def span(tally: Tally) -> tuple[float, float]:
    """The ends of the axis: as long as the longest bar on either side of zero."""
    if tally.shape == "statements":
        return 0.0, 1.0
    ends = [part for row in tally.rows if row.base for part in parts(tally, row)]
    low = min((part.start for part in ends), default=0.0)
    high = max((part.start + part.share for part in ends), default=1.0)
    return min(low, 0.0), max(high, 0.01)


def picture(tally: Tally, row: Row, rtl: bool) -> tuple[Rect, ...]:
    low, high = span(tally)
    return tuple(
        rect(part.tone, (part.start - low) / (high - low), part.share / (high - low), rtl)
        for part in parts(tally, row)
        if part.share
    )


def rect(tone: str, start: float, width: float, rtl: bool = False) -> Rect:
    x = 1 - start - width if rtl else start
    return Rect(tone, round(100 * max(x, 0), 2), round(100 * width, 2))


def _before_zero(tally: Tally, row: Row) -> float:
    """How much of a bar lies before the zero line; the neutral middle lies half on either side."""
    if tally.shape == "statements" or not row.base:
        return 0.0
    return (1 + tally.disfavour(row) - tally.favour(row)) / 2

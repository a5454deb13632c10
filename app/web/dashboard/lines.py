"""Lying bars of a drawing: each with its label before it and its number behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.tally import Row
from app.domain.uncertainty import Interval
from app.web.dashboard.bars import PLAIN
from app.web.dashboard.letters import clean, width
from app.web.dashboard.marks import Box, Drawing, Mark, Whisker, moved, stack, written
from app.web.dashboard.notation import Notation

WIDE = 640  # of every drawing: the text of an A4 page
SIZE, SMALL = 13.0, 11.5
LABELS = 250  # most room for what stands before the bars
BAR, GAP = 22, 9


@dataclass(frozen=True)
class Length:
    """How long a bar is, what is written at its end, and between what its value lies, where that is said."""

    value: float
    text: str
    interval: Interval | None = None

    @property
    def low(self) -> float:
        return max(self.interval.low, 0.0) if self.interval else self.value

    @property
    def end(self) -> float:
        """Where bar and whisker end: what is written stands behind both."""
        return max(self.interval.high, self.value) if self.interval else self.value


def lying(rows: Sequence[Row], lengths: Sequence[Length], notation: Notation) -> Drawing:
    """A bar for each length, the longest with its whisker as long as there is room."""
    texts = [clean(each.text) for each in lengths]
    labels = [clean(notation.words(row.label)) for row in rows]
    behind = min(max(width(text, SIZE) for text in texts) + 4, WIDE / 3)
    left = beside(labels)
    unit = (WIDE - left - behind - 6) / (max(each.end for each in lengths) or 1)
    lines = []
    for label, each, text in zip(labels, lengths, texts, strict=True):
        said = written(text, behind, SIZE, notation.rtl)
        number = moved(said.marks, left + each.end * unit + 6, max((BAR - said.height) / 2, 0))
        lines.append(line(label, left, [*_bar(each, left, unit), *number], notation))
    return stack(lines, GAP)


def _bar(each: Length, left: float, unit: float) -> list[Mark]:
    bar = Box(left, 0, each.value * unit, BAR, PLAIN)
    if each.interval is None:
        return [bar]
    return [bar, Whisker(left + each.low * unit, BAR / 2, (each.end - each.low) * unit)]


def beside(labels: Sequence[str]) -> float:
    """The room labels take beside their bars."""
    return min(max(width(label, SIZE) for label in labels) + 2, LABELS) + 12


def line(label: str, left: float, bar: Sequence[Mark], notation: Notation) -> Drawing:
    """A bar, and what stands in it, behind it and below it, with its label before it."""
    words = written(label, left - 12, SIZE, notation.rtl, most=6) if label else Drawing(0, 0)
    down = max((BAR - words.height) / 2, 0)
    high = max(BAR, words.height, *(mark.bottom for mark in bar))
    return Drawing(WIDE, high, (*moved(words.marks, 0, down), *bar))

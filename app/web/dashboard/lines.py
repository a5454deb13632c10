"""Lying bars of a drawing: each with its label before it and its number behind it."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.tally import Row
from app.web.dashboard.bars import PLAIN
from app.web.dashboard.letters import clean, width
from app.web.dashboard.marks import Box, Drawing, Mark, moved, stack, written
from app.web.dashboard.notation import Notation

WIDE = 640  # of every drawing: the text of an A4 page
SIZE, SMALL = 13.0, 11.5
LABELS = 250  # most room for what stands before the bars
BAR, GAP = 22, 9


def lying(rows: Sequence[Row], values: Sequence[float], texts: Sequence[str], notation: Notation) -> Drawing:
    """A bar for each value, the longest as long as there is room."""
    texts = [clean(text) for text in texts]
    labels = [clean(notation.words(row.label)) for row in rows]
    behind = min(max(width(text, SIZE) for text in texts) + 4, WIDE / 3)
    left = beside(labels)
    unit = (WIDE - left - behind - 6) / (max(values) or 1)
    lines = []
    for label, value, text in zip(labels, values, texts, strict=True):
        said = written(text, behind, SIZE, notation.rtl)
        number = moved(said.marks, left + value * unit + 6, max((BAR - said.height) / 2, 0))
        lines.append(line(label, left, [Box(left, 0, value * unit, BAR, PLAIN), *number], notation))
    return stack(lines, GAP)


def beside(labels: Sequence[str]) -> float:
    """The room labels take beside their bars."""
    return min(max(width(label, SIZE) for label in labels) + 2, LABELS) + 12


def line(label: str, left: float, bar: Sequence[Mark], notation: Notation) -> Drawing:
    """A bar, and what stands in it, behind it and below it, with its label before it."""
    words = written(label, left - 12, SIZE, notation.rtl, most=6) if label else Drawing(0, 0)
    down = max((BAR - words.height) / 2, 0)
    high = max(BAR, words.height, *(mark.bottom for mark in bar))
    return Drawing(WIDE, high, (*moved(words.marks, 0, down), *bar))

"""A chart as a sheet of its own: its question and what the numbers say above it, whose and of when they are below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.domain.tally import Tally
from app.domain.uncertainty import interval
from app.web.dashboard.bars import order
from app.web.dashboard.letters import clean
from app.web.dashboard.lines import SMALL, WIDE
from app.web.dashboard.marks import Drawing, moved, stack, written
from app.web.dashboard.notation import Notation

EDGE = 24
HEADING, SAYING = 18.0, 14.0
LONGEST = 4000  # letters of a description


@dataclass(frozen=True)
class Around:
    """The words around a chart: `warnings` come first, `quiet` say of whom the numbers are, `below` is small print."""

    title: str
    message: str
    warnings: tuple[str, ...]
    quiet: tuple[str, ...]
    below: tuple[str, ...]


def sheet(chart: Drawing, around: Around, rtl: bool) -> Drawing:
    """`chart` is not mirrored yet: the whole sheet is, at the end."""
    pieces = [
        *(written(words, WIDE, SMALL, rtl, bold=True) for words in around.warnings),
        written(clean(around.title), WIDE, HEADING, rtl, bold=True, most=6),
        written(around.message, WIDE, SAYING, rtl, most=5),
        *(written(words, WIDE, SMALL, rtl, ink="quiet") for words in around.quiet),
        replace(chart, marks=tuple(moved(chart.marks, 0, 6)), height=chart.height + 12),
        *(written(words, WIDE, SMALL - 1, rtl, ink="quiet", most=12) for words in around.below),
    ]
    made = stack(pieces, 7)
    made = Drawing(WIDE + 2 * EDGE, made.height + 2 * EDGE, tuple(moved(made.marks, EDGE, EDGE)))
    return made.mirrored() if rtl else made


def described(tally: Tally, notation: Notation) -> str:
    """The numbers of a chart as lines of text, for those who do not see it."""
    return "\n".join(_lines(tally, notation))[:LONGEST]


def _lines(tally: Tally, notation: Notation) -> Iterator[str]:
    for row in tally.by_size:
        said = [
            f"{clean(notation.words(tally.columns[column]))} {notation.share(row, column)}" for column in order(tally)
        ]
        alone = f"{notation.share(row, 0)} {notation.shares_between(interval(tally, row))}".strip()
        shares = ", ".join(said) if len(said) > 1 else alone
        yield f"{clean(notation.words(row.label))}: {shares}"

"""Charts as drawings of their own, for paper and for files: one function for each shape of a tally.

They are made of the same parts as the figures on the page (bars.py), so they cannot say anything else.
"""

from __future__ import annotations

from collections.abc import Callable

from app.domain.sentence import N_, Sentence
from app.domain.tally import Row, Tally
from app.domain.uncertainty import interval
from app.web.dashboard.bars import parts, span
from app.web.dashboard.charts import key
from app.web.dashboard.letters import clean, width
from app.web.dashboard.lines import BAR, GAP, SIZE, SMALL, WIDE, Length, beside, line, lying
from app.web.dashboard.marks import Box, Drawing, Mark, Upright, flow, moved, stack, written
from app.web.dashboard.notation import Notation
from app.web.dashboard.pillars import in_order

NONE = "–"


def drawing(tally: Tally, notation: Notation, people: bool = False) -> Drawing | None:
    """The chart of a tally with its key, None when there is nothing to draw; `people` where columns are no shares."""
    made = chart(tally, notation, people)
    return made and (made.mirrored() if notation.rtl else made)


def chart(tally: Tally, notation: Notation, people: bool = False) -> Drawing | None:
    """The same before it is mirrored, for those who put words around it."""
    draw = weeks if people else SHAPES.get(tally.shape)
    if draw is None or not any(row.base for row in tally.rows):
        return None
    return stack([_legend(tally, notation), draw(tally, notation)])


def _legend(tally: Tally, notation: Notation) -> Drawing:
    return flow([(tone, clean(notation.words(name))) for tone, name in key(tally)], WIDE, SIZE, notation.rtl)


def bars(tally: Tally, notation: Notation) -> Drawing:
    lengths = [Length(row.share(), notation.share(row, 0), interval(tally, row)) for row in tally.by_size]
    return lying(tally.by_size, lengths, notation)


def ranking(tally: Tally, notation: Notation) -> Drawing:
    """Bars are first places; beside each stands the place it got on average."""
    rows = tally.by_size
    said = [Sentence.of(N_("{share} (place {mean})"), share=notation.share(row, 0), mean=row.mean or 0) for row in rows]
    lengths = [
        Length(row.share(), notation.words(sentence), interval(tally, row))
        for row, sentence in zip(rows, said, strict=True)
    ]
    return lying(rows, lengths, notation)


def spread(tally: Tally, notation: Notation) -> Drawing:
    """Columns in their order, with a broken line at the mean."""
    lengths = [Length(row.share(), notation.share(row, 0), interval(tally, row)) for row in tally.rows]
    return in_order(tally, lengths, notation)


def weeks(tally: Tally, notation: Notation) -> Drawing:
    """People by week: the same columns with people instead of shares."""
    return in_order(tally, [Length(row.counts[0], notation.number(row.counts[0])) for row in tally.rows], notation)


def stacked(tally: Tally, notation: Notation) -> Drawing:
    """Bars of several parts: around the neutral middle, or from nobody to everyone."""
    rows, (low, high) = tally.by_size, span(tally)
    alone = len(rows) == 1  # the heading says already what it is about
    labels = ["" if alone else clean(notation.words(row.label)) for row in rows]
    left = 0.0 if alone else beside(labels)
    unit = (WIDE - left) / (high - low)
    zero = left - low * unit
    lines = [line(label, left, _pieces(tally, row, left, zero, unit, notation), notation)
             for row, label in zip(rows, labels, strict=True)]  # fmt: skip
    made = stack(lines, GAP)
    middle = [Upright(zero, 0, made.height)] if tally.shape == "diverging" and not alone else []
    return Drawing(WIDE, made.height, (*middle, *made.marks))  # the line behind the bars crosses out no number


def _pieces(tally: Tally, row: Row, left: float, zero: float, unit: float, notation: Notation) -> list[Mark]:
    """The parts of one bar with their numbers. One that does not fit stands below, behind a little box of its tone."""
    boxes, inside, outside = list[Mark](), list[Mark](), []
    for part in parts(tally, row):
        if row.counts[part.column]:
            box = Box(zero + part.start * unit, 0, part.share * unit, BAR, part.tone)
            text = clean(notation.share(row, part.column))
            boxes.append(box)
            if width(text, SMALL) + 6 <= box.width:
                said = written(text, box.width, SMALL, notation.rtl, anchor="middle", ink=part.tone)
                inside += moved(said.marks, box.x + box.width / 2, (BAR - said.height) / 2)
            else:
                outside.append((part.tone, text))
    below = flow(outside if boxes else [("", NONE)], WIDE - left, SMALL, notation.rtl)
    return [*boxes, *inside, *moved(below.marks, left, BAR + 3 if boxes else 2)]


SHAPES: dict[str, Callable[[Tally, Notation], Drawing]] = {
    "bars": bars,
    "diverging": stacked,
    "statements": stacked,
    "spread": spread,
    "ranking": ranking,
    "budget": bars,
    "pairs": bars,
}

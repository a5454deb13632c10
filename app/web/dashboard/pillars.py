"""Standing columns of a drawing, in their order, with a broken line at the mean."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.sentence import N_, Sentence
from app.domain.tally import Tally
from app.web.dashboard.bars import PLAIN
from app.web.dashboard.letters import clean, width
from app.web.dashboard.lines import SMALL, WIDE, Length, lying
from app.web.dashboard.marks import PAPER, Box, Drawing, Mark, Upright, Whisker, moved, stack, written
from app.web.dashboard.notation import Notation

TALL = 150  # of the highest column
BELOW = 3  # lines of a label, at most


def in_order(tally: Tally, lengths: Sequence[Length], notation: Notation) -> Drawing:
    """Standing columns where all that is written below and above them fits, else bars from top to bottom."""
    texts = [clean(each.text) for each in lengths]
    labels = [clean(notation.words(row.label)) for row in tally.rows]
    room = WIDE / len(tally.rows) - 6
    long = any(width(word, SMALL) > room for words in (*labels, *texts) for word in words.split())
    if long or any(width(words, SMALL) > (BELOW - 1) * room for words in labels):
        return lying(tally.rows, lengths, notation)
    return stack([_mean(tally, room + 6, notation), _standing(tally, lengths, texts, labels, notation)], 2)


def _standing(
    tally: Tally, lengths: Sequence[Length], texts: Sequence[str], labels: Sequence[str], notation: Notation
) -> Drawing:
    each, unit = WIDE / len(lengths), TALL / (max(length.end for length in lengths) or 1)
    above, below = (
        [written(words, each - 6, SMALL, notation.rtl, anchor="middle") for words in all_words]
        for all_words in (texts, labels)
    )
    foot = max(text.height for text in above) + 2 + TALL
    marks: list[Mark] = [Upright(each * (at + 0.5), 0, foot, broken=True) for at in _mean_at(tally)]
    for place, length in enumerate(lengths):
        middle, high, wide = each * (place + 0.5), length.value * unit, min(each * 0.7, 60)
        marks.append(Box(middle - wide / 2, foot - high, wide, high, PLAIN))
        if length.interval:
            marks.append(Whisker(middle, foot - length.end * unit, (length.end - length.low) * unit, standing=True))
        clear = Box(-wide / 2, 0, wide, above[place].height, PAPER)  # the line at the mean crosses out no number
        marks += moved([clear, *above[place].marks], middle, foot - length.end * unit - clear.height - 2)
        marks += moved(below[place].marks, middle, foot + 5)
    return Drawing(WIDE, foot + 5 + max(label.height for label in below), tuple(marks))


def _mean_at(tally: Tally) -> list[float]:
    """Where the mean lies between the columns, as it lies between their values; nothing where there is none."""
    base = sum(row.counts[0] for row in tally.rows)
    if tally.mean is None or not base:
        return []
    return [sum(place * row.counts[0] for place, row in enumerate(tally.rows)) / base]


def _mean(tally: Tally, each: float, notation: Notation) -> Drawing:
    for at in _mean_at(tally):
        said = clean(notation.words(Sentence.of(N_("On average about {mean}."), mean=round(tally.mean or 0, 1))))
        half = width(said, SMALL) / 2
        middle = min(max(each * (at + 0.5), half), WIDE - half)
        return written(said, WIDE, SMALL, notation.rtl, middle, "middle", most=1)
    return Drawing(0, 0)

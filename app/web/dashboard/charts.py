"""Figures for Plotly as plain data: one function for each shape of a tally, none for a kind of question.

Figures carry no colour and no size: results.js takes the colours from the style sheet, so that they follow the
visitor's theme, and fits the labels to the width of the screen. `meta.tone` says which colour a trace has.
"""

from __future__ import annotations

from collections.abc import Callable

from app.domain import uncertainty
from app.domain.sentence import N_, Sentence
from app.domain.tally import Label, Tally
from app.web.dashboard.bars import STACKED, order, parts, span, tones
from app.web.dashboard.drawing import Figure, above, hover, isolated, label_of, lying, plain, standing, trace, upright
from app.web.dashboard.notation import Notation


def figure(tally: Tally, notation: Notation) -> Figure | None:
    """The figure of a tally, None when there is nothing to draw."""
    draw = SHAPES.get(tally.shape)
    return draw(tally, notation) if draw and any(row.base for row in tally.rows) else None


def bars(tally: Tally, notation: Notation) -> Figure:
    return _beside(tally, [notation.share(row, 0) for row in tally.by_size], notation)


def ranking(tally: Tally, notation: Notation) -> Figure:
    """Bars are first places; beside each stands the place it got on average."""
    said = [
        Sentence.of(N_("{share} (place {mean})"), share=notation.share(row, 0), mean=row.mean or 0)
        for row in tally.by_size
    ]
    return _beside(tally, [notation.words(sentence) for sentence in said], notation)


def _beside(tally: Tally, texts: list[str], notation: Notation) -> Figure:
    """Lying bars with a text behind each; results.js gives the texts the room they need."""
    intervals = [uncertainty.interval(tally, row) for row in tally.by_size]
    return lying(tally.by_size, [plain(tally.by_size, texts, notation, intervals)], span(tally), notation)


def stacked(tally: Tally, notation: Notation) -> Figure:
    """Bars of several parts: around the neutral middle, or from nobody to everyone."""
    rows = tally.by_size
    made = [parts(tally, row) for row in rows]
    traces = []
    for place, column in enumerate(order(tally)):
        name = label_of(tally.columns[column], notation)
        traces.append({
            **trace(tones(len(tally.columns))[column], name, "h"),
            "base": [row[place].start for row in made],
            "x": [row[place].share for row in made],
            "y": list(range(len(rows))),
            "text": [notation.share(row, column) if row.counts[column] else "" for row in rows],
            "hovertext": [hover(name, row, column, notation) for row in rows],
            "textposition": "inside",
            "insidetextanchor": "middle",
        })  # fmt: skip
    drawn = lying(rows, traces, span(tally), notation)
    drawn["layout"]["xaxis"]["zeroline"] = tally.shape == "diverging"
    if len(rows) == 1:  # the heading says already what it is about
        drawn["layout"]["yaxis"]["ticktext"] = [""]
    return drawn


def spread(tally: Tally, notation: Notation) -> Figure:
    """Columns in their order; a line shows the mean, which lies between the columns as it lies between their values."""
    texts = [notation.share(row, 0) for row in tally.rows]
    intervals = [uncertainty.interval(tally, row) for row in tally.rows]
    drawn = standing(tally.rows, [row.share() for row in tally.rows], texts, notation, intervals)
    if tally.mean is not None:
        base = sum(row.counts[0] for row in tally.rows)
        at = sum(place * row.counts[0] for place, row in enumerate(tally.rows)) / base
        said = notation.words(Sentence.of(N_("On average about {mean}."), mean=round(tally.mean, 1)))
        drawn["layout"]["shapes"] = [upright(at)]
        drawn["layout"]["annotations"] = [above(at, isolated(said))]
    return drawn


def weeks(tally: Tally, notation: Notation) -> Figure | None:
    """People by week: the same columns with people instead of shares."""
    people = [row.counts[0] for row in tally.rows]
    return standing(tally.rows, people, [notation.number(count) for count in people], notation) if people else None


SHAPES: dict[str, Callable[[Tally, Notation], Figure]] = {
    "bars": bars,
    "diverging": stacked,
    "statements": stacked,
    "spread": spread,
    "ranking": ranking,
    "budget": bars,
    "pairs": bars,
}


def key(tally: Tally) -> list[tuple[str, Label]]:
    """The tone of each column with its name, in the order of the bars."""
    if tally.shape not in STACKED:
        return []
    return [(tones(len(tally.columns))[column], tally.columns[column]) for column in order(tally)]

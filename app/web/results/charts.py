"""Figures for Plotly as plain data: one function for each shape of a tally, none for a kind of question.

Figures carry no colour and no size: results.js takes the colours from the style sheet, so that they follow the
visitor's theme, and fits the labels to the width of the screen. `meta.tone` says which colour a trace has.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from app.domain.sentence import N_, Sentence
from app.domain.tally import Row, Tally
from app.web.results.bars import PLAIN, STACKED, order, parts, span, tones
from app.web.results.notation import Notation

Figure = dict[str, Any]
ROOM = 1.2  # of the longest bar, so that the percentage behind it is not cut off


def figure(tally: Tally, notation: Notation) -> Figure | None:
    """The figure of a tally, None when there is nothing to draw."""
    draw = SHAPES.get(tally.shape)
    return draw(tally, notation) if draw and any(row.base for row in tally.rows) else None


def bars(tally: Tally, notation: Notation) -> Figure:
    rows = tally.by_size
    return _lying(
        rows,
        [_bar_trace(rows, [notation.percent(row.share()) for row in rows], notation)],
        _end(tally),
        notation,
    )


def ranking(tally: Tally, notation: Notation) -> Figure:
    """Bars are first places; beside each stands the place it got on average."""
    rows = tally.by_size
    texts = [
        notation.words(
            Sentence.of(N_("{share} (place {mean})"), share=notation.percent(row.share()), mean=row.mean or 0)
        )
        for row in rows
    ]
    return _lying(rows, [_bar_trace(rows, texts, notation)], _end(tally, 2 * ROOM), notation)


def stacked(tally: Tally, notation: Notation) -> Figure:
    """Bars of several parts: around the neutral middle, or from nobody to everyone."""
    rows = tally.by_size
    made = [parts(tally, row) for row in rows]
    traces = []
    for place, column in enumerate(order(tally)):
        name = _label(tally.columns[column], notation)
        traces.append({
            **_trace(tones(len(tally.columns))[column], name, "h"),
            "base": [row[place].start for row in made],
            "x": [row[place].share for row in made],
            "y": list(range(len(rows))),
            "text": [notation.percent(row[place].share) if row[place].share else "" for row in made],
            "hovertext": [_hover(name, row, column, notation) for row in rows],
            "textposition": "inside",
            "insidetextanchor": "middle",
        })  # fmt: skip
    drawn = _lying(rows, traces, span(tally), notation)
    drawn["layout"]["xaxis"]["zeroline"] = tally.shape == "diverging"
    if len(rows) == 1:  # the heading says already what it is about
        drawn["layout"]["yaxis"]["ticktext"] = [""]
    return drawn


def spread(tally: Tally, notation: Notation) -> Figure:
    """Columns in their order; a line shows the mean, which lies between the columns as it lies between their values."""
    texts = [notation.percent(row.share()) for row in tally.rows]
    drawn = _standing(tally.rows, [row.share() for row in tally.rows], texts, notation)
    if tally.mean is not None:
        base = sum(row.counts[0] for row in tally.rows)
        at = sum(place * row.counts[0] for place, row in enumerate(tally.rows)) / base
        said = notation.words(Sentence.of(N_("On average about {mean}."), mean=round(tally.mean, 1)))
        drawn["layout"]["shapes"] = [_upright(at)]
        drawn["layout"]["annotations"] = [_above(at, _isolated(said))]
    return drawn


def weeks(tally: Tally, notation: Notation) -> Figure:
    """People by week: the same columns with people instead of shares."""
    people = [row.counts[0] for row in tally.rows]
    return _standing(tally.rows, people, [notation.number(count) for count in people], notation)


SHAPES: dict[str, Callable[[Tally, Notation], Figure]] = {
    "bars": bars,
    "diverging": stacked,
    "statements": stacked,
    "spread": spread,
    "ranking": ranking,
    "budget": bars,
}


def key(tally: Tally) -> list[tuple[str, Any]]:
    """The tone of each column with its name, in the order of the bars."""
    if tally.shape not in STACKED:
        return []
    return [(tones(len(tally.columns))[column], tally.columns[column]) for column in order(tally)]


def _bar_trace(rows: Sequence[Row], texts: list[str], notation: Notation) -> Figure:
    return {
        **_trace(PLAIN, "", "h"),
        "x": [row.share() for row in rows],
        "y": list(range(len(rows))),
        "text": [_isolated(text) for text in texts],
        "hovertext": [_hover(_label(row.label, notation), row, 0, notation) for row in rows],
        "textposition": "outside",
        "cliponaxis": False,
    }


def _trace(tone: str, name: str, orientation: str) -> Figure:
    return {
        "type": "bar",
        "orientation": orientation,
        "name": name,
        "meta": {"tone": tone},
        "hoverinfo": "text",
        "constraintext": "none",
        "textangle": 0,
    }


def _lying(rows: Sequence[Row], traces: list[Figure], ends: tuple[float, float], notation: Notation) -> Figure:
    labels = {
        "tickvals": list(range(len(rows))),
        "ticktext": [_label(row.label, notation) for row in rows],
        "range": [len(rows) - 0.5, -0.5],
        "side": "right" if notation.rtl else "left",
    }
    values = {"range": list(ends)[::-1] if notation.rtl else list(ends), "showticklabels": False}
    return {"data": traces, "layout": _layout(values, labels, notation)}


def _standing(rows: Sequence[Row], values: Sequence[float], texts: list[str], notation: Notation) -> Figure:
    trace = {
        **_trace(PLAIN, "", "v"),
        "x": list(range(len(rows))),
        "y": list(values),
        "text": [_isolated(text) for text in texts],
        "hovertext": [_hover(_label(row.label, notation), row, 0, notation) for row in rows],
        "textposition": "outside",
        "cliponaxis": False,
    }
    ends = [-0.5, len(rows) - 0.5]
    labels = {
        "tickvals": list(range(len(rows))),
        "ticktext": [_label(row.label, notation) for row in rows],
        "range": ends[::-1] if notation.rtl else ends,
    }
    heights = {"range": [0, ROOM * max(values)], "showticklabels": False}
    return {"data": [trace], "layout": _layout(labels, heights, notation)}


def _layout(xaxis: Figure, yaxis: Figure, notation: Notation) -> Figure:
    still: Figure = {"fixedrange": True, "showgrid": False, "zeroline": False, "ticks": ""}
    return {
        "xaxis": {**still, **xaxis},
        "yaxis": {**still, **yaxis},
        "barmode": "overlay",  # parts of a bar say themselves where they begin
        "showlegend": False,  # the names of the colours stand above the chart as text
        "hovermode": "closest",
        "dragmode": False,
        "separators": notation.separators,
    }


def _end(tally: Tally, room: float = ROOM) -> tuple[float, float]:
    return 0.0, span(tally)[1] * room


def _upright(at: float) -> Figure:
    return {
        "type": "line",
        "x0": at,
        "x1": at,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"width": 2, "dash": "dash"},
    }


def _above(at: float, text: str) -> Figure:
    return {"x": at, "y": 1, "yref": "paper", "yanchor": "bottom", "text": text, "showarrow": False}


def _hover(name: str, row: Row, column: int, notation: Notation) -> str:
    count = notation.number(row.counts[column])
    return f"{name}<br>{_isolated(notation.percent(row.share(column)))} ({_isolated(count)})"


def _label(label: Any, notation: Notation) -> str:
    return _isolated(notation.words(label))


def _isolated(words: str) -> str:
    """Words Plotly may not read as its pseudo-HTML, kept apart from the direction of the drawing around them."""
    return f"\u2068{escape(words, quote=False)}\u2069"

"""The parts of a figure in Plotly's words: lying bars, standing columns, their labels and axes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from app.domain.tally import Label, Row
from app.domain.uncertainty import Interval
from app.web.dashboard.bars import PLAIN
from app.web.dashboard.notation import Notation

Figure = dict[str, Any]
ROOM = 1.2  # above the highest column, for its number


def trace(tone: str, name: str, orientation: str) -> Figure:
    return {
        "type": "bar",
        "orientation": orientation,
        "name": name,
        "meta": {"tone": tone},
        "hoverinfo": "text",
        "constraintext": "none",
        "textangle": 0,
    }


def plain(
    rows: Sequence[Row], texts: list[str], notation: Notation, intervals: Sequence[Interval | None] = ()
) -> Figure:
    """A bar for each row's share, with a text behind its end and a whisker over its interval."""
    return {
        **({"error_x": whiskers(rows, intervals)} if any(intervals) else {}),
        **trace(PLAIN, "", "h"),
        "x": [row.share() for row in rows],
        "y": list(range(len(rows))),
        "text": [isolated(text) for text in texts],
        "hovertext": [hover(label_of(row.label, notation), row, 0, notation) for row in rows],
        "textposition": "outside",
        "cliponaxis": False,
    }


def whiskers(rows: Sequence[Row], intervals: Sequence[Interval | None]) -> Figure:
    """Thin lines over the intervals; Plotly wants to know how far they reach beyond the share and short of it."""
    both = list(zip(rows, intervals, strict=True))
    return {
        "type": "data",
        "symmetric": False,
        "array": [max(interval.high - row.share(), 0) if interval else None for row, interval in both],
        "arrayminus": [max(row.share() - interval.low, 0) if interval else None for row, interval in both],
    }


def lying(rows: Sequence[Row], traces: list[Figure], ends: tuple[float, float], notation: Notation) -> Figure:
    """Bars below each other, the first on top; they grow in the direction of reading."""
    labels = {
        "tickvals": list(range(len(rows))),
        "ticktext": [label_of(row.label, notation) for row in rows],
        "range": [len(rows) - 0.5, -0.5],
        "side": "right" if notation.rtl else "left",
    }
    values = {"range": list(ends)[::-1] if notation.rtl else list(ends), "showticklabels": False}
    return {"data": traces, "layout": _layout(values, labels, notation)}


def rows_of(figure: Figure | None) -> int:
    """How many bars lie below each other; columns that stand in a row are none."""
    return len(figure["layout"]["yaxis"].get("ticktext", ())) if figure else 0


def rows(figure: Figure, start: int, end: int | None) -> Figure:
    """Some of the bars that lie below each other, drawn to the measure of all of them."""
    labels = figure["layout"]["yaxis"]["ticktext"][start:end]
    lists = ("base", "x", "text", "hovertext")
    data = [
        {
            **each,
            **{name: each[name][start:end] for name in lists if name in each},
            **_whiskers(each, start, end),
            "y": list(range(len(labels))),
        }
        for each in figure["data"]
    ]
    own = {"tickvals": list(range(len(labels))), "ticktext": labels, "range": [len(labels) - 0.5, -0.5]}
    measure = {"longest": _longest(figure), "texts": [text for each in figure["data"] for text in each["text"]]}
    layout = {**figure["layout"], "yaxis": {**figure["layout"]["yaxis"], **own}, "meta": measure}
    return {"data": data, "layout": layout}


def _longest(figure: Figure) -> float:
    """Where the longest bar ends with its whisker."""
    ends = []
    for trace in figure["data"]:
        beyond = trace.get("error_x", {}).get("array", [None] * len(trace["x"]))
        ends += [value + (more or 0) for value, more in zip(trace["x"], beyond, strict=True)]
    return max(ends, default=0)


def _whiskers(trace: Figure, start: int, end: int | None) -> Figure:
    """Some of the whiskers of lying bars, where there are any."""
    whole = trace.get("error_x")
    if not whole:
        return {}
    return {"error_x": {**whole, **{name: whole[name][start:end] for name in ("array", "arrayminus")}}}


def standing(
    rows: Sequence[Row],
    values: Sequence[float],
    texts: list[str],
    notation: Notation,
    intervals: Sequence[Interval | None] = (),
) -> Figure:
    """Columns in a row, the first where reading begins."""
    ends = [-0.5, len(rows) - 0.5]
    labels = {
        "tickvals": list(range(len(rows))),
        "ticktext": [label_of(row.label, notation) for row in rows],
        "range": ends[::-1] if notation.rtl else ends,
    }
    columns = {**plain(rows, texts, notation), "orientation": "v", "x": list(range(len(rows))), "y": list(values)}
    if any(intervals):
        columns["error_y"] = whiskers(rows, intervals)
    highest = max([*values, *(interval.high for interval in intervals if interval)])
    heights = {"range": [0, ROOM * highest], "showticklabels": False}
    return {"data": [columns], "layout": _layout(labels, heights, notation)}


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


def upright(at: float) -> Figure:
    """A broken line behind the columns, so that it crosses out no number."""
    ends = {"x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper"}
    return {"type": "line", **ends, "line": {"width": 2, "dash": "dash"}, "layer": "below"}


def above(at: float, text: str) -> Figure:
    return {"x": at, "y": 1, "yref": "paper", "yanchor": "bottom", "text": text, "showarrow": False}


def hover(name: str, row: Row, column: int, notation: Notation) -> str:
    count = f" ({isolated(notation.number(row.counts[column]))})" if row.counts[column] else ""
    return f"{name}<br>{isolated(notation.share(row, column))}{count}"


def label_of(label: Label, notation: Notation) -> str:
    return isolated(notation.words(label))


def isolated(words: str) -> str:
    """Words Plotly may not read as its pseudo-HTML, kept apart from the direction of the drawing around them."""
    return f"\u2068{escape(words, quote=False)}\u2069"

"""A report as a PDF file: tagged, with an outline, in both directions of writing."""

from __future__ import annotations

from pathlib import Path

from flask import render_template
from markupsafe import Markup

from app.web.dashboard import paint
from app.web.dashboard.letters import UNWANTED, from_right
from app.web.pdf import drawn
from app.web.results.blocks import Paper, Picture
from app.web.results.brief import brief

STYLE = (Path(__file__).parent / "report.css").read_text()
UNIVERSAL = "pdf/ua-1"  # ISO 14289-1: what screen readers need


def pdf(paper: Paper) -> bytes:
    page = render_template("web/results/report.html", paper=paper, painted=_painted, direction=_direction, brief=brief)
    return drawn(UNWANTED.sub("", page), STYLE + _margins(paper.language.direction), UNIVERSAL)


def _painted(picture: Picture) -> Markup:
    return paint.html(picture.drawing, picture.title)


def _direction(words: str) -> str:
    return "rtl" if from_right(words, False) else "ltr"


def _margins(direction: str) -> str:
    """What stands below each page: pages have no start and end, only left and right."""
    start, end = ("right", "left") if direction == "rtl" else ("left", "right")
    return (
        f"@page {{ @bottom-{start} {{ content: string(foot); direction: {direction}; text-align: {start}; width: 88% }}"
        f" @bottom-{end} {{ content: counter(page) ' / ' counter(pages); text-align: {end}; white-space: nowrap }} }}"
    )

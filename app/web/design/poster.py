"""Posters, small and large, and strips to tear off, as PDF files of one page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from flask import render_template

from app.domain.questionnaire import Questionnaire
from app.web.design.invitation import Invitation
from app.web.pdf import drawn

STYLE = Path(__file__).with_suffix(".css")
STRIPS = 8
ACROSS = 52.5  # rem: all lengths are in rem, so one layout serves both sizes of paper
# file: the template, and the size of the paper
PAPERS = {
    "poster-a4.pdf": ("poster", "A4"),
    "poster-a5.pdf": ("poster", "A5"),
    "strips-a4.pdf": ("strips", "A4"),
}
REM = {"A4": "4mm", "A5": "2.819mm"}


def on_paper(each: Invitation, name: str) -> bytes:
    template, size = PAPERS[name]
    return _drawn(render_template(f"web/design/{template}.html", each=each, strips=STRIPS), size)


def every_language(asked: Questionnaire, invitations: Sequence[Invitation]) -> bytes:
    """One poster on which everyone finds their own language."""
    first = next(each for each in invitations if each.language.tag == asked.source)
    rows = [invitations[at : at + 2] for at in range(0, len(invitations), 2)]
    return _drawn(render_template("web/design/languages_poster.html", each=first, rows=rows), "A4")


def _drawn(page: str, size: str) -> bytes:
    sizes = f"@page {{ size: {size}; margin: 0 }} html {{ font-size: {REM[size]} }}"
    begins = [f".strip--{n + 1} {{ left: {n * ACROSS / STRIPS}rem }}" for n in range(STRIPS)]
    return drawn(page, "\n".join([sizes, *begins, STYLE.read_text()]))

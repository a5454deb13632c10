"""Slips of paper with a code each: a sheet of them as a page to print, and the same as a PDF file."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import segno
from flask import render_template
from flask_babel import force_locale, gettext
from markupsafe import Markup, escape

from app.domain.code import grouped
from app.domain.language import LANGUAGES, Language
from app.domain.questionnaire import Questionnaire
from app.web.pdf import drawn

ACROSS, DOWN = 3, 8
STYLE = Path(__file__).parents[1] / "static" / "slips.css"
MASK = 2  # of a QR picture: trying all eight takes five times as long, and phones read each of them


@dataclass(frozen=True)
class Slip:
    """One code as people read it, and a picture of the address that brings it along behind a #."""

    code: str
    picture: Markup


@dataclass(frozen=True)
class Paper:
    """Sheets of slips in one language, row by row; a row may be shorter at the very end."""

    language: Language
    title: str
    how: Markup
    sheets: list[list[list[Slip]]]

    def page(self) -> str:
        """To be printed by the browser, with a word to staff above that is not printed."""
        return render_template("web/design/slips.html", paper=self, printed=False, across=ACROSS)

    def pdf(self) -> bytes:
        """A PDF file, A4; raises an OSError where `has_pango` says no."""
        html = render_template("web/design/slips.html", paper=self, printed=True, across=ACROSS)
        return drawn(html, STYLE.read_text())


def paper(questionnaire: Questionnaire, language: str, address: str, codes: Sequence[str]) -> Paper:
    """The slips for these codes; `address` is where the questionnaire is answered in this language."""
    slips = [Slip(grouped(code), _picture(f"{address}#{grouped(code)}")) for code in codes]
    title = questionnaire.title.said(language).words
    return Paper(LANGUAGES[language], title, _how(language, address), _sheets(slips))


def _how(language: str, address: str) -> Markup:
    with force_locale(LANGUAGES[language].babel):
        # Translators: this stands on a very small slip of paper; no more than about 80 letters, please.
        sentence = escape(gettext("Scan the picture. Or open %(address)s and type the code. It works once."))
    short = address.partition("://")[2].partition("?")[0]
    return sentence % {"address": Markup('<bdi dir="ltr">{}</bdi>').format(short)}


def _picture(address: str) -> Markup:
    picture = io.BytesIO()
    options: dict[str, Any] = {"xmldecl": False, "svgns": False, "nl": False, "omitsize": True, "border": 4}
    qr = segno.make(address, error="m", micro=False, boost_error=False, mask=MASK)
    qr.save(picture, kind="svg", svgclass="qr", lineclass=None, **options)
    return Markup(picture.getvalue().decode())  # noqa: S704  drawn by segno from squares alone


def _sheets(slips: list[Slip]) -> list[list[list[Slip]]]:
    rows = [slips[at : at + ACROSS] for at in range(0, len(slips), ACROSS)]
    return [rows[at : at + DOWN] for at in range(0, len(rows), DOWN)]

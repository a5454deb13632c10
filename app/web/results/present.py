"""The results as slides for a committee room: one chart a screen, read from the back row, without a network."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

import segno
from flask import current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.domain.profile import PROFILES
from app.domain.release import Release
from app.domain.tally import Label
from app.web.answering import settle_language
from app.web.dashboard.board import Board, board
from app.web.dashboard.drawing import rows, rows_of
from app.web.dashboard.exhibit import Exhibit
from app.web.dashboard.notation import visitors_notation
from app.web.db import reading
from app.web.language import languages_of
from app.web.results import history
from app.web.results.counted import Counted, counted
from app.web.results.door import bp
from app.web.results.keeping import kept

ROWS = 7  # of a chart on one slide
LETTERS = 480  # of people's texts on one slide
FRAME = 50  # letters that would fit where the frame of a text or the name of a translation stands
MOST = 3  # slides of texts to one question; the results page has them all

Voices = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Slide:
    """An exhibit under the name of its theme, or the `part` of it that fits on a screen, or some of its texts."""

    theme: Label | None
    exhibit: Exhibit
    part: int = 1
    parts: int = 1
    voices: Voices = ()


@bp.get("/<slug>/present")
def present(slug: str) -> ResponseReturnValue:
    with reading() as db:
        found = counted(db, slug)
        if found is None:
            return history.no_such_release(db, slug)
    release = found.release
    if release is None:  # the results page says when there will be some
        return redirect(url_for(".show", slug=slug), 303)
    settle_language(found.version.questionnaire)
    g.asked = found.address
    where = _address(found)
    return kept(["present", *found.made_of, where], lambda: _page(found, release, where), found.keep, "other results")


def _page(found: Counted, release: Release, where: str) -> str:
    questionnaire = found.version.questionnaire
    made = board(questionnaire, release, found.view, visitors_notation())
    return render_template(
        "web/results/present.html",
        slug=found.version.slug,
        found=found,
        questionnaire=questionnaire,
        languages=languages_of(questionnaire.languages),
        release=release,
        board=made,
        slides=list(slides(made)),
        profile=PROFILES[release.profile],
        where=where,
        picture=_picture(where),
    )


def slides(made: Board) -> Iterator[Slide]:
    for each in made.taking_part:
        yield from _in_parts(None, each)
    for page, exhibits in made.pages:
        for each in exhibits:
            yield from _in_parts(page.title, each)
            if each.themes:
                yield from _in_parts(page.title, each.themes)
            for some in _in_slides(each.voices)[:MOST]:
                yield Slide(page.title, each, voices=some)


def _in_parts(theme: Label | None, each: Exhibit) -> Iterator[Slide]:
    """Long charts in parts of about the same length, for their labels would be too small to read."""
    parts = ceil(rows_of(each.figure) / ROWS) or 1
    ends = [round(rows_of(each.figure) * part / parts) for part in range(parts)]
    for part, (start, end) in enumerate(zip(ends, [*ends[1:], None], strict=True), 1):
        some = each.table and replace(each.table, lines=each.table.lines[start:end])
        figure = each.figure and (rows(each.figure, start, end) if parts > 1 else each.figure)
        yield Slide(theme, replace(each, table=some, figure=figure), part, parts)


def _in_slides(voices: Voices) -> list[Voices]:
    """The texts in their order, as many on a slide as can be read from afar."""
    made: list[list[Mapping[str, str]]] = []
    for voice in voices:
        if not made or sum(map(_room, [*made[-1], voice])) > LETTERS:
            made.append([])
        made[-1].append(voice)
    return list(made)


def _room(voice: Mapping[str, Any]) -> int:
    """How many letters a text takes up, with the longest of its translations."""
    translated = max(map(len, voice.get("translations", {}).values()), default=-FRAME) + FRAME
    return len(voice["words"]) + translated + FRAME


def _address(found: Counted) -> str:
    """Where everyone in the room finds the same numbers."""
    outside = current_app.config["MITSPRACHE"].address.rstrip("/") or request.host_url.rstrip("/")
    return outside + url_for(".show", slug=found.version.slug, **found.address)


def _picture(address: str) -> Markup:
    picture = io.BytesIO()
    qr = segno.make(address, error="m", micro=False)
    qr.save(picture, kind="svg", xmldecl=False, svgns=False, nl=False, omitsize=True, svgclass="qr", lineclass=None)
    return Markup(picture.getvalue().decode())  # noqa: S704  drawn by segno from squares alone

"""One chart as a picture: a sheet that says by itself what it shows, of whom, of when, and who may use it."""

from __future__ import annotations

from flask import abort, current_app
from flask_babel import gettext as _
from markupsafe import Markup

from app.domain.release import Release
from app.web.dashboard import paint
from app.web.dashboard.board import Board, board
from app.web.dashboard.exhibit import Exhibit
from app.web.dashboard.letters import FSI, PDI, plain
from app.web.dashboard.marks import Drawing
from app.web.dashboard.notation import Notation, visitors_notation
from app.web.dashboard.sheet import Around, described, sheet
from app.web.dashboard.vector import chart
from app.web.language import here, number, say, tell
from app.web.pdf import pictures
from app.web.results.contents import of_people, phrases
from app.web.results.counted import Counted

LICENCE = "dl-de/by-2-0"
# The words of a drawing lie above its shapes.
STYLE = """
body { margin: 0 }
.drawing { position: relative; background: #fff; font-family: Noto Sans, Noto Sans Arabic, DejaVu Sans, sans-serif }
.drawing svg { display: block }
.drawing div { position: absolute; white-space: nowrap }
"""


def svg(found: Counted, release: Release, question: str) -> bytes:
    drawn, exhibit, notation = _drawn(found, release, question)
    title, numbers = _title(exhibit), described(exhibit.tally, notation) if exhibit.tally else ""
    return paint.svg(drawn, title, f"{_message(exhibit)}\n{numbers}".strip(), here().tag)


def png(found: Counted, release: Release, question: str) -> bytes:
    drawn, exhibit, _notation = _drawn(found, release, question)
    piece = (drawn.width, drawn.height, paint.html(drawn, _title(exhibit)))
    return pictures([piece], here().tag, STYLE)[0]


def _drawn(found: Counted, release: Release, question: str) -> tuple[Drawing, Exhibit, Notation]:
    notation = visitors_notation()
    shown = board(found.version.questionnaire, release, found.view.of_group, notation)
    exhibit = _exhibit(shown, question) or abort(404)
    drawn = exhibit.tally and chart(exhibit.tally, notation, of_people(exhibit))
    return sheet(drawn or abort(404), _around(exhibit, shown, release), notation.rtl), exhibit, notation


def _exhibit(shown: Board, question: str) -> Exhibit | None:
    every = [*shown.taking_part, *(exhibit for _page, exhibits in shown.pages for exhibit in exhibits)]
    every += [exhibit.themes for exhibit in every if exhibit.themes]
    return next((exhibit for exhibit in every if exhibit.id == question), None)


def _around(exhibit: Exhibit, shown: Board, release: Release) -> Around:
    said = phrases(release)
    warnings = [_("Simulated: these answers are invented.")] if release.simulated else []
    if shown.group:
        warnings.append(f"{_('You see only this group:')} {plain(say(shown.group.label))}")
    quiet = [plain(Markup(said.base(exhibit, exhibit.tally)))] if exhibit.message else []  # noqa: S704  a macro of ours
    source = " · ".join(
        (
            f"{FSI}{current_app.config['MITSPRACHE'].site_name}{PDI}",  # German, in a line that need not be
            _("Release %(number)s", number=number(release.number)),
            _("Data licence Germany – attribution – version 2.0 (%(short)s)", short=LICENCE),
        )
    )
    caption = plain(Markup(said.caption(exhibit)))  # noqa: S704  a macro of ours
    return Around(_title(exhibit), _message(exhibit), tuple(warnings), tuple(quiet), (caption, source))


def _title(exhibit: Exhibit) -> str:
    return plain(say(exhibit.title, {}))


def _message(exhibit: Exhibit) -> str:
    return plain(tell(exhibit.message)) if exhibit.message else ""

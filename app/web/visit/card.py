"""A picture of where a consultation stands today, for the pages of others and for the previews of messengers."""

from __future__ import annotations

from functools import lru_cache
from threading import Lock

from flask import Response, abort, current_app
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.consultation import Consultation, Phase
from app.domain.standing import Standing, standing
from app.web.clock import today
from app.web.dashboard import paint
from app.web.dashboard.letters import plain
from app.web.dashboard.marks import Box, Drawing, moved, stack, written
from app.web.language import here, say
from app.web.pdf import has_pango, pictures
from app.web.visit.consultation import find, when
from app.web.visit.door import bp

WIDE, HIGH = 600, 315  # what previews of links are cut to; PNG has twice as many pixels
EDGE, HEAD, BAR = 24, 44, 6
ROOM = WIDE - 2 * EDGE
TITLE, STEP, TEXT, SMALL = 24.0, 19.0, 16.0, 14.0
SCALES = (1.35, 1.2, 1)
# WeasyPrint's page has no margin of its own; the words of a drawing lie above its shapes.
STYLE = """
body { margin: 0 }
.drawing { position: relative; background: #fff; font-family: Noto Sans, Noto Sans Arabic, DejaVu Sans, sans-serif }
.drawing svg { display: block }
.drawing div { position: absolute; white-space: nowrap }
"""
_one_at_a_time = Lock()


@bp.get("/consultation/<slug>/card.<any(svg, png):kind>")
def card(slug: str, kind: str) -> ResponseReturnValue:
    document = find(slug).document
    now = standing(document, today())
    drawing, title = drawn(document, now), plain(say(document.title))
    if kind == "svg":
        answer = Response(paint.svg(drawing, title, "\n".join(_lines(now)), here().tag), content_type="image/svg+xml")
    else:
        answer = Response(png(drawing, title, here().tag), content_type="image/png")
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # it is made to be shown elsewhere
    return answer


@lru_cache(maxsize=48)
def _png(drawing: Drawing, title: str, language: str) -> bytes:
    piece = (drawing.width, drawing.height, paint.html(drawing, title))
    return pictures([piece], language, STYLE)[0]


def png(drawing: Drawing, title: str, language: str) -> bytes:
    """Takes a second, so each is made once, and one after the other."""
    if not has_pango():
        abort(404)
    with _one_at_a_time:
        return _png(drawing, title, language)


def drawn(consultation: Consultation, now: Standing) -> Drawing:
    """As large as everything still finds its place."""
    rtl = here().direction == "rtl"
    site = written(current_app.config["MITSPRACHE"].site_name, ROOM, 16, rtl=False, bold=True, ink="p3", most=1)
    bodies = (_body(consultation, _two(now), rtl, scale) for scale in SCALES)
    body = next((each for each in bodies if each.height <= HIGH - HEAD - EDGE), _body(consultation, _two(now), rtl, 1))
    marks = (
        Box(0, 0, WIDE, HEAD, "p3"),
        *moved(site.marks, EDGE, (HEAD - site.height) / 2),
        *moved(body.marks, EDGE, HEAD + EDGE - 6),
    )
    made = Drawing(WIDE, HIGH, marks)
    return made.mirrored() if rtl else made


def _two(now: Standing) -> list[Phase]:
    """One step that goes on, and the next: more has no room."""
    return [*now.now[-1:], *([now.next] if now.next else [])]


def _body(consultation: Consultation, phases: list[Phase], rtl: bool, scale: float) -> Drawing:
    title = written(plain(say(consultation.title)), ROOM, TITLE * scale, rtl, bold=True, most=2)
    about = [] if phases[1:] else [written(plain(say(consultation.intro)), ROOM, TEXT, rtl, most=4)]
    return stack([title, *about, *(_step(phase, rtl, scale) for phase in phases)], 12 * scale)


def _step(phase: Phase, rtl: bool, scale: float) -> Drawing:
    (label, title), room = _words(phase), ROOM - 3 * BAR
    said = written(label, room, SMALL * scale, rtl, ink="quiet", most=1)
    made = stack([said, written(title, room, STEP * scale, rtl, bold=True, most=2)], 2)
    bar = Box(0, 0, BAR, made.height, "p2" if phase.state(today()) == "now" else "0")
    return Drawing(ROOM, made.height, (bar, *moved(made.marks, 3 * BAR, 0)))


def _words(phase: Phase) -> tuple[str, str]:
    state = _("Now") if phase.state(today()) == "now" else _("Still to come")
    return f"{state} · {plain(when(phase))}", plain(say(phase.title))


def _lines(now: Standing) -> list[str]:
    return [": ".join(_words(phase)) for phase in _two(now)]

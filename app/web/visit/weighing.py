"""The table of weighing that administrations know: on a page, as a workbook, and on paper."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from flask import abort, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup, escape

from app.domain.document import dump
from app.domain.outcome import STATUSES, Measure, Outcome
from app.domain.sentence import N_, Sentence
from app.domain.weighing import Row, Wanted, rows
from app.store.documents import Published
from app.web.dashboard.letters import UNWANTED
from app.web.language import day, here, say
from app.web.pdf import drawn, has_pango
from app.web.press import Press
from app.web.sources import Shown
from app.web.visit.door import bp
from app.web.visit.outcome import around, asked_for, find, sources_of
from app.web.visit.workbook import workbook

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
bp.add_app_template_global(has_pango)
TAG = re.compile(r"<[^<>]*>")
STYLE = Path(__file__).with_name("weighing.css")
HEAD = (
    N_("No."),
    N_("Theme"),
    N_("Demand"),
    N_("Where it comes from"),
    N_("Measure"),
    N_("Reasons"),
    N_("Decision"),
    N_("Status"),
    N_("Responsible"),
    N_("As of"),
)


@bp.get("/outcome/<slug>/table", endpoint="weighing")
def show(slug: str) -> ResponseReturnValue:
    found = find(slug)
    wanted = asked_for(found.document)
    common = around(found.document, found.changed, wanted)
    return render_template("web/visit/weighing.html", **common, head=HEAD, lines=_lines(found, wanted, True))


@bp.get("/outcome/<slug>/table.<any(xlsx, pdf):kind>", endpoint="weighing_file")
def file(slug: str, kind: str) -> ResponseReturnValue:
    found = find(slug)
    wanted = asked_for(found.document)
    make: dict[str, Callable[[], bytes]] = {"xlsx": lambda: _xlsx(found, wanted), "pdf": lambda: _pdf(found, wanted)}
    if kind == "pdf" and not has_pango():
        abort(404)
    answer = make_response(_pressed(found, wanted, kind, make[kind]) or abort(503))
    answer.content_type = TYPES[kind]
    name = f"{slug}-{found.changed.isoformat()}-{here().tag}.{kind}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _lines(found: Published[Outcome], wanted: Wanted, linked: bool = False) -> list[tuple[Markup, ...]]:
    """Each row as the cells of the table, in the order of its head; links lead somewhere on a page only."""
    shown = {id: each if linked else replace(each, address="") for id, each in sources_of(found.document).items()}
    return [_cells(row, shown, found.document.source) for row in rows(found.document) if wanted.takes(row, here().tag)]


def _cells(row: Row, shown: dict[str, Shown], source: str) -> tuple[Markup, ...]:
    measure = row.measure
    until = gettext("until %(day)s", day=day(measure.until)) if measure and measure.until else ""
    return (
        escape(row.number),
        say(row.theme.title),
        _joined(say(row.demand.title), say(row.demand.text)),
        _joined(*(_origin(shown[each.id], say(each.note)) for each in row.evidence if each.id in shown)),
        _joined(say(measure.title), say(measure.text)) if measure else Markup(),
        say(row.reason),
        say(row.decision),
        say(Sentence(STATUSES[row.status])),
        _joined(_responsible(measure, source), escape(until)),
        escape(day(row.day) if row.day else ""),
    )


def _responsible(measure: Measure | None, source: str) -> Markup:
    """As it was written, in the language the outcome was written in."""
    named = measure.responsible if measure else ""
    return Markup('<bdi lang="{}">{}</bdi>').format(source, named) if named else Markup()


def _origin(source: Shown, note: Markup) -> Markup:
    kind = say(source.kind)
    if source.address:
        kind = Markup('<a href="{}">{}</a>').format(source.address, kind)
    return _joined(kind, say(source.title), note, say(source.says) if source.says else Markup(), between=" · ")


def _joined(*parts: Markup, between: str = "\n") -> Markup:
    return escape(between).join(part for part in parts if part)


def _pressed(found: Published[Outcome], wanted: Wanted, kind: str, make: Callable[[], bytes]) -> bytes | None:
    """One at a time, and the same file for all who ask for the same, until something is published anew."""
    of = (json.dumps(dump(found.document)), here().tag, kind, repr(wanted), request.host)
    press: Press = current_app.extensions.setdefault("press", Press())
    return press.file(hashlib.sha256("\n".join(of).encode()).hexdigest(), make)


def _xlsx(found: Published[Outcome], wanted: Wanted) -> bytes:
    lines = [[_plain(cell) for cell in line] for line in _lines(found, wanted)]
    return workbook(_plain(say(found.document.title)), [gettext(name) for name in HEAD], lines)


def _plain(cell: Markup) -> str:
    """The words alone; striptags() would take the ends of lines away, too."""
    return Markup(TAG.sub("", cell)).unescape()  # noqa: S704  it goes into a file as a text


def _pdf(found: Published[Outcome], wanted: Wanted) -> bytes:
    page = render_template(
        "web/visit/weighing_print.html",
        outcome=found.document,
        changed=found.changed,
        head=HEAD,
        lines=_lines(found, wanted),
    )
    return drawn(UNWANTED.sub("", page), STYLE.read_text(), "pdf/ua-1")

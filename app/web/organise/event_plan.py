"""The planning sheet of an event, as a page, on paper and as a workbook. It names nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.domain.exchange.sheet import Cell, workbook
from app.domain.language import LANGUAGES
from app.domain.planning import Part, Sheet, sheet
from app.store import registrations
from app.web import clock
from app.web.access import allowed
from app.web.db import staff_reading
from app.web.organise.door import bp
from app.web.organise.event_door import file, find


@bp.get("/event/<slug>/plan", endpoint="event_plan")
@allowed("organise")
def show_plan(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        event, made = find(db, slug), sheet(registrations.all_of(db, slug))
    return render_template(
        "web/organise/event_plan.html", event=event, sheet=made, languages=LANGUAGES, now=clock.now()
    )


@bp.get("/event/<slug>/plan.xlsx", endpoint="event_plan_file")
@allowed("organise")
def download_plan(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        event, made = find(db, slug), sheet(registrations.all_of(db, slug))
    head = ("", "", gettext("Confirmed"), gettext("Here"), gettext("Waiting list"))
    sheets: dict[str, tuple[Sequence[str], Sequence[Sequence[Cell]]]] = {
        gettext("Planning sheet"): (head, list(_lines(made))),
        gettext("Allergies"): ((gettext("Allergies"),), [(words,) for words in made.allergies]),
        gettext("Notes"): ((gettext("Notes"),), [(words,) for words in made.notes]),
    }
    return file(event, "plan", "xlsx", workbook(sheets))


def _lines(made: Sheet) -> Iterator[tuple[Cell, ...]]:
    for part in made.parts:
        for line in part.lines:
            yield gettext(part.title), _name(part, line.label), line.confirmed, line.here, line.waiting


def _name(part: Part, label: str) -> str:
    if part.naming == "language":
        return LANGUAGES[label].german_name
    return gettext(label) if part.naming == "words" else label

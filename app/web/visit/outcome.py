"""What became of it: the public page, by theme, with each demand, its measures, their history and the reasons."""

from __future__ import annotations

from collections import Counter
from datetime import date

from flask import abort, g, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from app.domain.outcome import STATUSES, Outcome
from app.domain.sent import clean
from app.domain.weighing import Row, Wanted, by_theme, rows
from app.store import documents
from app.store.documents import Published
from app.web import belonging, previews, sources
from app.web.answering import settle_language
from app.web.clock import today
from app.web.db import reading
from app.web.language import here, languages_of
from app.web.visit.door import bp

LONGEST = 100  # letters of what is looked for


@bp.get("/outcome/<slug>", endpoint="outcome")
def show(slug: str) -> ResponseReturnValue:
    found = find(slug)
    outcome = found.document
    with reading() as db:
        shown, whole = sources.shown(db, outcome.evidence), belonging.whole(db, outcome)
    return _page(outcome, found.changed, asked_for(outcome), shown, whole)


@previews.shows("outcome")
def preview(db: Connection, outcome: Outcome) -> str:
    settle_language(outcome)
    return _page(outcome, today(), Wanted(), sources.shown(db, outcome.evidence))


def _page(outcome: Outcome, changed: date, wanted: Wanted, shown: dict[str, sources.Shown], whole: str = "") -> str:
    everything = rows(outcome)
    taken = [row for row in everything if wanted.takes(row, here().tag)]
    return render_template(
        "web/visit/outcome.html",
        **around(outcome, changed, wanted),
        themes=by_theme(taken),
        first=_first_places(taken),
        shown=shown,
        whole=whole,
        silent=[theme for theme in outcome.themes if not any(row.theme == theme for row in everything)],
    )


def find(slug: str) -> Published[Outcome]:
    """What is published, read in a language it is offered in."""
    with reading() as db:
        found: Published[Outcome] = documents.published(db, Outcome, slug) or abort(404)
    settle_language(found.document)
    return found


def around(outcome: Outcome, changed: date, wanted: Wanted) -> dict[str, object]:
    """What the page and the table have in common: what may be chosen, and what is."""
    return {
        "slug": outcome.slug,
        "outcome": outcome,
        "changed": changed,
        "languages": languages_of(outcome.languages),
        "statuses": STATUSES,
        "counts": Counter(row.status for row in rows(outcome)),
        "wanted": wanted,
    }


def sources_of(outcome: Outcome) -> dict[str, sources.Shown]:
    with reading() as db:
        return sources.shown(db, outcome.evidence)


def asked_for(outcome: Outcome) -> Wanted:
    """What the address asks for as far as it is offered. Pages of words somebody looks for are kept for nobody."""
    themes = {theme.id for theme in outcome.themes}
    theme, status = request.args.get("theme", ""), request.args.get("state", "")
    words = clean(request.args.get("q", ""))[:LONGEST].strip()
    wanted = Wanted(theme if theme in themes else "", status if status in STATUSES else "", words)
    if not words:
        g.asked = address_of(wanted)
    return wanted


def address_of(wanted: Wanted) -> dict[str, str]:
    named = {"theme": wanted.theme, "state": wanted.status, "q": wanted.words}
    return {name: value for name, value in named.items() if value}


def _first_places(taken: list[Row]) -> dict[str, str]:
    """Where a measure that answers several demands stands in full; elsewhere a link leads there."""
    places: dict[str, str] = {}
    for row in taken:
        if row.measure:
            places.setdefault(row.measure.id, row.demand.id)
    return places


bp.add_app_template_global(address_of, "address_of_wanted")

"""An event as everyone sees it: what, when, where, whether there are places, and what happens with data."""

from __future__ import annotations

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from app.domain.event import Event
from app.domain.places import Fullness
from app.store import registrations
from app.web import belonging, clock, event_calendar
from app.web.answering import settle_language
from app.web.db import reading_names
from app.web.event_letters import hours
from app.web.events.door import bp, published, taken, there
from app.web.language import here
from app.web.previews import shows


@bp.get("/<slug>")
def show(slug: str) -> ResponseReturnValue:
    with reading_names() as db:
        found = published(db, slug)
        full = registrations.fullness(db, slug)
        whole = belonging.whole(db, found.document)
    return _page(found.document, full, taken(found), whole)


@shows("event")
def before_it_is_public(db: Connection, draft: Event) -> str:
    settle_language(draft)
    return _page(draft, registrations.fullness(db, draft.slug), draft.open(there()), belonging.whole(db, draft))


def _page(event: Event, full: Fullness, still: bool, whole: str) -> str:
    return render_template(
        "web/events/show.html",
        event=event,
        whole=whole,
        hours=hours(event),
        open=still,
        over=there() >= event.stops,
        free=full.free(event) > 0,
    )


@bp.get("/<slug>.ics")
def calendar(slug: str) -> ResponseReturnValue:
    with reading_names() as db:
        found = published(db, slug)
    return calendar_file(event_calendar.of_event(found.document, clock.end_of(found.changed), here().tag), slug)


def calendar_file(words: str, slug: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{slug}.ics"'}
    return Response(words, content_type=f"{event_calendar.TYPE}; charset=utf-8", headers=headers)

"""More or fewer places at an event, at once: in what is published and in the draft, and nothing else of either."""

from __future__ import annotations

from dataclasses import replace

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy import Connection

from app.domain.event import Event
from app.domain.sentence import N_, Problem
from app.store import documents
from app.web import clock, seats
from app.web.access import allowed
from app.web.acting import act
from app.web.db import begin
from app.web.organise.door import bp
from app.web.organise.event_people import people_page

LEAST, MOST = 1, 5000
WRONG = Problem(N_("Choose a number from {least} to {most}."), least=LEAST, most=MOST)


@bp.post("/event/<slug>/capacity", endpoint="event_capacity")
@allowed("organise")
def change_capacity(slug: str) -> ResponseReturnValue:
    places = request.form.get("capacity", type=int)
    with begin() as db:
        event = _held(db, slug)
        if places is None or not LEAST <= places <= MOST:
            return people_page(db, event, WRONG), 422
        changed = replace(event, capacity=places)
        documents.amend(db, changed)
        _keep_draft(db, changed)
        moved = len(seats.move_up(db, changed, clock.there(clock.now()).replace(tzinfo=None)))
    up = ngettext("%(count)s registration has moved up.", "%(count)s registrations have moved up.", moved, count=moved)
    flash(f"{gettext('Saved.')} {up}" if moved else gettext("Saved."))
    return redirect(url_for(".event_people", slug=slug), 303)


def _held(db: Connection, slug: str) -> Event:
    """The event as it is published, whose places nobody else gives out until the transaction ends."""
    found = seats.hold(db, slug)
    return abort(404) if found is None or found.archived else found.document


def _keep_draft(db: Connection, changed: Event) -> None:
    """So that publishing it later does not take the places back."""
    draft = documents.draft(db, Event, changed.slug) or abort(404)
    step = act(N_("Changed the number of places to {count}"), count=changed.capacity)
    documents.save(db, replace(draft.document, capacity=changed.capacity), draft.revision, step)

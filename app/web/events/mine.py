"""The personal page of a registration: its state, its code for the entrance, changing and cancelling.

Whoever has the link is let in; it stands in no log, in no page of others, and in the database only as a hash.
"""

from __future__ import annotations

from dataclasses import replace

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from app.domain.check_in import code_of
from app.domain.event import Event
from app.domain.registering import Form, spelled
from app.domain.registration import Registration
from app.domain.sentence import Problem
from app.store import registrations
from app.store.documents import Published
from app.web import event_calendar, mail, personal, seats
from app.web.damping import too_many
from app.web.db import AWAY, reading_names, registering_names
from app.web.event_letters import KEPT, hours
from app.web.events.door import bp, for_one, held, mine, published, there
from app.web.events.form import Paper, given_back, typed
from app.web.events.pages import calendar_file
from app.web.language import here
from app.web.origin import same_site_only


@bp.get("/<slug>/mine/<token>", endpoint="mine")
def show(slug: str, token: str) -> ResponseReturnValue:
    for_one()
    with reading_names() as db:
        found, registration = published(db, slug), mine(db, slug, token)
        ahead = registrations.ahead(db, registration)
    event = found.document
    return render_template(
        "web/events/mine.html",
        event=event,
        hours=hours(event),
        registration=registration,
        party=registration.party,
        place=ahead + 1,
        changeable=_changeable(found, registration),
        address=mail.address_of("events.mine", slug=slug, token=token),
        code=code_of(registration.id),
        rule=KEPT,
        token=token,
        ticket=personal.ticket,
        picture_of=personal.picture,
    )


@bp.get("/<slug>/mine/<token>/calendar.ics")
def my_calendar(slug: str, token: str) -> ResponseReturnValue:
    for_one()
    with reading_names() as db:
        found, registration = published(db, slug), mine(db, slug, token)
    return calendar_file(event_calendar.of_registration(found.document, registration), slug)


@bp.get("/<slug>/mine/<token>/change")
def change(slug: str, token: str) -> ResponseReturnValue:
    for_one()
    with reading_names() as db:
        found, registration = published(db, slug), mine(db, slug, token)
    if not _changeable(found, registration):
        return _back(slug, token)
    return Paper(found.document, spelled(registration.party), registration=registration).page()


@bp.post("/<slug>/mine/<token>/change")
@same_site_only
def save(slug: str, token: str) -> ResponseReturnValue:
    for_one()
    if too_many("forms"):
        return given_back(429)
    try:
        return _save(slug, token)
    except AWAY:
        return given_back(503)


def _save(slug: str, token: str) -> ResponseReturnValue:
    with registering_names() as db:
        found, registration = held(db, slug), mine(db, slug, token)
        paper = _changed(db, found.document, registration) if _changeable(found, registration) else None
    if paper is None:
        return _back(slug, token)
    return paper.page(), 422 if paper.problems else 200


def _changed(db: Connection, event: Event, registration: Registration) -> Paper | None:
    """Keep what was sent; where that is not to be or cannot be, the form as it was sent."""
    form = Form(event, typed())
    party, paper = form.party(here().tag), Paper(event, typed(), registration=registration)
    if request.form.get("_go") == "stay":
        return paper
    try:
        if not form.problems:
            seats.change(db, event, registration, party, there())
            return None
    except Problem as problem:
        form.wrong(problem.where, problem)
    return replace(paper, problems=form.problems)


@bp.get("/<slug>/mine/<token>/cancel")
def cancel(slug: str, token: str) -> ResponseReturnValue:
    for_one()
    with reading_names() as db:
        found, registration = published(db, slug), mine(db, slug, token)
    if not _changeable(found, registration):
        return _back(slug, token)
    return render_template("web/events/cancel.html", event=found.document, token=token)


@bp.post("/<slug>/mine/<token>/cancel")
@same_site_only
def give_back(slug: str, token: str) -> ResponseReturnValue:
    for_one()
    if too_many("forms"):
        return given_back(429)
    with registering_names() as db:
        found, registration = held(db, slug), mine(db, slug, token)
        if _changeable(found, registration):
            seats.cancel(db, found.document, registration, there())
    return _back(slug, token)


def _changeable(found: Published[Event], registration: Registration) -> bool:
    return found.document.ahead(there()) and registration.state != "cancelled"


def _back(slug: str, token: str) -> ResponseReturnValue:
    return redirect(url_for(".mine", slug=slug, token=token, lang=here().tag), 303)

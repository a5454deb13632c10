"""One registration in the hands of staff: taken by phone, changed, or cancelled. Mails go out as if visitors did it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from app.domain.event import Event
from app.domain.language import LANGUAGES
from app.domain.needs import BANDS, DIETS, LIFTS
from app.domain.registering import Form, spelled
from app.domain.registration import Registration
from app.domain.sent import Sent
from app.domain.sentence import N_, Problem
from app.store import registrations
from app.web import clock, seats
from app.web import event_letters as letters
from app.web.access import allowed
from app.web.answering import FORM, new_form
from app.web.db import begin, staff_reading
from app.web.journal import note
from app.web.language import languages_of
from app.web.organise.door import bp
from app.web.organise.event_door import find
from app.web.personal import id_of


@bp.get("/event/<slug>/people/new", endpoint="event_new")
@allowed("organise")
def show_new(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        return _page(find(db, slug), Sent({}))


@bp.post("/event/<slug>/people/new", endpoint="event_register")
@allowed("organise")
def register(slug: str) -> ResponseReturnValue:
    with begin() as db:
        event = _held(db, slug)
        form = Form(event, Sent(request.form.to_dict(flat=False)))
        party = form.party(_language())
        if form.problems:
            return _page(event, form.sent, problems=form.problems), 422
        try:
            made = seats.take(db, event, id_of(slug, _form()), party, _there())
        except Problem as problem:
            return _page(event, form.sent, problems={problem.where: problem}), 422
        note(db, N_("Registered someone for the event {event}"), event=slug)
    flash(gettext("Registered.") if made.confirmed else gettext("Put on the waiting list."))
    return _back(slug)


@bp.get("/event/<slug>/people/<uuid:id>", endpoint="event_party")
@allowed("organise")
def show_party(slug: str, id: UUID) -> ResponseReturnValue:
    with staff_reading() as db:
        found = _one(db, slug, id)
        return _page(find(db, slug), spelled(found.party), found)


@bp.post("/event/<slug>/people/<uuid:id>", endpoint="event_change")
@allowed("organise")
def change(slug: str, id: UUID) -> ResponseReturnValue:
    with begin() as db:
        event, found = _held(db, slug), _one(db, slug, id)
        form = Form(event, Sent(request.form.to_dict(flat=False)))
        party = form.party(_language())
        if form.problems:
            return _page(event, form.sent, found, form.problems), 422
        try:
            seats.change(db, event, found, party, _there())
        except Problem as problem:
            return _page(event, form.sent, found, {problem.where: problem}), 422
        note(db, N_("Changed a registration for the event {event}"), event=slug)
    flash(gettext("Saved."))
    return _back(slug)


@bp.post("/event/<slug>/people/<uuid:id>/confirm", endpoint="event_confirm")
@allowed("organise")
def confirm(slug: str, id: UUID) -> ResponseReturnValue:
    """For who stands at the door: the rule of the waiting list is for the time before."""
    with begin() as db:
        event, found = _held(db, slug), _one(db, slug, id)
        if found.state == "waiting":
            confirmed = registrations.confirm(db, found)
            if event.ahead(_there()):
                letters.send(db, event, confirmed, letters.MOVED_UP)
            note(db, N_("Gave places to someone on the waiting list of the event {event}"), event=slug)
    flash(gettext("Saved."))
    return _back(slug)


@bp.post("/event/<slug>/people/<uuid:id>/cancel", endpoint="event_cancel")
@allowed("organise")
def cancel(slug: str, id: UUID) -> ResponseReturnValue:
    with begin() as db:
        event, found = _held(db, slug), _one(db, slug, id)
        seats.cancel(db, event, found, _there())
        note(db, N_("Cancelled a registration for the event {event}"), event=slug)
    flash(gettext("The registration is cancelled. The name is deleted."))
    return _back(slug)


def _held(db: Connection, slug: str) -> Event:
    """The event, whose places nobody else gives out until the transaction ends."""
    registrations.lock(db, slug)
    return find(db, slug)


def _one(db: Connection, slug: str, id: UUID) -> Registration:
    found = registrations.one(db, slug, str(id))
    return found if found and found.state != "cancelled" else abort(404)


def _form() -> str:
    """The random name of this form, so that sending it twice registers once."""
    given = request.form.get("_form", "")
    return given if FORM.fullmatch(given) else abort(400)


def _language() -> str:
    """The one mails are written in."""
    tag = request.form.get("language", "")
    return tag if tag in LANGUAGES else abort(400)


def _there() -> datetime:
    return clock.there(clock.now()).replace(tzinfo=None)


def _back(slug: str) -> ResponseReturnValue:
    return redirect(url_for(".event_people", slug=slug), 303)


def _page(
    event: Event, sent: Sent, registration: Registration | None = None, problems: Mapping[str, Problem] | None = None
) -> str:
    return render_template(
        "web/organise/event_party.html",
        event=event,
        registration=registration,
        given=sent.one,
        chosen=sent.all,
        problems=problems or {},
        form=sent.one("_form") or new_form(),
        language=sent.one("language") or (registration.party.language if registration else event.source),
        languages=list(LANGUAGES.values()),
        interpreters=languages_of(event.interpreters),
        bands=BANDS,
        diets=DIETS,
        lifts=LIFTS,
    )

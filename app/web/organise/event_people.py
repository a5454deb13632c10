"""Who is coming to an event: the list of registrations, searched and by state, and as a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from app.domain.event import Event
from app.domain.exchange.sheet import Cell, workbook
from app.domain.finding_names import search
from app.domain.language import LANGUAGES, Language
from app.domain.registration import STATES, Registration, State
from app.domain.sentence import Problem
from app.store import documents, registrations
from app.web.access import allowed
from app.web.db import staff_reading
from app.web.language import day
from app.web.organise.door import bp
from app.web.organise.event_door import file, find
from app.web.organise.need_words import said

ORDER: list[State] = ["confirmed", "waiting", "cancelled"]


@dataclass(frozen=True)
class Guest:
    """A registration as the list shows it; `place` is its place in the waiting list, 0 where it does not wait."""

    registration: Registration
    place: int

    @property
    def names(self) -> list[str]:
        return [name for name in self.registration.party.names() if name]

    @property
    def language(self) -> Language:
        return LANGUAGES[self.registration.party.language]

    @property
    def needs(self) -> dict[str, str]:
        return {heading: words for heading, words in said(self.registration.party.needs).items() if words}


@bp.get("/event/<slug>/people", endpoint="event_people")
@allowed("organise")
def show_people(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        return people_page(db, find(db, slug))


@bp.get("/event/<slug>/people.xlsx", endpoint="event_people_file")
@allowed("organise")
def download_people(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        event, everyone = find(db, slug), _guests(db, slug)
    return file(event, "people", "xlsx", _workbook(event, everyone))


def people_page(db: Connection, event: Event, problem: Problem | None = None) -> str:
    """The list, with what went wrong when someone wanted to change something on it."""
    everyone, typed, state = _guests(db, event.slug), request.args.get("q", ""), request.args.get("state", "")
    named = [guest for guest in everyone if guest.registration.state != "cancelled"]
    found = search(typed, (_searched(guest) for guest in named))
    public = documents.published(db, Event, event.slug)
    return render_template(
        "web/organise/event_people.html",
        event=event,
        public=public is not None,
        changeable=public is not None and not public.archived,
        problem=problem,
        guests=[guest for guest in (named[place] for place in found) if state in ("", guest.registration.state)],
        full=registrations.fullness(db, event.slug),
        came=sum(guest.registration.here for guest in named),
        cancelled=len(everyone) - len(named),
        typed=typed,
        state=state,
        states={state: STATES[state] for state in ORDER[:2]},
    )


def _guests(db: Connection, slug: str) -> list[Guest]:
    """Those with a place, the waiting list in its order, and who has cancelled."""
    everyone = registrations.all_of(db, slug)
    waiting = (each.id for each in everyone if each.state == "waiting")
    places = {id: place for place, id in enumerate(waiting, 1)}
    guests = (Guest(each, places.get(each.id, 0)) for each in everyone)
    return sorted(guests, key=lambda guest: ORDER.index(guest.registration.state))


def _searched(guest: Guest) -> str:
    return " ".join((*guest.names, guest.registration.party.email))


def _workbook(event: Event, everyone: Sequence[Guest]) -> bytes:
    first = ("Number", "State", "Name", "With", "Places", "Here", "E-mail address", "Language")
    headings = list(said(everyone[0].registration.party.needs)) if everyone else []
    head = [*(gettext(each) for each in first), *headings]
    note = gettext("This file holds names. Please delete it by %(day)s.", day=day(event.deleted))
    rows = [list(_row(guest)) for guest in everyone if guest.registration.state != "cancelled"]
    return workbook({gettext("Registrations"): (head, rows), gettext("Delete by"): ((note,), [])})


def _row(guest: Guest) -> Iterator[Cell]:
    each, party = guest.registration, guest.registration.party
    yield each.number
    yield gettext(STATES[each.state])
    yield party.name
    yield ", ".join(party.companions)
    yield each.seats
    yield each.here
    yield party.email
    yield guest.language.german_name
    yield from said(party.needs).values()

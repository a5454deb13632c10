"""The door of analysis: the blueprint its pages hang on, who may confirm, and what is noted of every look."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from flask import Blueprint, abort
from sqlalchemy import Connection

from app.domain.extract import Extract
from app.domain.extract_data import load
from app.domain.people import Person
from app.domain.sentence import Sentence
from app.store import epochs, extracts, grants, journal, questionnaires, releases, requests, staff
from app.store.questionnaires import Draft
from app.store.requests import Request
from app.store.steps import Act
from app.web import clock
from app.web.access import signed_in

LASTS = timedelta(days=7)  # what is confirmed
bp = Blueprint("analysis", __name__, url_prefix="/staff/questionnaires/<slug>/analysis")


@dataclass(frozen=True)
class Counted:
    """How many people the newest release has counted: of them an extract can be made."""

    release: int
    people: int


def find(db: Connection, slug: str) -> Draft:
    return questionnaires.draft(db, slug) or abort(404)


def find_request(db: Connection, slug: str, id: object) -> Request:
    return requests.one(db, slug, str(id)) or abort(404)


def opened(db: Connection, slug: str, id: object) -> tuple[Request, Extract | None]:
    """One's own request and its extract, None when it opens nothing (any more)."""
    request = find_request(db, slug, id)
    if request.asked_by != signed_in().id:
        abort(404)
    data = extracts.of(db, request.id) if request.opens(clock.now()) else None
    return request, load(data) if data else None


def counted(db: Connection, slug: str) -> Counted:
    number = releases.latest_number(db, slug)
    return Counted(number, sum(epoch.sheets for epoch in epochs.all_of(db, slug) if epoch.number <= number))


def confirmers(db: Connection, slug: str, asker: str) -> list[Person]:
    """Who may confirm what someone asks for: everyone with the right but themselves."""
    granted = {person.id: role for person, role in grants.given(db, slug)}
    others = (account.person for account in staff.everyone(db) if account.active and account.person.id != asker)
    known = (replace(each, grants={slug: granted[each.id]}) if each.id in granted else each for each in others)
    return [person for person in known if person.may("confirm analyses", slug)]


def note(db: Connection, request: Request | str, slug: str, message: str, **gaps: str | int | Sentence) -> None:
    """Write into the journal what was done about a request; the message is marked with N_ where it is written."""
    id = request if isinstance(request, str) else request.id
    journal.add(db, Act(signed_in().name, clock.now(), Sentence(message, gaps)), slug, id)

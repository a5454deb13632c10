"""The door of those who come to an event: the blueprint its pages hang on, and what is asked for at all of them."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, abort, g, request
from sqlalchemy import Connection

from app.domain.event import Event
from app.domain.registration import Registration
from app.store import documents, registrations
from app.store.documents import Published
from app.web import clock, seats
from app.web.personal import hashed

bp = Blueprint("events", __name__, url_prefix="/events")
TRAP = "_website"  # a field nobody sees (parts.trap); whoever fills it in is a program


def published(db: Connection, slug: str) -> Published[Event]:
    return documents.published(db, Event, slug) or abort(404)


def held(db: Connection, slug: str) -> Published[Event]:
    """The event, whose places nobody else gives out until the transaction ends."""
    return seats.hold(db, slug) or abort(404)


def mine(db: Connection, slug: str, token: str) -> Registration:
    return registrations.by_token(db, slug, hashed(token)) or abort(404)


def there() -> datetime:
    """What the clocks of the county show, as events know it."""
    return clock.there(clock.now()).replace(tzinfo=None)


def taken(found: Published[Event]) -> bool:
    """Whether one may still register."""
    return found.document.open(there()) and not found.archived


def trapped() -> bool:
    return any(request.form.getlist(TRAP))


def for_one() -> None:
    """This page holds someone's name or the way to it: nobody keeps it, and no search engine lists it."""
    g.for_one = True


@bp.after_request
def keep_to_oneself(response: Response) -> Response:
    if request.endpoint not in ("events.show", "events.calendar"):
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    if "for_one" in g:
        response.headers["Cache-Control"] = "no-store"
    return response

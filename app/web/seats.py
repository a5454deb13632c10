"""Giving out the places of an event, each time in one transaction that nobody else gives places in.

The rule stands in app/domain/places.py. Whoever gets, changes or loses places gets a mail with the same commit.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from app.domain import places
from app.domain.event import Event
from app.domain.registration import Party, Registration
from app.domain.sentence import N_, Problem
from app.store import documents, registrations
from app.store.documents import Published
from app.web import event_letters as letters
from app.web.damping import may_write_to
from app.web.personal import hashed, token_of

TOO_FEW = N_("So many places are not free any more. Free now: {count}.")
OFTEN = N_("People have registered with this e-mail address already. Please use the link in the mail.")
# Nobody shall have us send many mails to someone else. As who cancels is forgotten, damping.py counts, too.
MOST_FROM_ONE = 3  # registrations with one address
MOST_CHANGES_TOLD = 10  # changes of one registration that are answered with a mail


def hold(db: Connection, slug: str) -> Published[Event] | None:
    """The event as it is published, whose places nobody else gives out until the transaction ends."""
    registrations.lock(db, slug)
    return documents.published(db, Event, slug)


def take(db: Connection, event: Event, id: str, party: Party, there: datetime) -> Registration:
    """Register a party, or put it on the waiting list; raises a Problem where there is neither a place nor a list."""
    if known := registrations.one(db, event.slug, id):
        return known  # sent twice
    _refuse_many(db, event, party)
    full = registrations.fullness(db, event.slug)
    state = places.state_for(event, party.seats, full)
    if state is None:
        raise Problem(TOO_FEW, "seats", count=full.free(event))
    if not _may_write_to(party):
        raise Problem(OFTEN, "email")
    made = registrations.add(db, id, event.slug, hashed(token_of(id)), state, party)
    _tell(db, event, made, letters.CONFIRMED if made.confirmed else letters.WAITING, there)
    return made


def _refuse_many(db: Connection, event: Event, party: Party) -> None:
    if party.email and registrations.written_from(db, event.slug, party.email) >= MOST_FROM_ONE:
        raise Problem(OFTEN, "email")


def _may_write_to(party: Party) -> bool:
    return not party.email or may_write_to(party.email)


def change(db: Connection, event: Event, registration: Registration, party: Party, there: datetime) -> None:
    """Keep what a party has changed; raises a Problem where it wants more places than there are."""
    more = party.seats - registration.seats
    free = registrations.fullness(db, event.slug).free(event)
    if registration.confirmed and more > free:
        raise Problem(TOO_FEW, "seats", count=free + registration.seats)
    if party.email != registration.party.email:
        _refuse_many(db, event, party)
    changed = registrations.change(db, registration, party)
    if changed.sequence <= MOST_CHANGES_TOLD and _may_write_to(party):
        letters.send(db, event, changed, letters.CHANGED)
    move_up(db, event, there)


def cancel(db: Connection, event: Event, registration: Registration, there: datetime) -> None:
    """Cancel it, forget who it was, and give the places to those who wait."""
    cancelled = registrations.cancel(db, registration)
    if _may_write_to(registration.party):
        letters.send(db, event, cancelled, letters.CANCELLED)
    move_up(db, event, there)


def move_up(db: Connection, event: Event, there: datetime) -> list[Registration]:
    """Give free places to those who wait, after any change that may have freed some; returns who got one. Whoever calls
    this holds the event."""
    if not event.ahead(there):
        return []
    left = registrations.fullness(db, event.slug).left(event)
    queue = registrations.waiting(db, event.slug) if left else []
    return [_confirmed(db, event, each, there) for each in places.moving_up(queue, left, passing=not event.open(there))]


def _confirmed(db: Connection, event: Event, registration: Registration, there: datetime) -> Registration:
    confirmed = registrations.confirm(db, registration)
    _tell(db, event, confirmed, letters.MOVED_UP, there)
    return confirmed


def _tell(db: Connection, event: Event, registration: Registration, letter: letters.Letter, there: datetime) -> None:
    """Send a letter about a place; shortly before the event it is the reminder, too."""
    letters.send(db, event, registration, letter)
    if registration.confirmed and event.reminding(there):
        registrations.remind(db, registration, there.date())

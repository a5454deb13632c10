"""Mails to those who registered for an event, each in the language they registered in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import current_app, g
from flask_babel import force_locale, gettext
from sqlalchemy import Connection

from app.domain.event import Event
from app.domain.language import LANGUAGES
from app.domain.registration import Registration
from app.domain.sentence import N_
from app.web import mail, personal
from app.web.event_calendar import attached
from app.web.language import day


@dataclass(frozen=True)
class Letter:
    """`first` is what it says, `link` whether there is still something to look at."""

    subject: str
    first: str
    link: bool = True


KEPT = N_("Whoever registers first gets a place first. A group gets its places together.")
CONFIRMED = Letter(N_("You have a place"), N_("You are registered. Your places are kept for you."))
WAITING = Letter(N_("You are on the waiting list"), N_("When places become free, you get them, and a mail from us."))
MOVED_UP = Letter(N_("You have a place now"), N_("Places became free. They are kept for you now."))
CHANGED = Letter(N_("Your registration is changed"), N_("We have kept what you changed."))
CANCELLED = Letter(
    N_("Your registration is cancelled"), N_("We have deleted your name and everything else you wrote."), link=False
)
REMINDER = Letter(
    N_("Soon: your event"), N_("You have a place. If you cannot come, please cancel: then someone else can.")
)
EVENT_CHANGED = Letter(N_("Your event has changed"), N_("Day, time or place have changed. This is how it is now:"))
CALLED_OFF = Letter(
    N_("Your event does not take place"), N_("We are sorry: this event does not take place."), link=False
)


def send(db: Connection, event: Event, registration: Registration, letter: Letter) -> None:
    """Have a letter sent in this transaction, to whoever gave an address."""
    if not registration.party.email or not mail.works():
        return
    with speaking(registration.party.language):
        subject = f"{gettext(letter.subject)}: {event.title.said(registration.party.language).words}"
        body = "\n\n".join(_paragraphs(event, registration, letter))
        file = attached(event, registration) if registration.state != "waiting" else None
        mail.enqueue(db, registration.party.email, subject, body, file)


@contextmanager
def speaking(tag: str) -> Iterator[None]:
    """Sentences, days and numbers in this language, whoever is asking."""
    before = g.get("language")
    g.language = LANGUAGES[tag]
    try:
        with force_locale(LANGUAGES[tag].babel):
            yield
    finally:
        if before is None:
            g.pop("language")
        else:
            g.language = before


def _paragraphs(event: Event, registration: Registration, letter: Letter) -> Iterator[str]:
    yield gettext(letter.first)
    if registration.state == "waiting":
        yield gettext(KEPT)
    yield "\n".join(_facts(event, registration))
    if letter.link:
        yield gettext("Here you see your registration, change it or cancel it. Please give this link to nobody:")
        yield personal.address_of(registration)
    yield str(current_app.config["MITSPRACHE"].site_name)


def _facts(event: Event, registration: Registration) -> Iterator[str]:
    yield event.title.said(registration.party.language).words
    yield f"{day(event.starts.date())}, {hours(event)}"
    yield from filter(None, (event.place, event.address))
    yield gettext("Places: %(count)s", count=registration.seats)
    yield gettext("Number of your registration: %(number)s", number=registration.number)


def hours(event: Event) -> str:
    return gettext("%(begins)s to %(ends)s, time in Germany", begins=event.begins, ends=event.ends)

"""The calendar file of an event: for everyone, and for someone who registered."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import gettext

from app.config import Config
from app.domain.calendar_file import Entry, written
from app.domain.event import Event
from app.domain.registration import Registration
from app.store.outbox import Attachment
from app.web import clock, mail, personal

TYPE = "text/calendar"
FIRST = date(2025, 1, 1)


def attached(event: Event, registration: Registration) -> Attachment:
    return Attachment(f"{event.slug}.ics", TYPE, of_registration(event, registration))


def of_registration(event: Event, registration: Registration) -> str:
    """For one party: cancelled when they or the event are."""
    gone = event.called_off or registration.state == "cancelled"
    place = personal.address_of(registration)
    note = gettext("Number of your registration: %(number)s", number=registration.number)
    language = registration.party.language
    return written(_entry(event, registration.id, registration.sequence, clock.now(), language, place, note, gone))


def of_event(event: Event, changed: datetime, language: str) -> str:
    """For everyone; days are counted as its versions."""
    page = mail.address_of("events.show", slug=event.slug, lang=language)
    version = (changed.date() - FIRST).days  # grows with each day it is published on
    return written(_entry(event, event.slug, version, changed, language, page, "", event.called_off))


def _entry(
    event: Event, id: str, sequence: int, stamp: datetime, language: str, url: str, note: str, cancelled: bool
) -> Entry:
    config: Config = current_app.config["MITSPRACHE"]
    site = config.address or mail.address_of("visit.home")
    place = ", ".join(filter(None, (event.place, event.address)))
    return Entry(
        uid=f"{id}@{urlsplit(site).hostname or 'mitsprache.invalid'}",
        sequence=sequence,
        stamp=stamp,
        starts=event.starts,
        ends=event.stops,
        title=event.title.said(language).words,
        language=event.title.said(language).language,
        place=place,
        organizer=f"mailto:{config.mail_from}" if config.mail_from else site,
        organizer_name=config.site_name,
        url=url,
        note=note,
        cancelled=cancelled,
    )

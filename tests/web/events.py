"""People at the door of events: the example event on a clock that is moved, and someone who registers for it."""

import re
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from app.domain.event import Event
from app.store import documents, outbox, registrations, tables
from app.web import clock
from tests.web.forms import Page

SLUG = "bungsberg"
ADDRESS = f"/events/{SLUG}"
BEFORE = "2025-05-10 09:00"  # UTC; the event is on 24 May, 12:30 to 16:30


def at(monkeypatch, moment=BEFORE):
    moment = datetime.fromisoformat(moment)
    monkeypatch.setattr(clock, "now", lambda: moment)
    monkeypatch.setattr(clock, "today", lambda: clock.day_of(moment))


def with_mails(app):
    config = app.config["MITSPRACHE"]
    settings = {"mail_server": "127.0.0.1:1", "mail_from": "no-reply@example.org", "address": "http://localhost"}
    app.config["MITSPRACHE"] = replace(config, **settings)


def publish(app, slug=SLUG, **changes):
    """The example event with other settings, published; as another one, if it has another name."""
    with app.extensions["engine"].begin() as db:
        kept = documents.draft(db, Event, slug) or documents.draft(db, Event, SLUG)
        event = replace(kept.document, slug=slug, **changes)
        assert [str(problem) for problem in event.check()] == []
        if slug == kept.slug:
            documents.save(db, event, kept.revision)
        else:
            documents.add(db, event)
        documents.publish(db, documents.draft(db, Event, slug), clock.today())
    return event


def register(client, slug=SLUG, language="en", **given):
    """Fill in the form as a browser without script does; returns the answer."""
    page = Page(client.get(f"/events/{slug}/register?lang={language}"))
    fields = {**page.fields(), "_go": "send", "name": "Olena Шевченко", **given}
    return client.post(f"/events/{slug}/register?lang={language}", data=fields)


def link_of(answer):
    assert answer.status_code == 303, answer.status_code
    found = re.fullmatch(r"(/events/[a-z0-9-]+/mine/[A-Za-z0-9_-]{22})(\?lang=.*)?", answer.location)
    return found[1]


def mine(client, answer):
    return Page(client.get(link_of(answer) + "?lang=en"))


def all_of(app, slug=SLUG):
    with app.extensions["engine"].connect() as db:
        return registrations.all_of(db, slug)


def mails(app):
    with app.extensions["engine"].connect() as db:
        return [outbox._mail(row) for row in db.execute(select(tables.outbox))]

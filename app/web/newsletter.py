"""The news that go out by mail: each once, to who asked for them, in their language; and when their addresses go."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask import current_app
from flask_babel import force_locale, gettext
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from app.domain.consultation import Consultation, News
from app.domain.language import LANGUAGES
from app.store import documents, subscriptions
from app.store.documents import Published
from app.web import mail
from app.web.clock import day_of
from app.web.visit.by_mail import DAYS, link_of, token_of

QUIET = timedelta(days=182)  # after so long without news nobody needs the addresses of an archived consultation
FRESH = timedelta(days=7)  # older news were published before anyone could ask for them, or lay too long


def send_due(engine: Engine, moment: datetime) -> int:
    """Put mails about news that are due at this moment (UTC) into the outbox; returns how many."""
    with current_app.test_request_context():  # links are made as if someone asked for a page
        return _send_due(engine, day_of(moment))


def _send_due(engine: Engine, today: date) -> int:
    with engine.begin() as db:
        subscriptions.forget_unconfirmed(db, today - timedelta(days=DAYS))
        everything = documents.all_published(db, Consultation)
        for each in everything:
            if each.archived and not _lately(each.document, today):
                subscriptions.forget_all(db, each.slug)
        found = [each for each in everything if not each.archived]
    return sum(_send(engine, each, news, today) for each in found for news in _fresh(each.document, today))


def _lately(consultation: Consultation, today: date) -> bool:
    """Whether there was news within the last half year."""
    return any(today - QUIET < news.day for news in consultation.news)


def _fresh(consultation: Consultation, today: date) -> list[News]:
    return [news for news in consultation.news if today - FRESH < news.day <= today]


def _send(engine: Engine, found: Published[Consultation], news: News, today: date) -> int:
    """All or nothing: what went out is marked in the same transaction."""
    try:
        with engine.begin() as db:
            if news.id in subscriptions.mailed(db, found.slug):
                return 0
            subscriptions.mark_mailed(db, found.slug, news.id, today)
            return sum(_enqueue(db, found, news, each) for each in subscriptions.active(db, found.slug))
    except IntegrityError:  # another process was first
        return 0


def _enqueue(db: Connection, found: Published[Consultation], news: News, to: subscriptions.Subscription) -> int:
    end = link_of(to)
    page = mail.address_of("visit.news", slug=found.slug, lang=to.language, _anchor=news.id)
    with force_locale(LANGUAGES[to.language].babel):
        stop = gettext("You get this mail because you asked for it. With this link you end it:")
    title, text = (each.said(to.language).words for each in (news.title, news.text))
    subject = f"{found.document.title.said(to.language).words}: {title}"
    one_click = mail.address_of("by_mail.stop", token=token_of(to))
    mail.enqueue(db, to.email, subject, f"{title}\n\n{text}\n\n{page}\n\n\n-- \n{stop}\n{end}\n", unsubscribe=one_click)
    return 1

"""The news of a consultation: a page on which each has an address, and a feed for programs that gather news."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from functools import partial

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.consultation import Consultation
from app.domain.standing import standing
from app.store.documents import Published
from app.web import mail
from app.web.clock import ZONE, today
from app.web.dashboard.letters import UNWANTED
from app.web.language import here, languages_of
from app.web.visit.addresses import authority, lasting
from app.web.visit.consultation import find
from app.web.visit.door import bp

FEED = "application/atom+xml; charset=utf-8"


@bp.get("/consultation/<slug>/news")
def news(slug: str) -> ResponseReturnValue:
    found = find(slug)
    return render_template(
        "web/visit/news.html",
        consultation=found.document,
        standing=standing(found.document, today()),
        languages=languages_of(found.document.languages),
        follow=mail.works() and url_for("by_mail.ask", slug=slug),
    )


@bp.get("/consultation/<slug>/news.atom")
def feed(slug: str) -> ResponseReturnValue:
    """RFC 4287, in one language; others are feeds of their own."""
    found = find(slug)
    told = standing(found.document, today()).news
    page = render_template(
        "web/visit/feed.xml",
        consultation=found.document,
        news=told,
        updated=moment(max(found.changed, *(each.day for each in told), found.since)),
        id=names(found),
        moment=moment,
        lasting=lasting,
        readable=partial(UNWANTED.sub, ""),
    )
    return Response(page, content_type=FEED)


def moment(day: date) -> str:
    """The beginning of a day in the county (RFC 3339): more than the day nobody needs to know."""
    return datetime.combine(day, time(), ZONE).isoformat()


def names(found: Published[Consultation]) -> Callable[..., str]:
    """What a feed and its news are called for ever: tag URIs (RFC 4151) that hold nothing that may change later."""
    return lambda *parts: f"tag:{authority()},{found.since}:{'/'.join(('news', found.slug, here().tag, *parts))}"

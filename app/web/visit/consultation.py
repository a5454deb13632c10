"""A consultation: its course, what one can do now, what there is to read, and whom to ask; and the archive of all."""

from __future__ import annotations

import re

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup, escape
from sqlalchemy import Connection

from app.domain.consultation import Consultation, Phase
from app.domain.sentence import N_, Sentence
from app.domain.standing import standing, years
from app.store import documents, papers
from app.store.documents import Published
from app.store.papers import Leaf
from app.web import mail
from app.web.answering import settle_language
from app.web.clock import today
from app.web.db import reading
from app.web.language import day, languages_of
from app.web.pdf import has_pango
from app.web.previews import shows
from app.web.visit.addresses import lasting
from app.web.visit.door import bp
from app.web.visit.files import shown
from app.web.visit.links import Around, Link, around


@bp.get("/consultation/<slug>")
def consultation(slug: str) -> ResponseReturnValue:
    with reading() as db:
        found = documents.published(db, Consultation, slug) or abort(404)
        near, leaves = around(db, found.document), papers.of(db, slug)
    return _page(found.document, near, leaves, found.archived)


@shows("consultation")
def before_it_is_public(db: Connection, draft: Consultation) -> str:
    return _page(draft, around(db, draft), papers.of(db, draft.slug))


def _page(consultation: Consultation, near: Around, leaves: list[Leaf], archived: bool = False) -> str:
    settle_language(consultation)
    return render_template(
        "web/visit/consultation.html",
        consultation=consultation,
        archived=archived,
        standing=standing(consultation, today()),
        today=today(),
        around=near,
        surveys=near.surveys(consultation),
        more=_more(near, consultation),
        papers=shown(consultation, leaves),
        languages=languages_of(consultation.languages),
        follow=mail.works() and url_for("by_mail.ask", slug=consultation.slug),
        lasting=lasting,
        has_pango=has_pango,
        when=when,
        dialled=dialled,
    )


def find(slug: str) -> Published[Consultation]:
    """The consultation of an address, read in a language it is offered in."""
    with reading() as db:
        found = documents.published(db, Consultation, slug) or abort(404)
    settle_language(found.document)
    return found


def _more(near: Around, consultation: Consultation) -> list[tuple[Sentence, list[list[Link]]]]:
    groups = [
        (Sentence(N_("Events")), near.of_kind("event")),
        (Sentence(N_("Votes on statements")), near.of_kind("conversation")),
        (Sentence(N_("What matters most")), near.priorities(consultation)),
        (Sentence(N_("What became of it")), near.of_kind("outcome")),
    ]
    return [(heading, links) for heading, links in groups if links]


@bp.get("/consultations")
def archive() -> ResponseReturnValue:
    with reading() as db:
        found = documents.all_published(db, Consultation)
    dated = [(each, *years(each.document.phases, each.since)) for each in found]
    dated.sort(key=lambda each: each[1:], reverse=True)
    groups = [
        (Sentence(N_("Now")), [each for each in dated if not each[0].archived]),
        (Sentence(N_("Past consultations")), [each for each in dated if each[0].archived]),
    ]
    return render_template("web/visit/archive.html", groups=[group for group in groups if group[1]])


def when(phase: Phase) -> Markup:
    """One day, from one to another, or from a day on; and at what time."""
    first, last = day(phase.start), day(phase.end or phase.start)
    if phase.end is None:
        days = _("from %(first)s", first=first)
    else:
        days = first if phase.end == phase.start else _("%(first)s to %(last)s", first=first, last=last)
    return escape(days) + (Markup(" · <bdi>{}</bdi>").format(phase.time) if phase.time else "")


def dialled(phone: str) -> str:
    """A phone number as a link needs it."""
    return re.sub(r"[^\d+]", "", phone)

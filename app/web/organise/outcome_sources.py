"""Making demands of what is published: questions with their results, what people wrote, and other pages of ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from app.domain.consultation import Consultation
from app.domain.conversation import Conversation
from app.domain.evidence import from_address
from app.domain.outcome import Outcome
from app.domain.outcome_edit import Found, with_source
from app.domain.sentence import Problem
from app.domain.tally import Label
from app.store import documents, questionnaires
from app.store.documents import Draft
from app.web import sources
from app.web.access import allowed
from app.web.db import staff_reading
from app.web.organise.door import bp
from app.web.organise.drafts import amend
from app.web.organise.outcome import KIND, field, find
from app.web.sources import Pages, Shown


@dataclass(frozen=True)
class Offer:
    """A published source of which a demand can be made; `theme` is the one of the outcome it seems to be about."""

    source: str
    shown: Shown
    theme: str
    under: Label = ""  # the question, where the source is a theme of what people wrote to it


@bp.get("/outcome/<slug>/sources", endpoint="outcome_sources")
@allowed("organise")
def show(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        return _page(db, find(db, slug))


@bp.post("/outcome/<slug>/sources", endpoint="add_outcome_source")
@allowed("organise")
def add(slug: str) -> ResponseReturnValue:
    source = field("source") or from_address(field("address"))
    found = Found(source, *(field(name) for name in ("demand", "theme", "title", "note")))
    try:
        amend(KIND, slug, "evidence", lambda outcome: with_source(outcome, found))
    except Problem as problem:
        with staff_reading() as db:
            return _page(db, find(db, slug), problem), 422
    flash(gettext("Saved. It becomes public when you publish."))
    return redirect(url_for(".outcome_sources", slug=slug), 303)


def _page(db: Connection, draft: Draft[Outcome], problem: Problem | None = None) -> str:
    outcome = draft.document
    taken = {each.source for each in outcome.evidence}
    return render_template(
        "web/organise/outcome_sources.html",
        draft=draft,
        outcome=outcome,
        offers=_offers(db, outcome),
        taken=taken,
        problem=problem,
        given=request.form,
    )


def _offers(db: Connection, outcome: Outcome) -> list[tuple[Label, list[Offer]]]:
    """What every published questionnaire and every vote on statements offers, under its title; first of its own."""
    votes = documents.all_published(db, Conversation)
    around = documents.draft(db, Consultation, outcome.slug)
    near = around.document.questionnaires if around else ()
    asked = sources.released(db, questionnaires.slugs_published(db))
    pages = Pages(asked, sources.voted(db, [each.slug for each in votes]))
    names = {theme.id for theme in outcome.themes}
    found: list[tuple[bool, Label, list[Offer]]] = [
        (slug in near, asked[slug][0].title, list(_of(slug, pages, names))) for slug in asked
    ]
    for each in votes:
        if each.slug in pages.votes:
            mine = each.document.consultation == outcome.slug
            found.append((mine, each.document.title, list(_voted(each.slug, pages))))
    return [(title, offers) for _, title, offers in sorted(found, key=lambda those: not those[0])]


def _voted(slug: str, pages: Pages) -> Iterator[Offer]:
    """The statements with numbers, those most agree with first."""
    words, release = pages.votes[slug]
    counted = [id for id in release.statements if id in release.totals and id in words]
    for id in sorted(counted, key=lambda id: -release.totals[id].agree / release.totals[id].seen):
        name = f"statement/{slug}/{id}"
        yield Offer(name, sources.one(name, pages), "")


def _of(slug: str, pages: Pages, names: set[str]) -> list[Offer]:
    questionnaire, release = pages.questionnaires[slug]
    found = []
    for question in questionnaire.questions:
        if question.cells():
            name = f"question/{slug}/{question.id}"
            about = question.theme if question.theme in names else ""
            found.append(Offer(name, sources.one(name, pages), about))
        for theme in sources.theme_rows(release, question.id):
            name = f"theme/{slug}/{question.id}/{theme}"
            found.append(Offer(name, sources.one(name, pages), theme if theme in names else "", question.title))
    return found

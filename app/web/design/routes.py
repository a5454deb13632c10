"""Looking at questionnaires, publishing, closing and opening them again."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.domain.check import check
from app.domain.sentence import N_, Problem
from app.store import questionnaires
from app.web.access import allowed
from app.web.acting import act
from app.web.clock import today
from app.web.db import begin, staff_reading
from app.web.design import (
    agreement,
    banked,
    checks,
    codebook,
    codes,
    coding,
    colleagues,
    comparing,
    edit,
    edit_thing,
    files,
    guests,
    history,
    measures,
    new,
    pages,
    pictures,
    preview,
    protection,
    quotes,
    rehearsal,
    releases,
    rules,
    share,
    translate,
    voices,
)
from app.web.design.door import bp
from app.web.design.drafts import find, find_as_seen
from app.web.journal import note

# These hang their pages on the same door.
__all__ = [
    "agreement",
    "banked",
    "bp",
    "checks",
    "codebook",
    "codes",
    "coding",
    "colleagues",
    "comparing",
    "edit",
    "edit_thing",
    "files",
    "guests",
    "history",
    "measures",
    "new",
    "pictures",
    "preview",
    "protection",
    "quotes",
    "rehearsal",
    "releases",
    "rules",
    "share",
    "translate",
    "voices",
]


@bp.get("")
@allowed("come in")
def index() -> ResponseReturnValue:
    with staff_reading() as db:
        return pages.all_of_them(db)


@bp.get("/<slug>")
@allowed("see questionnaires")
def show(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        return pages.one(db, find(db, slug))


@bp.post("/<slug>/publish")
@allowed("publish")
def publish(slug: str) -> ResponseReturnValue:
    with begin() as db:
        draft = find_as_seen(db, slug)
        if any(check(draft.questionnaire)):
            return pages.one(db, draft, Problem(N_("It cannot be published yet: see the list below."))), 422
        if unsafe := protection.unsafe(db, draft):
            return pages.one(db, draft, unsafe), 422
        found = comparing.unpublished(db, draft)
        if found and found.grave and request.form.get("sure") != "yes":
            return pages.sure(db, draft, found), 422
        number = questionnaires.publish(db, draft, today(), act(N_("Published")))
        note(db, N_("Published version {number}"), slug, number=number)
    flash(gettext("Version %(number)s is published and open for answers.", number=number))
    return redirect(url_for(".show", slug=slug), 303)


@bp.post("/<slug>/close")
@allowed("publish")
def close(slug: str) -> ResponseReturnValue:
    with begin() as db:
        if find(db, slug).state == "open":
            questionnaires.set_state(db, slug, "closed")
            note(db, N_("Closed the questionnaire"), slug)
    flash(gettext("The questionnaire is closed. It takes no more answers."))
    return redirect(url_for(".show", slug=slug), 303)


@bp.post("/<slug>/reopen")
@allowed("publish")
def reopen(slug: str) -> ResponseReturnValue:
    with begin() as db:
        if find(db, slug).state == "closed":
            questionnaires.set_state(db, slug, "open")
            note(db, N_("Opened the questionnaire again"), slug)
    flash(gettext("The questionnaire is open for answers again."))
    return redirect(url_for(".show", slug=slug), 303)

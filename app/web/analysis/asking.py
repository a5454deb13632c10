"""Asking for the answers of a questionnaire: the purpose is typed, and the request can be taken back."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from app.domain.extract import LEAST_PEOPLE
from app.domain.sent import clean
from app.domain.sentence import N_, Problem
from app.store import extracts, journal, requests
from app.store.questionnaires import Draft
from app.web import clock
from app.web.access import allowed, signed_in
from app.web.analysis.door import bp, confirmers, counted, find, note
from app.web.analysis.letters import tell_confirmers
from app.web.db import begin, staff_reading

WAITS = timedelta(days=14)  # for a second person
LEAST_WORDS, MOST = 5, 1000


@bp.get("", endpoint="home")
@allowed("confirm analyses")
def show(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        return _page(db, find(db, slug))


@bp.post("", endpoint="ask")
@allowed("analyse")
def ask(slug: str) -> ResponseReturnValue:
    me, now = signed_in(), clock.now()
    with begin() as db:
        draft = find(db, slug)
        others = confirmers(db, slug, me.id)
        try:
            purpose = _wanted(db, slug)
        except Problem as problem:
            return _page(db, draft, problem), 422
        id = requests.ask(db, slug, me.id, purpose, now, now + WAITS)
        tell_confirmers(db, slug, id, others)
        note(db, id, slug, N_("Asked for the answers of single people"))
    flash(gettext("Your request is sent. It waits for a second person."))
    return redirect(url_for(".request", slug=slug, id=id), 303)


@bp.post("/<uuid:id>/withdraw")
@allowed("analyse")
def withdraw(slug: str, id: UUID) -> ResponseReturnValue:
    with begin() as db:
        find(db, slug)
        if requests.withdraw(db, str(id), signed_in().id, clock.now()):
            extracts.remove(db, str(id))
            note(db, str(id), slug, N_("Took back their request for answers"))
            flash(gettext("Your request is taken back. What was prepared for it is deleted."))
    return redirect(url_for(".home", slug=slug), 303)


def _wanted(db: Connection, slug: str) -> str:
    """The purpose, if there is one and anything to ask for."""
    if counted(db, slug).people < LEAST_PEOPLE:
        raise Problem(N_("Fewer than {least} people have been counted so far."), least=LEAST_PEOPLE)
    if not confirmers(db, slug, signed_in().id):
        raise Problem(N_("Nobody else may confirm requests. Ask the administration to give someone the role for it."))
    purpose = clean(request.form.get("purpose", "")).strip()
    if len(purpose.split()) < LEAST_WORDS:
        raise Problem(N_("Say in a sentence what you need the answers for."), "purpose")
    if len(purpose) > MOST:
        sentence = N_("Your text has {given} characters. Write at most {most}.")
        raise Problem(sentence, "purpose", given=len(purpose), most=MOST)
    return purpose


def _page(db: Connection, draft: Draft, problem: Problem | None = None) -> str:
    me, now = signed_in(), clock.now()
    everything = requests.of(db, draft.slug)
    waiting = [each for each in everything if each.state == "waiting" and each.running(now)]
    return render_template(
        "web/analysis/home.html",
        draft=draft,
        problem=problem,
        given=request.form.get("purpose", ""),
        counted=counted(db, draft.slug),
        least=LEAST_PEOPLE,
        most=MOST,
        others=confirmers(db, draft.slug, me.id),
        for_me=[each for each in waiting if each.asked_by != me.id],
        mine=[each for each in everything if each.asked_by == me.id],
        earlier=[each for each in everything if each.asked_by != me.id and each not in waiting],
        entries=journal.about_requests(db, draft.slug),
        now=now,
    )

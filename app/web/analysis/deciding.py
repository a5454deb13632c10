"""Where a second person confirms or refuses a request, never whoever made it."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.domain.sent import clean
from app.domain.sentence import N_, Problem
from app.store import requests
from app.store.requests import State
from app.web import clock
from app.web.access import allowed, signed_in, unproved
from app.web.analysis.door import LASTS, bp, find_request, note
from app.web.analysis.letters import tell_asker
from app.web.analysis.pages import is_mine, request_page, waits_for_me
from app.web.db import begin, staff_reading

MOST = 1000  # characters of a reason
DECISIONS: dict[str, State] = {"confirm": "confirmed", "refuse": "refused"}
NOTES = {
    "confirmed": N_("Confirmed the request of {name} for answers"),
    "refused": N_("Refused the request of {name} for answers"),
}


@bp.get("/<uuid:id>", endpoint="request")
@allowed("confirm analyses")
def show(slug: str, id: UUID) -> ResponseReturnValue:
    with staff_reading() as db:
        found = find_request(db, slug, id)
        proof_needed = waits_for_me(found) or (is_mine(found) and found.opens(clock.now()))
        if proof_needed and (ask := unproved()):
            return ask
        return request_page(db, found)


@bp.post("/<uuid:id>/decide")
@allowed("confirm analyses")
def decide(slug: str, id: UUID) -> ResponseReturnValue:
    state = DECISIONS.get(request.form.get("decision", "")) or abort(400)
    me, now, reason = signed_in(), clock.now(), clean(request.form.get("reason", "")).strip()
    if ask := unproved(url_for(".request", slug=slug, id=id)):
        return ask
    with begin() as db:
        found = find_request(db, slug, id)
        if is_mine(found):
            abort(403)
        if state == "refused" and not 1 <= len(reason) <= MOST:
            problem = Problem(N_("Say why you refuse, in at most {most} characters: who asked reads it."), most=MOST)
            return request_page(db, found, problem), 422
        done = requests.decide(db, found.id, state, me.id, now, now + LASTS, reason if state == "refused" else "")
        if done:
            note(db, found, slug, NOTES[state], name=found.name)
            tell_asker(db, found, state == "confirmed")
    if done:
        flash(gettext("Your decision is kept."))
    else:
        flash(gettext("Someone else has decided meanwhile, or the request was taken back."), "problem")
    return redirect(url_for(".home", slug=slug), 303)

"""Registering for an event: one form, without an account and without a cookie."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.registering import Form, Problems
from app.domain.registration import Party
from app.domain.sentence import Problem
from app.store import registrations
from app.web import seats
from app.web.answering import FORM
from app.web.damping import too_many
from app.web.db import AWAY, reading_names, registering_names
from app.web.events.door import bp, for_one, held, published, taken, there, trapped
from app.web.events.form import Paper, given_back, typed
from app.web.language import here
from app.web.origin import same_site_only
from app.web.personal import id_of, token_of


@bp.get("/<slug>/register")
def register(slug: str) -> ResponseReturnValue:
    return _blank(slug)


@bp.post("/<slug>/register")
@same_site_only
def send(slug: str) -> ResponseReturnValue:
    for_one()
    if too_many("forms"):
        return given_back(429)
    try:
        return _send(slug)
    except AWAY:
        return given_back(503)


def _blank(slug: str, problems: Problems | None = None) -> ResponseReturnValue:
    """The form as it was sent, if it was, with what is wrong."""
    with reading_names() as db:
        found = published(db, slug)
        waits = not registrations.fullness(db, slug).free(found.document)
    if not taken(found) or (waits and not found.document.waits):
        return redirect(url_for(".show", slug=slug), 303)
    return Paper(found.document, typed(), waits, problems=problems or {}).page(), 422 if problems else 200


def _send(slug: str) -> ResponseReturnValue:
    with reading_names() as db:
        found = published(db, slug)
    form = Form(found.document, typed())
    party = form.party(here().tag)
    if request.form.get("_go") == "stay":
        return _blank(slug)
    if form.problems:
        return _blank(slug, form.problems)
    if trapped():
        return redirect(url_for(".show", slug=slug), 303)  # told like everyone: a program learns nothing from it
    try:
        return _keep(slug, party)
    except Problem as problem:
        return _blank(slug, {problem.where: problem})


def _keep(slug: str, party: Party) -> ResponseReturnValue:
    name = request.form.get("_form", "")
    if not FORM.fullmatch(name):
        abort(400)
    with registering_names() as db:
        found = held(db, slug)
        if not taken(found):
            return redirect(url_for(".show", slug=slug), 303)
        made = seats.take(db, found.document, id_of(slug, name), party, there())
    return redirect(url_for(".mine", slug=slug, token=token_of(made.id), lang=here().tag), 303)

"""Who works on one questionnaire beside those whose role opens all of them, and what was done to it."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from app.domain.people import GRANTED, ROLES
from app.domain.sentence import N_, Problem, Sentence
from app.store import grants, staff
from app.store.questionnaires import Draft
from app.store.staff import Account
from app.web.access import allowed
from app.web.db import begin, staff_reading
from app.web.design.door import bp
from app.web.design.drafts import find
from app.web.journal import leaf, note


@bp.get("/<slug>/people", endpoint="people")
@allowed("design")
def show_people(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        return _page(db, find(db, slug))


@bp.post("/<slug>/people", endpoint="grant")
@allowed("design")
def give_role(slug: str) -> ResponseReturnValue:
    person, role = request.form.get("person", ""), request.form.get("role", "")
    with begin() as db:
        draft = find(db, slug)
        account = _colleague(db, person)
        if account is None or role not in GRANTED:
            return _page(db, draft, Problem(N_("Choose a person and a role."))), 422
        grants.give(db, account.person.id, slug, role)
        named = Sentence(ROLES[role].label)
        note(db, N_("Gave {name} a role in this questionnaire: {role}"), slug, name=account.person.name, role=named)
    flash(gettext("%(name)s can work on this questionnaire now.", name=account.person.name))
    return redirect(url_for(".people", slug=slug), 303)


@bp.post("/<slug>/people/remove", endpoint="take_grant")
@allowed("design")
def take_role(slug: str) -> ResponseReturnValue:
    with begin() as db:
        find(db, slug)
        account = staff.by_id(db, request.form.get("person", "")[:36]) or abort(404)
        if grants.take(db, account.person.id, slug):
            note(db, N_("Took the role of {name} in this questionnaire away"), slug, name=account.person.name)
    flash(gettext("The role in this questionnaire is taken away."))
    return redirect(url_for(".people", slug=slug), 303)


@bp.get("/<slug>/journal", endpoint="journal")
@allowed("design")
def show_journal(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        return render_template("web/design/journal.html", draft=find(db, slug), leaf=leaf(db, slug=slug))


def _colleague(db: Connection, id: str) -> Account | None:
    account = staff.by_id(db, id) if len(id) == 36 and "\0" not in id else None
    return account if account and account.active else None


def _page(db: Connection, draft: Draft, problem: Problem | None = None) -> str:
    everyone = [account.person for account in staff.everyone(db) if account.active]
    return render_template(
        "web/design/people.html",
        draft=draft,
        problem=problem,
        given=grants.given(db, draft.slug),
        everywhere=[person for person in everyone if person.may("see questionnaires")],
        people=everyone,
        roles=ROLES,
        granted=GRANTED,
    )

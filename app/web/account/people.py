"""Accounts of colleagues: who has one, giving and closing them, setting a new password."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from app.domain.people import ROLES, Person
from app.domain.sentence import N_, Sentence
from app.store import factors, letters, staff
from app.store.staff import Account
from app.web import mail
from app.web.access import allowed, signed_in
from app.web.account.door import bp
from app.web.account.forms import WHAT_ROLES_DO, NewPerson
from app.web.account.links import invite
from app.web.account.passwords import hashed, made_up
from app.web.db import begin, staff_reading
from app.web.journal import note


@bp.get("/people", endpoint="people")
@allowed("manage staff")
def index() -> ResponseReturnValue:
    return _page(NewPerson())


@bp.post("/people", endpoint="add_person")
@allowed("manage staff")
def add() -> ResponseReturnValue:
    form = NewPerson()
    if not form.validate_on_submit():
        return _page(form), 422
    nobody_knows = hashed(made_up())
    with begin() as db:
        known = staff.by_email(db, form.email.data)
        person = None if known else staff.add(db, form.email.data, form.name.data, form.role.data, nobody_knows)
        if person:
            link = invite(db, person)
            note(db, N_("Gave an account to {name}"), name=person.name)
    if person is None:
        form.email.errors = [gettext("Someone has an account with this e-mail address already.")]
        return _page(form), 422
    return _invited(person, link)


def _invited(person: Person, link: str) -> ResponseReturnValue:
    """Without mails the link is on this page, once."""
    if mail.works():
        flash(gettext("An invitation is on its way to %(email)s.", email=person.email))
        return redirect(url_for(".people"), 303)
    return render_template("web/account/invited.html", person=person, link=link)


@bp.post("/people/<uuid:id>/invitation", endpoint="invite_again")
@allowed("manage staff")
def invite_again(id: UUID) -> ResponseReturnValue:
    """A new link for someone who has lost the first or came too late; links from before end."""
    with begin() as db:
        account = _other(db, id)
        person = account.person if account.active else abort(404)
        link = invite(db, person)
        note(db, N_("Invited {name} once more"), name=person.name)
    return _invited(person, link)


@bp.post("/people/<uuid:id>/role", endpoint="change_role")
@allowed("manage staff")
def change_role(id: UUID) -> ResponseReturnValue:
    role = ROLES.get(request.form.get("role", "")) or abort(400)
    with begin() as db:
        person = _other(db, id).person
        if role.name != person.role:
            staff.set_role(db, person.id, role.name)
            note(db, N_("Gave {name} another role: {role}"), name=person.name, role=Sentence(role.label))
    flash(gettext("Saved."))
    return redirect(url_for(".people"), 303)


@bp.post("/people/<uuid:id>/password", endpoint="new_password")
@allowed("manage staff")
def new_password(id: UUID) -> ResponseReturnValue:
    password = made_up()
    kept = hashed(password)
    with begin() as db:
        account = _other(db, id)
        staff.set_password(db, account.person.id, kept)
        staff.end_sessions(db, account.person.id)
        staff.forget_attempts(db, account.person.email)
        letters.take_back(db, account.person.id)
        note(db, N_("Set a new password for {name}"), name=account.person.name)
    return _shown_once(account.person, password)


@bp.post("/people/<uuid:id>/factors", endpoint="remove_factors")
@allowed("manage staff")
def remove_factors(id: UUID) -> ResponseReturnValue:
    with begin() as db:
        account = _other(db, id)
        factors.remove_all(db, account.person.id)
        staff.end_sessions(db, account.person.id)
        note(db, N_("Removed the second step of {name}"), name=account.person.name)
    flash(gettext("%(name)s signs in with the password alone now.", name=account.person.name))
    return redirect(url_for(".people"), 303)


@bp.post("/people/<uuid:id>/deactivate", endpoint="deactivate")
@allowed("manage staff")
def deactivate(id: UUID) -> ResponseReturnValue:
    with begin() as db:
        account = _other(db, id)
        staff.set_active(db, account.person.id, False)
        staff.end_sessions(db, account.person.id)
        letters.take_back(db, account.person.id)
        note(db, N_("Closed the account of {name}"), name=account.person.name)
    flash(gettext("%(name)s can no longer sign in.", name=account.person.name))
    return redirect(url_for(".people"), 303)


@bp.post("/people/<uuid:id>/reactivate", endpoint="reactivate")
@allowed("manage staff")
def reactivate(id: UUID) -> ResponseReturnValue:
    with begin() as db:
        account = _other(db, id)
        staff.set_active(db, account.person.id, True)
        note(db, N_("Opened the account of {name} again"), name=account.person.name)
    flash(gettext("%(name)s can sign in again.", name=account.person.name))
    return redirect(url_for(".people"), 303)


def _other(db: Connection, id: UUID) -> Account:
    """Someone else's account: nobody locks themselves out, so one administrator always remains."""
    if str(id) == signed_in().id:
        abort(403)
    return staff.by_id(db, str(id)) or abort(404)


def _page(form: NewPerson) -> str:
    with staff_reading() as db:
        accounts = staff.everyone(db)
        secured = {account.person.id for account in accounts if factors.secured(db, account.person.id)}
    return render_template(
        "web/account/people.html", accounts=accounts, secured=secured, form=form, what=WHAT_ROLES_DO, roles=ROLES
    )


def _shown_once(person: Person, password: str) -> str:
    """The page with the password is the answer itself: carried to a next page, it would lie in the cookie."""
    return render_template("web/account/shown_once.html", person=person, password=password)

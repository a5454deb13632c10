"""How one's own account is protected: authenticator app, recovery codes, and where one is signed in."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from app.domain.people import Person
from app.domain.sentence import N_, Problem
from app.store import factors, staff
from app.web import clock
from app.web.access import PROVED, TOKEN, allowed, needs_factor, sign_in, signed_in, unproved
from app.web.account import codes
from app.web.account.door import bp
from app.web.account.forms import SetUpApp
from app.web.db import begin, staff_reading
from app.web.journal import note

SEED = "seed"  # in the cookie while an app is set up


@bp.get("/security")
@allowed("change own password")
def security() -> ResponseReturnValue:
    person = signed_in()
    with staff_reading() as db:
        return render_template(
            "web/account/security.html",
            has=factors.of(db, person.id),
            others=[clock.day_of(seen) for seen in staff.other_sessions(db, person.id, session[TOKEN], clock.now())],
            needed=needs_factor(person),
        )


@bp.route("/security/app", methods=["GET", "POST"], endpoint="app")
@allowed("change own password")
def set_up_app() -> ResponseReturnValue:
    if ask := unproved():
        return ask
    person, form, problem = signed_in(), SetUpApp(), None
    seed = session.setdefault(SEED, codes.new_seed())
    if form.validate_on_submit():
        step = codes.step_of(seed, form.code.data or "", clock.now())
        if step is not None:
            return _app_is_set_up(person, seed, step)
        problem = Problem(N_("This code is not right. Wait for the next one, and check the time on your phone."))
    drawn = codes.picture(seed, person.email, current_app.config["MITSPRACHE"].site_name)
    page = render_template(
        "web/account/app.html", form=form, problem=problem, picture=drawn, secret=codes.app_secret(seed)
    )
    return page, 422 if form.is_submitted() else 200


def _app_is_set_up(person: Person, seed: str, step: int) -> ResponseReturnValue:
    with begin() as db:
        factors.set_seed(db, person.id, seed)
        factors.use_step(db, person.id, step)
        fresh = _fresh_codes(db, person)
        note(db, N_("Set up an authenticator app"))
    _end_other_sessions(person)
    return render_template("web/account/codes.html", codes=fresh)


@bp.post("/security/app/remove", endpoint="remove_app")
@allowed("change own password")
def remove_app() -> ResponseReturnValue:
    if ask := unproved():
        return ask
    person = signed_in()
    with begin() as db:
        factors.set_seed(db, person.id, None)
        if not factors.secured(db, person.id):
            factors.replace_codes(db, person.id, ())
        note(db, N_("Removed their authenticator app"))
    flash(gettext("The authenticator app is removed."))
    return redirect(url_for(".security"), 303)


@bp.post("/security/codes", endpoint="new_codes")
@allowed("change own password")
def new_codes() -> ResponseReturnValue:
    if ask := unproved():
        return ask
    person = signed_in()
    with begin() as db:
        if not factors.secured(db, person.id):
            return redirect(url_for(".security"), 303)
        fresh = _fresh_codes(db, person)
        note(db, N_("Made new recovery codes"))
    return render_template("web/account/codes.html", codes=fresh)


@bp.post("/security/sign-out", endpoint="sign_out_everywhere")
@allowed("change own password")
def sign_out_everywhere() -> ResponseReturnValue:
    _end_other_sessions(signed_in())
    flash(gettext("On all other devices you have been signed out."))
    return redirect(url_for(".security"), 303)


def _fresh_codes(db: Connection, person: Person) -> list[str]:
    made = codes.recovery_codes()
    factors.replace_codes(db, person.id, [codes.hashed(person.id, each) for each in made])
    return made


def _end_other_sessions(person: Person) -> None:
    """Begin anew here, so that only this browser is signed in."""
    with begin() as db:
        staff.end_sessions(db, person.id)
    proved = session.get(PROVED)
    sign_in(person)
    session[PROVED] = proved

"""Proving who one is: by password, by a second step, and once more before something sensitive is changed."""

from __future__ import annotations

from datetime import datetime

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.domain.people import Person
from app.domain.sentence import N_, Problem
from app.store import factors, staff
from app.web import clock
from app.web.access import PROVED, WHILE, allowed, inside, sign_in, sign_out, signed_in
from app.web.account.codes import hashed as code_hash
from app.web.account.codes import step_of
from app.web.account.door import bp
from app.web.account.forms import Prove, SecondStep
from app.web.account.passwords import hashed, outdated, right
from app.web.damping import too_many
from app.web.db import begin, staff_reading

HALFWAY = "halfway"  # in the cookie: who has given the right password, until when, and where they want to go
TOO_MANY = Problem(N_("There were too many attempts. Please wait a minute and try again."))
PAUSED = N_("There were too many attempts. Please wait 15 minutes and try again.")


def verified(email: str, password: str) -> Person:
    """The person with this password, else a Problem that does not say whether there is such an account."""
    now = clock.now()
    with begin() as db:
        staff.forget_past(db, now)
        so_far = staff.attempts(db, email, now)
        if so_far.paused(now):
            raise Problem(PAUSED)
        # It counts as failed until it has proved right: guessing many at a time gains nothing.
        staff.keep_attempts(db, email, so_far.one_more(now))
        account = staff.by_email(db, email)
    if not right(account.password if account else None, password) or not account or not account.active:
        raise Problem(N_("E-mail address or password is not right."))
    renewed = hashed(password) if outdated(account.password) else account.password
    with begin() as db:
        staff.forget_attempts(db, email)
        staff.set_password(db, account.person.id, renewed)
    return account.person


def come_in(person: Person, onward: str) -> ResponseReturnValue:
    """Sign in someone whose password was right, or ask for the second step they have set up."""
    with staff_reading() as db:
        needed = factors.secured(db, person.id)
    if not needed:
        sign_in(person)
        return redirect(onward, 303)
    sign_out()
    session[HALFWAY] = [person.id, (clock.now() + WHILE).isoformat(), onward]
    return redirect(url_for(".second_step"), 303)


@bp.route("/sign-in/code", methods=["GET", "POST"], endpoint="second_step")
def second_step() -> ResponseReturnValue:
    person, onward = halfway()
    if person is None:
        return redirect(url_for(".sign_in"), 303)
    form, problem = SecondStep(), None
    if request.method == "POST" and too_many("sign-ins"):
        return _second_page(person, form, TOO_MANY), 429
    if form.validate_on_submit():
        try:
            _take_code(person, form.code.data or "")
        except Problem as refused:
            problem = refused
        else:
            sign_in(person)
            return redirect(onward, 303)
    return _second_page(person, form, problem), 422 if form.is_submitted() else 200


def halfway() -> tuple[Person | None, str]:
    """Who has given the right password a short while ago, and where they want to go."""
    kept = session.get(HALFWAY)  # signed, so it is what we wrote
    if kept is None or datetime.fromisoformat(kept[1]) < clock.now():
        return None, ""
    with staff_reading() as db:
        account = staff.by_id(db, kept[0])
    return (account.person if account and account.active else None), inside(kept[2]) or url_for("design.index")


def _take_code(person: Person, typed: str) -> None:
    """Use up a code of the app or a recovery code; a Problem when it is neither, or was used before."""
    now, counted = clock.now(), f"code of {person.id}"
    with begin() as db:
        so_far = staff.attempts(db, counted, now)
        if so_far.paused(now):
            raise Problem(PAUSED)
        staff.keep_attempts(db, counted, so_far.one_more(now))
        seed = factors.of(db, person.id).seed
        step = step_of(seed, typed, now) if seed else None
        fits = step is not None and factors.use_step(db, person.id, step)
        if fits or factors.use_code(db, person.id, code_hash(person.id, typed)):
            staff.forget_attempts(db, counted)
            return
    raise Problem(N_("This code is not right, or it was used already."))


def _second_page(person: Person, form: SecondStep, problem: Problem | None) -> str:
    with staff_reading() as db:
        has = factors.of(db, person.id)
    return render_template("web/account/second_step.html", form=form, problem=problem, has=has)


@bp.route("/prove", methods=["GET", "POST"])
@allowed("change own password")
def prove() -> ResponseReturnValue:
    """Ask for the password once more; the answer counts for ten minutes of this session."""
    form, problem = Prove(), None
    if form.validate_on_submit():
        try:
            verified(signed_in().email, form.password.data or "")
        except Problem as refused:
            problem = refused
        else:
            session[PROVED] = clock.now().isoformat()
            return redirect(inside(request.args.get("next")) or url_for(".security"), 303)
    page = render_template("web/account/prove.html", form=form, problem=problem)
    return page, 422 if form.is_submitted() else 200

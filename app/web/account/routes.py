"""Coming in and going out: signing in, signing out, changing one's own password."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.domain.people import Person
from app.domain.sentence import Problem
from app.store import letters, staff
from app.web.access import allowed, current_person, inside, sign_in, sign_out, signed_in
from app.web.account import diary, links, passkeys, people, proof, security
from app.web.account.door import bp
from app.web.account.forms import NewPassword, SignIn
from app.web.account.passwords import hashed
from app.web.account.proof import verified
from app.web.damping import too_many
from app.web.db import begin

__all__ = ["bp", "diary", "links", "passkeys", "people", "proof", "security"]  # these hang their pages on the same door


@bp.get("")
def home() -> ResponseReturnValue:
    return redirect(url_for("design.index"), 303)


@bp.route("/sign-in", methods=["GET", "POST"], endpoint="sign_in")
def come_in() -> ResponseReturnValue:
    onward = inside(request.args.get("next")) or url_for("design.index")
    if request.method == "GET" and current_person():
        return redirect(onward, 303)
    form, problem = SignIn(), None
    if request.method == "POST" and too_many("sign-ins"):
        return render_template("web/account/sign_in.html", form=form, problem=proof.TOO_MANY), 429
    if form.validate_on_submit():
        try:
            person = verified(form.email.data or "", form.password.data or "")
        except Problem as refused:
            problem = refused
        else:
            return proof.come_in(person, onward)
    page = render_template("web/account/sign_in.html", form=form, problem=problem)
    return page, 422 if form.is_submitted() else 200


@bp.post("/sign-out", endpoint="sign_out")
@allowed("change own password")
def go_out() -> ResponseReturnValue:
    sign_out()
    answer = redirect(url_for(".sign_in"), 303)
    answer.headers["Clear-Site-Data"] = '"storage"'  # a phone at the door of an event keeps names
    return answer


@bp.route("/password", methods=["GET", "POST"])
@allowed("change own password")
def password() -> ResponseReturnValue:
    form, problem = NewPassword(), None
    if form.validate_on_submit():
        try:
            person = verified(signed_in().email, form.current.data or "")
        except Problem as refused:
            problem = refused
        else:
            return _changed(person, form.password.data or "")
    page = render_template("web/account/password.html", form=form, problem=problem)
    return page, 422 if form.is_submitted() else 200


def _changed(person: Person, password: str) -> ResponseReturnValue:
    """Keep the new password; whoever signed in with the old one is out, on other machines too."""
    kept = hashed(password)
    with begin() as db:
        staff.set_password(db, person.id, kept)
        staff.end_sessions(db, person.id)
        letters.take_back(db, person.id)
    sign_in(person)
    flash(gettext("Your new password is saved. On other devices you have been signed out."))
    return redirect(url_for("design.index"), 303)

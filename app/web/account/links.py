"""Links with which people choose a password: an invitation to a new account, and help for who has forgotten theirs."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import timedelta

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from app.domain.people import Person
from app.domain.sentence import N_, Sentence
from app.store import journal, letters, outbox, staff
from app.store.letters import Purpose
from app.store.steps import Act
from app.web import clock, mail
from app.web.access import sign_out, signed_in
from app.web.account.door import bp
from app.web.account.forms import Accept, Forgotten, NewOne
from app.web.account.passwords import hashed
from app.web.account.proof import TOO_MANY, come_in
from app.web.damping import too_many
from app.web.db import begin, staff_reading
from app.web.mail import Words

LASTS: dict[Purpose, timedelta] = {"invitation": timedelta(days=7), "password": timedelta(minutes=30)}


def invite(db: Connection, person: Person) -> str:
    """Write a link for someone new, with a mail if mails are sent; returns the link."""
    link = _write(db, person.id, "invitation")
    if mail.works():
        mail.enqueue(db, person.email, *mail.letter(link, _invitation))
    return link


def _write(db: Connection, person: str | None, purpose: Purpose) -> str:
    token, now = secrets.token_urlsafe(32), clock.now()
    letters.forget_past(db, now)
    letters.write(db, token, person, purpose, now + LASTS[purpose])
    return mail.address_of("account.link", token=token)


def _invitation() -> Words:
    who = mail.one_line(signed_in().name)
    return (
        gettext("Your account for Mitsprache"),
        gettext("%(name)s has made an account for you. Choose your password here:", name=who),
        gettext("The link opens once, within seven days."),
    )


def _reset() -> Words:
    return (
        gettext("A new password for Mitsprache"),
        gettext("Someone has asked for a new password for your account. If it was you, choose one here:"),
        gettext("The link opens once, within 30 minutes. If it was not you, do nothing: your password stays."),
    )


@bp.route("/sign-in/forgotten", methods=["GET", "POST"])
def forgotten() -> ResponseReturnValue:
    """The same answer for every address, after the same work."""
    if not mail.works():
        abort(404)
    form = Forgotten()
    if request.method == "POST" and too_many("sign-ins"):
        return render_template("web/account/forgotten.html", form=form, problem=TOO_MANY), 429
    if form.validate_on_submit():
        _help(form.email.data or "")
        return render_template("web/account/on_its_way.html")
    page = render_template("web/account/forgotten.html", form=form, problem=None)
    return page, 422 if form.is_submitted() else 200


def _help(email: str) -> None:
    """Send a link; where there is no account, take the same steps and leave nothing behind."""
    now, asked = clock.now(), f"forgotten {email}"[:200]
    with begin() as db:
        staff.forget_past(db, now)
        so_far = staff.attempts(db, asked, now)
        staff.keep_attempts(db, asked, so_far.one_more(now))
        account = staff.by_email(db, email)
        known = account is not None and account.active and not so_far.paused(now)
        link = _write(db, account.person.id if account and known else None, "password")
        written = mail.enqueue(db, account.person.email if account else email, *mail.letter(link, _reset))
        outbox.remove(db, "" if known else written)


@bp.route("/sign-in/link/<token>", methods=["GET", "POST"])
def link(token: str) -> ResponseReturnValue:
    with staff_reading() as db:
        found = letters.opened(db, token, clock.now())
    if found is None:
        return render_template("web/account/link_ended.html"), 404
    person, purpose = found
    form = Accept(name=person.name) if purpose == "invitation" else NewOne()
    if not form.validate_on_submit():
        page = render_template("web/account/link.html", form=form, person=person, invited=purpose == "invitation")
        return page, 422 if form.is_submitted() else 200
    return _chosen(token, person, form.name.data if purpose == "invitation" else person.name, form.password.data or "")


def _chosen(token: str, person: Person, name: str, password: str) -> ResponseReturnValue:
    """Keep the password and let its owner in; a second step is asked for all the same."""
    kept, now = hashed(password), clock.now()
    with begin() as db:
        if not letters.use(db, token, now):  # someone was faster
            return render_template("web/account/link_ended.html"), 404
        staff.set_password(db, person.id, kept)
        staff.set_name(db, person.id, name)
        staff.end_sessions(db, person.id)
        staff.forget_attempts(db, person.email)
        journal.add(db, Act(name, now, Sentence(N_("Chose a password by a link"))))
    sign_out()
    return come_in(replace(person, name=name), url_for("design.index"))

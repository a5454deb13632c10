"""Links for translators without an account: made for one language with a name and an end, shown once, taken back."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from app.domain.language import LANGUAGES
from app.domain.sent import clean
from app.domain.sentence import N_, Problem
from app.store import guests as kept
from app.web import clock
from app.web.access import signed_in
from app.web.db import begin, staff_reading
from app.web.language import languages_of
from app.web.translating.work import Shelf, Work, found

USUAL, LONGEST = timedelta(days=30), timedelta(days=366)


def show(shelf: Shelf, slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        return _page(db, found(shelf, db, slug))


def make(shelf: Shelf, slug: str) -> ResponseReturnValue:
    token = secrets.token_urlsafe(24)
    with begin() as db:
        work = found(shelf, db, slug)
        try:
            language, name, last_day = _wanted(work)
        except Problem as problem:
            return _page(db, work, problem), 422
        kept.forget_past(db, clock.now() - LONGEST)
        kept.add(db, token, work.name, language, name, signed_in().name, clock.end_of(last_day))
        return _page(db, work, made=url_for("guest.texts", token=token, _external=True, lang=None))


def revoke(shelf: Shelf, slug: str, id: str) -> ResponseReturnValue:
    with begin() as db:
        work = found(shelf, db, slug)
        kept.revoke(db, work.name, id)
    flash(gettext("The link opens nothing any more."))
    return redirect(url_for(f"{shelf.door}.links", **work.here), 303)


def _wanted(work: Work) -> tuple[str, str, date]:
    language, name = request.form.get("language", ""), clean(request.form.get("name", "").replace("\n", " "))
    if language not in LANGUAGES or language == work.thing.source:
        raise Problem(N_("Choose a language."))
    if not 1 <= len(name) <= 100:
        raise Problem(N_("Write who the link is for, in at most {most} characters."), most=100)
    try:
        last_day = datetime.strptime(request.form.get("last_day", ""), "%Y-%m-%d").date()  # noqa: DTZ007  only the day
    except ValueError:
        last_day = date.min
    if not clock.today() <= last_day <= clock.today() + LONGEST:
        raise Problem(N_("Choose a last day within the next twelve months."))
    return language, name, last_day


def _page(db: Connection, work: Work, problem: Problem | None = None, made: str | None = None) -> str:
    now, links = clock.now(), kept.of(db, work.name)
    return render_template(
        "web/translating/guests.html",
        frame=work.shelf.frame,
        work=work,
        draft=work.draft,
        problem=problem,
        made=made,
        given=request.form if problem else request.args,
        languages=[each for each in LANGUAGES.values() if each.tag != work.thing.source],
        guests=[(each, languages_of([each.language])[0], clock.last_day(each.ends)) for each in links],
        open={each.id for each in links if each.ends > now},
        usual=clock.today() + USUAL,
    )

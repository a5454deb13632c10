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
from app.store.questionnaires import Draft
from app.web import clock
from app.web.access import allowed, signed_in
from app.web.db import begin, staff_reading
from app.web.design.door import bp
from app.web.design.drafts import find
from app.web.language import languages_of

USUAL, LONGEST = timedelta(days=30), timedelta(days=366)


@bp.get("/<slug>/links", endpoint="links")
@allowed("design")
def show_links(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        return _page(db, find(db, slug))


@bp.post("/<slug>/links", endpoint="make_link")
@allowed("design")
def make_link(slug: str) -> ResponseReturnValue:
    token = secrets.token_urlsafe(24)
    with begin() as db:
        draft = find(db, slug)
        try:
            language, name, last_day = _wanted(draft)
        except Problem as problem:
            return _page(db, draft, problem), 422
        kept.forget_past(db, clock.now() - LONGEST)
        kept.add(db, token, slug, language, name, signed_in().name, clock.end_of(last_day))
        return _page(db, draft, made=url_for("guest.texts", token=token, _external=True, lang=None))


@bp.post("/<slug>/links/<id>/revoke", endpoint="revoke_link")
@allowed("design")
def revoke_link(slug: str, id: str) -> ResponseReturnValue:
    with begin() as db:
        kept.revoke(db, slug, id)
    flash(gettext("The link opens nothing any more."))
    return redirect(url_for(".links", slug=slug), 303)


def _wanted(draft: Draft) -> tuple[str, str, date]:
    language, name = request.form.get("language", ""), clean(request.form.get("name", "").replace("\n", " "))
    if language not in LANGUAGES or language == draft.questionnaire.source:
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


def _page(db: Connection, draft: Draft, problem: Problem | None = None, made: str | None = None) -> str:
    given = request.form if problem else request.args
    now = clock.now()
    return render_template(
        "web/design/guests.html",
        draft=draft,
        problem=problem,
        made=made,
        given=given,
        languages=[each for each in LANGUAGES.values() if each.tag != draft.questionnaire.source],
        guests=[(each, languages_of([each.language])[0], clock.day_of(each.ends)) for each in kept.of(db, draft.slug)],
        open={each.id for each in kept.of(db, draft.slug) if each.ends > now},
        usual=clock.today() + USUAL,
    )

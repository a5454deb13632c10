"""Receipts: choosing themes to follow, the code that holds them, and what became of them. Nothing is kept here.

What is ticked and typed comes in the body of a form, never in an address: addresses end up in logs. From answering only
a plain link leads here, the same for everyone (docs/privacy.md).
"""

from __future__ import annotations

import io
from datetime import date
from functools import partial
from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup, escape

from app.domain import day, receipt
from app.domain.code import grouped
from app.domain.outcome import STATUSES, Outcome
from app.domain.sentence import N_, Problem
from app.domain.weighing import newest, rows
from app.store import documents
from app.web.clock import today
from app.web.db import reading
from app.web.headers import allow_script
from app.web.language import here, languages_of
from app.web.origin import same_site_only
from app.web.visit.door import bp
from app.web.visit.outcome import find, sources_of

MASK = 2  # of a QR picture: trying all eight takes five times as long, and phones read each of them


@bp.get("/follow", endpoint="receipts")
def choose() -> ResponseReturnValue:
    with reading() as db:
        found = documents.all_published(db, Outcome)
    if len(found) == 1:
        return redirect(url_for(".follow", slug=found[0].document.slug), 303)
    return render_template("web/visit/receipts.html", found=found)


@bp.get("/follow/<slug>", endpoint="follow")
def begin(slug: str) -> ResponseReturnValue:
    allow_script()  # it sends the code that a QR picture has brought
    return _begin(find(slug).document)


@bp.post("/follow/<slug>/receipt", endpoint="receipt")
@same_site_only
def make(slug: str) -> ResponseReturnValue:
    """The code of what is ticked in this form and nowhere else."""
    outcome = find(slug).document
    ticked = {*request.form.getlist("theme")}
    if "all" in request.form:
        ticked = {theme.id for theme in outcome.themes}
    code = receipt.written(outcome, ticked)
    if not code:
        return _begin(outcome, Problem(N_("Choose at least one theme."), "theme")), 422
    chosen = [theme for theme in outcome.themes if theme.id in ticked]
    page = render_template(
        "web/visit/receipt.html",
        outcome=outcome,
        languages=languages_of(outcome.languages),
        chosen=chosen,
        code=grouped(code),
        drawn=_picture(slug, code),
        how=_how(slug),
        today=today(),
        action=partial(url_for, ".receipt", slug=slug),
    )
    return _for_nobody_else(page)


@bp.post("/follow/<slug>", endpoint="followed")
@same_site_only
def follow(slug: str) -> ResponseReturnValue:
    """What became of the themes of a code, the newest first, and what is new since the day on the paper."""
    outcome = find(slug).document
    try:
        themes = receipt.read(outcome, request.form.get("code", ""))
        since = day.read(date | None, request.form.get("since", ""), "since")
    except Problem as problem:
        return _begin(outcome, problem), 422
    mine = newest(row for row in rows(outcome) if row.theme.id in themes)
    page = render_template(
        "web/visit/followed.html",
        outcome=outcome,
        slug=slug,
        languages=languages_of(outcome.languages),
        themes=[theme for theme in outcome.themes if theme.id in themes],
        lines=mine,
        shown=sources_of(outcome),
        since=since,
        code=grouped(receipt.written(outcome, themes)),
        statuses=STATUSES,
        action=partial(url_for, ".followed", slug=slug),
    )
    return _for_nobody_else(page)


@bp.get("/follow/<slug>/paper", endpoint="receipt_paper")
def paper(slug: str) -> ResponseReturnValue:
    """A sheet for those who answer on paper: a picture and a code for each theme, to be ticked and kept at home."""
    outcome = find(slug).document
    codes = [(theme, receipt.written(outcome, {theme.id})) for theme in outcome.themes]
    lines = [(theme, grouped(code), _picture(slug, code)) for theme, code in codes if code]
    languages = languages_of(outcome.languages)
    return render_template(
        "web/visit/receipt_paper.html", outcome=outcome, languages=languages, lines=lines, how=_how(slug), today=today()
    )


def _begin(outcome: Outcome, problem: Problem | None = None) -> str:
    return render_template(
        "web/visit/follow.html",
        outcome=outcome,
        slug=outcome.slug,
        languages=languages_of(outcome.languages),
        problem=problem,
        typed=request.form.get("code", "")[:40],
        day_typed=request.form.get("since", "")[:10],
        ticked=request.form.getlist("theme"),
        action=partial(url_for, ".follow", slug=outcome.slug),
    )


def _for_nobody_else(page: str) -> Any:
    """Themes somebody follows: on a phone that others use, too, the page goes with its window."""
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _picture(slug: str, code: str) -> Markup:
    """The address with the code behind its #, which a browser keeps to itself."""
    import segno  # only who makes receipts needs it

    picture = io.BytesIO()
    address = f"{url_for('.follow', slug=slug, lang=here().tag, _external=True)}#{grouped(code)}"
    options: dict[str, Any] = {"xmldecl": False, "svgns": False, "nl": False, "omitsize": True, "border": 4}
    made = segno.make(address, error="m", micro=False, boost_error=False, mask=MASK)
    made.save(picture, kind="svg", svgclass="qr", lineclass=None, **options)
    return Markup(picture.getvalue().decode())  # noqa: S704  drawn by segno from squares alone


def _how(slug: str) -> Markup:
    """What to do with a code, with the address as people type it."""
    sentence = escape(gettext("Scan the picture. Or open %(address)s and type the code."))
    short = url_for(".follow", slug=slug, _external=True).partition("://")[2].partition("?")[0]
    return sentence % {"address": Markup('<bdi dir="ltr">{}</bdi>').format(short)}

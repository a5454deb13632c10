"""Answering: start, one page after the other, check, send, thanks. Nothing is kept before it is sent."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.reading import Step, step
from app.domain.response import Response, monday
from app.domain.sent import clean
from app.store import questionnaires, responses
from app.store.questionnaires import Version
from app.web.answering import FORM, Sheet, new_form, own_texts, sent_fields, settle_language, show
from app.web.clock import today
from app.web.db import AWAY, begin, reading
from app.web.language import here, languages_of
from app.web.origin import same_site_only

bp = Blueprint("respond", __name__, url_prefix="/s")


@bp.get("/<slug>")
def start(slug: str) -> ResponseReturnValue:
    version = _version(slug) or abort(404)
    settle_language(version.questionnaire)
    return render_template(
        "web/respond/start.html",
        questionnaire=version.questionnaire,
        version=version.number,
        offered=languages_of(version.questionnaire.languages),
        closed=not version.open,
        preview=False,
        action=_action(slug),
    )


@bp.post("/<slug>")
@same_site_only
def answer(slug: str) -> ResponseReturnValue:
    try:
        return _answer(slug)
    except AWAY:
        # The disk is full or the database is away: nothing was stored, so nothing may be lost either.
        return _retry(slug)


def _answer(slug: str) -> ResponseReturnValue:
    go = request.form.get("_go", "next")
    version = _version(slug, None if go == "begin" else _number()) or abort(404 if go == "begin" else 400)
    settle_language(version.questionnaire)
    sent = sent_fields()
    if not version.open:
        texts = own_texts(version.questionnaire, sent)
        return render_template("web/respond/closed.html", texts=texts, slug=slug), 410
    form, here_page = (new_form(), "") if go == "begin" else (_form(), request.form.get("_page", ""))
    seen = request.form.get("_seen", "").split(",")
    now = step(version.questionnaire, here_page, go, sent, here().tag, seen)
    sheet = Sheet(version.questionnaire, version.number, form, _action(slug))
    if now.done:
        return _keep(sheet, version, now)
    return show(sheet, now), 422 if now.problems else 200


@bp.get("/<slug>/thanks")
def thanks(slug: str) -> ResponseReturnValue:
    version = _version(slug) or abort(404)
    settle_language(version.questionnaire)
    return render_template("web/respond/thanks.html", questionnaire=version.questionnaire, slug=slug, again=False)


def _keep(sheet: Sheet, version: Version, now: Step) -> ResponseReturnValue:
    response = Response(here().tag, monday(today()), now.answers)
    with begin() as db:
        fresh = responses.add(db, version.slug, version.number, response, _receipt(version.slug, sheet.form))
    if fresh:
        return redirect(url_for(".thanks", slug=version.slug, lang=here().tag), 303)
    return render_template(
        "web/respond/thanks.html",
        questionnaire=version.questionnaire,
        slug=version.slug,
        version=version.number,
        form=new_form(),
        carried=list(now.sent.belonging_to(question.id for question in version.questionnaire.questions)),
        action=sheet.action,
        again=True,
    )


def _retry(slug: str) -> ResponseReturnValue:
    fields = [(name, clean(value)) for name, values in request.form.lists() for value in values if name != "_go"]
    page = render_template(
        "web/respond/retry.html", action=_action(slug), fields=fields, go=request.form.get("_go", "next")
    )
    return page, 503, {"Retry-After": "20"}


def _version(slug: str, number: int | None = None) -> Version | None:
    with reading() as db:
        return questionnaires.published(db, slug, number)


def _number() -> int:
    """The version the visitor began with: it never changes under their hands."""
    given = request.form.get("_version", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 7 and int(given) else abort(400)


def _form() -> str:
    given = request.form.get("_form", "")
    return given if FORM.fullmatch(given) else abort(400)


def _action(slug: str) -> Any:
    return lambda **values: url_for("respond.answer", slug=slug, **{"lang": here().tag, **values})


def _receipt(slug: str, form: str) -> str:
    """What remembers that a sheet was sent. It cannot be computed without the secret, and holds no answer."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"receipt|{slug}|{form}".encode(), hashlib.sha256).hexdigest()

"""Answering: start, one page after the other, check, send, thanks. Nothing is kept before it is sent."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.language import known
from app.domain.reading import Step
from app.domain.response import Response
from app.domain.sentence import Problem
from app.store.questionnaires import Version
from app.store.responses import Submission
from app.web.answering import Sheet, next_step, own_texts, sent_fields, settle_language
from app.web.composing import show
from app.web.damping import told_by_nginx
from app.web.db import AWAY, submit
from app.web.headers import allow_script, packed
from app.web.language import here, languages_of
from app.web.origin import same_site_only
from app.web.published import published
from app.web.respond import kiosk, pictures
from app.web.respond.closing import quotas
from app.web.respond.door import bp
from app.web.respond.entrance import Entrance, ask_again, refused
from app.web.respond.guard import HeldUp, held_up, once_more, papers, ready_papers, trapped

__all__ = ["bp", "kiosk", "pictures"]  # these hang their pages on the same door


@bp.get("/<slug>")
def start(slug: str) -> ResponseReturnValue:
    version = published(slug) or abort(404)
    settle_language(version.questionnaire)
    return _start(version)


@bp.get("/<slug>/<language>")
def short(slug: str, language: str) -> ResponseReturnValue:
    """An address to be typed from paper. Where this language is not offered, people choose among the others."""
    version = published(slug.lower()) or abort(404)
    tag = known(language)
    offered = tag if tag in version.questionnaire.languages else None
    return redirect(url_for(".start", slug=version.slug, lang=offered), 303)


def _start(version: Version, typed: str = "", problem: Problem | None = None) -> str:
    if version.questionnaire.access == "single":
        allow_script()  # it fills in the code a QR picture has brought
    return render_template(
        "web/respond/start.html",
        questionnaire=version.questionnaire,
        version=version.number,
        offered=languages_of(version.questionnaire.languages),
        closed=not version.open,
        preview=False,
        action=_action(version.slug),
        typed=typed,
        problem=problem,
    )


@bp.post("/<slug>")
@same_site_only
def answer(slug: str) -> ResponseReturnValue:
    if told_by_nginx():
        return once_more(_action(slug), HeldUp(429))
    try:
        return _answer(slug)
    except AWAY:
        # The disk is full or the database is away: nothing was stored, so nothing may be lost either.
        return once_more(_action(slug), HeldUp(503))


def _answer(slug: str) -> ResponseReturnValue:
    go = request.form.get("_go", "next")
    if kiosk.on() and (go == "reset" or kiosk.is_over(_form())):
        return kiosk.end(slug, _form())
    version = published(slug, None if go == "begin" else _number()) or abort(404 if go == "begin" else 400)
    settle_language(version.questionnaire)
    if not version.open:
        texts = own_texts(version.questionnaire, sent_fields())
        return render_template("web/respond/closed.html", texts=texts, slug=slug), 410
    entrance = Entrance.of(version.questionnaire)
    if go == "begin" and (problem := entrance.problem()):
        return _start(version, entrance.typed, problem), 422
    form, extra = papers(slug, go)
    full, carried = quotas(version, go)
    now = next_step(version.questionnaire, form, go, full)
    extra = extra + carried + entrance.carried()
    sheet = Sheet(version.questionnaire, version.number, form, _action(slug), extra=extra)
    if now.done:
        return _keep(sheet, version, now)
    return packed(show(sheet, now)), 422 if now.problems else 200


@bp.get("/<slug>/thanks")
def thanks(slug: str) -> ResponseReturnValue:
    version = published(slug) or abort(404)
    settle_language(version.questionnaire)
    return render_template("web/respond/thanks.html", questionnaire=version.questionnaire, slug=slug, again=False)


def _keep(sheet: Sheet, version: Version, now: Step) -> ResponseReturnValue:
    if held := held_up(version.slug, sheet.form):
        return once_more(sheet.action, held)
    thanks = redirect(url_for(".thanks", slug=version.slug, lang=here().tag), 303)
    if trapped():
        kiosk.forget(sheet.form)
        return thanks  # told like everyone: a program learns nothing from it
    newest = published(version.slug) or abort(404)
    entrance = Entrance.of(newest.questionnaire)
    answers = list(now.sent.belonging_to(question.id for question in version.questionnaire.unfolded.questions))
    if problem := entrance.hindrance(sheet.form):
        return ask_again(entrance, sheet, answers, problem)
    response, receipt = Response(here().tag, now.answers), _receipt(version.slug, sheet.form)
    outcome = submit(Submission.of(version.slug, version.number, response, receipt, entrance.code))
    entrance.learn(outcome)
    if outcome == "code":
        return refused(entrance, sheet, answers)
    kiosk.forget(sheet.form)
    if outcome == "kept" or kiosk.on():
        return thanks
    form, extra = ready_papers(version.slug)
    return render_template(
        "web/respond/thanks.html",
        questionnaire=version.questionnaire,
        slug=version.slug,
        version=version.number,
        form=form,
        carried=[*extra, *entrance.carried_on(), *answers],
        action=sheet.action,
        again=True,
    )


def _number() -> int:
    """The version the visitor began with: it never changes under their hands."""
    given = request.form.get("_version", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 7 and int(given) else abort(400)


def _form() -> str:
    """The name the sheet came with, which may be anything."""
    return request.form.get("_form", "")


def _action(slug: str) -> Any:
    return lambda **values: url_for("respond.answer", slug=slug, **{"lang": here().tag, **values})


def _receipt(slug: str, form: str) -> str:
    """What remembers that a sheet was sent. It cannot be computed without the secret, and holds no answer."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"receipt|{slug}|{form}".encode(), hashlib.sha256).hexdigest()

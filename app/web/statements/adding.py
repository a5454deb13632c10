"""Adding a statement of one's own. Nobody sees it before staff have read it, and nothing leads from it to a vote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain import hints
from app.domain.sent import clean
from app.domain.sentence import N_, Problem, Sentence
from app.domain.statement import LONGEST
from app.store.votes import Suggestion
from app.web.damping import told_by_nginx, too_many
from app.web.db import AWAY, submit
from app.web.language import here, languages_of
from app.web.origin import same_site_only
from app.web.statements.door import bp
from app.web.statements.held import once_more
from app.web.statements.papers import KEY, STAMP, Papers, brought, fresh, receipt, too_quick, trapped
from app.web.statements.room import Room, entered

WORDS, LANGUAGE, SURE = "words", "language", "sure"


@dataclass(frozen=True)
class Sheet:
    """What somebody wrote, what is wrong with it, and what in it may tell who they are."""

    words: str = ""
    language: str = ""
    problem: Problem | None = None
    telling: Sequence[str] = ()


@bp.get("/<slug>/add")
def add(slug: str) -> ResponseReturnValue:
    room = _adding(slug)
    return _form(room, fresh(slug), Sheet(language=here().tag))


@bp.post("/<slug>/add")
@same_site_only
def suggest(slug: str) -> ResponseReturnValue:
    if told_by_nginx():
        return once_more(_action(slug), 429)
    try:
        return _suggest(slug)
    except AWAY:
        return once_more(_action(slug), 503)


@bp.get("/<slug>/added")
def added(slug: str) -> ResponseReturnValue:
    return render_template("web/statements/added.html", room=entered(slug))


def _suggest(slug: str) -> ResponseReturnValue:
    if not entered(slug).open:  # it ended while somebody wrote
        return render_template("web/statements/closed.html", room=entered(slug)), 410
    room, papers = _adding(slug), brought(slug)
    if too_many("forms"):
        return once_more(_action(slug), 429)
    if papers is None:
        made = fresh(slug)
        return once_more(_action(slug), 422, {KEY: made.key, STAMP: made.stamp})
    if too_quick(slug):
        return once_more(_action(slug), 422)
    sheet = _read(room)
    if sheet.problem or sheet.telling:
        return _form(room, papers, sheet), 422
    if not trapped():  # a program is told like everyone, and learns nothing from it
        submit(Suggestion.of(slug, sheet.language, sheet.words, receipt(slug, papers.key)))
    return redirect(url_for(".added", slug=slug, lang=here().tag), 303)


def _read(room: Room) -> Sheet:
    words = " ".join(clean(request.form.get(WORDS, "")).split())
    asked = request.form.get(LANGUAGE, "")
    language = asked if asked in room.languages else here().tag
    if not any(sign.isalnum() for sign in words):  # nor is what nobody can see a statement
        return Sheet(words, language, Problem(N_("Please write your statement.")))
    if len(words) > LONGEST:
        problem = Problem(N_("Your text has {given} characters. Write at most {most}."), given=len(words), most=LONGEST)
        return Sheet(words, language, problem)
    found = () if request.form.get(SURE) else hints.find(words)
    return Sheet(words, language, telling=tuple(dict.fromkeys(hint.what for hint in found)))


def _form(room: Room, papers: Papers, sheet: Sheet) -> str:
    return render_template(
        "web/statements/add.html",
        room=room,
        sheet=sheet,
        telling=[Sentence(hints.LABELS[what]) for what in sheet.telling],
        most=LONGEST,
        fields=[(KEY, papers.key), (STAMP, papers.stamp)],
        action=_action(room.conversation.slug),
        languages=languages_of(room.languages),
    )


def _adding(slug: str) -> Room:
    room = entered(slug)
    return room if room.open and room.conversation.suggest else abort(404)


def _action(slug: str) -> Any:
    return lambda **values: url_for("statements.suggest", slug=slug, **{"lang": here().tag, **values})

"""The pictures of a questionnaire: brought in, given to answers, and taken away."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.domain import picture
from app.domain.listing import Listing
from app.domain.option import Option
from app.domain.question import Question
from app.domain.questionnaire import Questionnaire
from app.domain.sentence import N_, Problem
from app.domain.short_name import short_name
from app.store.questionnaires import Draft
from app.web.access import allowed
from app.web.db import begin, staff_reading
from app.web.design.door import bp
from app.web.design.drafts import find, find_as_seen, keep
from app.web.pictures import file_of

ROOM = 5_000_000  # a photo straight from a camera: it is refused with a sentence, not with a broken connection


@bp.url_value_preprocessor
def make_room_for_picture(endpoint: str | None, _: dict[str, Any] | None) -> None:
    if endpoint == "design.change_pictures":
        request.max_content_length = ROOM


@bp.get("/<slug>/pictures")
@allowed("design")
def pictures(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        return _page(find(db, slug))


@bp.get("/<slug>/pictures/<name>", endpoint="picture")
@allowed("see questionnaires")
def one_picture(slug: str, name: str) -> Response:
    with staff_reading() as db:
        return file_of(find(db, slug).questionnaire, name)


@bp.post("/<slug>/pictures")
@allowed("design")
def change_pictures(slug: str) -> ResponseReturnValue:
    do, _, name = request.form.get("do", "").partition(":")
    with begin() as db:
        draft = find_as_seen(db, slug)
        try:
            if do == "add":
                changed, done = _added(draft.questionnaire), N_("Added a picture")
            elif do == "remove":
                changed, done = _removed(draft.questionnaire, name), N_("Removed a picture")
            else:
                changed, done = _given(draft.questionnaire), N_("Gave pictures to answers")
        except Problem as problem:
            return _page(draft, problem), 422
        keep(db, draft, changed, done)
    flash(gettext("Saved."))
    return redirect(url_for(".pictures", slug=slug), 303)


def _page(draft: Draft, problem: Problem | None = None) -> str:
    return render_template(
        "web/design/pictures.html",
        draft=draft,
        problem=problem,
        pictured=[
            question
            for question in draft.questionnaire.questions
            if isinstance(question, Listing) and question.pictured
        ],
        drawings=picture.DRAWINGS,
        weight=picture.weight(draft.questionnaire.pictures) // 1000,
        most=picture.MOST_BYTES // 1000,
        most_in_all=picture.MOST_BYTES_IN_ALL // 1000,
    )


def _added(questionnaire: Questionnaire) -> Questionnaire:
    file = request.files.get("file")
    data = picture.taken(file.read(picture.MOST_BYTES + 1) if file else b"")
    called = request.form.get("name", "").strip() or (file.filename or "").partition(".")[0] if file else ""
    name = short_name(called, {*picture.DRAWINGS, *questionnaire.pictures}, "picture")
    kept = {**questionnaire.pictures, name: b64encode(data).decode()}
    return replace(questionnaire, pictures=picture.stored(kept))


def _removed(questionnaire: Questionnaire, name: str) -> Questionnaire:
    kept = {id: data for id, data in questionnaire.pictures.items() if id != name}
    return replace(questionnaire, pictures=kept).replacing(
        lambda question: _with(question, lambda option: "" if option.picture == name else option.picture)
    )


def _given(questionnaire: Questionnaire) -> Questionnaire:
    known = {"", *picture.DRAWINGS, *questionnaire.pictures}

    def chosen(question: Question, option: Option) -> str:
        wanted = request.form.get(f"{question.id}.{option.id}", option.picture)
        return wanted if wanted in known else option.picture

    return questionnaire.replacing(lambda question: _with(question, lambda option: chosen(question, option)))


def _with(question: Question, named: Callable[[Option], str]) -> Question:
    return question.with_pictures(named) if isinstance(question, Listing) and question.pictured else question

"""Questionnaires as files: taken out as JSON, brought in as a new one or as the next draft."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from app.domain.questionnaire import Questionnaire, dump, load
from app.domain.sentence import N_, Problem
from app.store import questionnaires
from app.web.access import allowed
from app.web.acting import act, seen_revision
from app.web.db import begin, staff_reading
from app.web.design import pages
from app.web.design.door import bp
from app.web.design.drafts import find
from app.web.journal import note

LARGEST = 5_000_000  # a long questionnaire in twelve languages has 300,000 bytes


@bp.url_value_preprocessor
def make_room(endpoint: str | None, _: dict[str, Any] | None) -> None:
    # Here and not in the route: the token of the form is looked for before the route is asked.
    if endpoint in ("design.upload", "design.upload_next"):
        request.max_content_length = LARGEST


@bp.get("/<slug>/download")
@allowed("see questionnaires")
def download(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        draft = find(db, slug)
    words = json.dumps(dump(draft.questionnaire), ensure_ascii=False, indent=1)
    headers = {"Content-Disposition": f"attachment; filename={slug}.json"}
    return Response(words + "\n", mimetype="application/json", headers=headers)


@bp.post("")
@allowed("design")
def upload() -> ResponseReturnValue:
    try:
        questionnaire = _uploaded()
        with begin() as db:
            _add(db, questionnaire)
    except Problem as problem:
        with staff_reading() as db:
            return pages.all_of_them(db, problem), 422
    flash(gettext("The questionnaire is here. Nobody sees it before you publish it."))
    return redirect(url_for(".show", slug=questionnaire.slug), 303)


def _add(db: Connection, questionnaire: Questionnaire) -> None:
    if questionnaires.draft(db, questionnaire.slug):
        raise Problem(
            N_("The short name “{slug}” is taken. Open that questionnaire and upload the file there."),
            "slug",
            slug=questionnaire.slug,
        )
    questionnaires.add(db, questionnaire)
    note(db, N_("Brought in a new questionnaire"), questionnaire.slug)


@bp.post("/<slug>/upload")
@allowed("design")
def upload_next(slug: str) -> ResponseReturnValue:
    try:
        questionnaire = _uploaded()
        if questionnaire.slug != slug:
            raise Problem(N_("The file belongs to the questionnaire “{slug}”."), "slug", slug=questionnaire.slug)
        with begin() as db:
            find(db, slug)
            questionnaires.save(db, slug, questionnaire, seen_revision(), act(N_("Uploaded a file as the new draft")))
    except Problem as problem:
        with staff_reading() as db:
            return pages.one(db, find(db, slug), problem), 422
    flash(gettext("The file is the new draft."))
    return redirect(url_for(".show", slug=slug), 303)


def _uploaded() -> Questionnaire:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Problem(N_("Choose a file first."))
    return load(_json(file.read()))


def _json(words: bytes) -> Any:
    try:
        data = json.loads(words, parse_constant=_refuse)
        json.dumps(data, ensure_ascii=False).encode()  # half a surrogate pair could not be shown on any page
    except json.JSONDecodeError as error:
        raise Problem(N_("This is not JSON: look at line {line}, column {column}."), "",
                      line=error.lineno, column=error.colno) from None  # fmt: skip
    except (ValueError, RecursionError):
        raise Problem(N_("This file cannot be read. Is it the JSON file of a questionnaire?")) from None
    return data


def _refuse(name: str) -> None:
    raise ValueError(name)

"""Translating as staff: how far every language is, which are public, and the desk of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from app.domain.check import check
from app.domain.language import LANGUAGES
from app.domain.questionnaire import Questionnaire
from app.domain.sentence import N_, Problem
from app.domain.translation import with_source
from app.store.questionnaires import Draft
from app.web.access import allowed, signed_in
from app.web.db import begin, staff_reading
from app.web.design import desk, exchange
from app.web.design.desk import Desk
from app.web.design.door import bp
from app.web.design.drafts import find, find_as_seen, keep
from app.web.design.overview import TEXTS, progress


@bp.get("/<slug>/translate")
@allowed("see questionnaires")
def translate(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        return languages_page(db, find(db, slug))


def languages_page(db: Connection, draft: Draft, problem: Problem | None = None) -> str:
    rows = list(progress(draft.questionnaire))
    return render_template("web/design/languages.html", draft=draft, rows=rows, states=TEXTS, problem=problem)


@bp.post("/<slug>/languages", endpoint="languages")
@allowed("design")
def switch_languages(slug: str) -> ResponseReturnValue:
    with begin() as db:
        draft = find_as_seen(db, slug)
        wanted = {draft.questionnaire.source, *request.form.getlist("languages")}
        chosen = replace(draft.questionnaire, languages=tuple(tag for tag in LANGUAGES if tag in wanted))
        for problem in _not_ready(draft.questionnaire, chosen):
            return languages_page(db, draft, problem), 422
        keep(db, draft, chosen, N_("Chose the languages"))
    flash(gettext("The languages are saved. They become public when you publish."))
    return redirect(url_for(".translate", slug=slug), 303)


@bp.post("/<slug>/source", endpoint="source")
@allowed("design")
def switch_source(slug: str) -> ResponseReturnValue:
    """Another language becomes the original; no word and no state is lost."""
    source = request.form.get("source", "")
    if source not in LANGUAGES:
        abort(400)
    with begin() as db:
        draft = find_as_seen(db, slug)
        changed = with_source(draft.questionnaire, source)
        for problem in _not_ready(draft.questionnaire, changed, source):
            return languages_page(db, draft, problem), 422
        name = LANGUAGES[source].german_name
        keep(db, draft, changed, N_("Made {language} the original"), language=name)
    flash(gettext("Saved. No translation was lost."))
    return redirect(url_for(".translate", slug=slug), 303)


def _not_ready(before: Questionnaire, after: Questionnaire, also: str = "") -> Iterator[Problem]:
    """A language is switched on whole or not at all."""
    places = [problem.where for problem in check(after)]
    for tag in after.languages:
        lacking = sum(where.endswith(f".{tag}") for where in places)
        if (tag not in before.languages or tag == also) and lacking:
            name = LANGUAGES[tag].german_name
            yield Problem(
                N_("{language} cannot be switched on yet. Texts that are missing or need mending: {count}."),
                f"languages.{tag}",
                language=name,
                count=lacking,
            )


@bp.get("/<slug>/texts/<language>")
@allowed("see translations")
def texts(slug: str, language: str) -> ResponseReturnValue:
    with staff_reading() as db:
        draft = find(db, slug)
        return desk.show(db, _desk(draft, language), draft)


@bp.post("/<slug>/texts/<language>")
@allowed("translate")
def save_texts(slug: str, language: str) -> ResponseReturnValue:
    known = LANGUAGES.get(language) or abort(404)
    return desk.save(Desk(slug, known, signed_in().name, may=True))


@bp.get("/<slug>/texts/<language>/file/<form>")
@allowed("see translations")
def texts_file(slug: str, language: str, form: str) -> ResponseReturnValue:
    with staff_reading() as db:
        draft = find(db, slug)
    return exchange.hand_out(_desk(draft, language), draft.questionnaire, form)


@bp.get("/<slug>/texts.xlsx")
@allowed("see translations")
def all_texts_file(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        return exchange.hand_out_all(find(db, slug).questionnaire)


@bp.post("/<slug>/texts/<language>/upload")
@allowed("translate")
def upload_texts(slug: str, language: str) -> ResponseReturnValue:
    with staff_reading() as db:
        draft = find(db, slug)
        here = _desk(draft, language)
        return exchange.look(db, here, draft) if here.may else abort(400)


@bp.url_value_preprocessor
def prepare(endpoint: str | None, _: dict[str, Any] | None) -> None:
    exchange.make_room((endpoint or "").removeprefix("design."))


def _desk(draft: Draft, tag: str) -> Desk:
    language = LANGUAGES.get(tag) or abort(404)
    may = signed_in().may("translate") and tag != draft.questionnaire.source
    return Desk(draft.slug, language, signed_in().name, may)

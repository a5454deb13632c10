"""Translating a questionnaire as staff: how far every language is, which are public, and the desk of each."""

from __future__ import annotations

from typing import Any

from flask.typing import ResponseReturnValue

from app.web.access import allowed
from app.web.design.door import bp
from app.web.translating import exchange, staff
from app.web.translating import languages as chosen
from app.web.translating.shelves import QUESTIONNAIRES


@bp.get("/<slug>/translate")
@allowed("see questionnaires")
def translate(slug: str) -> ResponseReturnValue:
    return staff.overview(QUESTIONNAIRES, slug)


@bp.post("/<slug>/languages", endpoint="languages")
@allowed("design")
def switch_languages(slug: str) -> ResponseReturnValue:
    return chosen.switch(QUESTIONNAIRES, slug)


@bp.post("/<slug>/source", endpoint="source")
@allowed("design")
def switch_source(slug: str) -> ResponseReturnValue:
    return chosen.switch_source(QUESTIONNAIRES, slug)


@bp.get("/<slug>/texts/<language>")
@allowed("see translations")
def texts(slug: str, language: str) -> ResponseReturnValue:
    return staff.texts(QUESTIONNAIRES, slug, language)


@bp.post("/<slug>/texts/<language>")
@allowed("translate")
def save_texts(slug: str, language: str) -> ResponseReturnValue:
    return staff.save_texts(QUESTIONNAIRES, slug, language)


@bp.get("/<slug>/texts/<language>/file/<form>")
@allowed("see translations")
def texts_file(slug: str, language: str, form: str) -> ResponseReturnValue:
    return staff.texts_file(QUESTIONNAIRES, slug, language, form)


@bp.get("/<slug>/texts.xlsx")
@allowed("see translations")
def all_texts_file(slug: str) -> ResponseReturnValue:
    return staff.all_texts_file(QUESTIONNAIRES, slug)


@bp.post("/<slug>/texts/<language>/upload")
@allowed("translate")
def upload_texts(slug: str, language: str) -> ResponseReturnValue:
    return staff.upload_texts(QUESTIONNAIRES, slug, language)


@bp.url_value_preprocessor
def prepare(endpoint: str | None, _: dict[str, Any] | None) -> None:
    exchange.make_room((endpoint or "").removeprefix("design."))

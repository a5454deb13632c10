"""Translating a document as staff: how far every language is, which are public, the desk of each, links for guests."""

from __future__ import annotations

from typing import Any

from flask.typing import ResponseReturnValue

from app.web.access import allowed
from app.web.organise.door import bp
from app.web.organise.drafts import shelf
from app.web.translating import exchange, staff
from app.web.translating import languages as chosen
from app.web.translating import links as guests


@bp.get("/<kind>/<slug>/translate")
@allowed("see questionnaires")
def translate(kind: str, slug: str) -> ResponseReturnValue:
    return staff.overview(shelf(kind), slug)


@bp.post("/<kind>/<slug>/languages", endpoint="languages")
@allowed("organise")
def switch_languages(kind: str, slug: str) -> ResponseReturnValue:
    return chosen.switch(shelf(kind), slug)


@bp.post("/<kind>/<slug>/source", endpoint="source")
@allowed("organise")
def switch_source(kind: str, slug: str) -> ResponseReturnValue:
    return chosen.switch_source(shelf(kind), slug)


@bp.get("/<kind>/<slug>/texts/<language>")
@allowed("see translations")
def texts(kind: str, slug: str, language: str) -> ResponseReturnValue:
    return staff.texts(shelf(kind), slug, language)


@bp.post("/<kind>/<slug>/texts/<language>")
@allowed("translate")
def save_texts(kind: str, slug: str, language: str) -> ResponseReturnValue:
    return staff.save_texts(shelf(kind), slug, language)


@bp.get("/<kind>/<slug>/texts/<language>/file/<form>")
@allowed("see translations")
def texts_file(kind: str, slug: str, language: str, form: str) -> ResponseReturnValue:
    return staff.texts_file(shelf(kind), slug, language, form)


@bp.get("/<kind>/<slug>/texts.xlsx")
@allowed("see translations")
def all_texts_file(kind: str, slug: str) -> ResponseReturnValue:
    return staff.all_texts_file(shelf(kind), slug)


@bp.post("/<kind>/<slug>/texts/<language>/upload")
@allowed("translate")
def upload_texts(kind: str, slug: str, language: str) -> ResponseReturnValue:
    return staff.upload_texts(shelf(kind), slug, language)


@bp.get("/<kind>/<slug>/links", endpoint="links")
@allowed("organise")
def show_links(kind: str, slug: str) -> ResponseReturnValue:
    return guests.show(shelf(kind), slug)


@bp.post("/<kind>/<slug>/links", endpoint="make_link")
@allowed("organise")
def make_link(kind: str, slug: str) -> ResponseReturnValue:
    return guests.make(shelf(kind), slug)


@bp.post("/<kind>/<slug>/links/<id>/revoke", endpoint="revoke_link")
@allowed("organise")
def revoke_link(kind: str, slug: str, id: str) -> ResponseReturnValue:
    return guests.revoke(shelf(kind), slug, id)


@bp.url_value_preprocessor
def prepare(endpoint: str | None, _: dict[str, Any] | None) -> None:
    exchange.make_room((endpoint or "").removeprefix("organise."))

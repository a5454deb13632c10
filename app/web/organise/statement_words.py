"""The statements of a vote as staff translate them: how far each language is, and the desk of each."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from sqlalchemy import Connection

from app.domain.language import LANGUAGES
from app.web.access import allowed, signed_in
from app.web.db import staff_reading
from app.web.organise.door import bp
from app.web.organise.statements import find
from app.web.translating import statements as desk
from app.web.translating.statements import StatementDesk

HOME = "/conversation/<slug>/statements/translate"
FRAME = "web/organise/statement_frame.html"


@bp.get(HOME, endpoint="statement_languages")
@allowed("see translations")
def languages(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        draft = find(db, slug)
        found = desk.wanted(db, slug)
    rows = [(language, desk.missing(found, tag)) for tag, language in LANGUAGES.items()]
    return render_template(
        "web/organise/statement_languages.html", draft=draft, document=draft.document, rows=rows, total=len(found)
    )


@bp.get(f"{HOME}/<language>", endpoint="statement_words")
@allowed("see translations")
def words(slug: str, language: str) -> ResponseReturnValue:
    with staff_reading() as db:
        return desk.show(db, _desk(db, slug, language))


@bp.post(f"{HOME}/<language>", endpoint="save_statement_words")
@allowed("translate")
def save(slug: str, language: str) -> ResponseReturnValue:
    with staff_reading() as db:
        here = _desk(db, slug, language)
    kept, failed = desk.save(here)
    if failed:
        with staff_reading() as db:
            return desk.show(db, here, failed), 422
    flash(ngettext("%(count)s statement saved.", "%(count)s statements saved.", kept, count=kept))
    return redirect(url_for(".statement_words", slug=slug, language=language), 303)


def _desk(db: Connection, slug: str, tag: str) -> StatementDesk:
    language, person = LANGUAGES.get(tag) or abort(404), signed_in()
    return StatementDesk(find(db, slug), language, person.name, person.may("translate"), FRAME)

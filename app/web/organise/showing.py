"""Looking at documents: all of them, one of them, and a preview of one in any language."""

from __future__ import annotations

from flask import abort, g, render_template, request
from flask.typing import ResponseReturnValue

from app.domain.language import LANGUAGES
from app.domain.translation import lines
from app.web import previews
from app.web.access import allowed
from app.web.db import staff_reading
from app.web.language import languages_of
from app.web.organise import pages
from app.web.organise.door import bp
from app.web.organise.drafts import find
from app.web.translating.document_places import place


@bp.get("")
@allowed("see questionnaires")
def index() -> ResponseReturnValue:
    with staff_reading() as db:
        return pages.all_of_them(db)


@bp.get("/<kind>/<slug>")
@allowed("see questionnaires")
def show(kind: str, slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        return pages.one(db, find(db, kind, slug))


@bp.get("/<kind>/<slug>/preview")
@allowed("see questionnaires")
def preview(kind: str, slug: str) -> ResponseReturnValue:
    """The public page, where its door shows one; and all texts one after the other, as people will read them."""
    with staff_reading() as db:
        draft = find(db, kind, slug)
    language = request.args.get("language", draft.document.source)
    if language not in LANGUAGES:
        abort(404)
    return render_template(
        "web/organise/preview.html",
        draft=draft,
        page=previews.page_of(kind),
        language=language,
        offered=languages_of(draft.document.languages),
        texts=[
            (place(draft.document, line.path), line.text.said(language)) for line in lines(draft.document, language)
        ],
    )


@bp.get("/<kind>/<slug>/look")
@allowed("see questionnaires")
def look(kind: str, slug: str) -> ResponseReturnValue:
    """The draft as its public page will show it."""
    page = previews.page_of(kind) or abort(404)
    g.only_looked_at = True
    with staff_reading() as db:
        return page(db, find(db, kind, slug).document)

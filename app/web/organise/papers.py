"""The files of a consultation: a PDF for each of its papers and each language. They need a paper to belong to."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from app.domain.consultation import Consultation
from app.domain.language import LANGUAGES
from app.domain.paper import MOST_BYTES, taken
from app.domain.sentence import N_, Problem
from app.store import papers as kept
from app.store.documents import Draft
from app.web.access import allowed
from app.web.db import begin, staff_reading
from app.web.journal import note
from app.web.language import languages_of
from app.web.organise.door import bp
from app.web.organise.drafts import called, find

KIND = Consultation.kind
ROOM = 6_000_000  # as in nginx.conf; a file a little too large is refused with a sentence


@bp.url_value_preprocessor
def make_room_for_file(endpoint: str | None, _: dict[str, Any] | None) -> None:
    if endpoint == "organise.change_papers":
        request.max_content_length = ROOM


@bp.get("/consultation/<slug>/papers")
@allowed("see questionnaires")
def papers(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        return _page(db, find(db, KIND, slug))


@bp.get("/consultation/<slug>/papers/<paper>/<language>.pdf")
@allowed("see questionnaires")
def paper(slug: str, paper: str, language: str) -> ResponseReturnValue:
    with staff_reading() as db:
        data = kept.content(db, slug, paper, language) or abort(404)
    return Response(data, content_type="application/pdf", headers={"Content-Disposition": "inline"})


@bp.post("/consultation/<slug>/papers")
@allowed("organise")
def change_papers(slug: str) -> ResponseReturnValue:
    id, language = request.form.get("paper", ""), request.form.get("language", "")
    with begin() as db:
        draft = find(db, KIND, slug)
        if id not in {each.id for each in draft.document.papers} or language not in LANGUAGES:
            abort(400)
        if request.form.get("do") == "remove":
            kept.remove(db, slug, id, language)
            note(db, N_("Removed a file from “{title}”"), title=called(draft.document))
        else:
            try:
                _keep(db, slug, id, language)
            except Problem as problem:
                return _page(db, draft, problem), 422
            note(db, N_("Added a file to “{title}”"), title=called(draft.document))
    flash(gettext("Saved."))
    return redirect(url_for(".papers", slug=slug, _anchor=id), 303)


def _keep(db: Connection, slug: str, id: str, language: str) -> None:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Problem(N_("Choose a file first."))
    with file.stream as content:
        data = taken(content.read(MOST_BYTES + 1))
    kept.put(db, slug, id, language, file.filename, data)


def _page(db: Connection, draft: Draft[Consultation], problem: Problem | None = None) -> str:
    files = kept.of(db, draft.slug)
    return render_template(
        "web/organise/papers.html",
        draft=draft,
        files={paper.id: [leaf for leaf in files if leaf.paper == paper.id] for paper in draft.document.papers},
        languages=languages_of(LANGUAGES),
        names={language.tag: language for language in LANGUAGES.values()},
        most=MOST_BYTES // 1_000_000,
        problem=problem,
    )

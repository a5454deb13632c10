"""Files with the answers of single people: written anew for each download, in an order of its own, and noted."""

from __future__ import annotations

from dataclasses import replace
from random import SystemRandom
from uuid import UUID

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from app import analysis
from app.domain.dataset import Dataset
from app.domain.extract import Extract, shuffled
from app.domain.language import LANGUAGES
from app.domain.sentence import N_, Problem
from app.domain.weighting import weighted
from app.web.access import allowed, unproved
from app.web.analysis.door import bp, note, opened
from app.web.analysis.pages import request_page
from app.web.analysis.weights import weights_of
from app.web.db import begin, staff_reading

NOTES = {
    "answers": N_("Downloaded the answers of single people: {format}, {language}"),
    "weighted": N_("Downloaded the answers of single people with weights: {format}, {language}"),
    "texts": N_("Downloaded the free texts: {format}, {language}"),
}


@bp.post("/<uuid:id>/file", endpoint="file")
@allowed("analyse")
def download(slug: str, id: UUID) -> ResponseReturnValue:
    form, language, part = (request.form.get(name, "") for name in ("format", "language", "part"))
    back = url_for(".request", slug=slug, id=id)
    if ask := unproved(back):
        return ask
    with staff_reading() as db:  # keeps nobody waiting, however long it takes
        asked, extract = opened(db, slug, id)
        if extract is None:
            return redirect(back, 303)
        if form not in analysis.FORMATS or language not in LANGUAGES or part not in NOTES:
            abort(400)
        try:
            made = analysis.write(_dataset(db, slug, extract, part), form, language)
        except Problem as problem:
            return request_page(db, asked, problem), 422
    with begin() as db:
        note(db, asked, slug, NOTES[part], format=form, language=language)
    headers = {"Content-Disposition": f'attachment; filename="{made.filename}"'}
    return Response(made.parts, content_type=made.mimetype, headers=headers)


def _dataset(db: Connection, slug: str, extract: Extract, part: str) -> Dataset:
    if part == "texts":
        return shuffled(replace(extract.texts or abort(400), slug=f"{slug}-texts"), SystemRandom())
    answers = extract.answers
    if part == "weighted":
        answers = weighted(answers, weights_of(db, slug, extract) or abort(400))
    return shuffled(answers, SystemRandom())

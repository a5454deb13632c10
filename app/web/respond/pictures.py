"""The pictures of a published version. It never changes, so browsers may keep them."""

from __future__ import annotations

from flask import Response, abort

from app.store import questionnaires
from app.web.db import reading
from app.web.pictures import file_of
from app.web.respond.door import bp


@bp.get("/<slug>/pictures/<int:number>/<name>")
def picture(slug: str, number: int, name: str) -> Response:
    with reading() as db:
        version = questionnaires.published(db, slug, number) if 0 < number < 10**6 else None
    answer = file_of((version or abort(404)).questionnaire, name)
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer

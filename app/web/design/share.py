"""What staff hand out to invite people: links, QR pictures, posters, strips to tear off, words for messengers."""

from __future__ import annotations

from flask import abort, make_response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from app.domain.questionnaire import Questionnaire
from app.store import questionnaires
from app.store.questionnaires import Draft
from app.web.access import allowed
from app.web.db import staff_reading
from app.web.design.door import bp
from app.web.design.drafts import find
from app.web.design.invitation import Invitation, invitation, qr
from app.web.design.poster import PAPERS, every_language, on_paper
from app.web.language import languages_of
from app.web.pdf import has_pango

ALL = "all"
PICTURES = {"qr.svg": ("svg", "image/svg+xml"), "qr.png": ("png", "image/png")}
PIXELS = 24  # of one square of a PNG picture: enough for a hand's breadth in print


@bp.get("/<slug>/share")
@allowed("see questionnaires")
def share(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        draft = find(db, slug)
        asked, public = _asked(db, draft)
    tag = request.args.get("language", asked.source)
    return render_template(
        "web/design/share.html",
        draft=draft,
        public=public,
        offered=languages_of(asked.languages),
        each=_invitation(asked, tag),
    )


@bp.get("/<slug>/share/<language>/<name>")
@allowed("see questionnaires")
def share_file(slug: str, language: str, name: str) -> ResponseReturnValue:
    with staff_reading() as db:
        asked, _ = _asked(db, find(db, slug))
    if name in PICTURES:
        kind, mime = PICTURES[name]
        options = {"scale": PIXELS} if kind == "png" else {"scale": 4}
        data = qr(_invitation(asked, language).address, kind, **options)
    elif language == ALL and name == "poster-a4.pdf" and has_pango():
        data, mime = every_language(asked, [invitation(asked, tag.tag) for tag in languages_of(asked.languages)]), _PDF
    elif name in PAPERS and has_pango():
        data, mime = on_paper(_invitation(asked, language), name), _PDF
    else:
        abort(404)
    answer = make_response(data)
    answer.content_type = mime
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-{language}-{name}"'
    return answer


_PDF = "application/pdf"


def _asked(db: Connection, draft: Draft) -> tuple[Questionnaire, bool]:
    """What people get who follow a link: the public version, or the draft while there is none."""
    version = questionnaires.published(db, draft.slug)
    return (version.questionnaire, True) if version else (draft.questionnaire, False)


def _invitation(asked: Questionnaire, tag: str) -> Invitation:
    return invitation(asked, tag) if tag in asked.languages else abort(404)

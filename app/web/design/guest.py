"""Translating without an account: whoever has the link sees and writes the texts of one language, and nothing else.

No cookie: the token in the address is the secret, kept as a hash, until its end or until staff take it back.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from app.domain.language import LANGUAGES
from app.store import guests, questionnaires
from app.store.questionnaires import Draft
from app.web import clock
from app.web.damping import too_many
from app.web.db import staff_reading
from app.web.design import desk, exchange
from app.web.design.desk import Desk
from app.web.origin import same_site_only

bp = Blueprint("guest", __name__, url_prefix="/translate")


@bp.url_value_preprocessor
def prepare(endpoint: str | None, _: dict[str, Any] | None) -> None:
    exchange.make_room((endpoint or "").removeprefix("guest."))


@bp.after_request
def hide(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.get("/<token>")
def texts(token: str) -> ResponseReturnValue:
    with staff_reading() as db:
        return desk.show(db, *_coming(db, token))


@bp.post("/<token>")
@same_site_only
def save_texts(token: str) -> ResponseReturnValue:
    with staff_reading() as db:
        here, _ = _coming(db, token)
    return desk.save(here)


@bp.get("/<token>/file/<form>")
def texts_file(token: str, form: str) -> ResponseReturnValue:
    with staff_reading() as db:
        here, draft = _coming(db, token)
    return exchange.hand_out(here, draft.questionnaire, form)


@bp.post("/<token>/upload")
@same_site_only
def upload_texts(token: str) -> ResponseReturnValue:
    with staff_reading() as db:
        return exchange.look(db, *_coming(db, token))


def _coming(db: Connection, token: str) -> tuple[Desk, Draft]:
    """The desk this link leads to; it closes when its language becomes the original."""
    if request.method == "POST" and too_many("forms"):
        abort(429)
    guest = guests.coming(db, token, clock.now()) or abort(404)
    draft = questionnaires.draft(db, guest.slug) or abort(404)
    if guest.language == draft.questionnaire.source:
        abort(404)
    who = f"{guest.name} (Link)"
    return Desk(guest.slug, LANGUAGES[guest.language], who, may=True, guest=True, until=clock.day_of(guest.ends)), draft

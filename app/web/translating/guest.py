"""Translating without an account: whoever has the link sees and writes the texts of one language, and nothing else.

No cookie: the token in the address is the secret, kept as a hash, until its end or until staff take it back.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from app.domain.conversation import Conversation
from app.domain.language import LANGUAGES
from app.domain.text import BY_LINK
from app.store import guests
from app.web import clock
from app.web.damping import too_many
from app.web.db import staff_reading
from app.web.origin import same_site_only
from app.web.translating import desk, exchange, keeping
from app.web.translating import statements as statement_desk
from app.web.translating.desk import Desk
from app.web.translating.shelves import named
from app.web.translating.statements import StatementDesk
from app.web.translating.work import Work

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
    return keeping.save(here)


@bp.get("/<token>/file/<form>")
def texts_file(token: str, form: str) -> ResponseReturnValue:
    with staff_reading() as db:
        here, work = _coming(db, token)
    return exchange.hand_out(here, work, form)


@bp.post("/<token>/upload")
@same_site_only
def upload_texts(token: str) -> ResponseReturnValue:
    with staff_reading() as db:
        return exchange.look(*_coming(db, token))


@bp.get("/<token>/statements")
def statements(token: str) -> ResponseReturnValue:
    """Of a vote there are statements, too; each has an original of its own."""
    with staff_reading() as db:
        return statement_desk.show(db, _statements(db, token))


@bp.post("/<token>/statements")
@same_site_only
def save_statements(token: str) -> ResponseReturnValue:
    with staff_reading() as db:
        here = _statements(db, token)
    _, failed = statement_desk.save(here)
    if not failed:
        return redirect(url_for(".statements", token=token), 303)
    with staff_reading() as db:
        return statement_desk.show(db, here, failed), 422


def _statements(db: Connection, token: str) -> StatementDesk:
    desk, work = _coming(db, token)
    if not isinstance(work.thing, Conversation):
        abort(404)
    frame = "web/translating/guest.html"
    return StatementDesk(work.draft, desk.language, desk.who, True, frame, desk.until)


def _coming(db: Connection, token: str) -> tuple[Desk, Work]:
    """The desk this link leads to; it closes when its language becomes the original."""
    if request.method == "POST" and too_many("forms"):
        abort(429)
    guest = guests.coming(db, token, clock.now()) or abort(404)
    work = named(db, guest.slug) or abort(404)
    if guest.language == work.thing.source:
        abort(404)
    language, who, until = LANGUAGES[guest.language], f"{guest.name}{BY_LINK}", clock.last_day(guest.ends)
    return Desk(work.shelf, work.thing.slug, language, who, may=True, guest=True, until=until), work

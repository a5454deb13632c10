"""What goes wrong, as a page in the visitor's language: one place that turns errors into answers."""

from __future__ import annotations

from typing import Any

from flask import Flask, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from app.domain.sentence import N_, Sentence
from app.web.db import AWAY

# status: title, what to do
PAGES = {
    400: (
        N_("This form could not be read"),
        N_("Something in it was changed on the way. Please start again."),
    ),
    403: (N_("You cannot come in here"), N_("Please go to the start page, or sign in.")),
    404: (N_("There is no such page"), N_("Perhaps the address has a mistake. Please go to the start page.")),
    405: (N_("There is no such page"), N_("Perhaps the address has a mistake. Please go to the start page.")),
    413: (N_("Your form is too large"), N_("Please go back and shorten your texts.")),
    429: (N_("We are not ready right now"), N_("Please go back and try again in a few minutes.")),
    500: (
        N_("Something went wrong here"),
        N_("It is not your fault. Please go back and try again in a few minutes."),
    ),
    503: (N_("We are not ready right now"), N_("Please go back and try again in a few minutes.")),
}


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, _page)
    app.register_error_handler(CSRFError, lambda error: unreadable_form())
    for away in AWAY:
        app.register_error_handler(away, _database_away)
    app.before_request(_refuse_nul)
    app.log_exception = _log  # type: ignore[method-assign]


def _refuse_nul() -> None:
    """No address of ours holds one, and PostgreSQL takes none: it would be an error of ours instead of a wrong page."""
    if "\0" in request.path:
        abort(404)


def unreadable_form() -> ResponseReturnValue:
    return _show(400)


def _log(exc_info: Any) -> None:
    """Flask would write the address that was asked for; the formatter leaves out the exception's words."""
    current_app.logger.error("Exception in %s", request.endpoint, exc_info=exc_info)


def _page(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error  # a redirect
    return _show(error.code)


def _database_away(error: SQLAlchemyError) -> ResponseReturnValue:
    current_app.logger.error("The database does not answer: %s", type(error).__name__)
    return _show(503)


def _show(status: int) -> ResponseReturnValue:
    title, sentence = PAGES.get(status, PAGES[400 if status < 500 else 500])
    return render_template("web/visit/error.html", title=Sentence(title), sentence=Sentence(sentence)), status

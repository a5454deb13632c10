"""A tablet at an event: one person after the other answers, and nobody sees what the one before has written.

?kiosk in the address says that a page is shown there; it stays in every address of this door. Such a page leads
nowhere else, is kept nowhere, and goes back to the start by itself. All of it works without script.
"""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from app.web.clock import today
from app.web.ended import Ended
from app.web.respond.door import bp

REST = 180  # seconds until a page nobody touches is cleared
LONG = 1800  # for those who ask for more time: ten times as long (WCAG 2.2.1)
AFTER_THANKS = 20
CLEAR = '"cache", "storage"'


class Kiosk:
    """What the pages need to know, when they are shown at a kiosk."""

    after_thanks = AFTER_THANKS

    @property
    def more_time(self) -> bool:
        return request.args.get("kiosk") == "long"

    @property
    def rest(self) -> int:
        return LONG if self.more_time else REST

    @property
    def minutes(self) -> int:
        return self.rest // 60

    def reset(self, form: str | None = None) -> str:
        """The address that ends this sheet and leads back to the start."""
        form = form or _sent_form()
        over = _ended().mark(form) if form else None
        return url_for("respond.kiosk", slug=(request.view_args or {})["slug"], over=over, kiosk=None, lang=None)


def _sent_form() -> str | None:
    try:
        return request.form.get("_form")
    except RequestEntityTooLarge:  # nothing of it was read
        return None


def on() -> bool:
    return "kiosk" in request.args


@bp.url_defaults
def stay(endpoint: str, values: dict[str, Any]) -> None:
    if on() and endpoint != "respond.kiosk":
        values.setdefault("kiosk", "long" if request.args["kiosk"] == "long" else "1")


@bp.context_processor
def tell() -> dict[str, Any]:
    return {"kiosk": Kiosk() if on() else None}


@bp.after_request
def keep_nothing(response: Response) -> Response:
    if on():
        response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/<slug>/kiosk", endpoint="kiosk")
def begin_anew(slug: str) -> ResponseReturnValue:
    """Clear everything and begin with the next person; `over` is the mark of the sheet that was in use."""
    _ended().end(request.args.get("over", ""), today())
    return _to_the_start(slug)


def end(slug: str, form: str) -> ResponseReturnValue:
    """The same for whoever presses "new person"."""
    forget(form)
    return _to_the_start(slug)


def forget(form: str) -> None:
    """At a kiosk this sheet is over: sending it again, as the back button would, shows nothing of it."""
    if on():
        _ended().end(_ended().mark(form), today())


def is_over(form: str) -> bool:
    return _ended().over(form, today())


def _to_the_start(slug: str) -> ResponseReturnValue:
    answer = redirect(url_for("respond.start", slug=slug, kiosk="1", lang=None), 303)
    answer.headers["Clear-Site-Data"] = CLEAR
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _ended() -> Ended:
    if "kiosk" not in current_app.extensions:
        folder = current_app.config["MITSPRACHE"].instance_path
        current_app.extensions["kiosk"] = Ended(folder, current_app.config["SECRET_KEY"])
    found: Ended = current_app.extensions["kiosk"]
    return found

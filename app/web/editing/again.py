"""When the session ended while someone was typing: what they typed comes back, to be saved after signing in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from app.web.access import current_person
from app.web.editing.sent import entries
from app.web.errors import unreadable_form
from app.web.origin import from_elsewhere


def keeping_words(view: Callable[..., Any]) -> Callable[..., Any]:
    """Show a stranger's words again instead of throwing them away on the way to the sign-in."""

    @wraps(view)
    def kept(*args: Any, **values: Any) -> Any:
        if request.method == "POST" and current_person() is None and _plain():
            return _again(), 401
        return view(*args, **values)

    return kept


def another_session(error: CSRFError) -> ResponseReturnValue:
    """The form was made in an earlier session: its author looks at the words and sends them once more."""
    return (_again(), 400) if _plain() and not from_elsewhere() else unreadable_form()


def _plain() -> bool:
    """Whether a page of the editor was sent with words in it, by a browser without script."""
    editing = (request.endpoint or "").startswith(("design.edit_", "organise.edit"))
    return editing and request.accept_mimetypes.best != "application/json" and bool(_typed())


def _typed() -> list[str]:
    return [entry.mine for entry in entries() if entry.touched and entry.mine]


def _again() -> str:
    fields = [pair for pair in request.form.items() if pair[0].startswith(("f.", "was.", "take."))]
    return render_template("web/editing/again.html", fields_sent=fields, typed=_typed())

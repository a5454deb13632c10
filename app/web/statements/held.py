"""Where a vote or a statement cannot be taken now: a page that holds all that was sent, to be sent once more."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.domain.sent import clean
from app.domain.sentence import N_, Sentence

REASONS = {  # status: why it is given back
    422: N_("Your answers are still here. Please send them once more."),
    429: N_("Very many people are sending right now. Your answers are still here. Please send them again in a minute."),
    503: N_("We could not store your answers just now. They are still here. Wait a moment, then send them again."),
}
WAIT = {429: "60", 503: "20"}  # seconds


def once_more(action: Callable[..., str], status: int, changed: Mapping[str, str] | None = None) -> ResponseReturnValue:
    new = changed or {}
    kept = [(name, clean(value)) for name, values in request.form.lists() for value in values]
    page = render_template(
        "web/respond/retry.html",
        action=action,
        fields=[(name, value) for name, value in kept if name != "_go" and name not in new] + list(new.items()),
        go=request.form.get("_go", "next"),
        sentence=Sentence(REASONS[status]),
    )
    return page, status, {"Retry-After": WAIT[status]} if status in WAIT else {}

"""What the person signed in is doing, and on which revision they saw when they began."""

from __future__ import annotations

from flask import abort, request

from app.domain.sentence import Sentence
from app.store.steps import Act
from app.web import clock
from app.web.access import signed_in


def seen_revision() -> int:
    given = request.form.get("revision", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else abort(400)


def act(message: str, **gaps: str | int | Sentence) -> Act:
    """What the person signed in is doing now; the message is marked with N_ where it is written."""
    return Act(signed_in().name, clock.now(), Sentence(message, gaps))

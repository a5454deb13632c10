"""What stands between a form and the inbox: its stamp, a trap for programs, and a limit on floods.

None of it knows who sends, none of it is stored, and none of it costs anyone an answer: whoever is held up gets a
page that holds all answers, and sends them once more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from app.domain.sent import clean
from app.domain.sentence import N_, Sentence
from app.web import clock
from app.web.answering import FORM, new_form
from app.web.damping import too_many
from app.web.stamp import Stamper, Verdict

TRAP = "_website"  # a field nobody sees; whoever fills it in is a program
STAMP = "_made"
REASONS = {  # status: why answers are given back
    422: N_("Your answers are still here. Please send them once more."),
    429: N_("Very many people are sending right now. Your answers are still here. Please send them again in a minute."),
    503: N_("We could not store your answers just now. They are still here. Wait a moment, then send them again."),
}
WAIT = {429: "60", 503: "20"}  # seconds

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class HeldUp:
    """Why a form is not taken now, as an HTTP status, and hidden fields that change when it is sent once more."""

    status: int
    changed: Mapping[str, str] = field(default_factory=dict)


def papers(slug: str, go: str) -> tuple[str, Fields]:
    """The random name of the sheet that was sent, and the fields it carries besides answers.

    A page whose stamp is not ours, or too old, gets a new one as it goes: only sending asks for the right one.
    """
    given = "" if go == "begin" else request.form.get("_form", "")
    form, made = (given, request.form.get(STAMP, "")) if FORM.fullmatch(given) else (new_form(), "")
    if go != "send" and _verdict(slug, form, made) == "unknown":
        made = _stamper(slug).stamp(form, clock.now())
    return form, ((STAMP, made), *(((TRAP, "1"),) if trapped() else ()))


def ready_papers(slug: str) -> tuple[str, Fields]:
    """A new name with a stamp that may be sent at once: for answers that were looked at already."""
    form = new_form()
    least: int = current_app.config["MITSPRACHE"].least_seconds
    return form, ((STAMP, _stamper(slug).stamp(form, clock.now() - timedelta(seconds=least + 1))),)


def held_up(slug: str, form: str) -> HeldUp | None:
    """What keeps this form from being taken now, if anything does."""
    if too_many("forms"):
        return HeldUp(429)
    verdict = _verdict(slug, form, request.form.get(STAMP, ""))
    if verdict == "unknown":
        # The same name: sent twice it still counts once.
        return HeldUp(422, {"_form": form, STAMP: _stamper(slug).stamp(form, clock.now())})
    return HeldUp(422) if verdict == "soon" else None


def trapped() -> bool:
    return any(request.form.getlist(TRAP))


def once_more(action: object, held: HeldUp) -> ResponseReturnValue:
    """A page that holds all that was sent, to be sent once more."""
    kept = [(name, value) for name, values in request.form.lists() for value in values]
    page = render_template(
        "web/respond/retry.html",
        action=action,
        fields=[(n, clean(v)) for n, v in kept if n != "_go" and n not in held.changed] + list(held.changed.items()),
        go=request.form.get("_go", "next"),
        sentence=Sentence(REASONS[held.status]),
    )
    return page, held.status, {"Retry-After": WAIT[held.status]} if held.status in WAIT else {}


def _verdict(slug: str, form: str, made: str) -> Verdict:
    return _stamper(slug).verdict(form, made, clock.now(), current_app.config["MITSPRACHE"].least_seconds)


def _stamper(slug: str) -> Stamper:
    return Stamper(str(current_app.config["SECRET_KEY"]), slug)

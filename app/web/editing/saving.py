"""What the editor answers to a field that saves itself, and the words its script says without asking."""

from __future__ import annotations

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from app.domain.language import LANGUAGES
from app.domain.merge import Merged
from app.domain.sentence import N_
from app.domain.text import fingerprint
from app.domain.translation import Translatable
from app.store import steps
from app.web import clock
from app.web.access import signed_in
from app.web.editing.form import Form
from app.web.language import tell

_WORDS = {
    "saving": N_("Saving …"),
    "away": N_("Not saved: the server does not answer. Your words stay here; we try again."),
    "out": N_("Not saved: you are signed out. Your words stay here. Sign in on another page, then save again."),
    "in": N_("Sign in"),
    "other": N_("Someone else changed this meanwhile. Which words shall stay?"),
    "stuck": N_("Not everything is saved yet."),
    "mine": N_("Keep mine"),
    "theirs": N_("Take these"),
    "gone": N_("Someone else deleted this meanwhile. Copy your words before you leave this page."),
}


def words() -> dict[str, str]:
    """What the page says by itself; a script reads them from the form."""
    return {name: gettext(message) for name, message in _WORDS.items()}


def target(thing: Translatable) -> str | None:
    """The language beside the original: the one asked for, else the first other one it is offered in."""
    wanted = request.args.get("target", "")
    if wanted in LANGUAGES and wanted != thing.source:
        return wanted
    return next((tag for tag in thing.languages if tag != thing.source), None)


def wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def other_step(db: Connection, name: str) -> steps.Step | None:
    """The newest step somebody else took: most likely the one two people collided with."""
    return next((step for step in steps.all_of(db, name, 20) if step.act.who != signed_in().name), None)


def time() -> str:
    return clock.there(clock.now()).strftime("%H:%M")


def told(db: Connection, name: str, revision: int, form: Form, left: Merged) -> ResponseReturnValue:
    """What is stored now, beside what could not be taken."""
    cells = [cell for field in form.every() for cell in field.cells]
    other, last = other_step(db, name), steps.newest(db, name, "done")
    answer = {
        "saved": gettext("Saved at %(time)s.", time=time()),
        "revision": revision,
        "was": {cell.path: cell.was for cell in cells},
        "states": {cell.path: [cell.state, gettext(cell.state_label)] for cell in cells if cell.state},
        "conflicts": {
            path: {"theirs": each.theirs, "was": fingerprint(each.theirs), "who": other.act.who if other else ""}
            for path, each in left.conflicts.items()
        },
        "problems": {path: tell(each) for path, each in left.problems.items()},
        "gone": list(left.gone),
        "undo": tell(last.act.what).striptags() if last else "",
    }
    return jsonify(answer), 200 if left.whole else 409 if left.conflicts else 422

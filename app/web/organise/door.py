"""The door of staff who organise: the blueprint its pages hang on, and the page of a lost race."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from app.store.documents import Outdated
from app.web.access import opens
from app.web.editing.again import another_session
from app.web.organise.sections import SECTIONS

bp = Blueprint("organise", __name__, url_prefix="/staff/organise")
bp.register_error_handler(CSRFError, another_session)


@bp.errorhandler(Outdated)
def someone_else_saved(outdated: Outdated) -> ResponseReturnValue:
    return render_template("web/organise/outdated.html", draft=outdated.current), 409


@bp.context_processor
def sections() -> dict[str, object]:
    return {"special_sections": SECTIONS, "opens": opens}

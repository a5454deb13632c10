"""The door of staff who make questionnaires: the blueprint its pages hang on, and the page of a lost race."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from app.store.questionnaires import Outdated
from app.web.design.sections import SECTIONS
from app.web.editing.again import another_session

bp = Blueprint("design", __name__, url_prefix="/staff/questionnaires")


@bp.errorhandler(Outdated)
def someone_else_saved(outdated: Outdated) -> ResponseReturnValue:
    return render_template("web/design/outdated.html", current=outdated.current), 409


bp.register_error_handler(CSRFError, another_session)


@bp.app_context_processor
def sections() -> dict[str, object]:
    return {"all_sections": SECTIONS}

"""The door of those who look at results: the blueprint its pages hang on."""

from __future__ import annotations

from flask import Blueprint

from app.domain.display import about

bp = Blueprint("results", __name__, url_prefix="/results")
bp.add_app_template_filter(about)

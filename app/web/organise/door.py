"""The door of staff who organise: the blueprint its pages hang on."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("organise", __name__, url_prefix="/staff/organise")

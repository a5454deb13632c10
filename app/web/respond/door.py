"""The door of those who answer: the blueprint its pages hang on."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("respond", __name__, url_prefix="/s")

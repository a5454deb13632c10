"""The door of those who vote on statements: the blueprint its pages hang on."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("statements", __name__, url_prefix="/statements")

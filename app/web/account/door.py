"""The door of staff accounts: the blueprint its pages hang on."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("account", __name__, url_prefix="/staff")

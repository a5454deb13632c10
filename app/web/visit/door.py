"""The door of those who look around: the blueprint its pages hang on."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("visit", __name__)

"""The web application, and the job runner, which lives beside it and loads none of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.config import Config

if TYPE_CHECKING:
    from flask import Flask


def create_app(config: Config | None = None) -> Flask:
    from app.web.site import site  # Flask and every page: more than half of what a process weighs

    return site(config)

"""The commands of operators, loaded when one is given: a web server has no use for the job runner, for Alembic or for
trials of the protection, and would keep them in memory."""

from __future__ import annotations

from click import Command, Context
from flask import Flask
from flask.cli import AppGroup


class Commands(AppGroup):
    """Stands where Flask keeps the commands of an app, and finds them in cli.py."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app.name)
        self._app, self._loaded = app, False

    def list_commands(self, ctx: Context) -> list[str]:
        self._load()
        return super().list_commands(ctx)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        self._load()
        return super().get_command(ctx, cmd_name)

    def _load(self) -> None:
        if not self._loaded:
            from app.web import cli

            self._loaded = True
            cli.init_app(self._app)


def init_app(app: Flask) -> None:
    app.cli = Commands(app)

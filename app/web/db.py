"""The engine, and one transaction for what a route wants to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, current_app
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.store.engine import connect

AWAY = (OperationalError, InterfaceError, PoolTimeout)  # the database is full, locked, restarting or gone


def init_app(app: Flask) -> None:
    app.extensions["engine"] = connect(app.config["MITSPRACHE"].database_url)


def engine() -> Engine:
    found: Engine = current_app.extensions["engine"]
    return found


@contextmanager
def begin() -> Iterator[Connection]:
    """A transaction that writes: committed at the end, undone when anything is raised."""
    with engine().begin() as connection:
        yield connection


@contextmanager
def reading() -> Iterator[Connection]:
    """A transaction that only reads and keeps no one waiting."""
    with engine().connect().execution_options(mitsprache_read=True) as connection:
        yield connection

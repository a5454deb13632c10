"""Connections to PostgreSQL that give up by themselves, and are looked at before they are used again (patience.py)."""

from __future__ import annotations

import select
from collections.abc import Callable
from typing import Any, TypeVar

import psycopg
from psycopg import Connection
from psycopg.abc import PQGen
from sqlalchemy.exc import InvalidatePoolError

from app.store.patience import GRACE, Patience

Result = TypeVar("Result")


def connecting(patience: Patience) -> Callable[..., Connection[Any]]:
    """Opens connections that give up by themselves some time after the server should have, if it ever should."""
    limit = patience.statement + GRACE if patience.statement else None

    class Waiting(Connection[Any]):
        def wait(self, gen: PQGen[Result], interval: float = 0.1, timeout: float | None = limit) -> Result:
            try:
                return super().wait(gen, interval, timeout)
            except psycopg.errors._WaitTimeout:
                self.pgconn.finish()  # what was asked for may still come: nobody must take it for an answer
                raise psycopg.OperationalError("The server does not answer.") from None

    return lambda _dialect, _record, positions, names: Waiting.connect(*positions, **names)


def still_there(connection: Connection[Any], *_: Any) -> None:
    """Asked before a pooled connection is used again: one that has something to say while idle was closed.

    A question to the server would be safe, too, but it costs as much as a query and this nothing.
    """
    polled = select.poll()
    polled.register(connection.fileno(), select.POLLIN)
    if polled.poll(0):
        raise InvalidatePoolError

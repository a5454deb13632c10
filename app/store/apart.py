"""How answers come in on PostgreSQL (intake.py)."""

from __future__ import annotations

from contextlib import closing

import psycopg
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from app.store.incoming import Given, put
from app.store.responses import Outcome


class Apart:
    """PostgreSQL: each submission is one statement and its own transaction, answered when it is on the disk."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._put = put("postgresql")

    def keep(self, given: Given) -> Outcome:
        try:
            return self._try(given)
        except ConnectionError:
            # The server was started anew: all connections in the pool are dead.
            self._engine.dispose()
        try:
            outcome = self._try(given)
        except ConnectionError as error:
            raise _away(error) from None
        return "kept" if outcome == "again" else outcome  # the first try may have come through

    def _try(self, given: Given) -> Outcome:
        try:
            pooled = self._engine.raw_connection()
        except psycopg.Error as error:
            raise _away(error) from None
        with closing(pooled):
            db = pooled.driver_connection
            assert isinstance(db, psycopg.Connection)
            try:
                if not db.autocommit:
                    db.autocommit = True  # BEGIN and COMMIT would be two more round trips
                return self._put(db.execute, given)
            except psycopg.Error as error:
                if db.closed:
                    pooled.invalidate()
                    raise ConnectionError from None
                raise _away(error) from None


def _away(error: Exception) -> Exception:
    """The error as the web knows it, without DETAIL, which quotes the row."""
    error.args = (str(error).partition("\n")[0],)
    gone = isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError, OSError))
    return OperationalError(None, None, error) if gone else error

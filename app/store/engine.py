"""The connection to SQLite or PostgreSQL, set so that what is acknowledged is on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import ExceptionContext


def connect(url: str) -> Engine:
    """An engine for this database; exceptions never show parameters, for they would show answers."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed, hide_parameters=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(
        parsed, hide_parameters=True, pool_size=5, max_overflow=5, pool_pre_ping=True, pool_timeout=10
    )
    event.listen(engine, "handle_error", _forget_details)
    return engine


def _forget_details(context: ExceptionContext) -> None:
    """PostgreSQL says "DETAIL: Failing row contains (…)": an exception must not show an answer."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None:
            error.args = tuple(str(part).partition("\nDETAIL:")[0] for part in error.args[:1])


def _prepare_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # transactions are begun by _begin_sqlite, not by the driver
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",  # NORMAL loses acknowledged answers in a power cut
        "secure_delete = ON",  # what the seal takes out of the inbox is overwritten
        "foreign_keys = ON",
        "busy_timeout = 10000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    # A transaction that may write takes the lock at once: upgrading a read later fails instead of waiting.
    options = connection.get_execution_options()
    connection.exec_driver_sql("BEGIN" if options.get("mitsprache_read") else "BEGIN IMMEDIATE")

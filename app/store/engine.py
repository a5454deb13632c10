"""Connections to SQLite or PostgreSQL, set so that what is acknowledged is on disk, and each for one purpose.

The owner does migrations, commands and the job runner. The web process uses four others: one that only takes answers,
one that only reads what is public, one for registrations, one for staff. What each may do stands in rights.py.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import ExceptionContext

from app.store import patience
from app.store.patience import Patience
from app.store.rights import ANSWER, PUBLIC, REGISTER, STAFF, Rights, authorizer

PATIENCE = 10  # seconds to wait for SQLite's write lock
ATTACHED = "waiting"  # the name the file of the inbox goes by beside the main one

# Takes the write lock of the main file alone: BEGIN IMMEDIATE would also keep answers from being taken meanwhile.
LOCK = "UPDATE main.questionnaires SET state = state WHERE 0"


class Written(str):
    """A document as JSON already, for a column of documents."""


def _json(document: Any) -> str:
    return document if isinstance(document, Written) else json.dumps(document)


def connect(url: str | URL) -> Engine:
    """The owner's engine; exceptions never show parameters, for they would show answers."""
    if not _is_sqlite(url):
        return _postgresql(make_url(url), patience.OWNER)
    _file(url).parent.mkdir(parents=True, exist_ok=True)
    return _sqlite(url, _file(url), attach=inbox_file(url), start=LOCK)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads: on SQLite any other keeps writers out, however long it takes."""
    with engine.connect().execution_options(mitsprache_read=True) as connection:
        yield connection


def answering(url: str | URL) -> Engine:
    """Takes answers (intake.py): on SQLite this opens the file of the inbox and no other."""
    if not _is_sqlite(url):
        return _postgresql(make_url(url), patience.ANSWERING)
    return _sqlite(url, inbox_file(url), rights=ANSWER, mode="rw", begin="BEGIN IMMEDIATE")


def public(url: str | URL) -> Engine:
    """Reads what everyone may see."""
    if not _is_sqlite(url):
        return _postgresql(make_url(url), patience.PUBLIC, each_alone=True)
    return _sqlite(url, _file(url), rights=PUBLIC, mode="ro")


def staffed(url: str | URL) -> Engine:
    """For the pages of staff: drafts, accounts and codes, but no answers."""
    if not _is_sqlite(url):
        return _postgresql(make_url(url), patience.STAFF)
    return _sqlite(url, _file(url), attach=inbox_file(url), rights=STAFF, mode="rw", start=LOCK)


def registering(url: str | URL) -> Engine:
    """For registrations and subscriptions: names, and no file in which answers wait."""
    if not _is_sqlite(url):
        return _postgresql(make_url(url), patience.REGISTERING)
    return _sqlite(url, _file(url), rights=REGISTER, mode="rw", begin="BEGIN IMMEDIATE")


def alone(url: str | URL) -> Engine:
    """The owner's engine for migrations: on SQLite the main file without the inbox, for they change under it."""
    if not _is_sqlite(url):
        return _postgresql(make_url(url), patience.MIGRATING)
    _file(url).parent.mkdir(parents=True, exist_ok=True)
    return _sqlite(url, _file(url), begin="BEGIN IMMEDIATE")


def main_file(url: str | URL) -> Path:
    """SQLite's file of everything but what waits."""
    return _file(url)


def inbox_file(url: str | URL) -> Path:
    """The file beside the main one in which answers wait."""
    main = _file(url)
    return main.with_name(f"{main.stem}-inbox{main.suffix}")


def _is_sqlite(url: str | URL) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def _file(url: str | URL) -> Path:
    database = make_url(url).database
    if not database or database == ":memory:":
        raise ValueError("SQLite needs a file: sqlite:///instance/mitsprache.db")
    return Path(database).absolute()


def _postgresql(url: URL, given: Patience, each_alone: bool = False) -> Engine:
    """`each_alone`: every statement is a transaction by itself, which saves two more ways to the server and back."""
    from app.store.connecting import connecting, still_there  # psycopg, which an installation on SQLite never loads

    if "options" in url.query:
        raise ValueError("The address of the database must not hold options: the program gives its own.")
    engine = create_engine(
        url,
        connect_args=given.arguments(),
        isolation_level="AUTOCOMMIT" if each_alone else None,
        pool_size=given.connections,
        max_overflow=0,
        pool_timeout=patience.CONNECT,
        hide_parameters=True,
        json_serializer=_json,
    )
    event.listen(engine, "do_connect", connecting(given))
    event.listen(engine, "checkout", still_there)
    event.listen(engine, "handle_error", _forget_details)
    return engine


def _forget_details(context: ExceptionContext) -> None:
    """PostgreSQL says "DETAIL: Failing row contains (…)": an exception must not show an answer."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None:
            error.args = tuple(str(part).partition("\nDETAIL:")[0] for part in error.args[:1])


def _sqlite(
    url: str | URL,
    file: Path,
    attach: Path | None = None,
    rights: Rights | None = None,
    mode: str = "rwc",
    begin: str = "BEGIN",
    start: str = "",
) -> Engine:
    def opened() -> sqlite3.Connection:
        return sqlite3.connect(f"{file.as_uri()}?mode={mode}", uri=True, timeout=PATIENCE, check_same_thread=False)

    def prepare(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None  # transactions are begun by us, not by the driver
        if attach:
            connection.execute(f"ATTACH DATABASE ? AS {ATTACHED}", (f"{attach.as_uri()}?mode={mode}",))
        for pragma in _pragmas(mode):
            connection.execute(f"PRAGMA {pragma}")
        if rights is not None:
            connection.execute("SELECT 1 FROM json_each('[]')")  # sets it up, which takes more rights
            connection.set_authorizer(authorizer(rights))

    engine = create_engine(make_url(url), creator=opened, hide_parameters=True, json_serializer=_json)
    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", _beginner(begin, start))
    return engine


def _pragmas(mode: str) -> list[str]:
    if mode == "ro":
        return ["query_only = ON"]
    return [
        "journal_mode = WAL",  # of both files; kept in them
        "synchronous = FULL",  # NORMAL loses acknowledged answers in a power cut
        "secure_delete = ON",  # what the seal takes out of the inbox is overwritten
        "cache_size = -16000",  # kilobytes: random keys touch pages everywhere
        "temp_store = MEMORY",  # no copy of an answer in a temporary file
        "foreign_keys = ON",
    ]


def _beginner(begin: str, start: str) -> Callable[[Any], None]:
    def begun(connection: Any) -> None:
        options = connection.get_execution_options()
        if options.get("mitsprache_plain"):  # VACUUM and checkpoints want no transaction around them
            return
        if options.get("mitsprache_read"):
            connection.exec_driver_sql("BEGIN")
            return
        # A transaction that may write takes the lock at once: upgrading a read later fails instead of waiting.
        connection.exec_driver_sql(begin)
        if start:
            connection.exec_driver_sql(start)

    return begun

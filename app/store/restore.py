"""Putting the rows of a backup into an empty database, SQLite or PostgreSQL, whichever it was made from."""

from __future__ import annotations

import base64
import json
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, make_url, text

from app.store import backup, migrate
from app.store.engine import ATTACHED, connect, inbox_file, main_file, reading
from app.store.metadata import metadata


def holds_something(engine: Engine) -> bool:
    """Whether any of our tables has a row."""
    with reading(engine) as db:
        there = {*inspect(db).get_table_names(), *_beside(db)} & {table.name for table in metadata.tables.values()}
        return any(db.execute(text(f"select 1 from {name} limit 1")).first() for name in sorted(there))  # noqa: S608


def prepare(engine: Engine, revision: str) -> bool:
    """Make the tables as they were at this revision; False when there are others."""
    found = migrate.revision(engine)
    if found is None:
        migrate.upgrade(engine, revision)
        return True
    return found == revision


def load(db: Connection, content: bytes) -> None:
    """Put one part of a backup into its table."""
    # Not splitlines(): an answer may hold a separator of lines that JSON leaves as it is.
    head, *lines = content.decode().rstrip("\n").split("\n")
    about = json.loads(head)
    table, columns = about["table"], about["columns"]
    if table in backup.LEFT_OUT:
        raise ValueError(f"A backup holds no table {table}.")
    rows = [_row(json.loads(line), columns) for line in lines]
    names = ", ".join(_quoted(column["name"]) for column in columns)
    into = f"{_quoted(table)} ({names})"
    if db.dialect.name == "postgresql":
        _copy(db, into, rows)
    else:
        db.exec_driver_sql(f"insert into {into} values ({', '.join('?' * len(columns))})", rows)  # noqa: S608


def _beside(db: Connection) -> list[str]:
    """The tables of SQLite's second file."""
    return inspect(db).get_table_names(schema=ATTACHED) if db.dialect.name == "sqlite" else []


def _quoted(name: str) -> str:
    if not name.isidentifier():
        raise ValueError(f"{name!r} is no name of a table or column.")
    return f'"{name}"'


def _row(values: list[Any], columns: list[dict[str, Any]]) -> tuple[Any, ...]:
    return tuple(
        base64.b64decode(value) if column["bytes"] and value is not None else value
        for value, column in zip(values, columns, strict=True)
    )


def _copy(db: Connection, into: str, rows: list[tuple[Any, ...]]) -> None:
    """COPY, for a million rows in seconds."""
    connection: Any = db.connection.driver_connection
    with connection.cursor() as cursor, cursor.copy(f"copy {into} from stdin") as copy:
        for row in rows:
            copy.write_row(row)


@contextmanager
def target(url: str) -> Iterator[Engine]:
    """An engine to fill an empty database with. SQLite's files are filled beside their place, and put there when all
    is well."""
    if make_url(url).get_backend_name() != "sqlite":
        with _engine(url) as engine:
            _refuse_if(holds_something(engine))
            yield engine
        return
    places = main_file(url), inbox_file(url)
    if any(place.exists() for place in places):
        _refuse_if(_holds_something_or_is_open(url))
    with tempfile.TemporaryDirectory(prefix="restoring-", dir=_made(places[0].parent)) as folder:
        with _engine(f"sqlite:///{folder}/{places[0].name}") as engine:
            yield engine
        for place in reversed(places):
            (Path(folder) / place.name).replace(place)


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    """SQLite's last connection puts what is in the log into the file."""
    engine = connect(url)
    try:
        yield engine
    finally:
        engine.dispose()


class NotEmpty(Exception):
    """The database holds something, or is open in another program."""


def _refuse_if(full: bool) -> None:
    if full:
        raise NotEmpty


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _holds_something_or_is_open(url: str) -> bool:
    with _engine(url) as engine:
        full = holds_something(engine)
    return full or any(_is_open(place) for place in (main_file(url), inbox_file(url)))


def _is_open(file: Path) -> bool:
    """Leaving WAL needs the file to oneself, and takes the log away."""
    db = sqlite3.connect(file, timeout=0)
    try:
        return bool(db.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "delete")
    except sqlite3.OperationalError:
        return True
    finally:
        db.close()

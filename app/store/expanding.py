"""Changes of the schema that keep nobody from answering: what migrations from 0008 on are made of.

They add; what the program before them needs goes a release later. An index is built while answers come in. Any other
change asks for its lock for a second only, and tries again later: whoever waits for a lock keeps everybody else waiting
behind, also those it would let through.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager

from alembic import op
from psycopg.errors import LockNotAvailable
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from app.store.engine import PATIENCE, inbox_file
from app.store.tables import WAITING

TRIES, PAUSE = 150, 2.0  # five minutes: a release of a million answers reads for less long

log = logging.getLogger("mitsprache.migrate")


def until_it_may(change: Callable[[], None]) -> None:
    """Try again as long as somebody holds what the change needs; what is done already is not done twice."""
    for left in range(TRIES - 1, -1, -1):
        try:
            return change()
        except OperationalError as error:
            if not left or not isinstance(error.orig, LockNotAvailable):
                raise
        log.warning("A table is in use; trying again in %d seconds.", PAUSE)
        time.sleep(PAUSE)
    return None


def add_index(name: str, table: str, *columns: str) -> None:
    made = f"index concurrently {name} on {table} ({', '.join(columns)})"
    # One may be there, half made by a migration that was cut off.
    _change(table, f"drop index concurrently if exists {name}", f"create {made}")


def drop_index(name: str, table: str) -> None:
    _change(table, f"drop index concurrently if exists {name}")


def _change(table: str, *statements: str) -> None:
    """PostgreSQL does it beside its work; SQLite in no time, for answers that wait in the file they lie in."""
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        with _unhurried():
            for statement in statements:
                op.execute(statement)
        return
    plain = [statement.replace(" concurrently", "") for statement in statements]
    if table in {each.name for each in WAITING}:
        _in_inbox(bind, table, plain)
    else:
        for statement in plain:
            op.execute(statement)


@contextmanager
def _unhurried() -> Iterator[None]:
    """Outside a transaction, where a statement waits for those that began before it and keeps none after it waiting."""
    with op.get_context().autocommit_block():
        op.execute("set lock_timeout = 0")
        try:
            yield
        finally:
            op.execute("reset lock_timeout")


def _in_inbox(bind: Connection, table: str, statements: Iterable[str]) -> None:
    """After a restore there may be no inbox yet: migrate.py makes one, as it is now."""
    with closing(sqlite3.connect(inbox_file(bind.engine.url), timeout=PATIENCE, isolation_level=None)) as inbox:
        if inbox.execute("select 1 from sqlite_master where name = ?", (table,)).fetchone():
            for statement in statements:
                inbox.execute(statement)

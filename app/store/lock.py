"""One job runner at a time, whichever process or machine it is in."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text

NUMBER = 7061  # of our lock among those of the PostgreSQL database


@contextmanager
def alone(engine: Engine) -> Iterator[bool]:
    """Whether nobody else is at work; if so, nobody else will be until this block ends."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
            got = bool(db.scalar(text("select pg_try_advisory_lock(:number)"), {"number": NUMBER}))
            try:
                yield got
            finally:
                if got:
                    _unlock(db)
        return
    with open(f"{engine.url.database}-jobs.lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _unlock(db: Connection) -> None:
    try:
        db.execute(text("select pg_advisory_unlock(:number)"), {"number": NUMBER})
    except BaseException:
        db.invalidate()  # back in the pool the session would keep the lock, and shut us out ourselves
        raise

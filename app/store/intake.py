"""How what visitors send comes in while many send at once: when `keep` returns, a submission is on the disk.

SQLite writes one transaction at a time, so submissions that wait at the same time share one, and with it the wait for
the disk. PostgreSQL takes many at once and lets them share by itself. Where the database is slower than people's
patience they are told so, and nobody waits behind them.
"""

from __future__ import annotations

import fcntl
import sqlite3
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from threading import Lock
from typing import Protocol

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as TooSlow

from app.store.incoming import Given, insert_new, is_plain, put
from app.store.responses import Outcome

PATIENCE = 5  # seconds until somebody is asked to send again
MOST = 1000  # submissions that wait in one process

Waiting = tuple[Given, Future[Outcome]]


class Intake(Protocol):
    def keep(self, given: Given) -> Outcome:
        """Keep a submission for good, or raise what SQLAlchemy raises when a database is away."""


def intake(engine: Engine, patience: float = PATIENCE, most: int = MOST) -> Intake:
    if engine.dialect.name == "sqlite":
        return Together(engine, patience, most)
    from app.store.apart import Apart  # psycopg, which an installation on SQLite never loads

    return Apart(engine)


class Together:
    """SQLite: one thread of this process stores for all who wait; a lock keeps the other processes' threads out."""

    def __init__(self, engine: Engine, patience: float = PATIENCE, most: int = MOST) -> None:
        self._engine, self._patience, self._most = engine, patience, most
        self._put = put("sqlite")
        self._waiting: list[Waiting] = []
        self._door = Lock()
        # Starts its thread when it is first used, so after gunicorn has forked. The thread is not one of those who
        # wait: they can leave, whatever the disk does.
        self._writer = ThreadPoolExecutor(1, "intake")
        self._since: float | None = None  # when the transaction that runs was begun

    def keep(self, given: Given) -> Outcome:
        if self._stuck() or len(self._waiting) >= self._most:
            raise TooSlow("The inbox does not come to an end.")
        mine: Future[Outcome] = Future()
        with self._door:
            self._waiting.append((given, mine))
            first = len(self._waiting) == 1
        if first:  # what it begins takes all who come until then
            self._writer.submit(self._store)
        try:
            return mine.result(self._patience)
        except TimeoutError:
            # Not begun: it is never stored. Begun: it may be, and whoever sends it again is told so.
            mine.cancel()
            raise TooSlow("The inbox is slow.") from None

    def _stuck(self) -> bool:
        since = self._since
        return since is not None and time.monotonic() - since > self._patience

    def _store(self) -> None:
        if not self._waiting:
            return
        self._since = time.monotonic()
        taken: list[Waiting] = []
        try:
            with self._transaction() as db:
                taken = self._take()
                told = self._put_all(db, [given for given, _ in taken])
        except Exception as error:  # noqa: BLE001  whatever it is, those who wait must hear of it
            for _, one in taken or self._take():
                one.set_exception(_away(error))
        else:
            for (_, one), outcome in zip(taken, told, strict=True):
                one.set_exception(outcome) if isinstance(outcome, Exception) else one.set_result(outcome)
        finally:
            self._since = None

    def _take(self) -> list[Waiting]:
        """All who wait now and have not given up."""
        with self._door:
            everyone, self._waiting = self._waiting, []
        return [each for each in everyone if each[1].set_running_or_notify_cancel()]

    def _put_all(self, db: sqlite3.Connection, given: Sequence[Given]) -> list[Outcome | Exception]:
        """What became of each: nearly always all are new, and stored at once; else one after the other."""
        plain = [each for each in given if is_plain(each)]
        if not self._all_new(db, plain):
            db.execute("rollback")
            db.execute("begin immediate")
            plain = []
        done = {id(each) for each in plain}
        return ["kept" if id(each) in done else self._put_one(db, each) for each in given]

    def _all_new(self, db: sqlite3.Connection, given: Sequence[Given]) -> bool:
        try:
            return insert_new(db.execute, given)
        except sqlite3.OperationalError:
            raise
        except Exception:  # noqa: BLE001  one of them is to blame, and will hear of it
            return False

    def _put_one(self, db: sqlite3.Connection, given: Given) -> Outcome | Exception:
        """What became of it; a submission that cannot be stored spoils nobody else's."""
        try:
            return self._put(db.execute, given)
        except Exception as error:
            if isinstance(error, sqlite3.OperationalError) or not db.in_transaction:
                raise
            db.execute("rollback to submission")
            return _away(error)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        # SQLite lets processes try again and again, some of them for seconds; the kernel lets them queue. The file is
        # opened so that its time stays that of its making: nobody shall read from it when somebody answered.
        with open(f"{self._engine.url.database}-inbox.lock", "ab", buffering=0) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with closing(self._engine.raw_connection()) as pooled:  # closing it rolls back what is not committed
                db = pooled.driver_connection
                assert isinstance(db, sqlite3.Connection)
                try:
                    db.execute("begin immediate")
                    yield db
                    db.execute("commit")
                except sqlite3.Error:
                    pooled.invalidate()  # what a full disk has left of it, nobody needs
                    raise


def _away(error: Exception) -> Exception:
    """The error as the web knows it."""
    gone = isinstance(error, (sqlite3.OperationalError, OSError))
    return OperationalError(None, None, error) if gone else error

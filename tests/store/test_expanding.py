"""Migrations beside people who answer: from 0008 on none of them keeps an answer waiting, whatever the tables hold.

One long reader of all tables, like a backup, makes each change wait for its turn: that is when others queue up.
"""

import threading
import time
import uuid
from contextlib import contextmanager

import pytest
from alembic import command
from sqlalchemy import text

from app.domain.response import Response
from app.store import expanding, migrate, patience, responses
from app.store.engine import _postgresql, alone, connect
from tests.services import postgres
from tests.store.big import BIG, fill
from tests.web.staff import SLUG

LAST_OF_OLD = "0007"
READS = 1.5  # seconds

pytestmark = pytest.mark.postgres


class Answering(threading.Thread):
    """Somebody who sends one answer after the other; `sent` says when each began and ended."""

    def __init__(self, url):
        super().__init__()
        self.engine = _postgresql(url, patience.ANSWERING)
        self.sent, self.failed, self.enough = [], [], threading.Event()

    def run(self):
        while not self.enough.is_set():
            began = time.monotonic()
            try:
                with self.engine.begin() as db:
                    responses.add(db, SLUG, 1, Response("de", {"her": "land"}), uuid.uuid4().hex)
            except Exception as error:  # noqa: BLE001  whatever it is, somebody was not served
                self.failed.append(error)
            self.sent.append((began, time.monotonic()))

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.enough.set()
        self.join()
        self.engine.dispose()


@pytest.fixture
def old():
    """A database as it was before these rules, with something in each table."""
    with postgres.database() as url:
        config, first = migrate._config(), alone(url)
        with first.connect() as db:
            config.attributes["connection"] = db
            command.upgrade(config, LAST_OF_OLD)
        first.dispose()
        engine = connect(url)
        fill(engine, 5_000)
        yield engine
        engine.dispose()


@contextmanager
def reader(engine, seconds=READS):
    """Somebody reads all tables for a while, as a backup does."""

    def read():
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as db:
            for table in BIG:
                db.execute(text(f"select count(*) from {table}"))
            begun.set()
            time.sleep(seconds)

    begun, thread = threading.Event(), threading.Thread(target=read)
    thread.start()
    begun.wait()
    yield
    thread.join()


def answered_during(engine, change):
    """Answers begun and kept while a change was made beside a reader: at which part of its time each was begun; none
    may fail."""
    with Answering(engine.url) as somebody, reader(engine):
        while len(somebody.sent) < 5:
            time.sleep(0.01)
        began = time.monotonic()
        change()
        ended = time.monotonic()
    assert somebody.failed == []
    assert ended - began > READS / 2  # it had to wait, or this shows nothing
    return [(start - began) / (ended - began) for start, end in somebody.sent if began < start and end < ended]


def places(engine):
    """Where the rows of the large tables lie: elsewhere after a change that wrote them anew."""
    with engine.connect() as db:
        return {table: db.scalar(text(f"select pg_relation_filenode('{table}')")) for table in BIG}


def test_people_answer_while_the_new_migrations_run(old):
    before = places(old)
    assert len(answered_during(old, lambda: migrate.upgrade(old))) > 5
    assert migrate.is_current(old)
    assert places(old) == before


def test_a_change_that_waits_for_its_lock_keeps_nobody_waiting_for_long(old, monkeypatch):
    """Adding a column needs a lock nobody may share, if only for a moment."""
    monkeypatch.setattr(expanding, "PAUSE", 0.2)
    changing = alone(old.url)
    assert len(answered_during(old, lambda: expanding.until_it_may(lambda: widen(changing)))) > 5
    with old.connect() as db:
        assert db.execute(text("select later from inbox limit 1")).one() == (None,)
    changing.dispose()


def test_a_change_that_waits_without_end_stops_everybody(old):
    """The control: the same column, by someone whose patience has no end."""
    stubborn = _postgresql(old.url, patience.Patience(statement=0, lock=0, idle=0))
    assert max(answered_during(old, lambda: widen(stubborn)), default=0) < 0.5  # until it began to wait
    stubborn.dispose()


def widen(engine):
    with engine.begin() as db:
        db.execute(text("alter table inbox add column later integer"))


def test_an_index_left_half_made_is_made_anew(old):
    """CREATE INDEX CONCURRENTLY leaves one behind that is not used, when it is cut off."""
    with old.begin() as db:
        db.execute(text("create index ix_inbox_slug on inbox (slug)"))
        db.execute(text("update pg_index set indisvalid = false where indexrelid = 'ix_inbox_slug'::regclass"))
    migrate.upgrade(old)
    with old.connect() as db:
        assert db.scalar(text("select indisvalid from pg_index where indexrelid = 'ix_inbox_slug'::regclass"))

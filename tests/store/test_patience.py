"""Nobody waits for PostgreSQL for ever: what takes too long, is locked or hangs ends as "we are not ready"."""

import os
import re
import signal
import threading
from dataclasses import replace

import pytest
from sqlalchemy import text

from app.config import PROJECT, Config
from app.store import patience
from app.store.engine import _postgresql, connect, public
from app.web.db import AWAY
from tests.services import postgres

SHORT = patience.Patience(statement=1, lock=1, idle=1)
PID = text("select pg_backend_pid()")

pytestmark = pytest.mark.postgres


@pytest.fixture
def url():
    with postgres.database() as made:
        yield connect(made).url


@pytest.fixture
def hurried(url):
    made = _postgresql(url, SHORT)
    yield made
    made.dispose()


def test_what_takes_too_long_is_given_up(hurried):
    with hurried.connect() as db, pytest.raises(AWAY):
        db.execute(text("select pg_sleep(30)"))


def test_a_lock_is_not_waited_for_longer_than_it_is_worth(url, hurried):
    owner, patient = connect(url), _postgresql(url, replace(SHORT, statement=0))
    with owner.begin() as db:
        db.execute(text("create table kept (id integer)"))
    with owner.begin() as db:
        db.execute(text("lock table kept"))
        with patient.connect() as waiting, pytest.raises(AWAY):
            waiting.execute(text("select * from kept"))
    for engine in (owner, patient):
        engine.dispose()


def test_a_transaction_left_open_is_ended_by_the_server(url, hurried):
    owner = connect(url)
    with hurried.connect() as db, owner.connect().execution_options(isolation_level="AUTOCOMMIT") as watch:
        pid = db.scalar(PID)
        gone = text("select count(*) = 0 from pg_stat_activity where pid = :pid")
        for _ in range(100):
            if watch.scalar(gone, {"pid": pid}):
                break
            watch.execute(text("select pg_sleep(0.1)"))
        else:
            raise AssertionError("it is still open")
        db.invalidate()
    owner.dispose()


def test_a_server_that_hangs_holds_no_thread(hurried):
    """Stopped like a server whose disk does not answer: it cannot even say that the time is over."""
    with hurried.connect() as db:
        hung = db.scalar(PID)
        os.kill(hung, signal.SIGSTOP)
        try:
            with pytest.raises(AWAY, match="does not answer"):
                db.execute(text("select 1"))
        finally:
            os.kill(hung, signal.SIGCONT)
    with hurried.connect() as db:  # the next one asks on a new connection, and gets no late answer of the other
        assert db.scalar(PID) != hung


def test_without_a_limit_of_its_own_a_connection_would_wait_on(url):
    """The control: the owner's waits for a hung server, and gets its answer when that goes on."""
    owner = connect(url)
    with owner.connect() as db:
        hung = db.scalar(PID)
        os.kill(hung, signal.SIGSTOP)
        waking = threading.Timer(SHORT.statement + patience.GRACE + 0.5, os.kill, (hung, signal.SIGCONT))
        waking.start()
        assert db.scalar(PID) == hung
        assert not waking.is_alive()
    owner.dispose()


def test_a_connection_the_server_has_closed_is_not_used_again(url):
    """As after a restart: the first visitor afterwards notices nothing."""
    engine, owner = public(url), connect(url)
    with engine.connect() as one, engine.connect() as other:
        before = {one.scalar(PID), other.scalar(PID)}
    with owner.begin() as db:
        for pid in before:
            assert db.scalar(text("select pg_terminate_backend(:pid, 5000)"), {"pid": pid})
    with engine.connect() as one, engine.connect() as other:
        assert not before & {one.scalar(PID), other.scalar(PID)}
    for each in (engine, owner):
        each.dispose()


def test_all_connections_of_all_processes_fit_into_the_deployed_server():
    settings = (PROJECT / "deploy" / "postgresql.conf").read_text()
    most = int(re.search(r"^max_connections = (\d+)", settings, re.MULTILINE)[1])
    worker = sum(part.connections for part in (patience.ANSWERING, patience.PUBLIC, patience.STAFF))
    others = 2 * patience.OWNER.connections + patience.STAFF.connections  # job runner, a command, mails
    assert Config().workers * worker + others <= most - 3  # PostgreSQL keeps three for its administrator
    # What the file says of more workers.
    assert f"{worker} for each worker, {others} besides" in settings

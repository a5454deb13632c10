"""Answers coming in while many send at once, on both databases: each acknowledged one is there, once."""

import fcntl
import json
import os
import random
import socket
import sqlite3
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import PIPE, Popen

import psycopg
import pytest
from sqlalchemy import event, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as TooSlow

from app.domain.response import Response
from app.store import codes, responses, tables
from app.store.engine import answering, inbox_file
from app.store.intake import intake
from app.store.responses import Submission
from tests.services import postgres
from tests.store.sample import SLUG, count, publish, rows, seal

ROOT = Path(__file__).parents[2]
SOON = 0.3  # seconds, where a test waits for what takes longer


@pytest.fixture
def engine(engine):
    publish(engine, SLUG)
    return engine


def url_of(engine):
    """Where and as whom the web process takes answers."""
    return engine.url if engine.dialect.name == "sqlite" else engine.url.set(username="mitsprache_answer")


@pytest.fixture
def taking(engine):
    made = answering(url_of(engine))
    yield made
    made.dispose()


def given(receipt, code=None, answer="answer-000001"):
    return Submission.of(SLUG, 1, Response("uk", {"a": answer, "words": "text"}), receipt, code)


def at_once(jobs):
    """What becomes of jobs that begin together: their results or what they raise."""

    def outcome(job):
        try:
            return job()
        except Exception as error:  # noqa: BLE001  looked at by the test
            return error

    with ThreadPoolExecutor(len(jobs)) as threads:
        return list(threads.map(outcome, jobs))


@contextmanager
def others_write(engine):
    """Another process is storing something just now."""
    with open(f"{engine.url.database}-inbox.lock", "ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def eventually(true):
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def on_connect(engine, pragma):
    """Sets what an answering connection may not change any more once it is made."""

    def execute(connection, _):
        connection.execute(f"pragma {pragma}")

    event.listen(engine, "connect", execute, insert=True)
    engine.dispose()
    return lambda: (event.remove(engine, "connect", execute), engine.dispose())


# What a worker process does: eight threads hand in what stands in the first argument, in an order of their own.
WORKER = """
import json, sys
from concurrent.futures import ThreadPoolExecutor
from app.domain.response import Response
from app.store.engine import answering
from app.store.intake import intake
from app.store.responses import Submission

inbox = intake(answering(sys.argv[1]))

def send(sheet):
    receipt, code = sheet
    return receipt, code, inbox.keep(Submission.of("probe", 1, Response("uk", {"a": receipt}), receipt, code))

sheets = json.loads(sys.stdin.read())
with ThreadPoolExecutor(8) as threads:
    print(json.dumps(list(threads.map(send, sheets))))
"""


def test_many_processes_and_threads_keep_every_form_once_and_use_every_code_once(engine):
    """Every form is sent by two of three processes, and twice by one; every code is tried with three forms."""
    single = [f"{number:064x}" for number in range(40)]
    with engine.begin() as db:
        codes.add(db, SLUG, single, once=True)
    sheets = [(f"open-{number}", None) for number in range(150)]
    sheets += [(f"{hand}-{number}", code) for number, code in enumerate(single) for hand in "abc"]
    chance = random.Random(1)
    shares = [sheets[::3] + sheets[1::3] + sheets[::3], sheets[1::3] + sheets[2::3], sheets[2::3] + sheets[::3]]
    outcomes = []
    where = url_of(engine).render_as_string(hide_password=False)
    workers = [Popen([sys.executable, "-c", WORKER, where], stdin=PIPE, stdout=PIPE, cwd=ROOT) for _ in shares]
    for worker, share in zip(workers, shares, strict=True):
        worker.stdin.write(json.dumps(chance.sample(share, len(share))).encode())
        worker.stdin.close()
    for worker in workers:
        outcomes += json.loads(worker.stdout.read())
        worker.stdout.close()
        assert worker.wait() == 0
    kept = Counter(receipt for receipt, _, outcome in outcomes if outcome == "kept")
    assert set(kept.values()) == {1}
    assert sorted(row.answers["a"] for row in rows(engine, tables.inbox)) == sorted(kept)
    assert {receipt for receipt, code in sheets if code is None} <= set(kept)
    coded = [receipt.partition("-")[2] for receipt in kept if not receipt.startswith("open")]
    assert sorted(map(int, coded)) == list(range(40))
    assert count(engine, tables.codes) == 0
    assert {receipt for receipt, _, outcome in outcomes if outcome == "again"} <= set(kept)


def test_those_who_wait_together_share_a_transaction_on_sqlite(engine, taking):
    if engine.dialect.name != "sqlite":
        return
    begun = []
    event.listen(taking, "connect", lambda db, _: db.set_trace_callback(begun.append))
    inbox = intake(taking)
    with ThreadPoolExecutor(20) as threads:
        with others_write(engine):
            told = [threads.submit(inbox.keep, given(f"r{number}")) for number in range(20)]
            eventually(lambda: len(inbox._waiting) == 20)
            assert not any(each.done() for each in told)
        assert {each.result() for each in told} == {"kept"}
    assert [sql for sql in begun if sql.startswith("begin")] == ["begin immediate"]
    assert count(engine, tables.inbox) == 20


def test_one_that_cannot_be_stored_fails_alone(engine, taking):
    inbox = intake(taking)
    with pytest.raises(TypeError):
        given("r0", answer={"a set is no JSON"})
    nameless = Submission(None, 1, "uk", False, '{"a": "geheim"}', "r1", given("r1").week, None)
    strange = Submission(SLUG, 1, "\ud800", False, "{}", "r2", given("r2").week, None)
    sheets = [given("a"), nameless, given("b"), strange, given("c")]
    told = at_once([lambda sheet=sheet: inbox.keep(sheet) for sheet in sheets])
    assert [told[place] for place in (0, 2, 4)] == ["kept"] * 3
    assert not isinstance(told[1], OperationalError)
    assert "null" in str(told[1]).lower()
    assert "geheim" not in str(told[1])
    assert isinstance(told[3], UnicodeEncodeError)
    assert count(engine, tables.inbox) == count(engine, tables.receipts) == 3
    assert inbox.keep(given("r1")) == "kept"  # nothing of it was left behind


@pytest.mark.parametrize("trouble", ["full", "locked"])
def test_a_full_disk_or_a_locked_file_is_told_to_all_who_wait_and_over_when_it_is_over(engine, taking, trouble):
    if engine.dialect.name != "sqlite":
        return
    inbox = intake(taking)
    assert inbox.keep(given("before")) == "kept"
    other = sqlite3.connect(inbox_file(engine.url), isolation_level=None)
    end = on_connect(taking, "max_page_count = 1" if trouble == "full" else "busy_timeout = 50")
    if trouble == "locked":
        other.execute("begin immediate")
    large = [given(f"r{number}", answer="x" * 50_000) for number in range(6)]
    told = at_once([lambda sheet=sheet: inbox.keep(sheet) for sheet in large])
    assert {type(each) for each in told} == {OperationalError}
    assert all(trouble in str(each) for each in told)
    assert "xxx" not in str(told)
    other.close()
    end()
    assert {inbox.keep(sheet) for sheet in large} == {"kept"}
    assert count(engine, tables.inbox) == 7


def test_nobody_waits_longer_than_their_patience_and_who_gave_up_is_not_stored(engine, taking):
    if engine.dialect.name != "sqlite":
        return
    inbox = intake(taking, patience=SOON)
    with others_write(engine):
        with pytest.raises(TooSlow):
            inbox.keep(given("given up"))
        began = time.monotonic()
        with pytest.raises(TooSlow):
            inbox.keep(given("refused at once"))
        assert time.monotonic() - began < SOON
    eventually(lambda: not inbox._stuck())
    assert inbox.keep(given("later")) == "kept"
    assert count(engine, tables.inbox) == count(engine, tables.receipts) == 1
    assert inbox.keep(given("given up")) == "kept"


def test_more_than_can_be_served_are_not_let_in(engine, taking):
    if engine.dialect.name != "sqlite":
        return
    inbox = intake(taking, most=3)
    with ThreadPoolExecutor(3) as threads, others_write(engine):
        told = [threads.submit(inbox.keep, given(f"r{number}")) for number in range(3)]
        eventually(lambda: len(inbox._waiting) == 3)
        with pytest.raises(TooSlow):
            inbox.keep(given("one too many"))
    assert {each.result() for each in told} == {"kept"}


def test_answers_that_come_during_the_seal_wait_a_moment_and_are_kept(engine, taking):
    """Sealing takes SQLite's whole inbox file and PostgreSQL's whole table for itself, again and again."""
    inbox, kept, over = intake(taking), [], threading.Event()

    def answer(hand):
        number = 0
        while not over.is_set():
            number += 1
            kept.append(inbox.keep(given(f"{hand}-{number}", answer=f"{hand}-{number:06d}")))

    with ThreadPoolExecutor(4) as threads:
        hands = [threads.submit(answer, hand) for hand in range(4)]
        sealed = 0
        for number in range(1, 6):
            eventually(lambda least=20 * number: len(kept) > least)
            sealed += seal(engine, number)
        over.set()
        for hand in hands:
            hand.result()
    assert set(kept) == {"kept"}
    assert sealed > 0
    responses.finish(engine)
    assert len(kept) == count(engine, tables.responses) + count(engine, tables.inbox)


def test_the_lock_does_not_tell_when_somebody_answered(engine, taking):
    if engine.dialect.name != "sqlite":
        return
    lock = Path(f"{engine.url.database}-inbox.lock")
    intake(taking).keep(given("first"))
    os.utime(lock, (1_000, 1_000))
    intake(taking).keep(given("second"))
    assert lock.stat().st_mtime == 1_000
    assert lock.stat().st_size == 0


# -- PostgreSQL alone


def test_what_fails_only_at_the_commit_is_not_acknowledged(engine, taking):
    if engine.dialect.name != "postgresql":
        return
    with engine.begin() as db:
        db.execute(text("create function late() returns trigger language plpgsql as $$ begin raise 'late'; end $$"))
        db.execute(
            text(
                "create constraint trigger late after insert on inbox deferrable initially deferred"
                " for each row execute function late()"
            )
        )
    with pytest.raises(psycopg.Error, match="late"):
        intake(taking).keep(given("a"))
    assert count(engine, tables.receipts) == 0


def test_connections_that_a_restart_has_cut_are_not_noticed_by_anyone(engine, taking):
    if engine.dialect.name != "postgresql":
        return
    inbox = intake(taking)
    assert at_once([lambda n=n: inbox.keep(given(f"first-{n}")) for n in range(6)]) == ["kept"] * 6
    with engine.begin() as db:
        db.execute(text("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'mitsprache_answer'"))
    assert at_once([lambda n=n: inbox.keep(given(f"second-{n}")) for n in range(6)]) == ["kept"] * 6
    with postgres.closed(engine.url.database), pytest.raises(OperationalError):
        inbox.keep(given("third"))
    assert inbox.keep(given("third")) == "kept"
    assert count(engine, tables.inbox) == 13


@contextmanager
def cut_after_the_next(folder, path):
    """A way to the server that is cut after it has done what it was asked and before anyone hears of it."""
    here, cut = folder / ".s.PGSQL.5432", threading.Event()

    def carry(source, target, back):
        with source, suppress(OSError):
            while data := source.recv(65536):
                if back and cut.is_set():
                    cut.clear()
                    break
                target.sendall(data)
            target.shutdown(socket.SHUT_RDWR)

    def accept():
        while True:
            try:
                client, _ = door.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(str(path))
            for ends in ((client, server, False), (server, client, True)):
                threading.Thread(target=carry, args=ends, daemon=True).start()

    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(here))
        door.listen()
        threading.Thread(target=accept, daemon=True).start()
        yield cut
        door.shutdown(socket.SHUT_RDWR)


def test_an_acknowledgement_lost_on_the_way_from_the_server_still_counts_as_kept(engine, tmp_path):
    if engine.dialect.name != "postgresql":
        return
    home = make_url(engine.url).query["host"]
    with cut_after_the_next(tmp_path, f"{home}/.s.PGSQL.5432") as cut:
        roundabout = answering(url_of(engine).set(query={"host": str(tmp_path)}))
        inbox = intake(roundabout)
        assert inbox.keep(given("first")) == "kept"
        cut.set()
        assert inbox.keep(given("second")) == "kept"
        assert not cut.is_set()
        assert inbox.keep(given("second")) == "again"
        roundabout.dispose()
    assert count(engine, tables.inbox) == 2


def test_a_server_that_is_slow_or_busy_keeps_nobody_for_long(engine, taking):
    if engine.dialect.name != "postgresql":
        return
    with taking.connect() as db:
        assert [db.scalar(text(f"show {name}")) for name in ("statement_timeout", "lock_timeout")] == ["5s", "4s"]
    event.listen(taking, "connect", lambda db, _: (db.execute("set lock_timeout = '200ms'"), db.commit()))
    taking.dispose()
    inbox = intake(taking)
    with engine.begin() as db:
        db.execute(text("lock table inbox in access exclusive mode"))
        with pytest.raises(OperationalError):
            inbox.keep(given("a"))
    assert inbox.keep(given("a")) == "kept"

"""The seal, on both databases: all of it or nothing, once, shuffled, and nobody's answer is lost in between."""

import os
import re
import signal
import threading
import uuid
from contextlib import suppress
from dataclasses import replace

import pytest
from sqlalchemy import event, text

from app.domain.response import Sealed
from app.store import codes, epochs, responses, sealing, tables
from app.store.engine import answering, connect, inbox_file, reading
from tests.store.sample import NOON, SLUG, Unplugged, at_statement, count, cut, numbers, publish, rows, seal, send


@pytest.fixture
def engine(engine):
    publish(engine, SLUG, "other")
    return engine


@pytest.fixture
def taking(engine, backend):
    """How answers come in while something else goes on."""
    made = answering(engine.url) if backend == "sqlite" else engine
    yield made
    made.dispose()


def test_what_waits_is_sealed_under_new_keys_and_parted_from_its_words(engine):
    send(engine, range(25))
    before = {row.id for row in rows(engine, tables.inbox)}
    assert seal(engine) == 25
    kept, voices = rows(engine, tables.responses), rows(engine, tables.voices)
    assert numbers(engine) == list(range(25))
    assert rows(engine, tables.inbox) == rows(engine, tables.sealing) == []
    keys = {row.id for row in kept} | {row.id for row in voices}
    assert len(keys) == 50
    assert not keys & before
    assert all(uuid.UUID(key).version == 4 for key in keys)
    assert {row.groups["language"][0] for row in kept} == {"uk"}
    assert {row.words for row in voices} == {f"text-{number:06d}" for number in range(25)}
    assert "text-" not in str([row.answers for row in kept])


def test_other_questionnaires_go_on_waiting(engine):
    send(engine, range(5))
    send(engine, range(3), slug="other")
    assert seal(engine) == 5
    with reading(engine) as db:
        assert (responses.waiting(db, SLUG), responses.waiting(db, "other")) == (0, 3)
    assert numbers(engine, tables.inbox) == [0, 1, 2]
    assert seal(engine, slug="other") == 3


def test_an_epoch_is_kept_with_what_was_sealed(engine):
    with engine.begin() as db:
        codes.add(db, SLUG, ["c" * 64, "d" * 64, "e" * 64], once=True)
        codes.add(db, SLUG, ["f" * 64], once=False)
    send(engine, [1], code=lambda _: "c" * 64)
    send(engine, range(2, 12))
    seal(engine, groups=True)
    with reading(engine) as db:
        found = epochs.last(db, SLUG)
        assert found == epochs.Epoch(SLUG, 1, NOON, True, False, sheets=11, codes_left=2)
        assert (epochs.pending(db, SLUG), epochs.last(db, "other")) == (found, None)
        assert (codes.left(db, SLUG), codes.made(db, SLUG), codes.left(db, "other")) == (2, 3, None)
    seal(engine, 2)
    with reading(engine) as db:
        assert (epochs.last(db, SLUG).number, epochs.last(db, SLUG, groups=True).number) == (2, 1)
        assert epochs.pending(db, SLUG).number == 1
        rest = [kept.epoch for kept in responses.sealed(db, SLUG)]
    assert set(rest) == {1}


def test_an_epoch_that_is_not_the_next_seals_nothing(engine):
    send(engine, range(3))
    assert seal(engine, 2) == 0
    assert seal(engine, 1) == 3
    send(engine, range(3, 6))
    assert seal(engine, 1) == 0
    assert numbers(engine, tables.inbox) == [3, 4, 5]
    assert count(engine, tables.epochs) == 1


def sheet(**answers):
    return Sealed(answers, {})


@pytest.mark.parametrize(
    ("sheets", "sizes"),
    [
        ([sheet(a=1, b=2, c=3, d=4, e=5)] * 3, (3,)),
        ([sheet(a=1, b=2, c=3, d=4, e=5)] * 2, ()),
        ([sheet(a=1, b=2, c=3, d=4)] * 9, ()),
        ([sheet(a=1, b=2, c=3, d=4, e=n // 4) for n in range(12)] + [sheet(a=2, b=2, c=3, d=4, e=5)] * 5, (5, 4, 4, 4)),
        ([sheet(a=1, b=2, c=3, d=4, e=5), sheet(e=5, d=4, c=3, b=2, a=1), sheet(b=2, a=1, c=3, d=4, e=5)], (3,)),
    ],
)
def test_sheets_alike_in_every_answer_are_counted(sheets, sizes):
    assert sealing.identical(sheets) == sizes


def test_alike_sheets_stand_with_the_epoch(engine):
    send(engine, range(4))
    alike = sheet(**dict.fromkeys("abcde", "1"))
    responses.seal(engine, SLUG, epochs.Epoch(SLUG, 1, NOON, False, False), lambda *_: alike)
    with reading(engine) as db:
        assert epochs.last(db, SLUG).identical == (4,)


def test_a_fault_at_any_statement_leaves_all_or_nothing_and_the_next_run_mends_it(engine):
    """Answers 0 to 3 to start with, two more for each statement at which the seal is cut off."""
    sent = 4
    send(engine, range(sent))
    send(engine, range(2), slug="other")
    number, statement, before, after = 1, 1, 0, 0
    while True:
        reached = at_statement(engine, statement)
        with suppress(Unplugged):
            seal(engine, number)
        if not reached():
            break
        with reading(engine) as db:
            found, left = epochs.last(db, SLUG), responses.waiting(db, SLUG)
        done = bool(found and found.number == number)
        before, after = before + (not done), after + done
        # What the fault left is whole: nothing is missing, nothing counts twice, and the rest waits.
        assert numbers(engine) == list(range(sent if done else sent - 2 if number > 1 else 0))
        assert left == sent - len(numbers(engine))
        responses.finish(engine)
        assert not rows(engine, tables.sealing)
        assert len(rows(engine, tables.inbox)) == left + 2
        number += done or seal(engine, number) > 0
        assert numbers(engine) == list(range(sent))
        send(engine, range(sent, sent + 2))
        sent, statement = sent + 2, statement + 1
    assert before >= 6
    assert after >= (6 if engine.dialect.name == "sqlite" else 0)
    assert numbers(engine) == list(range(sent))
    assert len(rows(engine, tables.voices)) == sent
    assert len(rows(engine, tables.inbox)) == 2


def test_the_fault_test_sees_a_seal_in_two_transactions(engine, monkeypatch):
    """The control: a seal that lets go in the middle loses or doubles something at some statement."""

    def careless(db, table, made):
        keep(db, table, made)
        db.exec_driver_sql("commit")
        db.exec_driver_sql("begin")

    keep = sealing._keep
    monkeypatch.setattr(sealing, "_keep", careless)
    with pytest.raises(AssertionError):
        test_a_fault_at_any_statement_leaves_all_or_nothing_and_the_next_run_mends_it(engine)


def test_who_answers_during_the_seal_is_not_lost(engine, taking):
    send(engine, range(300))
    halfway, stop, sent = threading.Event(), threading.Event(), []

    def go_on():
        number = 300
        while not stop.is_set():
            send(taking, [number])
            sent.append(number)
            number += 1
            if len(sent) == 5:
                halfway.set()

    crowd = threading.Thread(target=go_on)
    crowd.start()
    try:
        assert halfway.wait(20)
        for number in range(1, 9):
            seal(engine, number)
    finally:
        stop.set()
        crowd.join()
    seal(engine, 9)
    assert numbers(engine) == list(range(300 + len(sent)))
    assert rows(engine, tables.inbox) == []


def test_on_sqlite_answers_are_taken_while_the_rows_are_written(engine, taking):
    """The lock of the main file is not the lock of the inbox: nobody waits for the long part."""
    if engine.dialect.name != "sqlite":
        return  # PostgreSQL keeps them waiting for it
    send(engine, range(5))
    with engine.begin() as db:
        db.execute(text("update questionnaires set revision = revision + 1"))
        assert send(taking, [5]) == ["kept"]
    assert seal(engine) == 6


def test_two_runners_at_once_make_one_epoch(engine):
    send(engine, range(50))
    start, made = threading.Barrier(2), []

    def run():
        start.wait()
        made.append(seal(engine))

    runners = [threading.Thread(target=run) for _ in range(2)]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()
    assert sorted(made) == [0, 50]
    assert numbers(engine) == list(range(50))
    assert count(engine, tables.epochs) == 1


def test_a_runner_that_read_before_the_other_sealed_seals_nothing_twice(engine):
    """The second reads what waits, then the first seals it, then the second goes on."""
    send(engine, range(10))

    def cut_late(version, response):
        if not count(engine, tables.epochs):
            seal(engine)
        return cut(version, response)

    late = epochs.Epoch(SLUG, 1, NOON, False, False)
    assert responses.seal(engine, SLUG, late, cut_late) == 0
    assert numbers(engine) == list(range(10))
    assert responses.seal(engine, SLUG, replace(late, number=2), cut) == 0
    assert numbers(engine) == list(range(10))


def test_a_reader_of_the_inbox_delays_wiping_but_not_sealing(engine):
    if engine.dialect.name != "sqlite":
        return
    send(engine, range(10))
    with reading(engine) as db:
        db.execute(tables.inbox.select()).all()
        engine_in_a_hurry(engine)
        assert seal(engine) == 10
        assert len(rows(engine, tables.sealing)) == 10
        assert numbers(engine) == list(range(10))
    responses.finish(engine)
    assert rows(engine, tables.sealing) == rows(engine, tables.inbox) == []


def engine_in_a_hurry(engine):
    event.listen(engine, "checkout", lambda connection, *_: connection.execute("pragma busy_timeout = 50"))


def test_the_bytes_of_an_answer_are_gone_from_the_inbox_and_both_logs(engine, taking, tmp_path):
    if engine.dialect.name != "sqlite":
        return
    send(taking, range(200))
    main = tmp_path / "empty.db"
    inbox = inbox_file(engine.url)
    files = [main.with_name(f"{file.name}{end}") for file in (main, inbox) for end in ("", "-wal")]
    assert any(b"answer-000007" in file.read_bytes() for file in files if file.exists())
    seal(engine)
    found = {file.name: len(set(all_numbers(file.read_bytes()))) for file in files if file.exists()}
    assert found == {"empty.db": 200, "empty.db-wal": 0, "empty-inbox.db": 0, "empty-inbox.db-wal": 0}
    # Not one copy more than the sealed one: not on a free page either.
    assert main.read_bytes().count(b"answer-000007") == main.read_bytes().count(b"text-000007") == 1


def all_numbers(content):
    return re.findall(rb"(?:answer|text)-(\d{6})", content)


def test_without_overwriting_and_rewriting_the_bytes_would_still_be_there(engine, monkeypatch, tmp_path):
    """The control for the test above: deleting alone leaves them."""
    if engine.dialect.name != "sqlite":
        return
    monkeypatch.setattr(sealing, "_wipe", lambda engine: True)
    send(engine, range(200))
    seal(engine)
    inbox = inbox_file(engine.url)
    left = inbox.read_bytes() + inbox.with_name(f"{inbox.name}-wal").read_bytes()
    assert len(set(all_numbers(left))) == 200


def test_a_runner_killed_at_any_statement_loses_nothing(engine):
    """As kill -9 does it: no rollback, no closing of files, another process goes on."""
    sent, statement, number, killed = 20, 1, 1, True
    send(engine, range(sent))
    while killed:
        engine.dispose()
        killed = killed_at(engine.url, statement, number)
        with reading(engine) as db:
            done = (epochs.last(db, SLUG) or epochs.Epoch(SLUG, 0, NOON, False, False)).number == number
            assert responses.waiting(db, SLUG) == (0 if done else 20)
        assert len(numbers(engine)) == (sent if done else sent - 20)
        responses.finish(engine)
        number += done or seal(engine, number) > 0
        assert numbers(engine) == list(range(sent))
        assert rows(engine, tables.inbox) == rows(engine, tables.sealing) == []
        send(engine, range(sent, sent + 20))
        sent, statement = sent + 20, statement + 1
    assert statement > 12


def killed_at(url, statement, number):
    """Seal in a process of its own that dies right before a statement; False when it came to the end."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    seen = []

    def die(*_):
        seen.append(1)
        if len(seen) == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        engine = connect(url)
        event.listen(engine, "before_cursor_execute", die)
        seal(engine, number)
        os._exit(0)
    finally:
        os._exit(1)

"""F7, the job runner is started twice: real processes of `flask jobs`, at once on one database. One of them seals, an
epoch is made once, and when one is killed in the middle of it the other goes on."""

import sys
import time
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, text, update

from app.store import epochs, tables
from app.store.engine import answering, reading
from app.store.lock import alone
from app.web.jobs import Runner
from tests.deploy.servers import place
from tests.faults.town import SLUG, Town
from tests.store.sample import Unplugged, rows

PATIENCE = 60  # seconds, on a busy machine
HOLDER = """
select application_name from pg_locks join pg_stat_activity using (pid) where locktype = 'advisory' and granted
"""
ROUNDS = [2, pytest.param(20, marks=pytest.mark.faults)]


@pytest.fixture
def town(engine, tmp_path):
    return Town(Runner(engine, tmp_path / "keys")).found()


@pytest.fixture
def door(engine):
    """Where people answer meanwhile: on SQLite without the lock of the main file."""
    made = answering(engine.url)
    yield made
    made.dispose()


@pytest.fixture
def start(engine, tmp_path):
    """start("first") is a process of `flask jobs` on the town's database."""
    with place() as servers:
        environment = servers.environment() | {
            "MITSPRACHE_DATABASE": engine.url.render_as_string(hide_password=False),
            "MITSPRACHE_INSTANCE": str(tmp_path),
            "MITSPRACHE_JOB_SECONDS": "1",
        }
        command = (sys.executable, "-m", "flask", "--app", "wsgi", "jobs")
        yield lambda name: servers.begin(name, *command, env=environment | {"PGAPPNAME": name})


def until(ready):
    end = time.monotonic() + PATIENCE
    while not ready():
        assert time.monotonic() < end, "nothing happens"
        time.sleep(0.05)


def due_again(town):
    """As if the last release were an hour old: the clock of the processes is the real one."""
    e = tables.epochs
    with town.engine.begin() as db:
        for epoch in epochs.all_of(db, SLUG):
            db.execute(update(e).where(e.c.number == epoch.number).values(moment=epoch.moment - timedelta(hours=1)))


@pytest.mark.parametrize("rounds", ROUNDS)
def test_of_two_runners_one_makes_each_epoch_and_each_survives_the_other(town, door, start, rounds):
    runners = {name: start(name) for name in ("first", "second")}
    for number in range(1, rounds + 1):
        town.answer(door=door)
        until(lambda number=number: town.counted() == (number, number))
        assert town.look() == (number, number)
        due_again(town)
    with held_up(town):
        town.answer(door=door)
        until(lambda: stuck(town, runners))
        killed = runners.pop(at_work(town, runners))
        killed.kill()
        killed.wait()
        assert town.counted() == (rounds, rounds)
    until(lambda: town.counted() == (rounds + 1, rounds + 1))
    until(lambda: not rows(town.engine, tables.inbox))
    assert town.settled()
    assert [runner.poll() for runner in runners.values()] == [None]


@contextmanager
def held_up(town):
    """Whoever seals waits at its lock for the length of a block; whoever answers does not."""
    with town.engine.begin() as db:  # on SQLite this takes the lock of the main file
        db.execute(tables.inbox.select())
        yield


def stuck(town, runners):
    """Whether one of them waits in the middle of its round."""
    before = at_work(town, runners)
    time.sleep(0.5)
    return before is not None and at_work(town, runners) == before


def at_work(town, runners):
    """Which of them is in a round now, without asking for its lock: that would keep them from working."""
    if town.engine.dialect.name == "postgresql":
        with reading(town.engine) as db:
            return db.scalar(text(HOLDER))
    file = Path(f"{town.engine.url.database}-jobs.lock").stat().st_ino
    held = [line.split() for line in Path("/proc/locks").read_text().splitlines() if " FLOCK " in line]
    pids = {int(words[4]) for words in held if words[5].endswith(f":{file}")}
    return next((name for name, runner in runners.items() if runner.pid in pids), None)


def test_an_answer_sealed_twice_would_be_noticed(town):
    """The control: the same answer comes once more, under another receipt, and is sealed as the next epoch."""
    town.answer()
    town.runner.once(town.moment)
    assert town.look() == (1, 1)
    town.sent = 0
    with town.engine.begin() as db:
        db.execute(tables.receipts.delete())
    town.answer()
    town.runner.once(town.later())
    with pytest.raises(AssertionError):
        town.look()


def test_a_runner_that_could_not_let_go_of_its_lock_does_not_shut_itself_out(engine):
    def refuse(connection, cursor, statement, *_):
        if "pg_advisory_unlock" in statement:
            raise Unplugged

    with engine.connect(), engine.connect():
        pass  # two sessions in the pool, of which any may come next
    event.listen(engine, "before_cursor_execute", refuse)
    with suppress(Unplugged), alone(engine) as free:
        assert free
    event.remove(engine, "before_cursor_execute", refuse)
    until(lambda: all(free_now(engine) for _ in range(4)))


def free_now(engine):
    with alone(engine) as free:
        return free

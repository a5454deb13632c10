"""F1, gunicorn is killed while many people send: what somebody was told is kept is kept, and nothing is kept twice."""

import time
from collections import Counter
from random import Random

import pytest

from app.store import tables
from app.store.engine import connect
from tests.conftest import copy_database
from tests.deploy.servers import place
from tests.faults.crowd import WORDS, Crowd
from tests.faults.target import Target
from tests.store.sample import rows

ALL_AT_ONCE = 0.15  # of the kills
QUICK = ("--preload",)  # a new worker is there at once; the long form starts them as gunicorn.conf.py says


@pytest.fixture
def target():
    """target(url, …) is a gunicorn on this database."""
    with place() as servers:
        yield lambda url, *arguments: Target(servers, {"MITSPRACHE_DATABASE": url}, arguments).start()


@pytest.fixture
def sqlite_url(filled_file, tmp_path):
    copy_database(filled_file, tmp_path / "test.db")
    return f"sqlite:///{tmp_path}/test.db"


def killed_under_load(target, crowd, every, chance):
    """A kill whenever so many more sheets were kept; returns how many of what."""
    kills, following = Counter(), every
    with crowd:
        while crowd.busy:
            time.sleep(0.002)
            if len(crowd.kept) < following:
                continue
            following += every
            everything = chance.random() < ALL_AT_ONCE or following == 2 * every  # the first in any case
            kills["all" if everything else "worker"] += 1
            target.kill_all() if everything else target.kill_worker(chance)
    return kills


def stored(url):
    """How often each number is in the database."""
    engine = connect(url)
    found = Counter(row.answers["zuerst"] for row in rows(engine, tables.inbox))
    if engine.dialect.name == "sqlite":
        with engine.connect() as db:
            for schema in ("main", "waiting"):
                assert db.exec_driver_sql(f"pragma {schema}.integrity_check").scalar() == "ok"
    engine.dispose()
    return found


def told(crowd, kills, found):
    lost = [number for number in crowd.kept if not found[WORDS.format(number)]]
    twice = [words for words, times in found.items() if times > 1]
    print(
        f"{crowd.sheets} sheets, kills {dict(kills)}, clicks {dict(crowd.outcomes)}, {len(crowd.unknown)} sheets of "
        f"unknown outcome sent again, stored {found.total()}, acknowledged and lost {len(lost)}, twice {len(twice)}"
    )
    return lost, twice


def test_no_kill_loses_or_doubles_an_answer(target, sqlite_url):
    crowd, kills, found = attacked(target(sqlite_url, *QUICK), sqlite_url, sheets=150, every=30)
    assert told(crowd, kills, found) == ([], [])
    assert found.total() == len(crowd.kept) == 150
    assert kills["worker"] >= 2
    assert kills["all"] >= 1


@pytest.mark.faults
def test_no_kill_loses_or_doubles_one_of_ten_thousand_answers(target, database_url):
    crowd, kills, found = attacked(target(database_url), database_url, sheets=10_000, every=150, people=12)
    assert told(crowd, kills, found) == ([], [])
    assert found.total() == len(crowd.kept) == 10_000
    assert crowd.unknown  # some were cut off in the middle, and sending them again did no harm
    assert crowd.outcomes["again"]


@pytest.mark.faults
def test_thanking_before_the_answer_is_kept_would_lose_some(target, sqlite_url):
    """The control: a front that acknowledges before the commit."""
    hasty = target(sqlite_url, *QUICK, "tests.faults.hasty:app")
    crowd, kills, found = attacked(hasty, sqlite_url, sheets=40, every=25)
    lost, _ = told(crowd, kills, found)
    assert lost


def attacked(target, url, sheets, every, people=8):
    crowd = Crowd(target.servers.port, people, sheets)
    kills = killed_under_load(target, crowd, every, Random(3))
    target.servers.stop("gunicorn")  # in peace: whoever was thanked before the commit has it by now
    return crowd, kills, stored(url)

"""F4, the database is restarted at once while many people send: nothing acknowledged is lost, all goes on by itself.

`pg_ctl restart -m immediate` ends every process of the server without a word, as a crash does, and starts it again.
"""

import statistics
import time
from collections import Counter
from contextlib import contextmanager

import pytest

from app.store.patience import THREADS
from tests.conftest import _fill
from tests.deploy.servers import place
from tests.deploy.visitor import Browser, Respondent
from tests.faults.crowd import WORDS, Crowd
from tests.faults.target import Target
from tests.faults.test_kill import stored, told
from tests.services import postgres

SOUND = "listen_addresses = ''\nunix_socket_directories = '{home}'\nmax_wal_size = 256MB\ntimezone = 'UTC'\n"
# Acknowledges before the answer is on the disk, and is in no hurry to bring it there.
HASTY = SOUND + "synchronous_commit = off\nfsync = off\nwal_writer_delay = 10s\nautovacuum = off\n"
LATE = 900_000  # numbers of those who come just after a restart

pytestmark = pytest.mark.postgres


def attacked(settings, restarts, every, people=8):
    """So many restarts under a crowd, each as soon as `every` more sheets were kept; returns what went wrong."""
    home = postgres.start(settings)
    url = f"postgresql+psycopg://mitsprache@/postgres?host={home}"
    _fill(url)
    with place() as servers:
        target = Target(servers, {"MITSPRACHE_DATABASE": url}, ("--preload",)).start()
        crowd, outages = Crowd(servers.port, people, sheets=LATE - 1), []
        with crowd, _none_goes_on_for_ever(crowd):
            for number in range(restarts):
                _until_kept(crowd, len(crowd.kept) + every)
                postgres.restart(home)
                outages.append(_come_late(crowd, LATE + number))
        _nobody_is_stuck(servers.port)
        target.servers.stop("gunicorn")
    crowd.sheets = len(crowd.kept)
    lost, twice = told(crowd, Counter(restarts=restarts), found := stored(url))
    middle, most = statistics.median(outages), max(outages)
    print(f"the way through seven pages just after the database is back: {middle:.2f} s, {most:.2f} s at most")
    return lost, twice, found.total() - len(crowd.kept)


@contextmanager
def _none_goes_on_for_ever(crowd):
    """When something is wrong here, the crowd would send and send."""
    try:
        yield
    except BaseException:
        crowd.kept.update(range(LATE))
        raise


def _until_kept(crowd, wanted):
    while len(crowd.kept) < wanted:
        time.sleep(0.005)


def _come_late(crowd, number):
    """Somebody comes just when the database is back: they meet no error on any page, and are thanked."""
    began = time.monotonic()
    assert Respondent(crowd.port).answer(WORDS.format(number)).send().status == 200
    crowd.kept.add(number)
    return time.monotonic() - began


def _nobody_is_stuck(port):
    assert [Browser(port).get("/health").status_code for _ in range(4 * THREADS)] == [200] * 4 * THREADS


def test_a_restart_of_the_database_loses_and_doubles_nothing():
    assert attacked(SOUND, restarts=2, every=20) == ([], [], 0)


@pytest.mark.faults
def test_twenty_restarts_of_the_database_lose_and_double_nothing():
    assert attacked(SOUND, restarts=20, every=100, people=12) == ([], [], 0)


@pytest.mark.faults
def test_a_database_that_acknowledges_too_soon_would_lose_some():
    """The control."""
    lost, _, _ = attacked(HASTY, restarts=3, every=20)
    assert lost

"""F3, the disk is full: whoever sends gets their answers back and sends them once more, results stay readable, and when
there is room again everything works at once. The job runner does all or nothing."""

import os
import time
from collections import Counter

import pytest
from sqlalchemy.exc import OperationalError

from app.config import Config
from app.domain.response import Response
from app.store import migrate, responses, tables
from app.store.engine import connect
from app.web import create_app
from app.web.clock import now
from app.web.jobs import Runner
from app.web.respond import routes
from tests.conftest import copy_database
from tests.deploy.servers import place
from tests.deploy.visitor import Browser, Respondent
from tests.faults.full import Allowance, SmallDisk, allow, nothing_more
from tests.faults.town import Town
from tests.store.sample import rows
from tests.web.forms import Visitor
from tests.web.test_answering import answer_short_form

READABLE = ("/", "/s/gut-leben", "/results/gut-leben", "/results/gut-leben/release.json", "/privacy")
WORDS = "Bogen {}"
TRIES, BETWEEN = 20, 0.5  # ten seconds


@pytest.fixture
def files(filled_file, tmp_path):
    """The files of an installation with one release."""
    folder = tmp_path / "files"
    folder.mkdir()
    copy_database(filled_file, folder / "test.db")
    engine = connect(f"sqlite:///{folder}/test.db")
    with engine.begin() as db:
        for person in range(25):
            given = Response("de", {"gefuehl": "4"}, simulated=False)
            assert responses.add(db, "gut-leben", 1, given, f"receipt {person}") == "kept"
    assert Runner(engine, tmp_path / "keys").once(now())
    engine.dispose()
    return folder


@pytest.fixture(params=[Allowance, pytest.param(SmallDisk, marks=pytest.mark.faults)])
def disk(request, files):
    with place() as servers:
        yield request.param.start(servers, files)


def given_back(page, words):
    """Whether a page says that nothing could be stored, and holds all that was typed, to be sent again."""
    again = page.soup.select_one("form#answers button[name=_go][value=send]")
    return page.status == 503 and again is not None and page.fields().get("zuerst") == [words]


def thanked(page):
    return page.status == 200 and "/thanks" in page.response.request.url


def test_a_full_disk_costs_nobody_an_answer_and_ends_without_a_restart(disk, tmp_path):
    port = disk.target.servers.port
    people = {WORDS.format(number): Respondent(port).answer(WORDS.format(number)) for number in range(5)}
    early, *late = people
    assert thanked(people[early].send())
    disk.fill()
    for _ in range(2):  # and once more, from the page they were given
        late = [words for words in late if not thanked(people[words].page)]
        for words in late:
            page = people[words].send()
            # What was tried before may have left room for one in SQLite's log: whoever is thanked must be found below.
            assert thanked(page) or (given_back(page, words) and page.response.headers["Retry-After"])
    late = [words for words in late if not thanked(people[words].page)]
    print("given back to the end:", len(late), "of 4")
    assert late
    assert readable(port)
    os.kill(disk.target.workers()[0], 9)  # its successor finds a disk that is full already
    time.sleep(0.5)
    assert all(readable(port) for _ in range(4))
    disk.free()
    print("tries until all was taken:", [tries(people[words]) for words in late])
    found = Counter(kept(disk.copied(tmp_path / "copied")))
    assert found == dict.fromkeys(people, 1)


def readable(port):
    return [Browser(port).get(path).status_code for path in READABLE] == [200] * len(READABLE)


def tries(person):
    for count in range(1, TRIES + 1):
        if thanked(person.send()):
            return count
        time.sleep(BETWEEN)
    raise AssertionError("the server has not recovered")


def kept(folder):
    engine = connect(f"sqlite:///{folder}/test.db")
    with engine.connect() as db:
        for schema in ("main", "waiting"):
            assert db.exec_driver_sql(f"pragma {schema}.integrity_check").scalar() == "ok"
    found = [row.answers["zuerst"] for row in rows(engine, tables.inbox)]
    engine.dispose()
    return found


@pytest.mark.parametrize("caught", [True, False])
def test_a_page_without_the_answers_would_be_noticed(files, monkeypatch, caught):
    """The control: the page everyone else gets when the database does not answer."""
    if not caught:
        monkeypatch.setattr(routes, "AWAY", ())
    config = Config(database=f"sqlite:///{files}/test.db", secret="for tests only", least_seconds=0)
    app = create_app(config)
    person = answer_short_form(Visitor(app.test_client()))
    with nothing_more():
        page = person.press("send")
    app.extensions["engines"].dispose()
    assert page.status == 503
    assert given_back(page, "Mehr Busse, bitte! <b>") == caught


# -- the job runner


@pytest.mark.parametrize("steps", [12, pytest.param(100, marks=pytest.mark.faults)])
def test_a_job_runner_whose_disk_is_full_does_all_or_nothing_and_the_rest_next_time(tmp_path, steps):
    """Room for more and more of what it writes, from none at all to enough."""
    url = f"sqlite:///{tmp_path}/test.db"
    migrate.upgrade(connect(url))
    town, left = Town(Runner(connect(url), tmp_path / "keys")).found(), Counter()
    enough = (tmp_path / "test.db").stat().st_size + 300_000
    for step in range(steps):
        epochs, _ = town.look()
        town.answer()
        town.later()
        town.engine.dispose()
        refused = in_little_room(url, town, enough * step**2 // steps**2)  # closer together where little is enough
        sealed, released = town.look()
        left[sealed - epochs, released - epochs, refused] += 1
        town.runner.once(town.moment)
        assert town.settled()
        assert town.look() == (epochs + 1, epochs + 1)
    town.engine.dispose()
    print("(sealed, released, said so):", dict(left))
    assert left[0, 0, True]
    assert sum(times for (sealed, _, refused), times in left.items() if sealed and refused)


def in_little_room(url, town, size):
    """A round of the job runner, in a process of its own, that may write so far into each file; whether it failed."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0
    try:
        allow(size)
        Runner(connect(url), town.runner.keys).once(town.moment)
    except OperationalError:
        os._exit(3)
    finally:
        os._exit(0)

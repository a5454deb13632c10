"""One marked person answers through nginx and gunicorn; then everything that was written anywhere is searched (L1)."""

import os
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from urllib.parse import urlencode

import psycopg
import pytest
from sqlalchemy import Engine, String, cast, func, select, update

from app.config import Config
from app.domain import code
from app.domain.response import Response
from app.store import codes, migrate, questionnaires, responses, tables
from app.store.engine import connect
from app.store.votes import Vote, put_vote
from app.web import create_app, example
from app.web.clock import today
from app.web.codes import hashed
from tests.deploy.conftest import deployed_database
from tests.deploy.servers import Servers, place
from tests.deploy.visitor import ADDRESS, TRACES, Browser, Respondent
from tests.leaks import scan
from tests.web.forms import Page

ANSWER = "Sellerie um halb neun beim Rathaus"
SECRET = "a secret for tests"
SLUG = "gut-leben"
WHOLE_ADDRESS = (*TRACES, "2130706509")  # 127.0.0.77 as one number


@dataclass
class Place:
    """A deployed Mitsprache to be searched: its servers, its database, and the files of the database."""

    servers: Servers
    engine: Engine
    environment: dict[str, str]
    database: Path | None  # PostgreSQL's folder; SQLite's files lie in the state folder

    def contents(self):
        running = [process.pid for process in self.servers.running.values()]
        folders = {"place": self.servers.folder} | ({"postgres": self.database} if self.database else {})
        return scan.files(**folders) | scan.held_open(running)

    def job(self):
        environment = self.servers.environment() | self.environment
        job = self.servers.begin(
            "jobs", sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "--once", env=environment
        )
        assert job.wait(timeout=60) == 0
        self.servers.running.pop("jobs")


@contextmanager
def on_sqlite():
    with place() as servers:
        url = f"sqlite:///{servers.state}/mitsprache.db"
        engine = connect(url)
        migrate.upgrade(engine)
        example.load_folder(engine)
        yield Place(servers, engine, {"MITSPRACHE_DATABASE": url}, None)
        engine.dispose()


@contextmanager
def on_postgres():
    with deployed_database() as site:
        yield Place(site.servers, site.engine, site.environment, site.postgres)


@pytest.fixture
def deployed(backend):
    with on_sqlite() if backend == "sqlite" else on_postgres() as made:
        made.environment["MITSPRACHE_SECRET"] = SECRET
        made.servers.gunicorn(made.environment)
        made.servers.nginx()
        yield made


@pytest.fixture
def slip(deployed):
    """A printed code, without which nobody answers here."""
    app = create_app(
        Config(
            database=deployed.environment["MITSPRACHE_DATABASE"], secret=SECRET, instance=str(deployed.servers.state)
        )
    )
    made = code.made(Random(7).getrandbits(code.BITS))
    with app.app_context():
        kept = hashed(SLUG, made)
    with deployed.engine.begin() as db:
        draft = questionnaires.draft(db, SLUG)
        questionnaires.save(db, SLUG, replace(draft.questionnaire, access="single"), draft.revision)
        questionnaires.publish(db, questionnaires.draft(db, SLUG), today())
        codes.add(db, SLUG, [kept], once=True)
    return made, kept


def answer(deployed, slip):
    """The marked person answers; returns the second in which they sent, and the random name of their form."""
    visitor = Respondent(deployed.servers.port, SLUG, code=code.grouped(slip)).answer(ANSWER)
    form = visitor.page.fields()["_form"][0]
    time.sleep(1.05 - time.time() % 1)  # a second in which nothing else happens
    moment = datetime.now(UTC).replace(microsecond=0)
    visitor.send()
    assert "/thanks" in visitor.page.response.request.url
    assert int(time.time()) == moment.timestamp()
    time.sleep(1.05 - time.time() % 1)
    return moment, form


def columns_with(engine, words):
    """The columns of all tables in which the words stand."""
    with engine.connect() as db:
        return {
            f"{table.name}.{column.name}"
            for table in tables.metadata.sorted_tables
            for column in table.columns
            if db.scalar(select(func.count()).where(cast(column, String).contains(words)))
        }


def test_a_marked_person_leaves_their_answer_and_nothing_else(deployed, slip):
    moment, form = answer(deployed, slip[0])
    never = [*WHOLE_ADDRESS, slip[0], code.grouped(slip[0]), form, *scan.seconds_of(moment)]

    contents = deployed.contents()
    assert scan.found(never, contents) == {}
    assert columns_with(deployed.engine, ANSWER) == {"inbox.answers"}
    assert outside(scan.found([ANSWER], contents), inbox_files(deployed)) == {}
    assert scan.found([ANSWER], contents)  # the search does find what is there
    if deployed.database:  # until it is recycled, the write-ahead log knows when; nothing else does
        assert {name.rpartition("/")[0] for name in scan.moments(contents, moment)} == {"postgres/data/pg_wal"}

    seal(deployed)
    contents = deployed.contents()
    assert scan.found(never, contents) == {}
    assert columns_with(deployed.engine, ANSWER) == {"voices.words"}
    assert outside(scan.found([ANSWER], contents), sealed_files(deployed)) == {}
    assert scan.found([slip[1]], contents) == {}  # the used code is gone as well
    if deployed.database:
        assert scan.moments(contents, moment) == set()
    assert any(name.startswith("place/logs/") for name in contents)


def seal(deployed):
    """Twenty-five more people answer, and the job runner does what is due."""
    with deployed.engine.begin() as db:
        number = questionnaires.published(db, SLUG).number
        for person in range(25):
            given = Response("de", {"gefuehl": "4", "zuerst": f"Mehr Busse {person}"}, simulated=False)
            assert responses.add(db, SLUG, number, given, f"receipt {person}") == "kept"
    deployed.job()
    with deployed.engine.connect() as db:
        assert db.scalar(select(func.count()).select_from(tables.responses)) == 26
    if deployed.database:
        forget_log(deployed)


def forget_log(deployed):
    """What PostgreSQL does by itself within minutes: begin a new segment of its log and drop the old one."""
    with psycopg.connect(f"host={deployed.database} user=mitsprache dbname=mitsprache", autocommit=True) as db:
        for _ in range(2):
            db.execute("select pg_switch_wal()")
            db.execute("checkpoint")


def inbox_files(deployed):
    if not deployed.database:
        return ("place/state/mitsprache-inbox.db", "place/state/mitsprache-inbox.db-wal")
    return (relation(deployed, "inbox"), "postgres/data/pg_wal/")


def sealed_files(deployed):
    return (
        (relation(deployed, "voices"),)
        if deployed.database
        else ("place/state/mitsprache.db", "place/state/mitsprache.db-wal")
    )


def relation(deployed, table):
    with deployed.engine.connect() as db:
        return f"postgres/data/{db.scalar(select(func.pg_relation_filepath(table)))}"


def outside(hits, places):
    """The hits in other files than these; a name ending with / is a folder."""
    return {
        word: rest
        for word, names in hits.items()
        if (rest := {n for n in names if not any(n == p or (p.endswith("/") and n.startswith(p)) for p in places)})
    }


WORDS = "Kohlrabi an jede Haltestelle"
TALK = "/statements/aussagen?lang=de&von=plakat-rathaus"


def test_a_marked_voter_leaves_votes_that_nobody_can_lead_back(deployed):
    """One person votes on two statements and adds a third; 25 more vote, and the rounds of the job runner seal them."""
    browser = Browser(deployed.servers.port)
    fields = pressed(browser, TALK, {"_go": "begin"})
    for go in ("agree", "disagree"):
        fields = pressed(browser, TALK, {**fields, "_go": go})
    add = TALK.replace("?", "/add?")
    sheet = Page(browser.get(add)).fields()
    time.sleep(4)  # nobody writes quicker
    time.sleep(1.05 - time.time() % 1)
    moment = datetime.now(UTC).replace(microsecond=0)
    browser.post(add, urlencode({**sheet, "words": WORDS, "language": "de"}, doseq=True))
    time.sleep(1.05 - time.time() % 1)
    ((ballot,),) = select_all(deployed, select(tables.votes_waiting.c.ballot).distinct())
    keys = [fields["_form"][0], sheet["_form"][0]]
    never = [*WHOLE_ADDRESS, *keys, *scan.seconds_of(moment)]
    assert scan.found(never, deployed.contents()) == {}
    assert columns_with(deployed.engine, ballot) == {"votes_waiting.ballot"}
    assert columns_with(deployed.engine, WORDS) == {"suggestions_waiting.words"}

    with deployed.engine.begin() as db:
        put = put_vote(db.dialect.name)
        for person in range(25):
            put(db.exec_driver_sql, Vote(f"{person:032x}", "bus", "aussagen", 1))
    rounds(deployed, 2)
    assert len(select_all(deployed, select(tables.ballots.c.id))) == 26
    contents = deployed.contents()
    assert scan.found([*never, ballot], contents) == {}
    assert columns_with(deployed.engine, WORDS) == {"statements.words"}
    assert scan.found([WORDS], contents)  # the search does find what is there
    if deployed.database:
        assert scan.moments(contents, moment) == set()


def pressed(browser, path, fields):
    return Page(browser.post(path, urlencode(fields, doseq=True))).fields()


def rounds(deployed, number):
    """So many rounds over the votes, as if an hour lay between them."""
    for _ in range(number):
        with deployed.engine.begin() as db:
            db.execute(update(tables.conversation_rounds).values(moment=datetime(2025, 7, 1, 12)))  # noqa: DTZ001
        deployed.job()
    if deployed.database:
        forget_log(deployed)


def select_all(deployed, query):
    with deployed.engine.connect() as db:
        return db.execute(query).all()


# -- the control: the same search finds what careless servers write


def test_an_access_log_would_be_found():
    with on_sqlite() as careless:
        log = str(careless.servers.logs / "access.log")
        careless.servers.gunicorn_alone(careless.environment, "--access-logfile", log)
        visitor = Respondent(careless.servers.port).answer(ANSWER)
        moment = datetime.now(UTC).replace(microsecond=0)
        visitor.send()
        later = [word for s in range(3) for word in scan.seconds_of(moment.fromtimestamp(moment.timestamp() + s, UTC))]
        hits = scan.found([ADDRESS, "Seepferdchen", "lesezeichen", "plakat-rathaus", *later], careless.contents())
    assert {ADDRESS, "Seepferdchen", "lesezeichen", "plakat-rathaus"} < hits.keys()
    assert set(later) & hits.keys()


def test_a_debug_log_would_be_found():
    with on_sqlite() as careless:
        careless.servers.gunicorn(careless.environment, program="tests.leaks.chatty:app")
        careless.servers.nginx()
        Respondent(careless.servers.port).answer(ANSWER).send()
        hits = scan.found([ANSWER, "plakat-rathaus", ADDRESS], careless.contents())
    assert "place/logs/gunicorn.log" in hits[ANSWER]
    assert "place/logs/gunicorn.log" in hits["plakat-rathaus"]
    assert ADDRESS not in hits  # not even a chatty program knows it


def test_a_file_deleted_but_held_open_is_found(tmp_path):
    with (tmp_path / "spool").open("wb") as spool:
        spool.write(ANSWER.encode())
        spool.flush()
        Path(spool.name).unlink()
        assert scan.found([ANSWER], scan.files(place=tmp_path)) == {}
        assert scan.found([ANSWER], scan.held_open([os.getpid()]))


def test_a_time_in_eight_bytes_is_found():
    moment = datetime(2025, 7, 14, 12, 30, 5, tzinfo=UTC)
    stored = int((moment - scan.EPOCH_2000).total_seconds() * 1_000_000 + 123_456).to_bytes(8, "little")
    contents = {"page": b"\0" * 13 + stored + b"\0" * 8, "other": b"\0" * 32}
    assert scan.moments(contents, moment) == {"page"}

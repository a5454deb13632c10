"""Rights (L8): as each part of the web process, every kind of statement on every table; only the allow-list works."""

import itertools
import sqlite3
from contextlib import contextmanager

import psycopg
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from app.domain.response import Response
from app.store import codes, questionnaires, responses, roles, tables
from app.store.engine import answering, connect, inbox_file, public, reading, registering, staffed
from app.store.incoming import put
from app.store.votes import Vote
from tests.store.sample import SLUG, publish, rows, seal, send

OPEN = {"answer": answering, "public": public, "staff": staffed, "register": registering}
ROLE = dict(zip(OPEN, roles.ROLES, strict=True))
WHAT = ("select", "count", "insert", "update", "delete", "truncate", "copy", "returning", "drop", "alter", "lock")
WRITES = {"insert", "update", "delete", "truncate", "returning", "drop", "alter"}

# Written by hand, not taken from rights.py: table, what may be done. "count" and "returning" follow from "select".
READ = {"select", "count"}
KEEP = READ | {"insert", "update", "returning"}
ALL = KEEP | {"delete"}
ALLOWED = {
    "answer": {},  # see below for SQLite
    "public": dict.fromkeys(("versions", "consultations", "releases", "papers"), READ),
    "staff": {
        "questionnaires": KEEP,
        "versions": READ | {"insert", "returning"},
        "consultations": ALL,
        "codes": {"count", "insert", "delete"},
        "epochs": READ,
        "releases": READ,
        "voices": READ,
        "staff": KEEP,
        "sessions": ALL,
        "attempts": ALL,
    },
    "register": {},
}
# What later parts add: which of their statements may work is theirs to say.
ADDED = {
    "register": {"outbox": {"insert"}, "subscriptions": ALL, "registrations": KEEP},
    "public": dict.fromkeys(("statements_shown", "conversation_releases"), READ),
    "staff": {
        "subscriptions": READ | {"delete"},
        "mailed_news": READ | {"insert", "returning"},
        **dict.fromkeys(("statements", "statements_shown", "opinions"), ALL),
        **dict.fromkeys(("conversation_epochs", "conversation_releases"), READ),
        **dict.fromkeys(("documents", "document_steps", "document_guests", "papers"), ALL),
        "trials": ALL,
        "publications": READ | {"insert", "returning"},
        "journal": READ | {"insert", "returning"},
        **dict.fromkeys(("steps", "guests", "glossary", "bank"), ALL),
        "requests": KEEP,
        "registrations": ALL,
        "check_ins": ALL,
        "extracts": READ | {"delete"},  # made by the job runner alone
        **dict.fromkeys(("themes", "codings", "decisions", "quotes"), ALL),
        "codebooks": KEEP,
        "counted": READ,
        **dict.fromkeys(("passkeys", "recovery_codes", "letters", "grants", "outbox"), ALL),
    },
}
# On SQLite the statement itself is judged. Deleting and looking up a code needs to read it; submit() does it elsewhere.
ON_SQLITE = {
    "answer": {
        **{name: {"insert"} for name in ("inbox", "receipts", "votes_waiting", "suggestions_waiting")},
        "codes": {"select", "count", "delete"},
    },
    "public": {"questionnaires": {"count"}, "documents": {"count"}},  # through the columns it may see
    "staff": {},
    "register": {"documents": {"count"}},
}
ON_POSTGRESQL = {
    "answer": {},
    "public": {"questionnaires": {"count"}, "documents": {"count"}},
    "staff": {},
    "register": {"documents": {"count"}},
}


@pytest.fixture
def engine(engine):
    publish(engine, SLUG)
    if engine.dialect.name == "postgresql":
        with engine.begin() as db:
            roles.grant(db)
    send(engine, range(20))
    seal(engine)
    send(engine, range(20, 25))
    with engine.begin() as db:
        codes.add(db, SLUG, ["a" * 64, "b" * 64], once=True)
    return engine


@contextmanager
def as_(part, engine):
    url = make_url(engine.url)
    made = OPEN[part](url if engine.dialect.name == "sqlite" else url.set(username=ROLE[part]))
    try:
        yield made
    finally:
        made.dispose()


def statement(what, name):
    table = tables.metadata.tables[name]
    columns = [column.name for column in table.columns]
    key = columns[0]
    values = ", ".join("null" for _ in columns)
    return {
        "select": f"select {', '.join(columns)} from {name}",
        "count": f"select count(*) from {name}",
        "insert": f"insert into {name} ({', '.join(columns)}) values ({values})",
        "update": f"update {name} set {', '.join(f'{column} = {column}' for column in columns)}",
        "delete": f"delete from {name}",
        "truncate": f"truncate {name} cascade",
        "copy": f"copy {name} to stdout",
        "returning": f"insert into {name} ({', '.join(columns)}) values ({values}) returning {key}",
        "drop": f"drop table {name}",
        "alter": f"alter table {name} add column extra integer",
        "lock": f"lock table {name}",
    }[what]


def allows(engine, sql):
    """Whether no right stands in the way of this; what else goes wrong (a key that is null, say) is no refusal."""
    plain = sql.startswith("vacuum")  # wants no transaction around it
    undone = {"isolation_level": "READ COMMITTED"} if engine.dialect.name == "postgresql" else {}
    with engine.connect().execution_options(mitsprache_plain=plain, **undone) as db:
        try:
            if sql.startswith("copy"):
                with db.connection.driver_connection.cursor() as cursor, cursor.copy(sql) as copying:
                    list(copying)
            else:
                db.execute(text(sql))
        except (DBAPIError, psycopg.Error) as error:
            if refused(getattr(error, "orig", error)):
                return False
            if "constraint" not in str(error).lower():
                raise
        finally:
            db.rollback()
    return True


def refused(error):
    if isinstance(error, sqlite3.Error):
        words = ("not authorized", "no such table")  # of a function, and of a file that is not open
        return error.sqlite_errorname in ("SQLITE_AUTH", "SQLITE_READONLY") or any(each in str(error) for each in words)
    return isinstance(error, psycopg.errors.InsufficientPrivilege)


def possible(engine):
    skipped = {"truncate", "copy", "lock"} if engine.dialect.name == "sqlite" else set()
    return [what for what in WHAT if what not in skipped]


@pytest.mark.parametrize("part", OPEN)
def test_only_the_allow_list_works(engine, part):
    sqlite = engine.dialect.name == "sqlite"
    wanted = {**ADDED.get(part, {}), **ALLOWED[part], **(ON_SQLITE if sqlite else ON_POSTGRESQL)[part]}
    with as_(part, engine) as made:
        for name, what in itertools.product([*tables.metadata.tables, "alembic_version"], possible(engine)):
            if name == "alembic_version":
                sql = {"select": "select * from alembic_version", "delete": "delete from alembic_version"}.get(what)
                found, expected = bool(sql) and allows(made, sql), (part, what) == ("public", "select")
            else:
                found, expected = allows(made, statement(what, name)), what in wanted.get(name, ())
            if what == "copy" and name in wanted:
                expected = "select" in wanted[name]  # the same right
            if what == "lock":
                # Reading allows the weakest lock and writing the others; the strongest is asked for here.
                expected = found and bool({"update", "delete"} & set(wanted.get(name, ())))
            assert found == expected, (part, what, name)


def test_the_owner_may_do_all_of_it(engine):
    """The control: without a guard the same statements work, so it is the guard that refuses above."""
    made = connect(engine.url)
    for name, what in itertools.product(tables.metadata.tables, possible(engine)):
        if what in ("drop", "alter") or (
            name in ("releases", "conversation_releases") and what in ("update", "delete", "truncate")
        ):
            continue
        if name in ("questionnaires", "versions", "staff") and what in ("delete", "truncate"):
            continue
        assert allows(made, statement(what, name)), (what, name)
    made.dispose()


@pytest.mark.parametrize("part", OPEN)
def test_no_way_round_the_allow_list(engine, part):
    """Other roads to a table than its name."""
    if engine.dialect.name == "sqlite":
        main, inbox = engine.url.database, inbox_file(engine.url)
        tries = [
            f"attach database '{main}' as other",
            f"attach database '{inbox}' as other",
            "pragma writable_schema = on",
            "pragma journal_mode = delete",
            "pragma secure_delete = off",
            "select load_extension('x')",
            "create temp table x as select 1",
            "create temp view x as select * from inbox",
            "create trigger t after insert on inbox begin select 1; end",
            f"vacuum into '{main}.copy'",
            "select * from waiting.inbox",
            "select * from main.responses",
            "with x as (select * from responses) select count(*) from x",
            "select (select count(*) from receipts)",
            "insert into codes select id, 'x', 0 from inbox",
            "insert into votes_waiting values ('a', 's', 't', 1, 0, 0)"
            " on conflict (ballot, statement) do update set ballot = 'b'",
            "replace into votes_waiting select ballot, statement, conversation, -1, 0, 0 from votes_waiting",
            "select * from sqlite_master union select 1, 1, 1, 1, answers from inbox",
        ]
    else:
        tries = [
            "set role mitsprache",
            "set session authorization mitsprache",
            "create table x (a integer)",
            "create temp table x (a integer)",
            "create function f() returns integer language sql as 'select 1'",
            "create extension if not exists pageinspect",
            "copy (select 1) to program 'true'",
            "copy (select 1) to '/tmp/x'",
            "select pg_read_file('pg_hba.conf')",
            "select lo_export(1, '/tmp/x')",
            "with x as (select * from public.responses) select count(*) from x",
            "select (select count(*) from public.receipts)",
            "insert into public.codes select id, 'x', false from public.inbox",
            "insert into public.votes_waiting values ('a', 's', 't', 1, false, false)"
            " on conflict (ballot, statement) do update set ballot = 'b'",
            "alter role mitsprache_public superuser",
            "grant select on public.inbox to public",
            "alter function public.submit(text, integer, text, boolean, json, text, date, text) security invoker",
        ]
    with as_(part, engine) as made:
        assert [sql for sql in tries if allows(made, sql)] == []


@pytest.mark.parametrize("part", OPEN)
def test_only_the_answering_part_may_submit_on_postgresql(engine, part):
    if engine.dialect.name != "postgresql":
        return
    calls = (
        "select public.submit('probe', 1, 'de', false, '{}', 'r', current_date, null)",
        "select public.submit_vote('b', 's', 'talk', 1, false)",
        "select public.submit_suggestion('talk', 'de', 'words', 'r', current_date)",
    )
    with as_(part, engine) as made:
        assert {allows(made, call) for call in calls} == {part == "answer"}


def test_a_function_of_someone_elses_does_not_get_between(engine):
    """submit() looks nowhere but where it was told to: a table in a schema of the caller's is not taken for ours."""
    if engine.dialect.name != "postgresql":
        return
    with reading(engine) as db:
        found = db.execute(text("select prosecdef, proconfig from pg_proc where proname like 'submit%'")).all()
    assert [tuple(row) for row in found] == [(True, ["search_path=pg_catalog, pg_temp"])] * 3


def test_answers_are_taken_through_the_narrow_door(engine):
    response = Response("de", {"a": "answer-000900"})
    with as_("answer", engine) as made:
        outcomes = []
        for receipt, code in (("x", None), ("x", None), ("y", "a" * 64), ("z", "a" * 64), ("z", "b" * 64)):
            with made.begin() as db:
                outcomes.append(responses.add(db, SLUG, 1, response, receipt, code))
    assert outcomes == ["kept", "again", "kept", "code", "kept"]
    assert len(rows(engine, tables.inbox)) == 8


def test_votes_are_taken_through_the_narrow_door_and_the_last_one_stays(engine):
    with as_("answer", engine) as made:
        for value in (1, -1):
            with made.begin() as db:
                put(db.dialect.name)(db.exec_driver_sql, Vote("b", "s", "talk", value))
    assert [row.value for row in rows(engine, tables.votes_waiting)] == [-1]


def test_the_public_reads_versions_and_staff_read_drafts(engine):
    with as_("public", engine) as made, reading(made) as db:
        assert questionnaires.published(db, SLUG).open
    with as_("public", engine) as made, pytest.raises(DBAPIError), reading(made) as db:
        questionnaires.draft(db, SLUG)
    with as_("staff", engine) as made, made.begin() as db:
        assert questionnaires.draft(db, SLUG)
        codes.add(db, SLUG, ["c" * 64], once=True)
        assert codes.made(db, SLUG) == 3
        codes.forget(db, SLUG)
    assert rows(engine, tables.codes) == []


def test_answering_opens_no_file_but_the_inbox(engine):
    if engine.dialect.name != "sqlite":
        return
    with as_("answer", engine) as made, made.connect() as db:
        raw = db.connection.driver_connection
        raw.set_authorizer(None)
        assert [row[2] for row in raw.execute("pragma database_list")] == [str(inbox_file(engine.url))]


def test_granting_again_takes_back_what_was_given_in_between(engine):
    if engine.dialect.name != "postgresql":
        return
    with engine.begin() as db:
        db.execute(text("grant select on inbox to mitsprache_public"))
        db.execute(text("grant all on all tables in schema public to public"))
    with as_("public", engine) as made:
        assert allows(made, "select id from inbox")
        with engine.begin() as db:
            roles.grant(db)
        assert not allows(made, "select id from inbox")

"""The schema (L3): what the migrations make is what the code says, and answer tables have nothing to link with."""

import itertools
import sqlite3
import uuid

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import (
    Column,
    Date,
    DateTime,
    Integer,
    MetaData,
    String,
    Table,
    Time,
    Uuid,
    create_engine,
    inspect,
    text,
)
from sqlalchemy.exc import DBAPIError

from app.store import migrate, tables
from app.store.engine import alone, inbox_file, reading
from tests.store.sample import SLUG, publish, rows, seal, send

ANSWERS = ("inbox", "receipts", "codes", "sealing", "responses", "voices")
# What hangs on a text is kept like one.
ANSWERS += ("codings", "decisions", "counted", "quotes")
ANSWERS += ("votes_waiting", "suggestions_waiting", "ballots")
# The one whole number an answer may carry, by table; the epoch is the batch it was sealed with.
NUMBERS = {("responses", "version"), ("inbox", "version"), ("responses", "epoch")}
NUMBERS |= {("votes_waiting", "value"), ("ballots", "epoch")}


def databases(engine):
    """The engine and, on SQLite, its two files each alone, with the tables that belong there."""
    if engine.dialect.name == "postgresql":
        return [(engine, set(tables.metadata.tables))]
    waiting = {table.name for table in tables.WAITING}
    inbox = create_engine(f"sqlite:///{inbox_file(engine.url)}")
    return [(alone(engine.url), set(tables.metadata.tables) - waiting), (inbox, waiting)]


def drift(engine):
    found = []
    for database, expected in databases(engine):
        options = {"include_name": lambda name, kind, _: kind != "table" or name != "alembic_version"}
        wanted = MetaData()
        for name in expected:
            tables.metadata.tables[name].to_metadata(wanted)
        with database.connect() as db:
            found += compare_metadata(MigrationContext.configure(db, opts=options), wanted)
        if database is not engine:
            database.dispose()
    return found


def test_the_migrations_make_exactly_the_tables_of_the_code(engine):
    assert drift(engine) == []
    assert migrate.is_current(engine)


@pytest.mark.parametrize("table", ["epochs", "codes"])
def test_a_drift_is_seen_in_either_file(engine, table):
    with engine.begin() as db:
        db.execute(text(f"alter table {table} add column extra integer"))
    ((change, _, name, column),) = drift(engine)
    assert (change, name, column.name) == ("remove_column", table, "extra")


def telling(inspector, names=ANSWERS):
    """Columns by which rows could be put in order or led back to someone."""
    found = []
    for name in names:
        for column in inspector.get_columns(name):
            kind, where = column["type"], (name, column["name"])
            if isinstance(kind, (DateTime, Time)) or str(kind).upper() in ("INET", "CIDR", "BYTEA", "BLOB"):
                found.append(where)
            if isinstance(kind, Integer) and where not in NUMBERS:
                found.append(where)
            if column.get("autoincrement") is True or column.get("identity") or "nextval" in str(column["default"]):
                found.append(where)
            if isinstance(kind, Date) and name != "receipts":  # a Monday, and for eight weeks
                found.append(where)
        found += [(name, key["name"]) for key in inspector.get_foreign_keys(name)]
    return found


def test_answer_tables_have_no_order_no_time_and_no_way_to_anyone(engine):
    for database, there in databases(engine):
        assert telling(inspect(database), [name for name in ANSWERS if name in there]) == []
        pointing = [key for name in there for key in inspect(database).get_foreign_keys(name)]
        assert not [key for key in pointing if key["referred_table"] in ANSWERS]
        if database is not engine:
            database.dispose()


def test_a_telling_column_would_be_seen(engine):
    """The control: a table as it is usually made."""
    usual = Table(
        "usual",
        MetaData(),
        Column("id", Integer, primary_key=True),
        Column("created_at", DateTime),
        Column("day", Date),
        Column("name", String(5)),
        Column("key", Uuid),
    )
    with engine.begin() as db:
        usual.create(db)
        found = telling(inspect(db), ["usual"])
    assert {column for _, column in found} == {"id", "created_at", "day"}


def test_on_sqlite_answer_tables_have_no_row_number(engine):
    if engine.dialect.name != "sqlite":
        return
    for name in (*ANSWERS, "staff"):
        with reading(engine) as db:
            try:
                db.exec_driver_sql(f"select rowid from {name}").all()
                numbered = True
            except DBAPIError:
                numbered = False
        assert numbered == (name == "staff")


def test_keys_are_random_and_new_at_every_step(engine):
    publish(engine, SLUG)
    send(engine, range(30))
    waited = [row.id for row in rows(engine, tables.inbox)]
    seal(engine)
    kept = [row.id for table in (tables.responses, tables.voices) for row in rows(engine, table)]
    assert len({*waited, *kept}) == 90
    assert {uuid.UUID(key).version for key in waited + kept} == {4}
    # UUIDs of other versions are sorted by time or carry the machine; those of version 4 share nothing.
    assert len({key[:8] for key in waited}) == 30
    assert len({key[-12:] for key in waited}) == 30


def test_both_sqlite_files_keep_what_they_acknowledge(engine):
    if engine.dialect.name != "sqlite":
        return
    wanted = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}
    with reading(engine) as db:
        for schema, name in itertools.product(("main", "waiting"), wanted):
            assert db.exec_driver_sql(f"pragma {schema}.{name}").scalar_one() == wanted[name], (schema, name)
        assert db.exec_driver_sql("pragma temp_store").scalar_one() == 2  # in memory


@pytest.mark.parametrize("statement", ["update releases set sha256 = 'x'", "delete from releases"])
def test_a_release_is_never_changed(engine, statement):
    publish(engine, SLUG)
    with engine.begin() as db:
        row = {"slug": SLUG, "number": 1, "published": None, "sha256": "a", "document": {}}
        db.execute(tables.releases.insert().values(row | {"published": rows(engine, tables.versions)[0].published}))
    with pytest.raises(DBAPIError, match="never changed"), engine.begin() as db:
        db.execute(text(statement))
    assert rows(engine, tables.releases)[0].sha256 == "a"


def test_a_release_is_not_emptied_away_either(engine):
    if engine.dialect.name != "postgresql":
        return
    with pytest.raises(DBAPIError, match="never changed"), engine.begin() as db:
        db.execute(text("truncate releases"))


def test_a_lost_inbox_file_is_made_anew(engine):
    """As after restoring a backup, which holds no answers that still waited."""
    if engine.dialect.name != "sqlite":
        return
    publish(engine, SLUG)
    send(engine, [1])
    engine.dispose()
    for end in ("", "-wal", "-shm"):
        file = inbox_file(engine.url)
        file.with_name(file.name + end).unlink(missing_ok=True)
    assert not migrate.is_current(engine)
    migrate.upgrade(engine)
    assert migrate.is_current(engine)
    assert drift(engine) == []
    assert send(engine, [2]) == ["kept"]
    with sqlite3.connect(inbox_file(engine.url)) as db:
        assert db.execute("select count(*) from inbox").fetchone() == (1,)
    db.close()

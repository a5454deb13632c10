"""From the first schema to this one, with answers in every place, also when it is cut off on the way."""

import uuid
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import event, text

from app.domain.consultation import Consultation
from app.store import consultations, documents, epochs, migrate, responses, schema, tables
from app.store.engine import alone, connect, inbox_file, reading
from tests.services import postgres
from tests.store.sample import Unplugged, rows
from tests.store.test_schema import drift

SLUG = "alt"
INSERTS = (
    "insert into questionnaires (slug, state, draft, revision) values ('alt', 'open', '{}', 1)",
    "insert into versions (slug, number, published, document) values ('alt', 1, '2025-07-01', '{}')",
    "insert into releases (slug, number, published, sha256, document) values ('alt', 1, '2025-07-02 01:00', 'x', '{}')",
    """insert into consultations (slug, document) values ('oh', '{"slug": "oh", "title": {"de": "Mitreden"},
    "phases": [{"id": "a", "from": "2025-03-25", "to": "", "time": ""}]}')""",
    "insert into receipts (id, week) values ('r1', '2025-07-14'), ('r2', '2025-07-14')",
)


@pytest.fixture
def old(backend, tmp_path):
    """A database as the first version left it: 22 sealed answers, two that wait, a text, a release."""
    if backend == "sqlite":
        engine = connect(f"sqlite:///{tmp_path}/old.db")
        fill(engine)
        yield engine
        engine.dispose()
        return
    with postgres.database() as url:
        engine = connect(url)
        fill(engine)
        yield engine
        engine.dispose()


def fill(engine):
    config, first = migrate._config(), alone(engine.url)
    with first.begin() as db:
        config.attributes["connection"] = db
        command.upgrade(config, "0001")
        for sql in INSERTS:
            db.execute(text(sql.replace(":00'", "\\:00'")))
        for number in range(24):
            table = "inbox" if number < 2 else "responses"
            row = {"id": str(uuid.uuid4()), "language": "de-simple" if number % 2 else "ar", "a": f'{{"n": {number}}}'}
            extra = ("version, ", "1, ") if table == "inbox" else ("", "")
            db.execute(
                text(
                    f"insert into {table} (id, slug, {extra[0]}language, week, simulated, answers)"
                    f" values (:id, 'alt', {extra[1]}:language, '2025-07-14', false, :a)"
                ),
                row,
            )
        db.execute(text("insert into voices values ('v', 'alt', 'q', '', 'ar', false, 'words')"))
    first.dispose()


def check(engine):
    assert migrate.is_current(engine)
    assert drift(engine) == []
    waiting = rows(engine, tables.inbox)
    assert sorted((row.answers["n"], row.language) for row in waiting) == [(0, "ar"), (1, "de-simple")]
    assert sorted(row.id for row in rows(engine, tables.receipts)) == ["r1", "r2"]
    with reading(engine) as db:
        kept = list(responses.sealed(db, SLUG))
        (epoch,) = [epochs.pending(db, SLUG)]
    assert sorted(each.answers["n"] for each in kept) == list(range(2, 24))
    assert {each.epoch for each in kept} == {1}
    assert all(each.groups == {"language": ["de-simple" if each.answers["n"] % 2 else "ar"]} for each in kept)
    assert (epoch.number, epoch.sheets, epoch.groups, epoch.closing) == (1, 22, False, False)
    assert rows(engine, tables.releases) == []
    assert [row.words for row in rows(engine, tables.voices)] == ["words"]
    with reading(engine) as db:
        process, draft = consultations.first(db), documents.draft(db, Consultation, "oh")
    assert (process.title.words, process.phases[0].start) == ({"de": "Mitreden"}, date(2025, 3, 25))
    assert not draft.fresh


def test_everything_finds_its_new_place(old):
    migrate.upgrade(old)
    check(old)
    migrate.upgrade(old)
    check(old)
    if old.dialect.name == "sqlite":
        with reading(old) as db:
            assert db.exec_driver_sql("select name from main.sqlite_master where name = 'inbox'").all() == []


def test_a_migration_cut_off_anywhere_can_run_again(old, monkeypatch):
    reached, statement = True, 1
    while reached:
        if old.dialect.name == "postgresql" and statement % 5 != 1:  # a few places will do
            statement += 1
            continue
        cut = alone(old.url)
        seen = []

        def fail(_, __, sql, *___, seen=seen, statement=statement):
            seen.append(sql)
            if len(seen) == statement:
                raise Unplugged

        event.listen(cut, "before_cursor_execute", fail)
        monkeypatch.setattr(migrate, "alone", lambda url, cut=cut: cut)
        with suppress(Unplugged):
            migrate.upgrade(old)
        cut.dispose()
        # Rights are given last, whenever this runs.
        reached = len(seen) >= statement and not seen[-1].startswith(("revoke", "grant"))
        if reached:
            assert not migrate.is_current(old)
            statement += 1
    assert statement > 20
    check(old)


def test_the_old_file_keeps_no_copy_of_what_moved(old):
    if old.dialect.name != "sqlite":
        return
    migrate.upgrade(old)
    moved = [row.id.encode() for row in rows(old, tables.inbox)]
    old.dispose()
    content = Path(old.url.database).read_bytes()
    assert not [id for id in moved if id in content]
    assert all(id in inbox_file(old.url).read_bytes() for id in moved)


def test_the_numbers_in_the_names_of_migrations_are_what_alembic_calls_them():
    found = ScriptDirectory(str(schema.SCRIPTS)).walk_revisions()
    assert schema.known() == tuple(script.revision for script in found)


def test_a_program_works_with_its_own_schema_and_with_a_later_one():
    assert [schema.serves(number) for number in (schema.newest(), "9999", schema.known()[1], None)] == [
        True,
        True,
        False,
        False,
    ]

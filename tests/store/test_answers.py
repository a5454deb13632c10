"""Answers in the store, on both databases: once, sealed, shuffled, without a trace of order or time."""

import uuid
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import DateTime, Integer, event, func, inspect, select
from sqlalchemy.exc import StatementError

from app.domain.response import Response
from app.store import migrate, questionnaires, releases, responses, tables
from app.store.questionnaires import Outdated
from app.web import example, jobs

SLUG = "gut-leben"
MONDAY = date(2025, 7, 14)
NOON = datetime(2025, 7, 16, 12)  # noqa: DTZ001  the store keeps UTC without a zone


@pytest.fixture
def filled(engine):
    example.load_folder(engine)
    return engine


def send(engine, count, start=0, simulated=False, **answers):
    answers = answers or {"her": "land", "zuerst": "Mehr Busse"}
    with engine.begin() as db:
        for number in range(start, start + count):
            responses.add(db, SLUG, 1, Response("uk", MONDAY, answers, simulated), f"receipt-{number}")


def rows(engine, table):
    with engine.connect() as db:
        return db.execute(select(table)).all()


def run(engine, moment=NOON):
    return jobs.run_once(engine, moment, moment.date(), 15)


def test_the_migrations_make_exactly_the_tables_of_the_code(engine):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with engine.connect() as db:
        assert compare_metadata(MigrationContext.configure(db), tables.metadata) == []
    assert migrate.is_current(engine)


def test_answer_tables_have_no_order_and_no_time(engine):
    for table in (tables.inbox, tables.responses, tables.voices, tables.receipts):
        columns = inspect(engine).get_columns(table.name)
        assert not [c for c in columns if isinstance(c["type"], DateTime)]
        assert not [c for c in columns if isinstance(c["type"], Integer) and c["name"] != "version"]
        assert not inspect(engine).get_foreign_keys(table.name)
    if engine.dialect.name == "sqlite":
        with engine.connect() as db:
            for name in ("inbox", "responses", "voices", "receipts"):
                made = db.exec_driver_sql("select sql from sqlite_master where name = ?", (name,)).scalar_one()
                assert "WITHOUT ROWID" in made


def test_sqlite_keeps_what_it_acknowledges(engine):
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as db:
        settings = {
            name: db.exec_driver_sql(f"pragma {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "secure_delete")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}


def test_a_form_sent_twice_counts_once(filled):
    send(filled, 3)
    send(filled, 4)
    assert len(rows(filled, tables.inbox)) == 4


def test_nothing_is_sealed_before_there_are_enough(filled):
    send(filled, 19)
    assert run(filled) == []
    assert len(rows(filled, tables.inbox)) == 19
    assert rows(filled, tables.responses) == []


def test_sealing_empties_the_inbox_and_parts_words_from_codes(filled):
    send(filled, 25)
    before = {row.id for row in rows(filled, tables.inbox)}
    (made,) = run(filled)
    sealed = rows(filled, tables.responses)
    assert made.answers == len(sealed) == 25
    assert rows(filled, tables.inbox) == []
    assert not before & {row.id for row in sealed}
    assert all(uuid.UUID(row.id).version == 4 for row in sealed)
    assert all("Mehr Busse" not in str(row.answers) for row in sealed)
    voices = rows(filled, tables.voices)
    assert {(row.question, row.words) for row in voices} == {("zuerst", "Mehr Busse")}
    assert not {row.id for row in voices} & {row.id for row in sealed}


def test_the_next_release_waits_its_time_and_follows_the_one_before(filled):
    send(filled, 25)
    (first,) = run(filled)
    send(filled, 25, start=100)
    assert run(filled, NOON + timedelta(minutes=14)) == []
    (second,) = run(filled, NOON + timedelta(minutes=15))
    assert (second.number, second.answers) == (2, 50)
    assert second.document["previous"] == first.sha256
    with filled.connect() as db:
        assert releases.latest(db, SLUG).sha256 == second.sha256
        assert releases.latest(db, SLUG).document == second.document


def test_after_closing_ten_are_enough_and_nine_are_not(filled):
    send(filled, 25)
    run(filled)
    with filled.begin() as db:
        questionnaires.set_state(db, SLUG, "closed")
    send(filled, 9, start=100)
    assert run(filled) == []
    send(filled, 1, start=200)
    assert run(filled)[0].answers == 35


def test_simulated_answers_mark_the_release(filled):
    send(filled, 24)
    send(filled, 1, start=50, simulated=True)
    assert run(filled)[0].simulated


@pytest.mark.parametrize("broken", range(1, 12))
def test_a_fault_at_any_statement_leaves_all_or_nothing(filled, broken):
    send(filled, 25)
    count = 0

    def fail(*_):
        nonlocal count
        count += 1
        if count == broken:
            raise StatementError("broken", "", {}, RuntimeError("pulled the plug"))

    event.listen(filled, "before_cursor_execute", fail)
    try:
        made = run(filled)
    except StatementError:
        made = []
    event.remove(filled, "before_cursor_execute", fail)
    sealed, waiting = len(rows(filled, tables.responses)), len(rows(filled, tables.inbox))
    assert (sealed, waiting) == ((25, 0) if rows(filled, tables.releases) else (0, 25))
    assert made or count >= broken
    run(filled, NOON + timedelta(hours=1))
    assert len(rows(filled, tables.releases)) == 1


def test_old_receipts_are_forgotten(filled):
    send(filled, 3)
    run(filled, NOON + timedelta(weeks=9))
    assert rows(filled, tables.receipts) == []
    assert len(rows(filled, tables.inbox)) == 3


def test_a_draft_is_saved_only_on_the_revision_its_author_saw(filled):
    with filled.begin() as db:
        draft = questionnaires.draft(db, SLUG)
        assert questionnaires.save(db, SLUG, draft.questionnaire, draft.revision) == 2
        with pytest.raises(Outdated) as caught:
            questionnaires.save(db, SLUG, draft.questionnaire, draft.revision)
        assert caught.value.current.revision == 2


def test_a_published_version_stays_when_the_next_one_comes(filled):
    with filled.begin() as db:
        draft = questionnaires.draft(db, SLUG)
        assert questionnaires.publish(db, draft, MONDAY) == 2
        assert questionnaires.published(db, SLUG).number == 2
        assert questionnaires.published(db, SLUG, 1).number == 1
        assert questionnaires.published(db, SLUG, 9) is None


def test_exceptions_do_not_show_answers(filled):
    with (
        pytest.raises(Exception, match=r"inbox|UNIQUE|duplicate|NOT NULL|null") as caught,
        filled.begin() as db,
    ):
        db.execute(
            tables.inbox.insert().values(
                id="x",
                slug=None,
                version=1,
                language="de",
                week=MONDAY,
                simulated=False,
                answers={"zuerst": "geheim"},
            )
        )
    assert "geheim" not in str(caught.value)


def test_the_order_of_arrival_is_lost(filled):
    """Rank correlation between arrival and the sealed table's own order: chance, not a trace."""
    with filled.begin() as db:
        for number in range(400):
            responses.add(db, SLUG, 1, Response("uk", MONDAY, {"alter": str(number)}), f"r{number}")
    run(filled)
    with filled.connect() as db:
        order = [int(row.answers["alter"]) for row in db.execute(select(tables.responses))]
        assert db.scalar(select(func.count()).select_from(tables.responses)) == 400
    fixed = sum(place == number for place, number in enumerate(order))
    mean = 399 / 2
    correlation = sum((p - mean) * (n - mean) for p, n in enumerate(order)) / (400 * (400**2 - 1) / 12)
    assert fixed < 12
    assert abs(correlation) < 0.25

"""Answers in the store, on both databases: kept once, with a code that is good once, and nothing shown in errors."""

import threading
import tracemalloc
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert

from app.domain.response import Kept, Response, monday
from app.store import codes, questionnaires, responses, tables
from app.store.engine import answering, reading
from app.store.questionnaires import Outdated
from app.web.jobs import Runner
from tests.store.sample import NOON, SLUG, count, publish, rows, seal, send


@pytest.fixture
def filled(engine):
    publish(engine, SLUG, "other")
    return engine


def add(engine, receipt, code=None, slug=SLUG):
    with engine.begin() as db:
        return responses.add(db, slug, 1, Response("uk", {"a": "answer-000001"}), receipt, code)


def test_a_form_sent_twice_counts_once(filled):
    assert [add(filled, receipt) for receipt in ("a", "b", "a", "b", "c")] == ["kept", "kept", "again", "again", "kept"]
    assert count(filled, tables.inbox) == 3


def test_a_form_sent_twice_at_once_counts_once(filled, backend):
    taking = answering(filled.url) if backend == "sqlite" else filled
    start, outcomes = threading.Barrier(4), []

    def press():
        start.wait()
        outcomes.append(add(taking, "the same", "c" * 64))

    with filled.begin() as db:
        codes.add(db, SLUG, ["c" * 64], once=True)
    fingers = [threading.Thread(target=press) for _ in range(4)]
    for finger in fingers:
        finger.start()
    for finger in fingers:
        finger.join()
    assert sorted(outcomes) == ["again", "again", "again", "kept"]
    assert count(filled, tables.inbox) == 1


def test_a_printed_code_is_good_once(filled):
    with filled.begin() as db:
        codes.add(db, SLUG, ["1" * 64, "2" * 64], once=True)
    assert add(filled, "a", "1" * 64) == "kept"
    assert add(filled, "a", "1" * 64) == "again"  # the same form: not a used code
    assert add(filled, "b", "1" * 64) == "code"
    assert add(filled, "b", "2" * 64) == "kept"  # the refusal left no receipt behind
    assert (count(filled, tables.inbox), count(filled, tables.codes)) == (2, 0)


def test_a_printed_code_used_twice_at_once_is_good_once(filled):
    with filled.begin() as db:
        codes.add(db, SLUG, ["1" * 64], once=True)
    start, outcomes = threading.Barrier(4), []

    def press(receipt):
        start.wait()
        outcomes.append(add(filled, receipt, "1" * 64))

    people = [threading.Thread(target=press, args=[f"r{number}"]) for number in range(4)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(outcomes) == ["code", "code", "code", "kept"]
    assert (count(filled, tables.inbox), count(filled, tables.receipts)) == (1, 1)


def test_the_code_of_an_event_is_good_for_everybody_there(filled):
    with filled.begin() as db:
        codes.add(db, SLUG, ["e" * 64], once=False)
    assert [add(filled, receipt, "e" * 64) for receipt in "abc"] == ["kept"] * 3
    with filled.begin() as db:
        assert codes.made(db, SLUG) == 0
        codes.forget(db, SLUG)
    assert add(filled, "d", "e" * 64) == "code"


@pytest.mark.parametrize("once", [True, False])
def test_a_code_of_another_questionnaire_is_not_good_and_not_used_up(filled, once):
    with filled.begin() as db:
        codes.add(db, "other", ["1" * 64], once=once)
    assert add(filled, "a", "1" * 64) == "code"
    assert [count(filled, table) for table in (tables.inbox, tables.receipts, tables.codes)] == [0, 0, 1]
    assert add(filled, "a", "1" * 64, slug="other") == "kept"


def test_codes_are_counted_when_made_and_forgotten_together(filled):
    with filled.begin() as db:
        codes.add(db, SLUG, [f"{number:064x}" for number in range(30)], once=True)
        codes.add(db, SLUG, [f"{number:064x}" for number in range(30, 50)], once=True)
        codes.add(db, "other", ["f" * 64], once=True)
        codes.add(db, SLUG, [], once=True)
        assert (codes.made(db, SLUG), codes.left(db, SLUG)) == (50, None)
        codes.forget(db, SLUG)
        assert (codes.made(db, SLUG), codes.made(db, "other")) == (0, 1)
    assert [row.slug for row in rows(filled, tables.codes)] == ["other"]


def test_how_many_codes_are_left_is_told_as_of_the_last_seal(filled):
    with filled.begin() as db:
        codes.add(db, SLUG, [f"{number:064x}" for number in range(30)], once=True)
    send(filled, range(5), code=lambda number: f"{number:064x}")
    seal(filled)
    send(filled, range(5, 9), code=lambda number: f"{number:064x}")
    with reading(filled) as db:
        assert codes.left(db, SLUG) == 25  # not 21: that would count who has answered since


def test_a_receipt_carries_a_monday_and_is_forgotten_after_weeks(filled, tmp_path):
    send(filled, range(3))
    this_week = monday(datetime.now(UTC).date())
    assert {row.week for row in rows(filled, tables.receipts)} == {this_week}
    runner = Runner(filled, tmp_path / "keys")
    runner.tidy(datetime.now() + timedelta(weeks=7))  # noqa: DTZ005
    assert count(filled, tables.receipts) == 3
    runner.tidy(datetime.now() + timedelta(weeks=10))  # noqa: DTZ005
    assert count(filled, tables.receipts) == 0
    assert count(filled, tables.inbox) == 3


def test_the_runner_seals_twenty_and_not_nineteen(filled, tmp_path):
    runner = Runner(filled, tmp_path / "keys")
    send(filled, range(19))
    assert runner.once(NOON) == []
    assert (count(filled, tables.inbox), count(filled, tables.responses)) == (19, 0)
    send(filled, [19])
    (made,) = runner.once(NOON)
    assert made.number == 1
    assert (count(filled, tables.inbox), count(filled, tables.responses)) == (0, 20)
    assert rows(filled, tables.releases)[0].sha256 == made.sha256


def test_sealed_answers_are_read_in_the_order_of_their_keys(filled):
    send(filled, range(40))
    seal(filled)
    send(filled, range(40, 60))
    seal(filled, 2)
    with reading(filled) as db:
        read = list(responses.sealed(db, SLUG))
    assert [each.id for each in read] == sorted(each.id for each in read)
    assert sorted(each.epoch for each in read) == [1] * 40 + [2] * 20
    assert isinstance(read[0], Kept)
    assert read[0].groups == {"language": ["uk"]}
    with reading(filled) as db:
        assert list(responses.sealed(db, "other")) == []


def test_many_sealed_answers_do_not_need_much_memory(filled):
    """Read one after the other: ten times as many rows take about as much, not ten times."""

    def peak(engine):
        with reading(engine) as db:
            tracemalloc.start()
            total = sum(1 for _ in responses.sealed(db, SLUG))
            found = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return total, found

    fill(filled, 2_000)
    peak(filled)
    total, few = peak(filled)
    assert total == 2_000
    fill(filled, 18_000)
    total, many = peak(filled)
    assert total == 20_000
    assert many < few * 2


def fill(engine, number):
    made = [
        {
            "id": str(uuid.uuid4()),
            "slug": SLUG,
            "epoch": 1,
            "simulated": True,
            "groups": {"language": ["de"]},
            "version": 1,
            "answers": {f"question_{each}": "an answer" for each in range(10)},
        }
        for _ in range(number)
    ]
    with engine.begin() as db:
        db.execute(insert(tables.responses), made)


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
        assert questionnaires.publish(db, draft, NOON.date()) == 2
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
                simulated=False,
                answers={"zuerst": "geheim"},
            )
        )
    assert "geheim" not in str(caught.value)

"""Accounts, sessions and attempts, kept on both databases."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.domain.people import MOST_FAILURES, PAUSE, Attempts
from app.store import staff, tables

NOW = datetime(2026, 11, 22, 9, 0)  # noqa: DTZ001  the store keeps UTC without a zone
HOUR = timedelta(hours=1)
IDLE = timedelta(minutes=60)


@pytest.fixture
def db(engine):
    with engine.begin() as connection:
        yield connection


@pytest.fixture
def anna(db):
    return staff.add(db, " Anna@Example.org", "Anna", "designer", "a hash")


def test_someone_is_found_however_the_address_is_written(db, anna):
    assert staff.by_email(db, "ANNA@example.org ") == staff.Account(anna, "a hash", True)
    assert staff.by_id(db, anna.id).person == anna
    assert staff.by_email(db, "bert@example.org") is None
    assert staff.anyone(db)
    assert [each.person for each in staff.everyone(db)] == [anna]


def test_an_address_has_one_account(db, anna):
    with pytest.raises(IntegrityError):
        staff.add(db, "anna@example.org", "Another", "admin", "a hash")


@pytest.mark.parametrize(
    ("later", "idle", "found"),
    [
        (timedelta(minutes=59), IDLE, True),
        (timedelta(minutes=60), IDLE, False),
        (9 * HOUR, 20 * HOUR, True),
        (10 * HOUR, 20 * HOUR, False),
    ],
)
def test_a_session_ends_after_rest_and_after_a_day(db, anna, later, idle, found):
    staff.begin_session(db, "token", anna.id, NOW, NOW + 10 * HOUR)
    session = staff.session(db, "token", NOW + later, idle)
    assert (session is not None) == found
    assert not session or session.person == anna


def test_work_keeps_a_session_awake(db, anna):
    staff.begin_session(db, "token", anna.id, NOW, NOW + 10 * HOUR)
    staff.touch(db, "token", NOW + HOUR)
    assert staff.session(db, "token", NOW + HOUR + timedelta(minutes=59), IDLE).seen == NOW + HOUR


def test_the_table_of_sessions_opens_no_door(db, anna):
    staff.begin_session(db, "token", anna.id, NOW, NOW + HOUR)
    [stored] = db.scalars(select(tables.sessions.c.id))
    assert stored != "token"
    assert staff.session(db, stored, NOW, IDLE) is None


def test_sessions_end_one_by_one_all_at_once_and_with_the_account(db, anna):
    for token in ("one", "two", "three"):
        staff.begin_session(db, token, anna.id, NOW, NOW + HOUR)
    staff.end_session(db, "one")
    assert [bool(staff.session(db, each, NOW, IDLE)) for each in ("one", "two", "three")] == [False, True, True]
    staff.set_active(db, anna.id, False)
    assert not staff.session(db, "two", NOW, IDLE)
    staff.set_active(db, anna.id, True)
    staff.end_sessions(db, anna.id)
    assert not staff.session(db, "two", NOW, IDLE)
    assert not staff.session(db, "three", NOW, IDLE)


def test_attempts_are_counted_by_address_and_forgotten(db):
    assert staff.attempts(db, "X@example.org", NOW) == Attempts(0, NOW)
    staff.keep_attempts(db, "x@example.org", Attempts(3, NOW + PAUSE))
    assert staff.attempts(db, "x@EXAMPLE.org", NOW) == Attempts(3, NOW + PAUSE)
    staff.forget_past(db, NOW + PAUSE - timedelta(seconds=1))
    assert staff.attempts(db, "x@example.org", NOW).failed == 3
    staff.forget_past(db, NOW + PAUSE)
    assert staff.attempts(db, "x@example.org", NOW).failed == 0
    staff.forget_attempts(db, "x@example.org")
    assert not db.execute(select(tables.attempts)).all()


def test_an_account_rests_after_five_failures_and_starts_anew_afterwards():
    so_far = Attempts(0, NOW)
    for _ in range(MOST_FAILURES):
        assert not so_far.paused(NOW)
        so_far = so_far.one_more(NOW)
    assert so_far.paused(NOW)
    assert not so_far.paused(NOW + PAUSE)
    assert so_far.one_more(NOW + PAUSE) == Attempts(1, NOW + PAUSE + PAUSE)

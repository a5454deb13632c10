"""F7, the clock jumps: back by a day, on by a month, through the nights in which the county changes its time. Nobody
loses an answer or sends it twice, and nothing is released more often than the profile allows."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from app.domain import profile
from app.domain.profile import LIVE, ORIGIN
from app.store import epochs, questionnaires, tables
from app.store.engine import reading
from app.web import clock
from app.web.damping import Buckets
from app.web.jobs import Runner
from app.web.respond.guesses import Words
from tests.faults.town import NOON, SLUG, Town
from tests.store.sample import count
from tests.web.forms import Visitor
from tests.web.test_answering import answer_short_form

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
JUMPS = [-31 * DAY, -DAY, -HOUR, HOUR, 31 * DAY, 80 * DAY]
# Midnight before the nights of 2025 in which there is no 2:30 and there is one twice, in UTC.
SPRING, AUTUMN = datetime(2025, 3, 29, 23), datetime(2025, 10, 25, 22)  # noqa: DTZ001


@pytest.fixture
def town(engine, tmp_path):
    return Town(Runner(engine, tmp_path / "keys")).found()


@pytest.fixture
def at(monkeypatch):
    """at(moment) is what the clock of the web server shows from here on."""

    def shown(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)
        monkeypatch.setattr(clock, "today", lambda: clock.day_of(moment))

    shown(NOON)
    return shown


# -- who answers


@pytest.mark.parametrize("jump", JUMPS)
def test_a_page_that_is_open_while_the_clock_jumps_is_taken_once(app, client, at, jump):
    person = answer_short_form(Visitor(client))
    at(NOON + jump)
    page = person.press("send")
    if page.status == 422:  # its stamp is older than any, or not made yet
        assert page.fields()["zuerst"] == ["Mehr Busse, bitte! <b>"]
        page = person.press("send")
    assert "/thanks" in page.response.request.url
    assert count(app.extensions["engine"], tables.inbox) == 1


@pytest.mark.parametrize("jump", JUMPS)
def test_a_form_sent_before_and_after_a_jump_counts_once(app, client, at, jump, tmp_path):
    """Also when the job runner, which forgets old receipts, has had a round while the clock was wrong."""
    person = answer_short_form(Visitor(client))
    fields = person.page.fields() | {"_go": "send"}
    at(clock.datetime.now(clock.UTC).replace(tzinfo=None))  # receipts carry the week in which they were given
    person.post(fields)
    engine = app.extensions["engine"]
    if jump < 8 * 7 * DAY:  # receipts are promised to be kept for eight weeks, whatever they are then
        Runner(engine, tmp_path / "keys").once(clock.now() + jump)
    for _ in range(2):
        page = person.post(fields)
        fields = page.fields() | {"_go": "send"} if page.status == 422 else fields
    assert count(engine, tables.inbox) == 1


@pytest.mark.parametrize("jump", [-DAY, -HOUR, HOUR, 31 * DAY])
def test_limits_neither_lock_anyone_out_nor_open_for_good(jump):
    moment, buckets, words = NOON, Buckets(a_minute=30, burst=100), Words(a_minute=30)

    def taken():
        forms = sum(buckets.take("203.0.113.77", moment, clock.day_of(moment)) for _ in range(300))
        return forms, sum(words.allow(f"{moment} {number}", moment) for number in range(300))

    assert taken() == (100, 30)
    moment += jump
    after = taken()
    assert after[0] <= 100  # another day begins anew, as every midnight
    assert after[1] <= 30
    moment += MINUTE
    assert taken() == (30, 30)


# -- the job runner

WALK = [0 * MINUTE, LIVE.totals, -DAY, DAY, HOUR, 31 * DAY, -31 * DAY, LIVE.totals, 30 * DAY, 2 * DAY, -HOUR, 2 * HOUR]


def walked(town):
    """Twenty new answers and two rounds at each step; the moments of all epochs."""
    for step in WALK:
        town.answer()
        town.later(step)
        for _ in range(2):
            town.runner.once(town.moment)
            town.look()
    with reading(town.engine) as db:
        return [epoch.moment for epoch in reversed(epochs.all_of(db, SLUG))]


def too_often(moments):
    cells = [(moment - ORIGIN) // LIVE.totals for moment in moments]
    return any(after <= before for before, after in pairwise(cells))


def test_whatever_the_clock_does_no_release_comes_too_early_and_all_are_counted_in_the_end(town):
    moments = walked(town)
    assert len(moments) == 6  # what came while the clock was behind the last release waited for it
    assert not too_often(moments)
    assert town.settled()


def test_a_runner_that_looks_at_the_answers_only_would_be_noticed(town, monkeypatch):
    """The control: whenever there are enough answers it is time."""
    monkeypatch.setattr(profile, "_passed", lambda *_: True)
    assert too_often(walked(town))


@pytest.mark.parametrize(("midnight", "hours"), [(SPRING, 23), (AUTUMN, 25)])
def test_a_last_day_of_23_or_25_hours_ends_at_midnight(town, midnight, hours):
    day = clock.day_of(midnight)
    with town.engine.begin() as db:
        questionnaires.set_last_day(db, SLUG, day)
    town.answer()
    town.moment = midnight + timedelta(hours=hours) - MINUTE
    assert town.runner.once(town.moment) == []
    assert is_open(town)
    assert len(town.runner.once(town.later(MINUTE))) == 1
    assert not is_open(town)
    town.runner.once(town.later(-HOUR))  # back into the last day
    town.runner.once(town.later(31 * DAY))
    assert town.look() == (1, 1)
    assert town.settled()


def is_open(town):
    with reading(town.engine) as db:
        return questionnaires.published(db, SLUG).open


@pytest.mark.parametrize("midnight", [SPRING, AUTUMN])
def test_around_the_change_a_release_is_made_each_quarter_and_has_one_day(town, midnight):
    change, days = midnight.replace(hour=1) + DAY, set()  # one o'clock UTC, all over Europe
    for quarter in (-2, -1, 0, 1, 4, 5):
        town.answer()
        town.moment = change + quarter * LIVE.totals
        (made,) = town.runner.once(town.moment)
        days.add(made.day)
    assert days == {clock.day_of(midnight)}
    assert town.settled()

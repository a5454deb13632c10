"""The job runner: a release when it is due, all of it or nothing, and the same to the byte when a run is repeated."""

import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import event, func, select

from app.domain.cube import Cube
from app.domain.profile import EINMAL, LIVE, RUHIG, SENSIBEL
from app.domain.release import Edition, release, sha256
from app.domain.response import Response
from app.store import epochs, questionnaires, releases, responses, tables
from app.store.lock import alone
from app.web import keys
from app.web.clock import day_of
from app.web.jobs import Runner
from tests.domain.sample import page, questionnaire, single

FORM = questionnaire(page("one", single("her", "land", "hier", "ka", dimension=True), single("mood", "good", "bad")))
NOON = datetime(2025, 7, 14, 12)  # noqa: DTZ001  UTC, as the clock gives it
QUARTER = timedelta(minutes=15)


@pytest.fixture
def runner(engine, tmp_path):
    with engine.begin() as db:
        publish(db, FORM)
    return Runner(engine, tmp_path / "keys")


def publish(db, form):
    questionnaires.add(db, form)
    questionnaires.publish(db, questionnaires.draft(db, form.slug), NOON.date())


def send(runner, people, slug="test", language="de", **answers):
    with runner.engine.begin() as db:
        for _ in range(people):
            kept = Response(language, answers or {"her": "land", "mood": "good"})
            assert responses.add(db, slug, 1, kept, uuid.uuid4().hex) == "kept"


def count(runner, table):
    with runner.engine.connect() as db:
        return db.scalar(select(func.count()).select_from(table))


def latest(runner, slug="test"):
    with runner.engine.connect() as db:
        return releases.latest(db, slug)


def test_twenty_new_answers_and_a_quarter_of_an_hour(runner):
    send(runner, 19)
    assert runner.once(NOON) == []
    assert count(runner, tables.inbox) == 19
    send(runner, 1)
    assert [made.number for made in runner.once(NOON)] == [1]
    assert count(runner, tables.inbox) == 0
    send(runner, 20)
    assert runner.once(NOON + QUARTER / 2) == []
    send(runner, 1)
    assert [made.number for made in runner.once(NOON + QUARTER)] == [2]


def test_a_clock_that_jumps_back_makes_no_second_epoch(runner):
    send(runner, 20)
    runner.once(NOON)
    send(runner, 40)
    for moment in (NOON, NOON - timedelta(hours=1), NOON - timedelta(days=400)):
        assert runner.once(moment) == []
    assert runner.once(NOON + QUARTER)


def test_groups_grow_every_three_days(runner):
    send(runner, 60)
    assert runner.once(NOON)[0].blocks["her"] == {"land": (1,)}
    send(runner, 40)
    assert runner.once(NOON + QUARTER)[0].blocks["her"] == {"land": (1,)}
    send(runner, 20)
    assert runner.once(NOON + LIVE.groups)[0].blocks["her"] == {"land": (1, 3)}


def test_only_one_runner_works_at_a_time(runner):
    send(runner, 20)
    with alone(runner.engine) as free:
        assert free
        assert runner.once(NOON) == []
    assert runner.once(NOON)


def test_the_last_day_is_quiet_and_then_all_comes_at_once(runner):
    with runner.engine.begin() as db:
        questionnaires.set_last_day(db, "test", date(2025, 7, 16))
    send(runner, 40)
    assert runner.once(NOON) == []  # two days before
    assert runner.once(datetime(2025, 7, 16, 20)) == []  # noqa: DTZ001
    made = runner.once(datetime(2025, 7, 17, 8))  # noqa: DTZ001
    assert [each.number for each in made] == [1]
    with runner.engine.connect() as db:
        assert not questionnaires.published(db, "test").open


@pytest.mark.parametrize(("before", "rest", "released"), [(20, 19, 1), (20, 20, 2), (0, 19, 0), (0, 20, 1)])
def test_what_is_too_little_at_closing_is_never_released(runner, before, rest, released):
    send(runner, before)
    runner.once(NOON)
    send(runner, rest)
    with runner.engine.begin() as db:
        questionnaires.set_state(db, "test", "closed")
    runner.once(NOON + QUARTER)
    runner.once(NOON + timedelta(days=30))
    assert count(runner, tables.releases) == released


def test_an_event_has_totals_once_after_closing(runner):
    with runner.engine.begin() as db:
        publish(db, replace(FORM, slug="event", profile=EINMAL.name))
    send(runner, 75, "event")
    assert runner.once(NOON) == []
    with runner.engine.begin() as db:
        questionnaires.set_state(db, "event", "closed")
    (made,) = runner.once(NOON + QUARTER)
    assert set(made.document["tables"]) == {""}


def test_the_profile_of_the_first_release_stays(runner):
    send(runner, 20)
    runner.once(NOON)
    with runner.engine.begin() as db:
        draft = questionnaires.draft(db, "test")
        changed = replace(draft, questionnaire=replace(FORM, profile=SENSIBEL.name))
        questionnaires.publish(db, changed, NOON.date())
    send(runner, 20)
    assert [made.profile for made in runner.once(NOON + QUARTER)] == [LIVE.name]


def test_nights_and_weeks(runner):
    with runner.engine.begin() as db:
        publish(db, replace(FORM, slug="calm", profile=RUHIG.name))
    made = []
    for hours in range(0, 24 * 9, 6):
        send(runner, 5, "calm")
        send(runner, 5, "calm", her="hier")
        made += runner.once(NOON + timedelta(hours=hours))
    assert len(made) == 10
    assert len(made[-1].blocks["her"]["land"]) == 2


def test_without_its_key_nothing_more_is_released_and_others_go_on(runner, caplog):
    with runner.engine.begin() as db:
        publish(db, replace(FORM, slug="other"))
    send(runner, 20)
    assert len(runner.once(NOON)) == 1
    (runner.keys / "test.key").unlink()
    send(runner, 20)
    send(runner, 20, "other")
    assert [made.number for made in runner.once(NOON + QUARTER)] == [1]
    assert "Put it back from the backup of the keys" in caplog.text
    assert count(runner, tables.inbox) == 20


def test_a_key_is_readable_by_us_alone(runner):
    send(runner, 20)
    runner.once(NOON)
    file = runner.keys / "test.key"
    assert len(file.read_bytes()) == 32
    assert file.stat().st_mode & 0o077 == 0


class Killed(Exception):
    """What the test raises in the middle of a run."""


def killed_at(engine, statement):
    """Raise before the n-th statement from now on."""
    seen = iter(range(1, 10**6))

    def stop(*_):
        if next(seen) == statement:
            raise Killed

    event.listen(engine, "before_cursor_execute", stop)
    return stop


def test_a_run_killed_at_any_statement_is_repeated_to_the_byte(runner):
    """Seal once; then let every attempt to release it die at another statement, and the last one live."""
    send(runner, 40)
    send(runner, 30, language="ar", her="hier", mood="bad")
    epoch = epochs.Epoch("test", 1, NOON, True, False)
    responses.seal(runner.engine, "test", epoch, runner._cut("test"))
    sealed = count(runner, tables.responses)
    expected = promised(runner)
    deaths = 0
    for statement in range(1, 60):
        stop = killed_at(runner.engine, statement)
        try:
            made = runner._publish(*pending(runner))
        except Killed:
            deaths += 1
            assert latest(runner) is None
            continue
        finally:
            event.remove(runner.engine, "before_cursor_execute", stop)
        break
    assert deaths >= 2
    assert made.sha256 == latest(runner).sha256 == sha256(latest(runner).document) == expected
    again = count(runner, tables.responses), count(runner, tables.inbox)
    assert again == (sealed, 0)


def promised(runner):
    """The hash of the release these sealed answers must have."""
    with runner.engine.connect() as db:
        cube = Cube.build(FORM, responses.sealed(db, "test"), key(runner), LIVE)
    return release(FORM, Edition(1, day_of(NOON), 1, True), cube, None).sha256


def pending(runner):
    """What the next run would publish, as it finds it."""
    with runner.engine.connect() as db:
        version, epoch = questionnaires.published(db, "test"), epochs.pending(db, "test")
    return version, epoch, LIVE, key(runner), None


def key(runner):
    return keys.of(runner.keys, "test", used=False)

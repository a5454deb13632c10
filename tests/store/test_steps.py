"""Steps of a draft: each can be undone, the newest first, and done again until something else is done."""

from dataclasses import replace

import pytest

from app.domain.sentence import Sentence
from app.store import questionnaires, steps
from app.store.engine import reading
from app.store.steps import MOST_UNDONE, Act
from tests.store.sample import NOON, SLUG, publish

ACT = Act("Mira", NOON, Sentence("Changed {what}", {"what": "minutes"}))


@pytest.fixture(autouse=True)
def draft(engine):
    publish(engine, SLUG)


def change(engine, minutes, act=ACT):
    with engine.begin() as db:
        now = questionnaires.draft(db, SLUG)
        questionnaires.save(db, SLUG, replace(now.questionnaire, minutes=minutes), now.revision, act)


def go(engine, way):
    with engine.begin() as db:
        way(db, SLUG, questionnaires.draft(db, SLUG).revision, ACT)
        return questionnaires.draft(db, SLUG).questionnaire.minutes


def undo(engine):
    return go(engine, questionnaires.undo)


def redo(engine):
    return go(engine, questionnaires.redo)


def test_back_and_forth(engine):
    for minutes in (11, 12, 13):
        change(engine, minutes)
    assert [undo(engine), undo(engine)] == [12, 11]
    assert [redo(engine), redo(engine)] == [12, 13]
    with pytest.raises(LookupError):
        redo(engine)
    assert undo(engine) == 12
    change(engine, 20)
    with pytest.raises(LookupError):
        redo(engine)
    assert [undo(engine), undo(engine), undo(engine)] == [12, 11, 3]
    with pytest.raises(LookupError):
        undo(engine)


def test_the_last_fifty_can_be_undone(engine):
    for minutes in range(100, 100 + MOST_UNDONE + 5):
        change(engine, minutes)
    for minutes in range(100 + MOST_UNDONE + 3, 103, -1):
        assert undo(engine) == minutes
    with pytest.raises(LookupError):
        undo(engine)


def test_a_change_without_an_act_cuts_the_way_back(engine):
    change(engine, 11)
    change(engine, 12, act=None)
    with pytest.raises(LookupError):
        undo(engine)
    change(engine, 13)
    assert undo(engine) == 12


def test_someone_elses_change_is_not_undone_unseen(engine):
    change(engine, 11)
    with engine.begin() as db, pytest.raises(questionnaires.Outdated):
        questionnaires.undo(db, SLUG, 1, ACT)
    with reading(engine) as db:
        (step,) = steps.all_of(db, SLUG)
    assert (step.state, step.act) == ("done", ACT)

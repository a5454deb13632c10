"""Steps of a draft: each can be undone, the newest first, and done again until something else is done."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.questionnaire import dump, with_words
from app.domain.sentence import Sentence
from app.store import questionnaires, steps, tables
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


def write(engine, words, who="Mira", minute=0, tag="de"):
    act = Act(who, NOON + timedelta(minutes=minute), Sentence("Changed “{title}”", {"title": words}))
    with engine.begin() as db:
        now = questionnaires.draft(db, SLUG)
        said = with_words(now.questionnaire, tag, {"pages.a.title": words}, who=who, day="2025-07-16")
        questionnaires.save(db, SLUG, said, now.revision, act)


def titles(engine):
    with reading(engine) as db:
        return [step.act.what.gaps["title"] for step in steps.all_of(db, SLUG)]


def test_a_sentence_that_saved_itself_at_each_pause_is_one_step(engine):
    change(engine, 11)
    for words in ("W", "Wo", "Wohnen"):
        write(engine, words)
    with reading(engine) as db:
        assert [step.act.what.message for step in steps.all_of(db, SLUG)] == ["Changed “{title}”", "Changed {what}"]
        assert steps.newest(db, SLUG, "done").act.what.gaps == {"title": "Wohnen"}
    assert undo(engine) == 11
    with reading(engine) as db:
        assert questionnaires.draft(db, SLUG).questionnaire.page("a").title.words == {"de": "A"}
    assert [redo(engine), undo(engine), undo(engine)] == [11, 11, 3]


def test_other_people_fields_and_times_are_steps_of_their_own(engine):
    write(engine, "B", minute=0)
    write(engine, "C", who="Kim", minute=1)
    write(engine, "ج", who="Kim", minute=1, tag="ar")
    write(engine, "جيم", who="Kim", minute=2, tag="ar")
    write(engine, "جيم", who="Kim", minute=7, tag="uk")
    write(engine, "Й", who="Kim", minute=12, tag="uk")
    assert titles(engine) == ["Й", "جيم", "جيم", "C", "B"]


def test_words_that_were_taken_back_while_writing_leave_no_step(engine):
    write(engine, "B")
    write(engine, "A")
    assert titles(engine) == []
    with reading(engine) as db:
        assert questionnaires.draft(db, SLUG).revision == 3


def test_a_draft_is_stored_as_it_would_be_written_anew_and_read_as_if_nothing_were_known(engine, monkeypatch):
    write(engine, "B “ج”\n\\")
    change(engine, 11)
    with reading(engine) as db:
        draft = questionnaires.draft(db, SLUG).questionnaire
        stored = db.scalar(select(tables.questionnaires.c.draft))
        monkeypatch.setattr(questionnaires, "_known", {})
        assert stored == dump(draft)
        assert questionnaires.draft(db, SLUG).questionnaire == draft


def test_someone_elses_change_is_not_undone_unseen(engine):
    change(engine, 11)
    with engine.begin() as db, pytest.raises(questionnaires.Outdated):
        questionnaires.undo(db, SLUG, 1, ACT)
    with reading(engine) as db:
        (step,) = steps.all_of(db, SLUG)
    assert (step.state, step.act) == ("done", ACT)

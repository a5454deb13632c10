"""The journal and roles in single questionnaires, kept on both databases."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.domain.sentence import Sentence
from app.store import grants, journal, questionnaires, staff
from app.store.steps import Act
from tests.store.sample import SLUG, publish

NOON = datetime(2026, 11, 22, 12, 0)  # noqa: DTZ001  the store keeps UTC without a zone


def act(minute, who="Anna", message="Did something", **gaps):
    return Act(who, NOON + timedelta(minutes=minute), Sentence(message, gaps))


@pytest.fixture
def db(engine):
    publish(engine, SLUG)
    with engine.begin() as connection:
        yield connection


def test_steps_and_entries_stand_in_one_order(db):
    draft = questionnaires.draft(db, SLUG)
    journal.add(db, act(1, "Bert", "Gave {name} a role: {role}", name="Anna", role=Sentence("Council")), SLUG)
    journal.add(db, act(3, "Bert", "Invited {name}", name="C"))
    changed = replace(draft.questionnaire, access="shared")
    questionnaires.save(db, SLUG, changed, draft.revision, act(2, "Anna", "Chose"))
    assert [(each.act.who, each.slug) for each in journal.entries(db)] == [("Bert", ""), ("Anna", SLUG), ("Bert", SLUG)]
    assert [each.act.what.message for each in journal.entries(db, who="Anna")] == ["Chose"]
    about = journal.entries(db, slug=SLUG)
    assert [each.act.moment for each in about] == [NOON + timedelta(minutes=2), NOON + timedelta(minutes=1)]
    assert about[1].act.what == Sentence("Gave {name} a role: {role}", {"name": "Anna", "role": Sentence("Council")})
    assert journal.people(db) == ["Anna", "Bert"]


def test_the_journal_is_read_page_by_page(db):
    for minute in range(7):
        journal.add(db, act(minute, message=str(minute)))
    pages = [journal.entries(db, most=3, after=after) for after in (0, 3, 6)]
    assert [[each.act.what.message for each in page] for page in pages] == [["6", "5", "4"], ["3", "2", "1"], ["0"]]


def test_someone_has_one_role_in_a_questionnaire(db):
    anna = staff.add(db, "anna@example.org", "Anna", "none", "a hash")
    grants.give(db, anna.id, SLUG, "translator")
    grants.give(db, anna.id, SLUG, "designer")
    assert grants.given(db, SLUG) == [(anna, "designer")]
    staff.begin_session(db, "token", anna.id, NOON, NOON + timedelta(hours=1))
    person = staff.session(db, "token", NOON, timedelta(hours=1)).person
    assert person.grants == {SLUG: "designer"}
    assert grants.take(db, anna.id, SLUG)
    assert not grants.take(db, anna.id, SLUG)
    assert grants.of(db, anna.id) == {}

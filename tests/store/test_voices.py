"""Free texts in the store: read one by one, decided on, and nothing else of an answer may be seen or changed."""

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from app.domain.response import Voice
from app.store import tables, voices
from app.web.db import begin, staff_reading
from tests.store.sample import SLUG, publish, seal, send

PEOPLE = 25


@pytest.fixture
def sealed(engine):
    publish(engine, SLUG)
    send(engine, range(PEOPLE))
    seal(engine)
    return engine


def read(engine, state="new", **more):
    with engine.connect() as db:
        return voices.waiting(db, SLUG, state, **more)


def test_every_text_waits_until_somebody_has_read_it(sealed):
    waiting = read(sealed)
    assert {each.voice.words for each in waiting} == {f"text-{number:06d}" for number in range(PEOPLE)}
    assert [each.id for each in waiting] == sorted(each.id for each in waiting)
    assert waiting[0].voice == Voice("words", "", "uk", waiting[0].voice.words)
    assert len(read(sealed, most=7)) == 7
    with sealed.connect() as db:
        assert voices.reviewed(db, SLUG) == []
        assert voices.counts(db, SLUG) == {"new": PEOPLE}


def test_a_decision_is_kept_and_may_be_changed(sealed):
    first, second, *_ = read(sealed)
    with sealed.begin() as db:
        assert voices.decide(db, SLUG, first.id, "shown")
        assert voices.decide(db, SLUG, second.id, "refused")
    with sealed.connect() as db:
        assert voices.reviewed(db, SLUG) == [first.voice]
        assert voices.counts(db, SLUG) == {"new": PEOPLE - 2, "shown": 1, "refused": 1}
    with sealed.begin() as db:
        assert voices.decide(db, SLUG, first.id, "refused")
    assert {each.id for each in read(sealed, "refused")} == {first.id, second.id}


def test_a_decision_needs_a_text_of_this_questionnaire_and_a_known_word(sealed):
    first = read(sealed)[0]
    with sealed.begin() as db:
        assert not voices.decide(db, "another", first.id, "shown")
        assert not voices.decide(db, SLUG, "00000000-0000-4000-8000-000000000000", "shown")
    with pytest.raises(IntegrityError), sealed.begin() as db:
        voices.decide(db, SLUG, first.id, "secret")
    assert len(read(sealed)) == PEOPLE


def test_staff_may_read_texts_and_decide_and_nothing_else(app):
    """As the role of the staff pages: the words themselves stay as they were written."""
    owner = app.extensions["engine"]
    publish(owner, SLUG)
    send(owner, range(PEOPLE))
    seal(owner)
    t = tables.voices
    with app.app_context():
        with staff_reading() as db:
            first = voices.waiting(db, SLUG)[0]
        with begin() as db:
            assert voices.decide(db, SLUG, first.id, "shown")
        row = {"id": "x", "slug": SLUG, "question": "q", "part": "", "language": "de", "simulated": False, "words": "w"}
        for refused in (
            update(t).values(words="changed"),
            update(t).values(language="de"),
            delete(t),
            insert(t).values(row),
            select(tables.responses),
            select(tables.inbox),
            select(tables.receipts),
            select(t.c.words).where(t.c.id.in_(select(tables.responses.c.id))),
        ):
            with pytest.raises(DatabaseError), begin() as db:
                db.execute(refused)
        with staff_reading() as db:
            assert voices.counts(db, SLUG) == {"new": PEOPLE - 1, "shown": 1}

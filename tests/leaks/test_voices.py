"""L11: a free text carries nothing of its author's other answers, and no order leads from one to the other."""

import uuid
from random import Random

import numpy as np
import pytest
from sqlalchemy import inspect, select

from app.domain.release import Release, sha256
from app.domain.response import Response, seal
from app.domain.voices import published
from app.store import questionnaires, responses, sealing, tables, voices
from app.store.engine import reading
from app.store.epochs import Epoch
from tests.domain.sample import long_text, options, page, questionnaire, single, text
from tests.store.sample import NOON

PEOPLE = 500
BITS = [f"b{bit}" for bit in range(9)]  # nine boxes to tick: every one of 500 people ticks others
UNRELATED = 0.15  # a rank correlation by chance has a standard deviation of 1/sqrt(499) = 0.045
FORM = questionnaire(
    page("one", single("where", "land", "hier", "ka", dimension=True)),
    page("two", {"kind": "multiple", "id": "boxes", "title": text("boxes?"), "options": options(*BITS)}),
    page("three", long_text("wish")),
    slug="voices",
)


def answers(person):
    return {
        "where": "land",
        "boxes": [bit for place, bit in enumerate(BITS) if person >> place & 1],
        "wish": f"w {person}",
    }


def author_of_answers(row):
    return sum(1 << BITS.index(bit) for bit in row.answers.get("boxes", []))


def author_of_text(words):
    return int(words.split()[1])


@pytest.fixture
def everyone(engine):
    """500 people answer one after the other, in a known order."""
    with engine.begin() as db:
        questionnaires.add(db, FORM)
        questionnaires.publish(db, questionnaires.draft(db, FORM.slug), NOON.date())
        for person in range(PEOPLE):
            responses.add(db, FORM.slug, 1, Response("uk", answers(person)), uuid.uuid4().hex)
    return engine


def sealed(engine):
    responses.seal(engine, FORM.slug, Epoch(FORM.slug, 1, NOON, False, False), lambda _, sent: seal(FORM, sent))


def orders(engine, state="new"):
    """Everything in which answers and texts could lie beside each other: as stored, and by their keys."""
    found = {}
    with reading(engine) as db:
        for name, column in (("as stored", None), ("by key", "id")):
            kept, said = select(tables.responses), select(tables.voices)
            if column:
                kept, said = kept.order_by(column), said.order_by(column)
            found[name] = (
                [author_of_answers(row) for row in db.execute(kept)],
                [author_of_text(row.words) for row in db.execute(said)],
            )
        found["as read by staff"] = (
            found["by key"][0],
            [author_of_text(each.voice.words) for each in voices.waiting(db, FORM.slug, state, most=PEOPLE)],
        )
    return found


def correlation(one, other):
    """Between the places two lists give to the same people; 1 and -1 mean that one tells the other."""
    places = [np.argsort(np.argsort(each)) for each in (np.argsort(one), np.argsort(other))]
    return abs(float(np.corrcoef(*places)[0, 1]))


def test_no_order_of_texts_tells_whose_answers_they_belong_to(everyone):
    sealed(everyone)
    for name, (kept, said) in orders(everyone).items():
        assert sorted(kept) == sorted(said) == list(range(PEOPLE)), name
        assert correlation(kept, said) < UNRELATED, name
        assert correlation(said, list(range(PEOPLE))) < UNRELATED, name  # nor when its author came
        assert sum(a == b for a, b in zip(kept, said, strict=True)) <= 6, name  # one by chance


def test_without_shuffling_every_order_tells(everyone, monkeypatch):
    """The negative control: kept as they came and under keys that count up, all of them are found."""
    keys = iter(f"{number:036d}" for number in range(4 * PEOPLE))
    monkeypatch.setattr(sealing.random.SystemRandom, "shuffle", lambda _, rows: rows.sort(key=_arrived))
    monkeypatch.setattr(sealing.uuid, "uuid4", lambda: next(keys))
    sealed(everyone)
    for name, (kept, said) in orders(everyone).items():
        assert correlation(kept, said) > 0.9, name


def _arrived(row):
    boxes = row.get("answers", {}).get("boxes", [])
    return author_of_text(row["words"]) if "words" in row else sum(1 << BITS.index(bit) for bit in boxes)


def test_a_text_has_a_question_a_language_and_a_decision_and_that_is_all(engine):
    columns = {column["name"] for column in inspect(engine).get_columns("voices")}
    assert columns == {"id", "slug", "question", "part", "language", "simulated", "words", "state"}
    assert not inspect(engine).get_foreign_keys("voices")


def test_after_review_no_text_carries_a_dimension_and_the_public_order_tells_nothing(everyone):
    sealed(everyone)
    with everyone.begin() as db:
        for each in voices.waiting(db, FORM.slug, most=PEOPLE):
            voices.decide(db, FORM.slug, each.id, "shown")
        allowed = voices.reviewed(db, FORM.slug)
    document = {"number": 1, "groups": {"language": {"de": None, "uk": None}, "where": {"land": PEOPLE}}}
    made = published(Release(document, sha256(document)), None, allowed, Random(3).randbytes(32))
    texts = made.document["voices"]
    assert len(texts) == PEOPLE
    assert {frozenset(each) for each in texts} == {frozenset(("question", "part", "words", "language"))}
    assert {each["language"] for each in texts} == {""}  # nobody's group of language is shown
    public = [author_of_text(each["words"]) for each in texts]
    for name, (kept, said) in orders(everyone, "shown").items():
        assert correlation(public, kept) < UNRELATED, name
        assert correlation(public, said) < UNRELATED, name
    assert correlation(public, list(range(PEOPLE))) < UNRELATED

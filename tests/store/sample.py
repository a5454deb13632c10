"""Answers for the tests of the store: sent, sealed, and read back as the owner of the database."""

import functools
from datetime import datetime

from sqlalchemy import event, func, select

from app.domain.response import Response, Sealed, Voice
from app.store import questionnaires, responses, tables
from app.store.engine import reading
from app.store.epochs import Epoch
from tests.domain.sample import questionnaire

SLUG = "probe"
NOON = datetime(2025, 7, 16, 12)  # noqa: DTZ001  the store keeps UTC without a zone


def publish(engine, *slugs):
    """Questionnaires that take answers; what they ask does not matter here."""
    for slug in slugs:
        with engine.begin() as db:
            questionnaires.add(db, questionnaire({"id": "a", "title": {"de": "A"}, "questions": []}, slug=slug))
            questionnaires.publish(db, questionnaires.draft(db, slug), NOON.date())


def send(engine, numbers, slug=SLUG, code=None):
    """One response for each number, which is its first answer, each in a transaction of its own as in life."""
    outcomes = []
    for number in numbers:
        answers = {"a": f"answer-{number:06d}", "b": "1", "words": f"text-{number:06d}"}
        with engine.begin() as db:
            given = code(number) if code else None
            outcomes.append(responses.add(db, slug, 1, Response("uk", answers), f"{slug}-receipt-{number:06d}", given))
    return outcomes


def cut(version, response):
    closed = {id: value for id, value in response.answers.items() if id != "words"}
    voices = (Voice("words", "", response.language, response.answers["words"]),)
    return Sealed(closed, {"language": [response.language]}, voices, response.simulated)


def seal(engine, number=1, slug=SLUG, groups=False, closing=False):
    return responses.seal(engine, slug, Epoch(slug, number, NOON, groups, closing), cut)


def rows(engine, table):
    with reading(engine) as db:
        return db.execute(select(table)).all()


def count(engine, table):
    with reading(engine) as db:
        return db.scalar(select(func.count()).select_from(table))


def numbers(engine, table=tables.responses):
    """Which of the sent answers a table holds, as often as it holds them."""
    return sorted(number_of(row.answers["a"]) for row in rows(engine, table))


def number_of(word):
    return int(word.rpartition("-")[2])


class Unplugged(Exception):
    """What a test throws in the middle of something."""


def at_statement(engine, wanted):
    """Statements of this engine are counted from here on; the wanted one fails instead of being run.

    Returns a function that ends this and says whether it came so far.
    """
    seen = []

    def fail(*_):
        seen.append(1)
        if len(seen) == wanted:
            raise Unplugged

    event.listen(engine, "before_cursor_execute", fail)

    def end():
        event.remove(engine, "before_cursor_execute", fail)
        return len(seen) >= wanted

    return functools.cache(end)

"""No question that is asked often reads a large table from one end to the other.

What the indexes of migration 0008 were made for, with 200,000 rows in each table, 70 % of them of one questionnaire
(PostgreSQL 15, EXPLAIN (ANALYZE, BUFFERS), `jit` off; ms on a busy machine, so look at the pages):

    question                             before                        after
    count the inbox (each 20 s)          11,765 pages, 112–130 ms      120 pages, 38 ms; a tenth: 20 pages, 1 ms
    all sealed answers in order          sorted on the disk, or all    by ix_responses_slug_id, no sort:
      (each release)                       of the key: 1,790 ms          920 ms
    the next texts to read, one          all texts by their key:       by ix_voices_slug_state_id or
      question and language                201,883 pages, 1,180 ms       ix_voices_slug_question_language
    how many texts by state              all texts, 234 ms             the index alone, 128 ms; a tenth: 11 ms
    old receipts (each 20 s)             all receipts, 59 ms           the same, but once a day: an index would
                                                                         hold every key a second time on SQLite

The seal itself reads inbox and codes whole, because it writes them anew (app/store/sealing.py).
"""

from functools import partial

import pytest
from sqlalchemy import text

from app.store import codings, responses, voices
from app.store.engine import reading
from tests.store.big import BIG, fill
from tests.store.statements import engines_of, overheard
from tests.web.staff import ONE, SLUG
from tests.web.test_results import publish
from tests.web.test_statements import look_at_results, visit, work

ROWS = 20_000

# What submit() runs on PostgreSQL, where a plan of the call shows nothing of it (migrations/versions/0002).
WITHIN = (
    "delete from receipts where id = 'x'",
    f"delete from codes where id = 'x' and slug = '{SLUG}' and once",
    f"select from codes where id = 'x' and slug = '{SLUG}' and not once",
)


def asked(app):
    """Every statement of the pages people wait for, and of the job runner's rounds, that names a large table."""
    publish(app, SLUG)
    engine = app.extensions["engine"]
    with overheard(engines_of(app)) as said:
        for walk in (visit, look_at_results, work):
            for _, ask in walk(app):
                ask()
        for page in ("voices", "releases", "codes"):
            assert app.extensions["designer"].get(f"{ONE}/{page}").status_code == 200
        for question in rounds():
            with reading(engine) as db:
                question(db, SLUG)
    if engine.dialect.name == "postgresql":
        said += [(sql, {}) for sql in WITHIN]
    said = [each for each in said if not each[0].startswith("INSERT") and any(table in each[0] for table in BIG)]
    return [each for each in said if not each[0].startswith("SELECT codes.slug FROM codes LIMIT")]  # /health: any row


def rounds():
    """What the job runner asks of each questionnaire again and again, and of the answers for a release."""
    texts = partial(voices.waiting, question="q1", language="de")
    all_sealed = lambda db, slug: list(responses.sealed(db, slug))  # noqa: E731
    return responses.waiting, voices.reviewed, voices.counts, voices.places, codings.coded, texts, all_sealed


def read_whole(engine, sql, given):
    """The large tables a statement reads from one end to the other."""
    plan = _plan_sqlite if engine.dialect.name == "sqlite" else _plan_postgresql
    with engine.connect() as db:
        return sorted(set(plan(db, sql, given)) & set(BIG))


def _plan_sqlite(db, sql, given):
    rows = db.exec_driver_sql(f"explain query plan {sql}", given).all()
    return [row[3].split()[1] for row in rows if row[3].startswith("SCAN")]


def _plan_postgresql(db, sql, given):
    nodes = [db.exec_driver_sql(f"explain (format json) {sql}", given).scalar()[0]["Plan"]]
    while nodes:
        node = nodes.pop()
        nodes += node.get("Plans", ())
        if node["Node Type"] == "Seq Scan":
            yield node["Relation Name"]


def test_no_page_and_no_round_of_the_job_runner_reads_a_large_table_whole(app):
    engine = app.extensions["engine"]
    said = asked(app)
    fill(engine, ROWS)
    assert len({sql for sql, _ in said}) > 8
    assert {sql: found for sql, given in said if (found := read_whole(engine, sql, given))} == {}


@pytest.mark.parametrize(
    ("index", "question"), [("ix_inbox_slug", responses.waiting), ("ix_voices_slug_question_language", voices.places)]
)
def test_without_its_index_it_would(engine, index, question):
    """The control."""
    fill(engine, ROWS, ("inbox", "voices"))
    with overheard([engine]) as said, reading(engine) as db:
        question(db, SLUG)
    ((sql, given),) = said
    assert read_whole(engine, sql, given) == []
    others = [] if "inbox" in index else ["ix_voices_slug_state_id"]
    with engine.begin() as db:
        for name in (index, *others):
            db.execute(text(f"drop index {name}"))
    engine.dispose()  # SQLite's driver remembers plans
    assert read_whole(engine, sql, given)

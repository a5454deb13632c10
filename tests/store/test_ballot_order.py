"""Order of ballots: 300 people vote one after the other, each on a statement of their own. Before the seal whoever has
the database finds everybody at their place; after it, no more than chance."""

import json
import re
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import delete, text

from app.store import tables
from app.store.engine import inbox_file, reading
from tests.store.sample import rows
from tests.store.test_ballots import TALK, cast, go_round, waiting
from tests.store.test_order import MOST, most

PEOPLE = 300
KEY = re.compile(rb"mark-(\d{3})")
BY = ("xmin::text::bigint, ctid", "ctid", "id", "cmin::text::bigint, ctid")


@pytest.fixture
def everyone_votes(engine):
    """In the order of their numbers; the keys of their ballots are in none."""

    def vote():
        for number in range(PEOPLE):
            key = Random(number).getrandbits(120)
            cast(engine, [key], statement=f"mark-{number:03d}")

    return vote


def by_database(engine, table, column, by):
    """The numbers in the order PostgreSQL's hidden columns, or SQLite's scan, put the rows of the conversation in."""
    order = f"order by {by}" if by else ""
    with reading(engine) as db:
        found = db.scalars(
            text(f"select cast({column} as text) from {table} where conversation = :talk {order}"), {"talk": TALK}
        )
        return [int(KEY.search(json.dumps(each).encode())[1]) for each in found]


def by_bytes(engine):
    """The numbers in the order in which each is first seen in the bytes of SQLite's files."""
    files = [Path(f"{file}{log}") for file in (engine.url.database, inbox_file(engine.url)) for log in ("", "-wal")]
    seen = {file.name: file.read_bytes() if file.exists() else b"" for file in files}
    return {name: [int(each) for each in dict.fromkeys(KEY.findall(content))] for name, content in seen.items()}


def found_in(engine, table, column):
    if engine.dialect.name == "sqlite":
        return most({"as scanned": by_database(engine, table, column, "")} | by_bytes(engine))
    ways = [each.replace("id", "ballot") if each == "id" and table == "votes_waiting" else each for each in BY]
    return most({by: by_database(engine, table, column, by) for by in ways})


def test_before_the_seal_everyone_is_found(engine, everyone_votes):
    """The control: the same eyes on what waits."""
    everyone_votes()
    found = found_in(engine, "votes_waiting", "statement")
    assert max(found.values()) == PEOPLE, found


def test_after_the_seal_nothing_tells_who_voted_when(engine, everyone_votes):
    fewest = {}
    for number in (1, 2, 3):  # a way that tells tells in every round; chance does not
        everyone_votes()
        go_round(engine, turn=2 * number)
        assert go_round(engine, number, turn=2 * number + 1) == PEOPLE
        assert waiting(engine) == []
        assert len(rows(engine, tables.ballots)) == PEOPLE
        for way, found in found_in(engine, "ballots", "votes").items():
            fewest[way] = min(found, fewest.get(way, PEOPLE))
        if max(fewest.values()) <= MOST:
            return
        with engine.begin() as db:
            db.execute(delete(tables.ballots))
    raise AssertionError(fewest)

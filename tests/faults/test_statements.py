"""F6, a round of the job runner fails at its n-th statement or commit, for every n: whatever it was about to do is done
whole or not at all, the next round does the rest, and a release that is begun again is the same to the byte."""

from contextlib import contextmanager, suppress

import pytest
from sqlalchemy import event

from app.web.jobs import Runner
from tests.faults.town import Town
from tests.store.sample import Unplugged

SHORT_FORM, LONG_FORM = 3, 1  # every third statement; every one
FORMS = [pytest.param(SHORT_FORM, id="short"), pytest.param(LONG_FORM, marks=pytest.mark.faults, id="long")]


@pytest.fixture
def town(engine, tmp_path):
    return Town(Runner(engine, tmp_path / "keys")).found()


@contextmanager
def fault(engine, wanted):
    """The wanted statement or commit from here on fails instead of being done; yields what was counted."""
    seen = []

    def count(*_):
        seen.append(1)
        if len(seen) == wanted:
            raise Unplugged

    event.listen(engine, "before_cursor_execute", count)
    event.listen(engine, "commit", count)
    yield seen
    event.remove(engine, "before_cursor_execute", count)
    event.remove(engine, "commit", count)


@contextmanager
def hashes(engine):
    """Yields the hashes of all releases somebody began to write, by number."""
    begun = {}

    def note(connection, cursor, statement, parameters, context, many):
        if statement.startswith("INSERT INTO releases"):
            written = context.compiled_parameters[0]
            begun.setdefault(written["number"], []).append(written["sha256"])

    event.listen(engine, "before_cursor_execute", note)
    yield begun
    event.remove(engine, "before_cursor_execute", note)


def tried_everywhere(town, step, place=1):
    """A round that fails at one place after another, each followed by one that does not; says what the faults left."""
    left = {"nothing": 0, "sealed": 0, "released": 0}
    with hashes(town.engine) as begun:
        while True:
            number = town.look()[0] + 1
            town.answer()
            town.later()
            with fault(town.engine, place) as seen, suppress(Unplugged):
                town.runner.once(town.moment)
            if len(seen) < place:
                break
            epochs, releases = town.look()
            left["released" if releases == number else "sealed" if epochs == number else "nothing"] += 1
            town.runner.once(town.moment)
            assert town.settled()
            assert town.look() == (number, number)
            place += step
    assert town.settled()
    assert [len(set(each)) for each in begun.values()] == [1] * len(begun)
    return left, begun


@pytest.mark.parametrize("step", FORMS)
def test_a_round_that_fails_anywhere_is_all_or_nothing_and_the_next_one_mends_it(town, step):
    left, begun = tried_everywhere(town, step)
    again = sum(len(each) > 1 for each in begun.values())
    print(f"{town.engine.dialect.name}: {sum(left.values())} faults left {left}, {again} releases were begun twice")
    assert all(left.values())
    assert again >= (1 if step == SHORT_FORM else 3)


@pytest.mark.parametrize(("table", "place"), [("responses", 5), ("releases", 25)])  # not far before it is written
def test_without_the_transaction_around_it_the_same_test_fails(town, table, place):
    """The control: what is written to this table is committed at once, without the rest."""

    def let_go(connection, cursor, statement, *_):
        if statement.startswith(f"INSERT INTO {table}"):
            connection.exec_driver_sql("commit")
            connection.exec_driver_sql("begin")

    event.listen(town.engine, "after_cursor_execute", let_go)
    with pytest.raises(AssertionError):
        tried_everywhere(town, 2, place)

"""Very many people register for few places at the same moment; the full form is `python -m benchmarks.registration`."""

from contextlib import contextmanager

import pytest
from sqlalchemy import text

from app.store import registrations
from app.web.events import registering
from tests.web.crowd import ALONE, GROUPS, come_all, slowly, wrong
from tests.web.events import ADDRESS, all_of, at, publish

PEOPLE, PLACES = 60, 12


@pytest.fixture(autouse=True)
def before(monkeypatch):
    at(monkeypatch)
    monkeypatch.setattr(registrations, "fullness", slowly(registrations.fullness))


@pytest.mark.parametrize("sizes", [ALONE, GROUPS], ids=["alone", "groups"])
def test_a_crowd_gets_the_places_there_are_in_the_order_it_came(app, sizes):
    event = publish(app, capacity=PLACES)
    assert set(come_all(app, f"{ADDRESS}/register", PEOPLE, sizes)) == {303}
    assert list(wrong(event, all_of(app), PEOPLE)) == []
    if sizes == ALONE:
        assert sum(each.seats for each in all_of(app) if each.confirmed) == PLACES


def test_without_the_lock_the_same_crowd_would_overbook(app, monkeypatch):
    """The control: it is the lock that keeps them in order, not that they come slowly."""
    event = publish(app, capacity=PLACES)
    with app.extensions["engine"].begin() as db:
        db.execute(text("drop index ix_registrations_event_number"))
    monkeypatch.setattr(registrations, "lock", lambda db, event: None)
    engine = app.extensions["engines"].register

    @contextmanager
    def unlocked():
        """On SQLite each statement by itself, for every transaction that writes locks the file."""
        if engine.dialect.name == "sqlite":
            with engine.connect().execution_options(mitsprache_plain=True) as db:
                yield db
        else:
            with engine.begin() as db:
                yield db

    monkeypatch.setattr(registering, "registering_names", unlocked)
    come_all(app, f"{ADDRESS}/register", PEOPLE, twice=None)
    found = list(wrong(event, all_of(app), PEOPLE))
    assert any("places were given" in words for words in found), found

"""Who gets a place: first come, first served; nobody overtakes until one can no longer register."""

from datetime import date, datetime

import pytest

from app.domain.event import Event
from app.domain.places import Fullness, moving_up, state_for
from app.domain.registration import Party, Registration
from app.domain.text import Text

EVENT = Event(slug="fest", title=Text({"de": "Fest"}), day=date(2025, 5, 24), begins="12:30", ends="16:30", place="Hof")


def queue(*sizes):
    return [Registration(str(n), "fest", n, "waiting", Party("x", seats)) for n, seats in enumerate(sizes, 1)]


@pytest.mark.parametrize(
    ("confirmed", "waiting", "seats", "state"),
    [
        (49, 0, 1, "confirmed"),
        (49, 0, 2, "waiting"),
        (50, 0, 1, "waiting"),
        (47, 1, 1, "waiting"),  # a group of five waits: its places are kept
        (60, 0, 1, "waiting"),  # staff have made it smaller
    ],
)
def test_what_becomes_of_who_registers(confirmed, waiting, seats, state):
    assert state_for(EVENT, seats, Fullness(confirmed, 5 * waiting, waiting)) == state


def test_without_a_list_nobody_waits():
    event = Event(**{**vars(EVENT), "waits": False})
    assert state_for(event, 1, Fullness(50)) is None


@pytest.mark.parametrize(
    ("sizes", "free", "passing", "who"),
    [
        ((1, 1, 1), 2, False, [1, 2]),
        ((3, 1, 1), 2, False, []),  # kept for the family
        ((3, 1, 1), 3, False, [1]),
        ((3, 1, 2, 1), 2, True, [2, 4]),  # would stay empty for good
        ((5, 2), 0, True, []),
    ],
)
def test_who_moves_up(sizes, free, passing, who):
    assert [each.number for each in moving_up(queue(*sizes), free, passing)] == who


@pytest.mark.parametrize(
    ("there", "open_", "ahead"),
    [("2025-05-23 23:59", True, True), ("2025-05-24 12:29", True, True), ("2025-05-24 12:30", False, False)],
)
def test_when_one_may_register(there, open_, ahead):
    moment = datetime.fromisoformat(there)
    assert (EVENT.open(moment), EVENT.ahead(moment)) == (open_, ahead)


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"day": None}, "day"),
        ({"begins": "24:00"}, "begins"),
        ({"begins": "9:00"}, "begins"),
        ({"ends": "12:30"}, "ends"),
        ({"place": ""}, "place"),
        ({"closes": date(2025, 5, 25)}, "closes"),
        ({"interpreters": ("tlh",)}, "interpreters"),
        ({"capacity": 0}, "capacity"),
    ],
)
def test_what_keeps_an_event_from_being_published(wrong, where):
    said = {"title": Text({"de": "Fest"}), "intro": Text({"de": "Kommt!"})}
    assert list(Event(**{**vars(EVENT), **said}).check()) == []
    assert where in [problem.where for problem in Event(**{**vars(EVENT), **said, **wrong}).check()]

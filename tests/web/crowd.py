"""A crowd that registers for one event at the same moment, and what must be true of it afterwards."""

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier

from app.domain import places
from app.domain.places import Fullness
from app.store.patience import THREADS
from app.web.answering import new_form

ALONE, GROUPS = (1,), (1, 1, 2, 1, 3)  # sizes of parties, again and again
TRIES = 9
TWICE = 7  # each seventh presses the button twice, at the same moment


def come_all(app, path, people, sizes=ALONE, twice=TWICE, at_once=THREADS):
    """Everyone sends their form as soon as they can, some of them twice; returns the answers' statuses."""
    start, number = Barrier(at_once), count()
    forms = [new_form() for _ in range(people)]
    presses = [person for person in range(people) for _ in range(2 if twice and person % twice == 0 else 1)]

    def press(person):
        if next(number) < at_once:
            start.wait()
        fields = {"name": f"Person {person}", "seats": sizes[person % len(sizes)]}
        for _ in range(TRIES):  # where the page says that it could not be kept just now, people press again
            answer = app.test_client().post(path, data={"_form": forms[person], "_go": "send", **fields})
            if answer.status_code != 503:
                break
        return answer.status_code

    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(press, presses))


def wrong(event, registrations, people):
    """What is not as it must be, in words: too many places, someone twice or not at all, someone who overtook."""
    seats = sum(each.seats for each in registrations if each.confirmed)
    if seats > event.capacity:
        yield f"{seats} of {event.capacity} places were given"
    if sorted(each.party.name for each in registrations) != sorted(f"Person {n}" for n in range(people)):
        yield f"{len(registrations)} registrations of {people} people"
    if [each.number for each in registrations] != list(range(1, len(registrations) + 1)):
        yield "two came at the same place in line"
    if [each.state for each in registrations] != list(_by_the_rule(event, registrations)):
        yield "someone was overtaken"


def _by_the_rule(event, registrations):
    full = Fullness()
    for each in registrations:
        state = places.state_for(event, each.seats, full)
        confirmed, waits = (each.seats, 0) if state == "confirmed" else (0, each.seats)
        full = Fullness(full.confirmed + confirmed, full.waiting + waits, full.parties + bool(waits))
        yield state


def slowly(function, seconds=0.004):
    """The same, with a pause in which others come: whoever is not kept out comes in between."""

    def paused(*given):
        found = function(*given)
        time.sleep(seconds)
        return found

    return paused

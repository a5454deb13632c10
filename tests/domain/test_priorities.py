"""Places of things in questions of different kinds: the same number for the same opinion, and one list of them."""

from dataclasses import replace
from datetime import date
from itertools import combinations
from math import log

import numpy as np
import pytest

from app.domain.cube import Cube
from app.domain.priorities import Place, places, priorities, together
from app.domain.profile import PROFILES
from app.domain.release import Edition, release
from app.domain.tally import Counts
from app.domain.uncertainty import Z
from tests.domain.sample import page, questionnaire
from tests.domain.test_kinds import made
from tests.web.test_results import invented

SCORES = np.array([1.0, 0.4, 0.0, -0.4, -1.0])
THINGS = [{"id": f"t{i}"} for i in range(len(SCORES))]
TRUE = ((1 / (1 + np.exp(SCORES[None, :] - SCORES[:, None]))).sum(axis=1) - 0.5) / (len(SCORES) - 1)


def answers(people, chance):
    """What people with an order of their own, drawn by the choice axiom, answer to each kind of question."""
    worth = SCORES + chance.gumbel(size=(people, len(SCORES)))
    order = (-worth).argsort(axis=1)
    ranked = {f"t{i}:{place + 1}": int((order[:, place] == i).sum()) for i in range(5) for place in range(5)}
    pairs = {}
    for i, j in combinations(range(5), 2):
        ahead = int((worth[:, i] > worth[:, j]).sum())
        pairs |= {f"t{i}/t{j}:t{i}": ahead, f"t{i}/t{j}:t{j}": people - ahead}
    return {"ranking": ranked, "pairs": pairs, "single": {f"t{i}": int((order[:, 0] == i).sum()) for i in range(5)}}


def placed(kind, cells, people, noise=0, **more):
    tally = replace(made(kind, options=THINGS, **more).tally(Counts(people, cells)), noise=noise)
    return places(tally, tally.rows)


@pytest.mark.parametrize("kind", ["ranking", "pairs", "single"])
def test_the_same_opinion_has_the_same_places_whichever_way_it_is_asked_for(kind):
    found = placed(kind, answers(200_000, np.random.default_rng(3))[kind], 200_000)
    assert [each.value for each in found] == pytest.approx(TRUE, abs=0.006)


@pytest.mark.parametrize("kind", ["ranking", "pairs", "single"])
def test_of_a_hundred_intervals_of_places_about_95_hold_the_true_one(kind):
    chance, held = np.random.default_rng(5), []
    for _ in range(250):
        intervals = [each.interval for each in placed(kind, answers(200, chance)[kind], 200)]
        held += [each.low <= true <= each.high for each, true in zip(intervals, TRUE, strict=True)]
    assert 0.93 <= np.mean(held) <= 0.975, np.mean(held)


def test_points_are_compared_by_their_shares():
    cells = {"t0:6": 100, "t1:3": 100, "t2:1": 100, "t3:0": 100, "t4:0": 100}
    found = [each.value for each in placed("budget", cells, 100)]
    assert found[0] == pytest.approx((6 / 9 + 6 / 7 + 1 + 1) / 4, abs=0.005)
    assert sum(found) == pytest.approx(2.5, abs=0.02)


def test_what_nobody_ranked_stands_behind_what_everyone_did():
    found = [each.value for each in placed("ranking", {"t0:1": 50, "t1:2": 50}, 50, most=2)]
    assert found == pytest.approx([0.995, 0.75, 0.25, 0.25, 0.25])


def test_changed_counts_and_fewer_people_make_places_less_exact():
    cells = answers(300, np.random.default_rng(1))
    for kind, counts in cells.items():
        plain, noisy = placed(kind, counts, 300), placed(kind, counts, 300, noise=4)
        assert all(one.variance < other.variance for one, other in zip(plain, noisy, strict=True))
        assert [one.odds for one in plain] == [other.odds for other in noisy]


def test_the_more_exact_of_two_places_weighs_more_and_disagreement_widens_the_interval():
    assert together([Place(0.3, 0.2)], "a") == Place(0.3, pytest.approx(0.2))
    alike = together([Place(0.0, 0.01), Place(0.1, 0.04)], "ab")
    assert alike.odds == pytest.approx(0.02)
    assert alike.variance == pytest.approx(0.008)
    apart = together([Place(0.0, 0.01), Place(1.0, 0.04)], "ab")
    assert apart.odds == pytest.approx(0.2)
    assert apart.variance == pytest.approx(0.16)  # the square of how far they lie apart, times both weights
    low, high = (log(end / (1 - end)) for end in (apart.interval.low, apart.interval.high))
    assert (high - low) / 2 == pytest.approx(Z * 0.4)


def test_two_answers_of_the_same_people_are_no_more_exact_than_one():
    assert together([Place(0.2, 0.04), Place(0.2, 0.04)], "aa").variance == pytest.approx(0.04)
    assert together([Place(0.2, 0.04), Place(0.2, 0.04)], "ab").variance == pytest.approx(0.02)


def part(option):
    """Words, and a short name after a #."""
    return option.partition("#")


def asked(slug, *questions):
    data = [
        {
            "kind": kind,
            "id": id,
            "title": {"de": id},
            "options": [
                {"id": id or f"a{i}", "label": {"de": words}} for i, (words, _, id) in enumerate(map(part, options))
            ],
            **more,
        }
        for kind, id, options, more in questions
    ]
    return questionnaire(page("one", *data), slug=slug)


def test_things_of_the_same_name_are_one_item_and_only_questions_that_count_do():
    town = asked(
        "town",
        ("ranking", "order", ["Busse", "Kitas", "Kurse"], {}),
        ("single", "counts", ["busse ", "Parks#gruen", "Ärzte"], {"priority": True}),
        ("single", "not", ["Busse", "Autos"], {}),
        ("budget", "neither", ["Busse", "Autos"], {"priority": False}),
    )
    village = asked("village", ("pairs", "two", ["Ärzte", "Kitas", "Wälder#gruen"], {}))
    found = priorities((form, released(form)) for form in (town, village))
    names = {
        item.label.words["de"]: [(each.questionnaire.slug, each.question.id) for each in item.sources] for item in found
    }
    assert names == {
        "Busse": [("town", "order"), ("town", "counts")],
        "Kitas": [("town", "order"), ("village", "two")],
        "Kurse": [("town", "order")],
        "Parks": [("town", "counts"), ("village", "two")],
        "Ärzte": [("town", "counts"), ("village", "two")],
    }
    assert [item.place.value for item in found] == sorted((item.place.value for item in found), reverse=True)
    assert all(0 < item.place.interval.low < item.place.value < item.place.interval.high < 1 for item in found)


def released(form):
    """A release of 120 invented people."""
    cube = Cube.build(form, invented(form, 120, 1), b"k" * 32, PROFILES["live"])
    return release(form, Edition(1, date(2025, 7, 14), 1, True), cube, None)


def test_where_nothing_is_published_there_is_no_list():
    form = asked("town", ("ranking", "order", ["Busse", "Kitas", "Kurse"], {}))
    empty = Cube.build(form, [], b"k" * 32, PROFILES["live"])
    assert priorities([(form, release(form, Edition(1, date(2025, 7, 14), 1, True), empty, None))]) == []

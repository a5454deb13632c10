"""Who is missing: shares of published cells against the population, with what chance and protection leave open."""

import numpy as np
import pytest

from app.domain import turnout
from app.domain.perturbation import perturbed
from app.domain.population import load
from app.domain.profile import LIVE
from app.domain.release import Release
from app.domain.representation import compared, exactness, messages
from app.domain.turnout import regions
from tests.domain.sample import options, page, questionnaire, single, text

PEOPLE = load({
    "format": "mitsprache-population/1",
    "area": "Kreis",
    "people": 10_000,
    "source": "made up",
    "margins": {
        "municipality": [
            {"id": "1", "name": "Big", "people": 6000, "source": "census", "day": "2022-05-15"},
            {"id": "2", "name": "Small", "people": 1000, "source": "census", "day": "2022-05-15"},
            {"id": "3", "name": "Far", "people": 3000, "estimate": True},
        ],
        "age": [
            {"id": "young", "people": 2000, "source": "count", "day": "2023-12-31"},
            {"id": "middle", "people": 4000, "answers": ["grown"], "source": "count", "day": "2023-12-31"},
            {"id": "old", "people": 4000, "answers": ["grown"], "source": "count", "day": "2023-12-31"},
        ],
    },
})  # fmt: skip
PLACE = {
    "kind": "place",
    "id": "home",
    "title": text("home?"),
    "dimension": True,
    "population": "municipality",
    "places": [{"id": i, "name": i, "region": r} for i, r in (("1", "near"), ("2", "near"), ("3", "far"))],
    "regions": options("near", "far"),
    "options": options("ka", ka={"aside": True}),
}
AGE = single("age", "young", "grown", "ka", population="age")
FORM = questionnaire(page("one", PLACE), page("two", AGE))


def published(home=None, age=None):
    """A release of these cells."""
    cells = {"home": home or {}, "age": age or {}}
    asked = {id: {"answered": sum(each.values()), "cells": each} for id, each in cells.items() if each}
    return Release(
        {
            "profile": "live",
            "answers": 400,
            "tables": {"": asked},
            "groups": {"home": dict.fromkeys(home or {})},  # nothing to filter by yet
        },
        "",
    )


def standings(release, id):
    return {
        standing.label.words["de"]: standing
        for comparison in compared(FORM, release, PEOPLE)
        if comparison.question.id == id
        for standing in comparison.standings
    }


def test_a_share_is_held_to_that_of_the_population_whatever_the_table_calls_it():
    found = standings(published(age={"young": 30, "grown": 270, "ka": 100}), "age")
    assert found["young"].population == pytest.approx(0.2)
    assert found["grown"].population == pytest.approx(0.8)
    assert found["young"].row.share() == pytest.approx(0.1)  # who did not say is in neither
    assert (found["young"].verdict, found["grown"].verdict) == ("fewer", "more")
    assert [*found] == ["young", "grown"]  # who is missing most stands first


def test_a_small_difference_or_a_small_number_of_people_proves_nothing():
    assert standings(published(age={"young": 55, "grown": 245}), "age")["young"].verdict == "alike"
    assert standings(published(age={"young": 20, "grown": 130}), "age")["young"].verdict == "alike"
    assert standings(published(age={"young": 3, "grown": 12}), "age") == {}  # hardly anyone said
    assert standings(published(), "age") == {}


def test_the_sentence_is_made_from_the_numbers():
    (comparison,) = compared(FORM, published(age={"young": 30, "grown": 270}), PEOPLE)
    (sentence,) = messages(comparison, "Kreis")
    assert sentence.gaps["group"].words["de"] == "young"
    assert sentence.gaps["population"].gaps["percent"] == 20
    assert sentence.gaps["answered"].gaps["percent"] == 10
    (comparison,) = compared(FORM, published(age={"young": 60, "grown": 240}), PEOPLE)
    assert [each.message for each in messages(comparison, "Kreis")] == [
        "No group is clearly missing: what differs could be chance."
    ]


def test_a_group_too_small_to_be_shown_has_no_number_anywhere():
    release = published({"near": 371, "far": 13})
    found = standings(release, "home")
    assert (found["far"].people, found["far"].verdict) == (None, "hidden")
    assert [*found] == ["far", "near"]
    near, far = sorted(regions(FORM, release, PEOPLE), key=lambda region: len(region.places))[::-1]
    assert (far.people, far.rate) == (None, None)
    assert near.rate == pytest.approx(371 / 7)
    (comparison,) = (each for each in compared(FORM, release, PEOPLE) if each.question.id == "home")
    said = [*messages(comparison, "Kreis"), turnout.message(regions(FORM, release, PEOPLE))]
    assert "13" not in repr([each.gaps for each in said])
    assert [label.words["de"] for label in said[-1].gaps["regions"]] == ["far"]


def test_regions_are_sorted_by_answers_for_the_people_who_live_there():
    found = regions(FORM, published({"near": 140, "far": 90}), PEOPLE)
    assert [(r.label.words["de"], r.inhabitants, r.people, r.rate) for r in found] == [
        ("near", 7000, 140, 20.0),
        ("far", 3000, 90, 30.0),
    ]
    assert turnout.message(found).gaps["fewest"] == 20.0
    assert [region.estimated for region in found] == [False, True]


def test_what_is_estimated_and_where_numbers_are_from_is_known():
    by = {
        each.question.id: each
        for each in compared(FORM, published({"near": 50, "far": 50}, age={"young": 50, "grown": 50}), PEOPLE)
    }
    assert (by["home"].estimated, by["age"].estimated) == (True, False)
    assert [(source, day.isoformat()) for source, day in by["home"].sources] == [("census", "2022-05-15")]


def test_where_only_some_are_asked_or_no_place_is_asked_for_nothing_is_compared():
    some = {**AGE, "show_if": {"==": [{"answer": "home"}, "near"]}}
    form = questionnaire(page("one", {**PLACE, "dimension": False}), page("two", some))
    release = published({"near": 50, "far": 50}, {"young": 10, "grown": 90})
    assert [each.question.id for each in compared(form, release, PEOPLE)] == ["home"]
    assert regions(form, release, PEOPLE) == ()


def test_an_interval_is_wilsons_and_wider_where_counts_are_changed():
    found = exactness(10, 100, 2, 0)
    assert (found.low, found.high) == pytest.approx((0.0552, 0.1744), abs=1e-4)
    wider = exactness(10, 100, 2, 4)
    assert wider.low < found.low
    assert wider.high > found.high
    assert exactness(0, 50, 3, 4).low == 0
    assert exactness(50, 50, 3, 4).high == 1


@pytest.mark.parametrize("shares", [(0.08, 0.92), (0.3, 0.5, 0.2), (0.5, 0.2, 0.1, 0.1, 0.1)])
def test_nineteen_of_twenty_intervals_hold_the_true_share_after_every_count_was_changed(shares):
    chance = np.random.default_rng(7)
    inside = 0
    for _ in range(1000):
        true = chance.multinomial(120, shares)
        shown = perturbed(true, chance.random(len(shares)), LIVE.most, LIVE.variance)
        found = exactness(int(shown[0]), int(shown.sum()), len(shares), LIVE.variance)
        inside += found.low <= shares[0] <= found.high
    assert 0.935 <= inside / 1000 <= 0.985

"""The mathematics of opinion groups, against slower ways to the same figures and examples worked out by hand."""

from itertools import product
from math import prod, sqrt
from random import Random

import numpy as np
import pytest

from app.domain.opinion.clusters import few, silhouette
from app.domain.opinion.count import Count
from app.domain.opinion.grouping import grouping
from app.domain.opinion.plane import Plane
from app.domain.opinion.rand_index import adjusted_rand
from app.domain.opinion.statistics import SIGNIFICANT, above_half, consensus, group_informed, priority, typical
from app.domain.opinion.verdict import shuffled, verdict
from app.domain.opinion.votes import Votes


def camps(people, statements, pull=1.5, seed=1, voted=0.8):
    """Two halves that lean to different sides; with a pull of 0 there is only one."""
    chance = np.random.default_rng(seed)
    lean = np.where(np.arange(people) % 2, 1, -1)
    side = chance.choice([-1, 1], statements)
    agree = chance.random((people, statements)) < 1 / (1 + np.exp(-pull * lean[:, None] * side))
    value = np.where(chance.random((people, statements)) < 0.1, 0, np.where(agree, 1, -1))
    some = np.argwhere(chance.random((people, statements)) < voted)
    return [(f"p{person:03}", f"s{statement:02}", int(value[person, statement])) for person, statement in some]


ROWS = camps(60, 14)
VOTES = Votes.of(ROWS)


# -- the table of votes


def test_votes_are_the_same_in_whatever_order_they_arrive_and_whatever_people_are_called():
    rows = list(ROWS)
    Random(3).shuffle(rows)
    again = Votes.of(rows)
    assert again.people == VOTES.people
    assert again.values.tobytes() == VOTES.values.tobytes()
    renamed = Votes.of([(person[::-1], statement, value) for person, statement, value in rows])
    assert renamed.values.tobytes() == VOTES.values.tobytes()
    assert renamed.seed() == VOTES.seed()
    assert list(grouping(renamed).of) == list(grouping(VOTES).of)


def test_a_statement_that_was_taken_out_is_not_there_and_neither_is_who_voted_on_nothing_else():
    votes = Votes.of([*ROWS, ("alone", "out", 1)], VOTES.statements)
    assert votes.statements == VOTES.statements
    assert votes.people == VOTES.people


def test_counts_are_those_of_the_rows():
    for place, id in enumerate(VOTES.statements):
        given = [value for _, statement, value in ROWS if statement == id]
        assert list(VOTES.counts()[place]) == [given.count(1), given.count(-1), given.count(0)]


# -- the plane


def test_components_are_those_of_a_full_singular_value_decomposition():
    mean = np.nanmean(VOTES.values, axis=0)
    filled = np.where(np.isnan(VOTES.values), mean, VOTES.values)
    expected = np.linalg.svd(filled - filled.mean(axis=0))[2][:2]
    plane = Plane.of(VOTES)
    for ours, theirs in zip(plane.components, expected, strict=True):
        assert ours[np.abs(ours).argmax()] > 0
        assert np.abs(ours - theirs * np.sign(ours @ theirs)).max() < 1e-9


def test_a_place_is_where_a_persons_votes_pull_as_if_they_had_voted_on_everything():
    plane = Plane.of(VOTES)
    places = plane.places(VOTES)
    for person in (0, 17, 59):
        seen = [c for c, value in enumerate(VOTES.values[person]) if value == value]
        for axis in (0, 1):
            pull = sum((VOTES.values[person, c] - plane.centre[c]) * plane.components[axis, c] for c in seen)
            assert places[person, axis] == pytest.approx(pull * sqrt(14 / len(seen)), abs=1e-8)
    agrees = sqrt(sum(((1 - plane.centre[3]) * plane.components[axis, 3] * sqrt(14)) ** 2 for axis in (0, 1)))
    assert plane.extremities()[3] == pytest.approx(agrees)


# -- groups


def test_a_silhouette_is_that_of_the_definition():
    chance = np.random.default_rng(2)
    points, of = chance.normal(size=(25, 2)), chance.integers(0, 3, 25)
    of[0] = 3  # alone in its group

    def far(i, group):
        others = [j for j in range(25) if of[j] == group and j != i]
        return sum(sqrt(sum((points[i] - points[j]) ** 2)) for j in others) / len(others) if others else None

    each = []
    for i in range(25):
        inside, outside = far(i, of[i]), min(far(i, group) for group in set(of) - {of[i]})
        each.append(0 if inside is None else (outside - inside) / max(inside, outside))
    assert silhouette(points, of) == pytest.approx(sum(each) / 25)


def test_two_groups_are_the_best_two_of_all_there_are():
    chance = np.random.default_rng(5)
    points, weights = chance.normal(size=(9, 2)), chance.integers(1, 5, 9).astype(float)

    def squares(of):
        found = 0.0
        for group in set(of):
            inside = np.array(of) == group
            middle = np.average(points[inside], axis=0, weights=weights[inside])
            found += (weights[inside] * ((points[inside] - middle) ** 2).sum(axis=1)).sum()
        return found

    best = min(squares(of) for of in product((0, 1), repeat=9))
    assert squares(few(points, weights, 2, np.random.default_rng(1)).tolist()) == pytest.approx(best)


def test_the_adjusted_rand_index_is_that_of_an_example_worked_out_by_hand():
    """Pairs together in both: 4; in the first: 7, in the second: 6; of 15 pairs, so 2.8 are expected."""
    one, other = np.array([0, 0, 0, 0, 1, 1]), np.array([0, 0, 0, 1, 1, 1])
    assert adjusted_rand(one, other) == pytest.approx((4 - 2.8) / (6.5 - 2.8))
    assert adjusted_rand(one, 1 - one) == 1
    assert adjusted_rand(np.zeros(4, int), np.zeros(4, int)) == 1


def test_two_camps_are_found_and_who_voted_on_little_is_in_none():
    found = grouping(Votes.of([*ROWS, *(("new", f"s{place:02}", 1) for place in range(3))]))
    assert sorted(found.sizes) == [30, 30]
    assert list(found.of).count(-1) == 1


@pytest.mark.parametrize("rows", [[], [("a", "s", 1)], [("a", "s", 1), ("b", "s", 1)], [("a", "s", 1), ("b", "s", -1)]])
def test_hardly_any_votes_break_nothing(rows):
    votes = Votes.of(rows)
    assert grouping(votes).groups in (0, 2)
    assert verdict(votes).reasons == ("few",)


# -- whether to show them


def test_shuffling_keeps_who_voted_on_what_and_all_totals():
    again = VOTES.with_values(shuffled(VOTES, np.random.default_rng(1)))
    assert (again.voted == VOTES.voted).all()
    assert (again.counts() == VOTES.counts()).all()
    assert again.values.tobytes() != VOTES.values.tobytes()


def test_groups_of_one_crowd_are_chance_and_fall_apart():
    assert verdict(Votes.of(camps(110, 12, pull=0))).reasons == ("chance", "unsteady")


def test_a_handful_that_thinks_otherwise_is_no_group_to_be_shown():
    chance = Random(1)
    most = [(f"p{p}", f"s{s}", chance.choice((1, 1, 1, 0))) for p in range(95) for s in range(8)]
    few_people = [(f"q{p}", f"s{s}", -1) for p in range(12) for s in range(8)]
    assert verdict(Votes.of(most + few_people)).reasons == ("small",)


# -- what counts say


def test_group_informed_consensus_is_a_product_over_groups():
    counts = [Count(10, 3, 2), Count(0, 7, 0), Count(5, 0, 0)]
    assert group_informed(counts) == pytest.approx(11 / 17 * 1 / 9 * 6 / 7, abs=1e-15)
    assert group_informed(counts) == prod((c.agree + 1) / (c.agree + c.disagree + c.passed + 2) for c in counts)


def test_a_priority_is_that_of_the_formula():
    importance = (1 - 3 / 17) * (1.5 + 1) * 11 / 17
    assert priority(Count(10, 3, 2), 1.5) == pytest.approx((importance * (1 + 8 * 2**-3)) ** 2)
    assert priority(Count(0, 0, 0)) > priority(Count(40, 30, 10)) > priority(Count(10, 5, 65))


def test_a_test_is_that_of_one_proportion_and_changed_numbers_make_it_harder():
    assert above_half(30, 40) == pytest.approx(2 * sqrt(41) * (31 / 41 - 0.5))
    assert 0 < above_half(30, 40, noise=4) < above_half(30, 40)


def test_typical_statements_are_those_a_group_stands_out_with():
    """Two proportions, each of the four numbers with one more: worked out for the first statement."""
    by_group = {
        "ours": [Count(40, 5, 5), Count(10, 35, 5)],
        "theirs": [Count(5, 42, 3), Count(45, 3, 2)],
        "all": [Count(48, 1, 1), Count(47, 2, 1)],
    }
    found = {(it.statement, it.side): it for it in typical(by_group, 0)}
    assert set(found) == {("ours", "agree"), ("theirs", "disagree")}
    p = (40 + 10 + 2) / (50 + 50 + 2)
    z = (41 / 51 - 11 / 51) / sqrt(p * (1 - p) * (1 / 51 + 1 / 51))
    ours = found["ours", "agree"]
    assert (ours.ratio_test, ours.ratio) == (pytest.approx(z), pytest.approx((41 / 52) / (11 / 52)))
    assert [it.side for it in typical(by_group, 0)] == ["agree", "disagree"]


def test_where_nothing_is_significant_the_best_there_is_is_shown():
    level = {"a": [Count(10, 10, 0), Count(10, 10, 0)], "b": [Count(11, 9, 0), Count(10, 10, 0)]}
    assert [it.statement for it in typical(level, 0)] == ["b"]
    assert typical({}, 0) == []


def test_consensus_is_what_clearly_more_than_half_agree_with_the_clearest_first():
    totals = {"much": Count(90, 5, 5), "more": Count(98, 1, 1), "half": Count(52, 48, 0), "no": Count(3, 90, 7)}
    assert consensus(totals, "agree") == ["more", "much"]
    assert consensus(totals, "disagree") == ["no"]
    assert above_half(52, 100) < SIGNIFICANT

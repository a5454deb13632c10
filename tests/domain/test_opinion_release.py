"""What a release of a conversation publishes, and what someone who watches release after release finds out."""

import json
from datetime import date, timedelta
from itertools import combinations
from random import Random

import numpy as np
import pytest

from app.domain.attacks.noise import EXACT, Noise
from app.domain.attacks.snapshot import Sums, certain
from app.domain.attacks.watcher import Seen, growth
from app.domain.gate import NO_BLOCK
from app.domain.opinion.box import MOST, VARIANCE, Ballot, Box
from app.domain.opinion.findings import (
    UNSEEN,
    agreed,
    bridging,
    difference,
    divided,
    division,
    priorities,
    rows,
    share,
    typical_of,
    unknown,
)
from app.domain.opinion.generation import FEWEST, may_be_shown
from app.domain.opinion.release import StatementRelease, release
from app.domain.opinion.verdict import REASONS
from app.domain.perturbation import TABLES

KEY = b"k" * 32
DAY = date(2026, 6, 1)
OURS, NOTHING = Noise.from_rows(TABLES[MOST, VARIANCE]), Noise.from_rows(EXACT)
LEAN = {f"{whose}{number}": side for whose, side in (("ours", 1), ("theirs", -1)) for number in ("", *range(2, 7))}
STATEMENTS = ["all", *LEAN, "maybe", "split", "rare"]
ORDER = {"agree": 1, "disagree": -1, "pass": 0}


def ballot(number, votes, first=1):
    return Ballot(f"{Random(number).getrandbits(128):032x}", votes, first)


def camp_votes(number, chance):
    """Of two camps; nobody is quite like their camp, and every third person has seen the rare statement."""
    side = 1 if number % 2 else -1
    votes = {"all": 1, "maybe": 0, "split": chance.choice((1, -1)), **{id: side * way for id, way in LEAN.items()}}
    for id in votes:
        if chance.random() < 0.2:
            votes[id] = chance.choice((1, 0, -1))
    return votes | ({"rare": 1} if number % 12 == 0 else {})


def crowd(people, first=1, start=0):
    chance = Random(start)
    return [ballot(start + number, camp_votes(number, chance), first) for number in range(people)]


def following(ballots, before, statements=STATEMENTS, days=1):
    day = before.day + timedelta(days) if before else DAY
    return release(ballots, statements, KEY, day, before)


@pytest.fixture(scope="module")
def first():
    return crowd(110)


@pytest.fixture(scope="module")
def made(first):
    """A release in which two groups are shown."""
    return following(first, None)


# -- what it says


def test_a_release_is_the_same_however_ballots_lie_and_survives_being_stored(first, made):
    few = first[:60]
    one, other = following(few, None), following(few[::-1], None)
    assert one == other
    again = StatementRelease.from_data(json.loads(json.dumps(made.to_data())))
    assert again == made
    assert again.sha256 == made.sha256


def test_numbers_are_close_to_the_true_ones_and_few_are_never_shown(first, made):
    true = [sum(each.votes.get("ours") == value for each in first) for value in ORDER.values()]
    shown = made.totals["ours"]
    assert all(abs(a - b) <= MOST for a, b in zip(true, (shown.agree, shown.disagree, shown.passed), strict=True))
    assert "rare" not in made.totals
    assert made.document["statements"]["rare"] is None
    assert following(first[:19], None).totals == {}


def test_two_camps_are_two_groups_with_what_is_typical_of_each(made):
    assert made.reasons == ()
    assert len(made.sizes) == 2
    typical = [[it for it in typical_of(made, group) if it.statement in LEAN] for group in (0, 1)]
    camps = [{(it.side == "agree") == (LEAN[it.statement] == 1) for it in its} for its in typical]
    assert camps in ([{True}, {False}], [{False}, {True}])
    assert bridging(made) == ["all"]
    assert agreed(made)[0] == "all"
    assert set(divided(made)) <= {*LEAN, "split"}
    assert unknown(made) == ["maybe"]
    assert difference(made.by_group["ours"]) > 0.5 > difference(made.by_group["all"])


def test_shares_come_with_their_intervals(made):
    count = made.totals["split"]
    agree, smaller = share(count, "agree"), division(count)
    assert agree.value == pytest.approx(count.agree / count.seen)
    assert agree.interval.low < agree.value < agree.interval.high
    assert smaller.value == pytest.approx(min(count.agree, count.disagree) / count.seen)


def test_every_number_is_open_data_and_a_statement_with_few_votes_is_asked_more_often(made):
    cells = list(rows(made))
    assert len(cells) == 3 * (len(made.totals) + 2 * len(made.by_group))
    assert {cell.group for cell in cells} == {"", "A", "B"}
    weights = priorities(made)
    assert set(weights) == set(made.totals)
    assert max(weights.values()) < UNSEEN
    assert weights["ours"] > weights["maybe"]
    assert priorities(None) == {}


def test_without_enough_people_a_release_says_so():
    found = following(crowd(40), None)
    assert found.reasons == ("few",)
    assert found.sizes == []
    assert set(found.reasons) <= set(REASONS)


def test_a_statement_that_was_taken_out_is_in_no_release_from_then_on(first, made):
    later = following([*first, *crowd(20, 2, 500)], made, [id for id in STATEMENTS if id != "ours"])
    assert "ours" not in later.document["statements"]
    assert "ours" not in later.by_group
    assert later.document["since"]["ours"] == 1


# -- release after release


def test_one_further_vote_changes_no_number_of_a_statement_and_neither_do_nineteen():
    """Its control counts at once: then the number that moves tells how the one person voted."""
    start = crowd(60)
    before = following(start, None)
    batch = [ballot(900 + n, {"split": 1} if n == 0 else {"maybe": 0}, 2) for n in range(21)]
    after = following([*start, *batch], before)
    assert after.totals["split"] == before.totals["split"]
    assert after.totals["maybe"] != before.totals["maybe"]
    box = Box.of([*start, *batch], KEY)
    at_once = Seen(np.array(box.published("split", 1)), np.array(box.published("split", 2)), 1, empty=False)
    assert growth(OURS, at_once).certain(1, exclusive=True)
    nineteen = [ballot(950 + n, {"split": -1}, 3) for n in range(18)]
    assert following([*start, *batch, *nineteen], after).totals["split"] == before.totals["split"]
    twentieth = ballot(990, {"split": -1}, 3)
    assert following([*start, *batch, *nineteen, twentieth], after).totals["split"] != before.totals["split"]


@pytest.mark.parametrize("seed", range(5))
def test_a_batch_that_votes_alike_is_known_from_exact_numbers_and_not_from_ours(seed):
    chance = Random(seed)
    start = [ballot((seed, n).__hash__(), {"s": chance.choice((1, -1, 0))}) for n in range(60)]
    batch = [ballot((seed, -1 - n).__hash__(), {"s": 1}, 2) for n in range(20)]
    true = [[sum(b.votes["s"] == value for b in box) for value in ORDER.values()] for box in (start, [*start, *batch])]
    assert growth(NOTHING, Seen(*map(np.array, true), 20, empty=False)).certain(20, exclusive=True)
    before = following(start, None, ["s"])
    after = following([*start, *batch], before, ["s"])
    shown = [np.array(each.document["statements"]["s"]) for each in (before, after)]
    assert not growth(OURS, Seen(*shown, 20, empty=False)).certain(20, exclusive=True)


def test_the_few_who_are_in_no_group_are_known_from_exact_numbers_and_not_from_ours():
    """Three people voted on too little to be in a group: everyone less both groups is what they said."""
    votes = np.array([0] * 30 + [1] * 30 + [1] * 3)  # cells: agree, disagree, pass
    sets = (np.ones(63, bool), np.arange(63) < 30, (np.arange(63) >= 30) & (np.arange(63) < 60))
    true = np.array([np.bincount(votes[each], minlength=3) for each in sets])
    assert certain(votes, Sums(sets, true, true)).all()
    box = Box.of([ballot(n, {"s": (1, -1, 0)[code]}) for n, code in enumerate(votes)], KEY)
    place = {each.id: n for n, each in enumerate(box.ballots)}
    masks = [np.zeros(63, bool) for _ in sets]
    for mask, inside in zip(masks, sets, strict=True):
        mask[[place[ballot(int(n), {}).id] for n in np.flatnonzero(inside)]] = True
    shown = np.array([box.published("s", 1, mask) for mask in masks])
    assert not certain(votes, Sums(sets, *OURS.bounds(shown))).any()


def test_groups_stay_as_they_are_until_half_as_many_again_have_voted(first, made):
    some = following([*first, *crowd(50, 2, 700)], made)
    assert some.by_group == made.by_group
    assert some.totals["ours"] != made.totals["ours"]
    more = following([*first, *crowd(50, 2, 700), *crowd(60, 3, 800)], some)
    assert more.sizes != made.sizes
    assert [each["release"] for each in more.document["generations"]] == [1, 3]
    assert sum(more.sizes) > sum(made.sizes) + 60


def test_groups_stay_when_earlier_ones_cannot_be_computed_again(first, made):
    """Without them nobody could say by how many people new ones differ."""
    other = [{**each, "mark": "of another numpy"} for each in made.document["generations"]]
    before = StatementRelease({**made.document, "generations": other})
    after = following([*first, *crowd(110, 2, 700)], before)
    assert after.by_group == made.by_group
    assert after.document["generations"] == other
    assert after.document["groups"]["tried"] > made.document["groups"]["tried"]


def test_groups_are_looked_for_once_a_day(first):
    small = following(first[:80], None)
    again = [*first[:80], *(Ballot(each.id, each.votes, 2) for each in first[80:])]
    assert following(again, small, days=0).sizes == []


# -- which groups may follow which


def cuts(*columns):
    return np.array(columns, np.int32).T


def test_one_person_who_changes_groups_keeps_the_new_groups_from_being_shown():
    old = [0] * 40 + [1] * 40
    assert may_be_shown(cuts(old))
    assert may_be_shown(cuts(old, old))
    assert not may_be_shown(cuts(old, [0] * 39 + [1] * 41))
    grown = cuts(old + [NO_BLOCK] * 60, [0] * 39 + [1] * 41 + [0] * 30 + [1] * 30)
    assert may_be_shown(grown)
    assert not may_be_shown(cuts([0] * 19 + [1] * 40))


def random_course(chance):
    """Three groupings one after the other, with moves and newcomers, as far as each may be shown after those before."""
    columns = [np.where(np.arange(240) < 90, np.arange(240) % 2, NO_BLOCK)]
    for upto in np.cumsum([90, *chance.integers(0, 75, 2)])[1:]:
        moved = chance.random(240) < chance.choice((0, 0.02, 0.2))
        of = np.where(columns[-1] == NO_BLOCK, chance.integers(0, 2, 240), columns[-1]) ^ moved
        columns.append(np.where(np.arange(240) < upto, of, NO_BLOCK))
        if not may_be_shown(cuts(*columns)):
            return columns[:-1]
    return columns


def test_whatever_may_be_shown_differs_by_enough_people_however_it_is_combined():
    """The row space is that of a full singular value decomposition."""
    chance, shown = np.random.default_rng(1), 0
    for _ in range(60):
        columns = random_course(chance)
        shown += len(columns) == 3
        sets = [of == group for of in columns for group in (0, 1)]
        assert all((one ^ other).sum() >= FEWEST or not (one ^ other).any() for one, other in combinations(sets, 2))
        atoms, sizes = np.unique(np.array(sets).T, axis=0, return_counts=True)
        _, values, basis = np.linalg.svd(atoms.T.astype(float), full_matrices=False)
        reached = (basis[values > 1e-9] ** 2).sum(axis=0) > 1 - 1e-7
        assert (sizes[reached & atoms.any(axis=1)] >= FEWEST).all()
    assert 10 < shown < 60

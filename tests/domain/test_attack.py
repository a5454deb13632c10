"""The attacker's mathematics, on examples small enough to work out by hand."""

from itertools import pairwise
from random import Random

import numpy as np
import pytest

from app.domain.attacks import course, findings
from app.domain.attacks.algebra import computable
from app.domain.attacks.course import NEVER, Table
from app.domain.attacks.crowd import DAYS, arrivals, invented
from app.domain.attacks.noise import EXACT, Noise
from app.domain.attacks.snapshot import Sums, certain
from app.domain.attacks.trial import certain as found_certain
from app.domain.attacks.trial import trial
from app.domain.attacks.watcher import Growth, Seen, expected, growth, guess
from app.domain.perturbation import TABLES, perturbed
from app.domain.profile import EINMAL, LIVE, RUHIG, SMALL
from app.domain.response import LANGUAGE
from tests.domain.sample import page, questionnaire, single

NOISE = Noise.from_rows(TABLES[5, 2])
FORM = questionnaire(
    page("one", single("a", "x", "y", "z", dimension=True)),
    page("two", single("q", "1", "2", "3", "4", "5"), single("r", "1", "2")),
)


def numbers(*values):
    return np.array(values)


def seen(before, after, people, empty=False):
    return Seen(numbers(*before), numbers(*after), people, empty)


# -- what a published number says


def test_the_bounds_hold_every_count_that_can_be_shown_like_this():
    counts = np.repeat(np.arange(60), 3_000)
    shown = perturbed(counts, np.random.default_rng(1).random(len(counts)), 5, 2)
    least, most = NOISE.bounds(shown)
    assert ((least <= counts) & (counts <= most)).all()
    assert (most - least).max() <= 10


def test_exact_numbers_leave_no_doubt():
    assert [list(bound) for bound in Noise.from_rows(EXACT).bounds(numbers(0, 3, 9))] == [[0, 3, 9], [0, 3, 9]]


def test_zero_may_be_a_few_people_and_no_more():
    assert [int(bound[0]) for bound in NOISE.bounds(numbers(0))] == [0, 5]


# -- one person watched


def test_one_newcomer_is_known_when_a_number_moves():
    assert growth(NOISE, seen([20, 30], [20, 33], 1)).certain(1, exclusive=True)


def test_one_of_ten_is_not_known_when_a_number_moves():
    assert not growth(NOISE, seen([20, 30], [20, 41], 10)).certain(10, exclusive=True)


def test_ten_who_all_gave_one_answer_are_known_from_exact_numbers_only():
    step = seen([20, 30], [20, 40], 10)
    assert growth(Noise.from_rows(EXACT), step).certain(10, exclusive=True)
    assert not growth(NOISE, step).certain(10, exclusive=True)


def test_where_several_answers_may_be_given_one_number_says_nothing_of_the_others():
    some = Growth(numbers(0, 2), numbers(0, 2))
    assert not Growth(numbers(0, 0), numbers(3, 3)).certain(3, exclusive=False)
    assert some.certain(2, exclusive=False)


def test_the_guess_expects_newcomers_where_numbers_grew():
    step = seen([40, 40, 40], [40, 40, 58], 20)
    mean = expected(NOISE, step, np.full(3, 1 / 3))
    assert mean[2] > 12 > 4 > mean[0]
    assert guess(NOISE, [step], np.full(3, 1 / 3)) == 2


def test_without_anything_seen_the_guess_is_the_most_frequent_answer():
    assert guess(NOISE, [], numbers(0.2, 0.5, 0.3)) == 1


def test_expected_newcomers_are_right_on_average():
    """Drawn as the attacker assumes: 12 people come, each in cell 0 with a chance of 0.4."""
    chance = np.random.default_rng(3)
    guessed, true = [], []
    for _ in range(400):
        before, came = chance.integers(20, 60), chance.binomial(12, 0.4)
        draws = chance.random(2)
        shown = perturbed(numbers(before), draws[:1], 5, 2), perturbed(numbers(before + came), draws[1:], 5, 2)
        after = shown[1] if came else shown[0]
        guessed.append(expected(NOISE, Seen(shown[0], after, 12, False), numbers(0.4))[0])
        true.append(came)
    assert abs(np.mean(guessed) - np.mean(true)) < 0.3
    assert np.corrcoef(guessed, true)[0, 1] > 0.5


# -- adding and subtracting tables


def table(name, *entry):
    return Table.of(name, name, np.array([NEVER if each is None else each for each in entry]))


def test_the_rest_of_a_total_can_be_computed():
    total = table("", *[1] * 30)
    group = table("a", *[1] * 27, None, None, None)
    assert computable((total, group), 10).sum() == 3
    assert computable((total, table("a", *[1] * 20, *[None] * 10)), 10).sum() == 0


def test_the_difference_of_two_handfuls_counts_too():
    """a and b share all but one person on each side, so a - b is one minus the other."""
    total = table("", *[1] * 60)
    a = table("a", *[1] * 20, 1, None, *[None] * 38)
    b = table("b", *[1] * 20, None, 1, *[None] * 38)
    assert set(np.flatnonzero(computable((total, a, b), 10))) == {20, 21}


@pytest.mark.parametrize("seed", range(20))
def test_the_row_space_is_that_of_a_dense_svd(seed):
    chance = np.random.default_rng(seed)
    epochs = np.sort(chance.integers(1, 4, 60))
    made = [Table.of("", "", epochs)]
    for name in "abc":
        entry = np.where(chance.random(60) < 0.6, epochs + chance.integers(0, 2, 60), NEVER)
        made.append(Table.of(name, name, entry))
    assert set(np.flatnonzero(computable(tuple(made), 10))) == _by_svd(made, 10)


def _by_svd(tables, fewest):
    matrix = np.array([table.entry == epoch for table in tables for epoch in table.changes], float)
    columns, of, sizes = np.unique(matrix, axis=1, return_inverse=True, return_counts=True)
    _, values, basis = np.linalg.svd(columns, full_matrices=False)
    basis = basis[values > 1e-9]
    bad = set()
    for one in range(len(sizes)):
        for sign, other in [(0, one), *((sign, other) for sign in (1, -1) for other in range(one))]:
            wanted = np.zeros(len(sizes))
            wanted[one] = 1
            wanted[other] += sign
            size = sizes[one] + (sizes[other] if sign else 0)
            if size < fewest and np.abs(basis.T @ (basis @ wanted) - wanted).max() < 1e-6:
                bad |= {one, other}
    return {person for person, atom in enumerate(of.ravel()) if atom in bad}


# -- comparing filters


def test_exact_filters_give_the_odd_one_away():
    """Ten people; all but person 9 are in the group; the difference is person 9's answer."""
    answers = numbers(*[0] * 5, *[1] * 4, 2)
    sets = (np.ones(10, bool), np.arange(10) < 9)
    exact = np.array([[5, 4, 1], [5, 4, 0]])
    assert list(np.flatnonzero(certain(answers, Sums(sets, exact, exact)))) == [9]
    loose = Sums(sets, np.maximum(exact - 5, 0), exact + 5)
    assert not certain(answers, loose).any()


def test_a_group_in_which_all_answered_alike_is_known():
    answers = numbers(*[1] * 4, *[0] * 6)
    exact = np.array([[6, 4], [0, 4]])
    known = certain(answers, Sums((np.ones(10, bool), np.arange(10) < 4), exact, exact))
    assert known.all()


# -- the course of a survey


def test_people_arrive_within_the_days_of_the_survey():
    minutes = arrivals(5_000, np.random.default_rng(1))
    assert minutes.min() >= 0
    assert minutes.max() < DAYS * 24 * 60
    assert len(set(minutes // (24 * 60))) == DAYS


@pytest.mark.parametrize("profile", [LIVE, RUHIG, EINMAL])
def test_a_course_releases_in_the_rhythm_of_its_profile(profile):
    minutes = np.sort(arrivals(1_000, np.random.default_rng(1)))
    steps = list(course.schedule(minutes, profile))
    assert 1_000 - profile.block < steps[-1].people <= 1_000
    open_ones = steps[:-1]
    assert all(b.people - a.people >= profile.fresh for a, b in pairwise(open_ones))
    period = 15 if profile == LIVE else 24 * 60
    nights = [(step.minute - 60) // period for step in open_ones]
    assert len(set(nights)) == len(nights)
    assert not any(step.groups for step in steps if step.people < SMALL)
    assert len(steps) == 1 if profile == EINMAL else any(step.groups for step in steps)


def test_the_tables_of_a_course_are_those_the_release_publishes():
    made = course.run(invented(FORM, 300, 1), LIVE, b"k" * 32)
    table = next(each for each in made.tables if each.dimension == LANGUAGE)
    last = len(made.steps)
    inside = [p for p in range(made.cube.people) if table.group in made.crowd.kept[p].groups[LANGUAGE]]
    assert set(table.who(last)) <= set(inside)
    assert len(table.who(last)) >= LIVE.first
    true = sum(made.crowd.kept[p].answers.get("r") == "1" for p in table.who(last))
    assert abs(made.published(table, "r", last)[0] - true) <= LIVE.most


# -- a whole trial


def test_a_trial_says_what_was_found_and_repeats_itself():
    found = trial(FORM, 200, b"k" * 32)
    assert found == trial(FORM, 200, b"k" * 32)
    assert found["people"] == 200
    assert found_certain(found) == 0
    assert 0 < found["right"] < 1
    assert found["unprotected"]["exact"] == 1
    assert {each["name"] for each in found["coverage"]} == {"", LANGUAGE, "a"}
    assert all(0 <= each["within_days"] <= each["counted"] <= 1 for each in found["coverage"])


def test_a_trial_of_too_few_answers_or_no_questions_finds_nothing_and_breaks_nothing():
    empty = questionnaire(page("one", {"kind": "information", "id": "i", "title": {"de": "i", "ar": "i"}}))
    for form, people in ((FORM, 5), (empty, 200), (questionnaire(), 200)):
        found = trial(form, people, b"k" * 32)
        assert found_certain(found) == 0
        assert found["right"] is None


def test_strangers_answer_like_the_person_they_resemble():
    crowd = invented(FORM, 100, 4)
    person = Random(1).randrange(100)
    shares = crowd.stranger(person, "q")
    assert sum(shares.values()) == pytest.approx(1)
    assert set(shares) <= {"1", "2", "3", "4", "5"}


def test_everyone_giving_one_answer_is_not_told():
    made = course.run(invented(FORM, 300, 1), LIVE, b"k" * 32)
    assert findings.unanimous(made)[1] == 0
    assert set(findings.attacked(made)) == {"q", "r"}

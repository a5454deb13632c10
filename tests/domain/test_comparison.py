"""Two groups beside each other, groups that differ most and what has moved: chance alone is seldom called a difference.

The trials let two groups answer alike, change the counts as a release does, and count the false alarms.
"""

from dataclasses import replace

import numpy as np
import pytest

from app.domain.comparison import LEVEL, chance, compare, holm, largest, message, newcombe, other_group
from app.domain.contrast import can_contrast, contrasts
from app.domain.measure import measures
from app.domain.movement import movements
from app.domain.profile import LIVE
from app.domain.release import Edition, release
from app.domain.results import Filter
from app.domain.tally import Row, Tally
from app.domain.uncertainty import Mean, Share, mean
from tests.domain.sample import options, page, questionnaire, single, text
from tests.domain.test_release import KEY, Cube, people, published
from tests.domain.test_uncertainty import changed

TIMES = 2000
ABOVE = 1.3  # times the level: what 2000 tries, and counts that jump, may be off by


def chosen(counts):
    rows = tuple(Row(str(place), (int(c),), int(sum(counts))) for place, c in enumerate(counts))
    return Tally("bars", int(sum(counts)), rows, noise=LIVE.variance)


@pytest.mark.parametrize(("first", "second"), [(30, 30), (40, 400), (250, 250), (2000, 1500)])
def test_groups_that_answer_alike_are_seldom_told_apart(first, second):
    drawn, shares = np.random.default_rng(first), (0.4, 0.25, 0.15, 0.1, 0.1)
    ones = changed(drawn.multinomial(first, shares, TIMES), LIVE, drawn)
    others = changed(drawn.multinomial(second, shares, TIMES), LIVE, drawn)
    alarms = sum(
        any(pair.certain for pair in compare(chosen(one), chosen(other)))
        for one, other in zip(ones, others, strict=True)
    )
    assert alarms / TIMES <= LEVEL * ABOVE


def test_a_real_difference_is_found():
    drawn = np.random.default_rng(7)
    ones = changed(drawn.multinomial(150, (0.6, 0.3, 0.1), TIMES), LIVE, drawn)
    others = changed(drawn.multinomial(150, (0.35, 0.5, 0.15), TIMES), LIVE, drawn)
    found = [compare(chosen(one), chosen(other))[0] for one, other in zip(ones, others, strict=True)]
    assert np.mean([largest([pair]) is not None for pair in found]) > 0.9


def test_the_interval_of_a_difference_holds_the_true_one():
    drawn = np.random.default_rng(8)
    ones = changed(drawn.multinomial(80, (0.6, 0.3, 0.1), TIMES), LIVE, drawn)
    others = changed(drawn.multinomial(60, (0.35, 0.5, 0.15), TIMES), LIVE, drawn)
    held = []
    for one, other in zip(ones, others, strict=True):
        first, second = (measures(chosen(counts)) for counts in (one, other))
        by_label = [{each.label: each.estimate for each in said} for said in (first, second)]
        found = newcombe(by_label[0]["0"], by_label[1]["0"])
        held.append(found.low <= 0.25 <= found.high)
    assert 0.935 <= np.mean(held) <= 0.985


def test_an_earlier_and_a_later_release_of_the_same_answers_are_seldom_told_apart():
    drawn, alarms, wrong = np.random.default_rng(9), 0, 0
    for _ in range(TIMES):
        before = drawn.binomial(400, 0.3)
        after = before + drawn.binomial(100, 0.3)
        shown = changed(np.array([before, after, 400, 500]), LIVE, drawn)
        one, other = (
            Share(shown[i] / shown[i + 2], int(shown[i + 2]), 4 * (1 + 0.3**2) / shown[i + 2] ** 2) for i in (0, 1)
        )
        alarms += chance(one, other, shared=True) < LEVEL
        wrong += chance(one, other) < LEVEL
    assert LEVEL / ABOVE**2 <= alarms / TIMES <= LEVEL * ABOVE
    assert wrong < alarms / 4  # as if they were different people, hardly anything would ever have changed


def test_without_noise_the_interval_is_newcombes():
    """His example of 56 of 70 and 48 of 80 (method 10, table II)."""
    found = newcombe(Share(56 / 70, 70, 0.0), Share(48 / 80, 80, 0.0))
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_means_are_compared_by_their_errors():
    high, low = mean({1.0: 10, 2.0: 20, 3.0: 70}, 0), mean({1.0: 70, 2.0: 20, 3.0: 10}, 0)
    assert chance(high, low) < 1e-6
    assert chance(high, high) == 1.0
    assert chance(Mean(2.0, 50, 0.0, 0.0), Mean(2.0, 50, 0.0, 0.0)) == 1.0
    assert newcombe(high, low).low > 0


def test_holm_asks_more_of_each_the_more_are_compared():
    assert holm([0.04]) == [True]
    assert holm([0.04, 0.5]) == [False, False]
    assert holm([0.02, 0.04]) == [True, True]
    assert holm([0.5, 0.001, 0.02, 0.03]) == [False, True, False, False]
    assert holm([]) == []


def test_where_one_person_may_be_in_both_groups_nothing_is_said_of_chance():
    pairs = compare(chosen((80, 20)), chosen((20, 80)), overlapping=True)
    assert {(pair.certain, pair.interval) for pair in pairs} == {(None, None)}
    assert message(pairs, "a", "b").gaps["answer"] == "0"


def test_the_message_is_made_of_the_numbers():
    said = message(compare(chosen((80, 20)), chosen((20, 80))), "young", "old")
    assert said.gaps["one"].gaps == {"percent": 80}
    assert said.gaps["other"].gaps == {"percent": 20}
    assert "No difference" in message(compare(chosen((80, 20)), chosen((80, 20))), "young", "old").message


def test_several_things_are_compared_by_their_better_half_and_one_thing_by_its_steps():
    steps = ("bad", "so-so", "good", "best")
    one = Tally("diverging", 100, (Row("Bus", (10, 20, 30, 40), 100),), steps, noise=4)
    assert [each.label for each in measures(one)] == ["best", "good", "so-so", "bad"]
    two = replace(one, rows=(*one.rows, Row("Train", (40, 30, 20, 10), 100)))
    assert [(each.label, round(each.estimate.value, 2)) for each in measures(two)] == [("Bus", 0.7), ("Train", 0.3)]
    marks = Tally(
        "spread", 60, tuple(Row(str(i), (20,), 60) for i in range(3)), noise=4, values=dict.fromkeys((0, 1, 2), 20)
    )
    assert [each.row is None for each in measures(marks)] == [True, False, False, False]


def test_rows_are_matched_by_their_words_and_twice_the_same_words_in_their_order():
    def judged(*labels):
        rows = tuple(Row(label, (10 * place, 50), 10 * place + 50) for place, label in enumerate(labels, start=1))
        return Tally("statements", 60, rows, ("no", "yes"), noise=4)

    matched = compare(judged("a", "b", "same", "same"), judged("same", "b", "same"))
    assert sorted(pair.first.label for pair in matched) == ["b", "same", "same"]
    assert len({id(pair.second) for pair in matched}) == 3


FORM = questionnaire(
    page("one", single("age", "young", "old", "ka", dimension=True), single("secret", "a", "b", sensitive=True)),
    page(
        "two",
        single("car", "yes", "no"),
        single("bus", "yes", "no"),
        {"kind": "multiple", "id": "role", "title": text("?"), "options": options("x", "y"), "dimension": True},
    ),
)


def answered(*groups, form=FORM, epoch=1):
    return [person for many, answers in groups for person in people(many, form=form, epoch=epoch, **answers)]


APART = (
    (100, {"age": "young", "car": "no", "bus": "yes", "secret": "a", "role": ["x"]}),
    (100, {"age": "old", "car": "yes", "bus": "yes", "secret": "b", "role": ["x", "y"]}),
    (60, {"age": "old", "car": "no", "bus": "no", "secret": "b", "role": ["y"]}),
)


def test_groups_are_compared_within_a_dimension_and_only_if_both_are_published():
    made = published(answered(*APART, (16, {"age": "ka", "car": "no"})), form=FORM)
    young = Filter("age", "young")
    assert other_group(made, young, "old") == Filter("age", "old")
    for never in ("young", "ka", "", "de", "x", "nobody"):
        assert other_group(made, young, never) is None
    assert other_group(made, Filter(), "old") is None
    assert other_group(made, Filter("age", "ka"), "old") is None


def test_the_largest_difference_of_a_dimension_stands_first_and_sensitive_questions_are_left_out():
    made = published(answered(*APART), form=FORM)
    found = contrasts(FORM, made, "age")
    assert [each.question for each in found][:1] == ["car"]
    assert {each.question for each in found} <= {"car", "bus"}
    assert {found[0].first, found[0].second} == {"young", "old"}
    assert not can_contrast(FORM, made, "role")  # one person may have two roles
    assert not can_contrast(FORM, made, "language")  # only one is published
    assert can_contrast(FORM, made, "age")


def test_only_what_moved_by_more_than_chance_is_called_changed():
    first = answered((100, {"car": "yes", "bus": "yes"}), (100, {"car": "no", "bus": "no"}))
    later = answered((200, {"car": "yes", "bus": "yes"}), (200, {"car": "yes", "bus": "no"}), epoch=2)
    before = published(first, form=FORM)
    now = published(first + later, form=FORM, before=before, number=2)
    assert [each.question for each in movements(FORM, before, now, Filter())] == ["car"]
    assert movements(FORM, before, before, Filter()) == []


def test_a_question_asked_in_another_way_since_is_compared_with_nothing():
    kept = answered((100, {"car": "yes"}), (100, {"car": "no"}))
    before = published(kept, form=FORM)
    cube = Cube.build(FORM, kept + answered((300, {"car": "yes"}), epoch=2), KEY, LIVE)
    anew = release(FORM, Edition(2, before.day, 2, True, {"car": 2}), cube, before)
    assert "car" not in {each.question for each in movements(FORM, before, anew, Filter())}

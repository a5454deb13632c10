"""Scores from choices between two things: those of the literature, those of a plain search, and how exact they are."""

from dataclasses import replace
from itertools import combinations
from math import exp
from random import Random

import numpy as np
import pytest

from app.domain import bradley_terry
from app.domain.bradley_terry import Duel, obstacle, strengths
from app.domain.perturbation import perturbed
from app.domain.results import message
from app.domain.sent import Sent
from app.domain.sentence import Problem
from app.domain.tally import Counts
from app.domain.uncertainty import estimate
from tests.domain.test_kinds import made

# Games of the eastern division of the American League in 1987, and the scores they give where Baltimore has 0:
# A. Agresti, "Categorical Data Analysis" (2nd edition 2002), section 10.6.
BASEBALL = {
    "Milwaukee": ([0, 7, 9, 7, 7, 9, 11], 1.581),
    "Detroit": ([6, 0, 7, 5, 11, 9, 9], 1.436),
    "Toronto": ([4, 6, 0, 7, 7, 8, 12], 1.294),
    "New York": ([6, 8, 6, 0, 6, 7, 10], 1.248),
    "Boston": ([6, 2, 6, 7, 0, 7, 12], 1.108),
    "Cleveland": ([4, 4, 5, 6, 6, 0, 6], 0.684),
    "Baltimore": ([2, 4, 1, 3, 1, 7, 0], 0.0),
}


def test_the_scores_of_baseball_teams_are_those_of_the_textbook():
    scores = bradley_terry.likeliest(np.array([games for games, _ in BASEBALL.values()], float))
    assert (scores - scores[-1]).round(3) == pytest.approx([score for _, score in BASEBALL.values()], abs=1e-9)


def some_duels(seed, things=5, most=60):
    chance = Random(seed)
    return [Duel(i, j, *(chance.randrange(most) for _ in range(3))) for i, j in combinations(range(things), 2)]


def climbed(duels, things):
    """The chances of each thing against another, by going uphill in small steps, one comparison after the other."""
    scores = [0.0] * things
    extra = 0.5 / (things - 1)
    for _ in range(4000):
        slope = [0.0] * things
        for duel in duels:
            chance = 1 / (1 + exp(scores[duel.second] - scores[duel.first]))
            won, lost = duel.won + duel.alike / 2 + extra, duel.lost + duel.alike / 2 + extra
            slope[duel.first] += won * (1 - chance) - lost * chance
            slope[duel.second] += lost * chance - won * (1 - chance)
        scores = [score + each / 200 for score, each in zip(scores, slope, strict=True)]
    return [
        sum(1 / (1 + exp(scores[j] - scores[i])) for j in range(things) if j != i) / (things - 1) for i in range(things)
    ]


@pytest.mark.parametrize("seed", range(3))
def test_a_plain_search_for_the_greatest_likelihood_ends_at_the_same_chances(seed):
    duels = some_duels(seed)
    assert [each.chance for each in strengths(duels, 300)] == pytest.approx(climbed(duels, 5), abs=1e-9)


def test_where_every_two_were_compared_equally_often_the_chance_is_the_share_of_comparisons_won():
    duels = [Duel(0, 1, 600, 0, 400), Duel(0, 2, 800, 100, 100), Duel(1, 2, 500, 200, 300)]
    found = [each.chance for each in strengths(duels, 1000)]
    assert found == pytest.approx([0.725, 0.5, 0.275], abs=0.001)
    assert sum(found) == pytest.approx(1.5)


def test_what_always_won_or_lost_stays_finite_and_is_told_with_a_wide_range():
    tally = made("pairs").tally(Counts(90, {"a/b:a": 30, "a/c:a": 30, "b/c:b": 30}))
    best, middle, worst = tally.by_size
    assert [row.counts for row in tally.by_size] == [(60,), (30,), (0,)]
    assert 0.9 < best.share() < 1 > 1 - worst.share() > 0.9
    assert middle.share() == pytest.approx(0.5)
    tally = replace(tally, noise=4)
    assert all(0 < estimate(tally, row).interval.low < row.share() for row in tally.rows)


@pytest.mark.parametrize(
    ("cells", "why", "said"),
    [
        ({}, "few", "too few comparisons"),
        ({"a/b:a": 60, "a/c:c": 12, "b/c:~": 7}, "few", "too few comparisons"),
        ({"a/b:a": 30, "c/d:c": 30}, "apart", "never compared with the others"),
    ],
)
def test_where_things_were_hardly_compared_it_is_said_why_there_is_no_order(cells, why, said):
    question = made("pairs", options=[{"id": id} for id in "abcd"[: 4 if why == "apart" else 3]])
    tally = question.tally(Counts(90, cells))
    assert (obstacle(tally.duels), tally.rows) == (why, ())
    assert said in message(tally).message


def test_each_sheet_asks_every_thing_about_as_often_and_all_sheets_every_pair_on_either_side():
    question = made("pairs", options=[{"id": f"t{i}"} for i in range(7)], rounds=6)
    asked, sides = {}, {}
    for seed in range(1400):
        drawn = question.drawn(str(seed))
        often = [sum(option in pair for _, pair in drawn) for option in question.options]
        assert max(often) - min(often) <= 1
        assert len({name for name, _ in drawn}) == 6
        for name, (first, _) in drawn:
            asked[name] = asked.get(name, 0) + 1
            sides[first.id] = sides.get(first.id, 0) + 1
    assert set(asked) == set(question.pairs)
    assert all(abs(often - 400) < 80 for often in asked.values())
    assert all(abs(often - 1200) < 140 for often in sides.values())
    assert question.drawn("a") == question.drawn("a") != question.drawn("b")


def test_no_more_pairs_are_taken_than_one_sheet_asks():
    question = made("pairs", rounds=2)
    sent = {"q.a/b": ["a"], "q.a/c": ["~"]}
    assert question.read(Sent(sent)) == {"a/b": "a", "a/c": "~"}
    with pytest.raises(Problem, match="shown here"):
        question.read(Sent({**sent, "q.b/c": ["c"]}))


SCORES = np.array([0.9, 0.5, 0.2, 0.0, -0.3, -1.3])
THINGS = len(SCORES)


def published_cells(sheets, people, chance):
    """What is published of people who have an order of their own, drawn as the model says, and keep to it."""
    worth = SCORES + chance.gumbel(size=(people, THINGS))
    first, second = np.moveaxis(sheets[chance.integers(len(sheets), size=people)], -1, 0)
    who, counts = np.arange(people)[:, None], np.zeros((THINGS, THINGS, 3), np.int64)
    np.add.at(counts, (first, second, np.where(worth[who, first] > worth[who, second], 0, 2)), 1)
    flat = counts.reshape(-1)
    shown = perturbed(flat, chance.random(len(flat)), 7, 4).reshape(counts.shape)
    return {
        f"t{i}/t{j}:{answer}": int(people)
        for i, j in combinations(range(THINGS), 2)
        for answer, people in zip((f"t{i}", "~", f"t{j}"), shown[i, j], strict=True)
    }


@pytest.mark.parametrize(("rounds", "people"), [(3, 250), (9, 120), (15, 60)])
def test_of_a_hundred_intervals_about_95_hold_the_chance_they_are_about(rounds, people):
    question = made("pairs", options=[{"id": f"t{i}"} for i in range(THINGS)], rounds=rounds)
    drawn = (question.drawn(str(sheet)) for sheet in range(300))
    sheets = np.array([[[int(id[1:]) for id in name.split("/")] for name, _ in sheet] for sheet in drawn])
    true = ((1 / (1 + np.exp(SCORES[None, :] - SCORES[:, None]))).sum(axis=1) - 0.5) / (THINGS - 1)
    chance, held = np.random.default_rng(7), []
    for _ in range(300):
        tally = replace(question.tally(Counts(people, published_cells(sheets, people, chance))), noise=4)
        intervals = [estimate(tally, row).interval for row in tally.rows]
        held += [each.low <= wanted <= each.high for each, wanted in zip(intervals, true, strict=True)]
    assert 0.935 <= np.mean(held) <= 0.97

"""What each kind makes of what was sent: the value, what is sealed of it, or the problem."""

import pytest

from app.domain.sent import Sent
from app.domain.sentence import Problem
from app.domain.tally import Counts
from tests.domain.test_kinds import made

ABC = [{"id": "a"}, {"id": "b"}, {"id": "c", "open": True}, {"id": "none", "exclusive": True}]
HOURS = {"de": "Stunden", "ar": "ساعات"}
THREE = [{"id": "a"}, {"id": "b"}, {"id": "c"}]

GOOD = [
    ("single", {}, {"q": ["a", "b"]}, "a", "a"),
    ("single", {"options": ABC}, {"q": ["c"], "q.c": ["Boot"]}, {"chosen": "c", "words": {"c": "Boot"}}, "c"),
    ("single", {"options": ABC}, {"q.c": ["Boot"]}, {"chosen": "c", "words": {"c": "Boot"}}, "c"),
    ("single", {"options": ABC}, {"q": ["a"], "q.c": ["Boot"]}, "a", "a"),
    ("multiple", {}, {"q": ["b", "a", "b"]}, ["a", "b"], ["a", "b"]),
    ("multiple", {"options": ABC}, {"q": ["a"], "q.c": ["x"]}, {"chosen": ["a", "c"], "words": {"c": "x"}}, ["a", "c"]),
    ("scale", {}, {"q": ["wn"]}, "wn", "wn"),
    ("rating", {}, {"q": ["0"]}, "0", "0"),
    ("matrix", {}, {"q.r1": ["gut"], "q.r2": []}, {"r1": "gut"}, {"r1": "gut"}),
    (
        "statements",
        {},
        {"q.s1": ["pass"], "q.s2": ["agree"]},
        {"s1": "pass", "s2": "agree"},
        {"s1": "pass", "s2": "agree"},
    ),
    ("ranking", {}, {"q.a": ["2"], "q.c": ["1"]}, ["c", "a"], ["c", "a"]),
    ("budget", {}, {"q.a": ["7"], "q.b": ["0"]}, {"a": 7}, {"a": 7}),
    (
        "budget",
        {"points": 24, "exact": True, "unit": HOURS},
        {"q.a": ["20"], "q.b": ["4"]},
        {"a": 20, "b": 4},
        {"a": 20, "b": 4},
    ),
    ("pairs", {}, {"q.a/b": ["b"], "q.b/c": ["~"]}, {"a/b": "b", "b/c": "~"}, {"a/b": "b", "b/c": "~"}),
    ("number", {"smallest": -5}, {"q": ["− 3"]}, -3, -3),
    ("number", {}, {"q": ["۱۲"]}, 12, 12),
    ("date", {}, {"q.day": ["24"], "q.month": ["5"], "q.year": ["2025"]}, "2025-05-24", "2025"),
    ("place", {}, {"q": ["2"]}, "2", "nord"),
    ("place", {}, {"q.search": ["eutn"]}, "1", "mitte"),
    ("postcode", {}, {"q": ["23 701"]}, "23701", "237"),
    ("postcode", {"options": [{"id": "23"}, {"id": "237"}]}, {"q": ["23701"]}, "23701", "237"),
    ("postcode", {}, {"q": ["٠١٢٣٤"]}, "01234", "elsewhere"),
    ("short_text", {}, {"q": [" ein \n Wort "]}, "ein Wort", "written"),
    ("long_text", {}, {"q": ["a\r\nb"]}, "a\nb", "written"),
    ("consent", {}, {"q": ["yes"]}, "yes", "yes"),
]

BAD = [
    ("single", {}, {"q": ["z"]}, "Choose from the answers"),
    ("single", {"options": ABC}, {"q.c": ["x" * 201]}, "too long"),
    ("multiple", {"most": 1}, {"q": ["a", "b"]}, "at most 1"),
    ("multiple", {"least": 2}, {"q": ["a"]}, "at least 2"),
    ("multiple", {"options": ABC}, {"q": ["a", "none"]}, "Choose only one of the two"),
    ("rating", {}, {"q": ["11"]}, "from 0 to 10"),
    ("matrix", {}, {"q.r1": ["sehr gut"]}, "Choose from the answers"),
    ("ranking", {}, {"q.a": ["1"], "q.b": ["1"]}, "place 1 twice"),
    ("ranking", {}, {"q.a": ["1"], "q.b": ["3"]}, "missing in between"),
    ("budget", {}, {"q.a": ["7"], "q.b": ["4"]}, "take 1 away"),
    ("budget", {}, {"q.a": ["-1"]}, "whole numbers"),
    ("budget", {"exact": True}, {"q.a": ["7"]}, "Share out the 3 that are left"),
    ("budget", {"unit": HOURS}, {"q.a": ["7"], "q.b": ["4"]}, "Together this is 11"),
    ("pairs", {}, {"q.a/b": ["c"]}, "Choose from the answers"),
    ("number", {"largest": 5}, {"q": ["6"]}, "from 0 to 5"),
    ("number", {}, {"q": ["1.5"]}, "whole number"),
    ("date", {}, {"q.day": ["31"], "q.month": ["2"], "q.year": ["2025"]}, "no such day"),
    ("date", {}, {"q.day": ["1"]}, "day, month and year"),
    ("date", {"latest": "2020-01-01"}, {"q.day": ["1"], "q.month": ["2"], "q.year": ["2025"]}, "Enter a day from"),
    ("postcode", {}, {"q": ["2370"]}, "five digits"),
    ("short_text", {"most": 5}, {"q": ["sechs!"]}, "6 characters"),
]


@pytest.mark.parametrize(("kind", "more", "sent", "value", "closed"), GOOD)
def test_a_value_and_what_is_sealed_of_it(kind, more, sent, value, closed):
    question = made(kind, **more)
    assert question.read(Sent(sent)) == value
    assert question.closed(value) == closed
    assert set(question.count(closed)) <= set(question.cells())


@pytest.mark.parametrize(("kind", "more", "sent", "said"), BAD)
def test_what_cannot_be_taken_is_said_with_what_to_do(kind, more, sent, said):
    with pytest.raises(Problem, match=said):
        made(kind, **more).read(Sent(sent))


def test_rows_of_points_and_places_are_counted_from_cells():
    budget = made("budget")
    tally = budget.tally(Counts(2, {"a:7": 1, "a:3": 1, "b:0": 1, "b:7": 1}))
    assert [(row.counts[0], row.mean) for row in tally.rows] == [(10, 5.0), (7, 3.5)]
    assert made("budget", unit=HOURS, exact=True).tally(Counts(2, {"a:7": 2})).unit.words == HOURS
    ranking = made("ranking", options=THREE).tally(Counts(3, {"a:1": 2, "a:3": 1, "b:1": 1}))
    assert [row.mean for row in ranking.by_size] == [1.0, 5 / 3, None]

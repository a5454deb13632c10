"""Rules are data: what holds for whom, and what cannot be a rule."""

import pytest

from app.domain.rule import Facts, check, holds, mentions
from app.domain.sentence import Problem

FACTS = Facts({"kinder": "ja", "rolle": ["familie", "ehrenamt"], "alter": 30, "a": 3, "b": 4}, "uk")
A = {"answer": "kinder"}
R = {"answer": "rolle"}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (None, True),
        ({"==": [A, "ja"]}, True),
        ({"!=": [A, "ja"]}, False),
        ({"==": [{"answer": "nobody"}, "ja"]}, False),
        ({"!=": [{"answer": "nobody"}, "ja"]}, False),
        ({"not": {"==": [{"answer": "nobody"}, "ja"]}}, True),
        ({"<": [{"answer": "alter"}, 31]}, True),
        ({"<=": [{"answer": "alter"}, 30]}, True),
        ({">": [{"answer": "alter"}, "30"]}, False),
        ({">=": [{"answer": "alter"}, "30"]}, True),
        ({">": ["2025-05-24", "2025-03-25"]}, True),
        ({"in": [A, ["ja", "nein"]]}, True),
        ({"in": ["familie", R]}, True),
        ({"any-in": [R, ["hier", "ehrenamt"]]}, True),
        ({"all-in": [R, ["familie", "ehrenamt", "hier"]]}, True),
        ({"all-in": [R, ["familie"]]}, False),
        ({"==": [{"count": R}, 2]}, True),
        ({"==": [{"count": {"answer": "nobody"}}, 0]}, True),
        ({">": [{"sum": ["a", "b", "nobody"]}, 6]}, True),
        ({"answered": "kinder"}, True),
        ({"answered": "nobody"}, False),
        ({"and": [{"answered": "kinder"}, {"in": [{"language": True}, ["uk", "ru"]]}]}, True),
        ({"or": [{"answered": "nobody"}, {"==": [{"language": True}, "de"]}]}, False),
        ({"<": ["words", 3]}, False),
    ],
)
def test_a_rule_holds(rule, expected):
    if rule:
        check(rule, "here")
    assert holds(rule, FACTS) is expected


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"==": ["a"]},
        {"eval": "1"},
        {"==": ["a", "b"], "!=": ["a", "b"]},
        [],
        "x",
        {"and": "x"},
        {"answered": 3},
        {"==": [{"eval": "x"}, 1]},
        {"==": [{"answer": ["x"]}, 1]},
        {"not": []},
    ],
)
def test_what_is_no_rule_is_named(data):
    with pytest.raises(Problem, match="cannot be understood"):
        check(data, "pages.p1.show_if")


def test_a_rule_may_not_be_bottomless():
    rule = {"answered": "x"}
    for _ in range(50):
        rule = {"not": rule}
    with pytest.raises(Problem):
        check(rule, "here")


def test_all_questions_of_a_rule_are_found():
    rule = {"and": [{"==": [A, {"answer": "x"}]}, {"not": {"answered": "y"}}, {">": [{"sum": ["z"]}, 1]}]}
    assert set(mentions(rule)) == {"kinder", "x", "y", "z"}

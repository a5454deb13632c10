"""A rule as rows and as words: nothing is lost on the way there and back, and every comparison has a sentence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.rule import COMPARISONS, Facts, check, holds
from app.domain.rule_rows import OPERATORS, Group, Kept, Row, group_of, operators, rule_of
from app.domain.rule_words import read_back
from app.domain.sentence import Problem
from app.domain.text import Text
from tests.domain.sample import options, page, questionnaire, single, text

FORM = questionnaire(
    page(
        "one",
        single("ort", "fehmarn", "eutin", "ka"),
        {"kind": "multiple", "id": "rolle", "title": text("rolle?"), "options": options("a", "b", "c")},
        {"kind": "number", "id": "kinder", "title": text("kinder?")},
        {"kind": "date", "id": "seit", "title": text("seit?")},
        {"kind": "long_text", "id": "wort", "title": text("wort?")},
    )
)
QUESTIONS = {question.id: question for question in FORM.questions}


def spoken(label):
    """A label as a German reads it, without the markup of the web."""
    if isinstance(label, Text):
        return label.words["de"]
    if isinstance(label, tuple):
        return ", ".join(map(spoken, label))
    if hasattr(label, "message"):
        return label.message.format(**{name: spoken(gap) for name, gap in label.gaps.items()})
    return str(label)


def lines(reading, depth=0):
    yield "  " * depth + spoken(reading.sentence)
    for part in reading.parts:
        yield from lines(part, depth + 1)


READ = {
    "one-of": (Row("ort", "one-of", ("fehmarn", "eutin")), "“ort?” was answered with one of these: fehmarn, eutin."),
    "none-of": (
        Row("ort", "none-of", ("eutin",)),
        "“ort?” was answered with none of these, or not at all: eutin.",
    ),
    "all-of": (Row("rolle", "all-of", ("a", "b")), "“rolle?” was answered with all of these: a, b."),
    "chosen": (Row("rolle", "chosen", number="2"), "At “rolle?” the number of chosen answers is at least 2."),
    "==": (Row("kinder", "==", number="2"), "“kinder?” is exactly 2."),
    "<": (Row("kinder", "<", number="2"), "“kinder?” is less than 2."),
    "<=": (Row("kinder", "<=", number="2"), "“kinder?” is at most 2."),
    ">": (Row("kinder", ">", number="2"), "“kinder?” is more than 2."),
    ">=": (Row("seit", ">=", number="2015"), "“seit? (year)” is at least 2015."),
    "answered": (Row("wort", "answered"), "“wort?” was answered."),
    "unanswered": (Row("wort", "unanswered"), "“wort?” was not answered."),
}


def test_every_comparison_a_row_can_make_is_tried_here():
    assert set(READ) == set(OPERATORS)


@pytest.mark.parametrize("name", READ)
def test_a_row_becomes_a_rule_and_the_rule_reads_back_as_a_sentence(name):
    row, sentence = READ[name]
    rule = rule_of(Group("and", (row,)))
    check(rule, "")
    assert group_of(rule, QUESTIONS) == Group("and", (row,))
    assert list(lines(read_back(rule, QUESTIONS))) == ["This question is shown if this is so:", f"  {sentence}"]


def test_nested_rules_are_read_as_an_indented_list():
    rule = {
        "and": [
            {"in": [{"answer": "ort"}, ["fehmarn", "eutin"]]},
            {"or": [{"not": {"in": [{"language": True}, ["de"]]}}, {">": [{"sum": ["kinder", "rolle"]}, 3]}]},
            {"not": {"and": [{"answered": "wort"}, {"!=": [{"answer": "ort"}, "ka"]}]}},
        ]
    }
    assert list(lines(read_back(rule, QUESTIONS, "page"))) == [
        "This page is shown if all of this is so:",
        "  “ort?” was answered with one of these: fehmarn, eutin.",
        "  At least one of these is so:",
        "    The language is none of these: Deutsch.",
        "    “sum of kinder?, rolle?” is more than 3.",
        "  This is not so:",
        "    All of this is so:",
        "      “wort?” was answered.",
        "      “ort?” was answered, but not with ka.",
    ]


def test_what_no_row_can_say_is_kept_as_it_is():
    rule = {"and": [{"!=": [{"answer": "ort"}, "ka"]}, {"answered": "later"}, {"not": {"and": []}}]}
    group = group_of(rule, QUESTIONS)
    assert all(isinstance(node, Kept) for node in group.nodes)
    assert rule_of(group) == rule


@pytest.mark.parametrize(
    ("row", "where"),
    [
        (Row("ort", "one-of"), "show_if.0"),
        (Row("kinder", "<", number="viele"), "show_if.0"),
        (Row("kinder", "<", number="nan"), "show_if.0"),
        (Row("kinder", "<", number="9" * 400), "show_if.0"),
    ],
)
def test_an_unfinished_row_is_named(row, where):
    with pytest.raises(Problem) as caught:
        rule_of(Group("and", (row,)), "show_if")
    assert caught.value.where == where


OPERANDS = st.one_of(
    st.sampled_from([{"answer": id} for id in (*QUESTIONS, "later")]),
    st.just({"language": True}),
    st.just({"count": {"answer": "rolle"}}),
    st.just({"sum": ["kinder", "rolle"]}),
    st.integers(-5, 5),
    st.sampled_from(["a", "fehmarn", "de"]),
    st.lists(st.sampled_from(["a", "b", "fehmarn", "eutin", "de", "uk"]), max_size=3),
)
CONDITIONS = st.one_of(
    st.tuples(st.sampled_from(list(COMPARISONS)), st.lists(OPERANDS, min_size=2, max_size=2)).map(lambda c: dict([c])),
    st.sampled_from([{"answered": id} for id in QUESTIONS]),
)
RULES = st.recursive(
    CONDITIONS,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=3)).map(lambda c: dict([c])),
        inner.map(lambda rule: {"not": rule}),
    ),
    max_leaves=6,
)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "ort": st.sampled_from(["fehmarn", "eutin", "ka"]),
        "rolle": st.lists(st.sampled_from("abc"), min_size=1, unique=True),
        "kinder": st.integers(-3, 5),
        "seit": st.sampled_from(["1999", "2020"]),
    },
)


@settings(max_examples=150, deadline=None)
@given(RULES, ANSWERS, st.sampled_from(["de", "uk"]))
def test_a_rule_means_the_same_after_it_was_rows(rule, answers, language):
    facts = Facts(answers, language)
    try:
        again = rule_of(group_of(rule, QUESTIONS))
    except Problem:  # a list without any answer is no finished row
        return
    assert holds(again, facts) == holds(rule, facts)


@settings(max_examples=100, deadline=None)
@given(RULES)
def test_every_rule_reads_back_as_words(rule):
    assert list(lines(read_back(rule, QUESTIONS)))


def test_only_comparisons_that_make_sense_are_offered():
    assert operators(None) == ("one-of", "none-of")
    assert "chosen" in operators(QUESTIONS["rolle"])
    assert "chosen" not in operators(QUESTIONS["ort"])
    assert "<" in operators(QUESTIONS["kinder"])
    assert operators(QUESTIONS["wort"]) == ("answered", "unanswered")

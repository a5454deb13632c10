"""What differs between two questionnaires is said completely, and means for results what audience.py makes of it."""

import json
from dataclasses import replace

import pytest

from app.domain.audience import changed_since
from app.domain.changes import changes
from app.domain.option import Option
from app.domain.questionnaire import dump, load
from app.domain.text import Text
from app.domain.word_diff import word_diff
from app.web.example import TOUR
from tests.domain.sample import long_text, page, questionnaire, single, text

BASE = questionnaire(
    page("one", single("lives", "yes", "no", "ka"), single("how", "a", "b")),
    page("two", long_text("wish"), {"kind": "number", "id": "age", "title": text("age?"), "smallest": 1, "largest": 9}),
)


def put(asked, id, **settings):
    return asked.with_question(replace(asked.question(id), **settings))


def said(found):
    return [str(_plain(each)) for part in found.parts for each in part.sentences]


def _plain(sentence):
    gaps = {name: _word(value) for name, value in sentence.gaps.items()}
    return sentence.message.format(**gaps)


def _word(value):
    if isinstance(value, Text):
        return value.said("de").words
    return _plain(value) if hasattr(value, "message") else value


def effects(found):
    return {part.where.rpartition(".")[2]: part.effect for part in found.parts if part.effect}


def option(id):
    return Option(id, Text({"de": id, "ar": id}))


LIVES, HOW = BASE.question("lives"), BASE.question("how")
YES = {"==": [{"answer": "lives"}, "yes"]}

CASES = {
    "words": (
        put(BASE, "lives", title=Text({"de": "Wo leben Sie?", "ar": "كلمات"})),
        [],
        {"lives": "careful"},
    ),
    "option added": (
        put(BASE, "lives", options=(*LIVES.options, option("often"))),
        ["Answers: “often” was added."],
        {"lives": "anew"},
    ),
    "option removed": (
        put(BASE, "lives", options=LIVES.options[:2]),
        ["Answers: “ka” was removed."],
        {"lives": "anew"},
    ),
    "options in another order": (
        put(BASE, "how", options=HOW.options[::-1]),
        ["Answers: the order has changed."],
        {"how": "same"},
    ),
    "option renamed": (
        put(BASE, "how", options=(option("a"), replace(HOW.options[1], label=Text({"de": "Bé", "ar": "كلمات"})))),
        [],
        {"how": "careful"},
    ),
    "option with a flag": (
        put(BASE, "how", options=(HOW.options[0], replace(HOW.options[1], open=True))),
        ["Answers: “b” works differently now."],
        {"how": "same"},
    ),
    "who is asked": (
        put(BASE, "how", show_if=YES),
        ["The rule “Show this question if” was added."],
        {"how": "anew"},
    ),
    "who is asked for a page": (
        replace(BASE, pages=(BASE.pages[0], replace(BASE.pages[1], show_if=YES))),
        ["The rule “Show this page if” was added.", *["The rule of its page has changed."] * 2],
        {"wish": "anew", "age": "anew"},
    ),
    "sensitive": (put(BASE, "how", sensitive=True), ["Switched on: Sensitive: results are never split into groups."],
                  {"how": "anew"}),
    "pages in another order": (replace(BASE, pages=BASE.pages[::-1]), ["The order of the pages has changed."], {}),
    "a number": (put(BASE, "age", largest=12), ["Largest number: 12 instead of 9."], None),
    "minutes": (replace(BASE, minutes=7), ["Minutes it takes, about: 7 instead of 3."], {}),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_change_is_said_with_its_effect(case):
    after, sentences, expected = CASES[case]
    found = changes(BASE, after)
    assert said(found) == sentences
    assert expected is None or effects(found) == expected


def test_what_begins_anew_is_what_the_releases_begin_anew():
    for after, _, _ in CASES.values():
        since = changed_since([(1, BASE), (2, after)])
        anew = {id for id, effect in effects(changes(BASE, after)).items() if effect == "anew"}
        assert anew == {id for id, number in since.items() if number == 2}


def test_without_a_difference_nothing_is_said():
    found = changes(BASE, load(dump(BASE)))
    assert (found.parts, found.lost, found.untouched, found.grave) == ((), (), 4, False)


def test_a_rule_is_read_back_as_it_was_and_as_it_is():
    (part,) = changes(BASE, put(BASE, "how", show_if=YES)).parts
    (rule,) = part.rules
    assert rule.before.sentence.message == "This question is always shown."
    (condition,) = rule.after.parts
    assert [condition.sentence.message, condition.sentence.gaps["question"]] == [
        "“{question}” was answered with “{answers}”.",
        LIVES.title,
    ]


def test_questions_come_go_and_move():
    one, two = BASE.pages
    after = replace(
        BASE,
        pages=(
            replace(one, questions=(LIVES, two.questions[1])),
            replace(two, questions=(replace(HOW, id="new"), two.questions[0])),
        ),
    )
    found = changes(BASE, after)
    assert effects(found) == {"age": "same", "new": "new", "gone": "gone"}
    assert "It was moved to the page “one”." in said(found)
    assert found.grave


def test_a_kind_that_changes_is_named():
    after = BASE.with_question(load(dump(questionnaire(page("x", long_text("how"))))).question("how"))
    assert any(
        "Its kind was “Choose one” and is “In your own words” now." in each for each in said(changes(BASE, after))
    )
    assert effects(changes(BASE, after))["how"] == "anew"


def test_words_are_told_by_language_with_before_and_after():
    after = put(BASE, "how", title=Text({"de": "how?", "ar": "كيف؟"}))
    (part,) = changes(BASE, after).parts
    assert [(each.language, each.before, each.after) for each in part.words] == [("ar", HOW.title.words["ar"], "كيف؟")]


def test_a_new_language_touches_no_words_anyone_has_read():
    after = replace(put(BASE, "how", title=Text({**HOW.title.words, "uk": "Як?"})), languages=("de", "ar", "uk"))
    found = changes(BASE, after)
    assert effects(found) == {"how": "same"}
    assert said(found) == ["Ukrainisch is offered now."]


def test_a_filter_that_goes_is_said():
    with_filter = put(BASE, "lives", dimension=True)
    found = changes(with_filter, replace(BASE, languages=("de",)))
    assert [_plain(each) for each in found.lost] == [
        "Results can no longer be filtered by “lives?”.",
        "Results can no longer be filtered by answers in Arabisch.",
    ]
    assert found.grave


def test_every_switch_of_every_kind_is_noticed():
    asked = load(json.loads(TOUR.read_text()))
    for question in asked.questions:
        for name, value in list(vars(question).items()):
            if isinstance(value, bool):
                after = asked.with_question(replace(question, **{name: not value}))
                assert said(changes(asked, after)), (question.id, name)


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("Wo wohnen Sie?", "Wo leben Sie?", [("same", "Wo "), ("gone", "wohnen"), ("new", "leben"), ("same", " Sie?")]),
        ("", "Neu", [("new", "Neu")]),
        ("Alt", "", [("gone", "Alt")]),
        ("أين تعيش؟", "أين تسكن؟", [("same", "أين "), ("gone", "تعيش؟"), ("new", "تسكن؟")]),
    ],
)
def test_words_are_compared_word_by_word(before, after, pieces):
    assert [(piece.kind, piece.words) for piece in word_diff(before, after)] == pieces


def test_a_huge_text_is_compared_as_a_whole():
    huge = "a b " * 250_000
    assert [piece.kind for piece in word_diff(huge, huge + "c")] == ["gone", "new"]
    before, after = "x " * 1000 + "alt", "x " * 1000 + "neu"
    found = word_diff(before, after)
    assert "".join(p.words for p in found if p.kind != "gone") == after
    assert "".join(p.words for p in found if p.kind != "new") == before

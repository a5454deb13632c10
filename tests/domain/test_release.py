"""A release shows groups large enough, nothing they could be computed from, and the same bytes each time."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.disclosure import LEAST, showable
from app.domain.questions import KINDS
from app.domain.release import release
from app.domain.response import Response, monday, seal
from app.domain.results import Filter, chosen_filter, results
from app.domain.sent import Sent
from tests.domain.sample import long_text, options, page, questionnaire, single, text
from tests.domain.test_kinds import made as made_kind

DAY = date(2025, 7, 14)
FORM = questionnaire(
    page("one", single("her", "land", "hier", "ka", dimension=True), single("secret", "a", "b", sensitive=True)),
    page(
        "two",
        {
            "kind": "multiple",
            "id": "rolle",
            "title": text("?"),
            "options": options("x", "y"),
            "dimension": True,
        },
        long_text("wish"),
    ),
)


def people(count, language="de", week=DAY, **answers):
    return [Response(language, monday(week), answers)] * count


def published(responses, form=FORM):
    return release(form, 1, 1, DAY, responses, "")


@pytest.mark.parametrize(
    ("sizes", "total", "overlapping", "shown"),
    [
        ({"a": 20, "b": 20}, 40, False, "ab"),
        ({"a": 19, "b": 21}, 40, False, ""),  # b would give a away
        ({"a": 19, "b": 40, "c": 21}, 80, False, "b"),
        ({"a": 10, "b": 10, "c": 60}, 80, False, "c"),
        ({"a": 30, "b": 30}, 65, False, "b"),  # five answered nothing: they are a group too
        ({"a": 30, "b": 30}, 60, True, "ab"),
        ({"a": 50, "b": 30}, 60, True, "b"),  # all but ten are in a
        ({"a": 60}, 60, True, "a"),
        ({}, 60, False, ""),
    ],
)
def test_a_small_group_and_what_gives_it_away_are_hidden(sizes, total, overlapping, shown):
    assert showable(sizes, total, overlapping) == set(shown)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 60)), st.integers(0, 60))
def test_what_remains_of_the_total_is_nobody_or_enough(sizes, without):
    total = sum(sizes.values()) + without
    shown = showable(sizes, total, overlapping=False)
    rest = total - sum(sizes[group] for group in shown)
    assert all(sizes[group] >= LEAST for group in shown)
    assert not shown or rest == 0 or rest >= LEAST


def test_totals_and_one_filter_at_a_time():
    made = published(people(30, her="land") + people(25, "ar", her="hier"))
    assert made.counts("", "her").cells == {"land": 30, "hier": 25, "ka": 0}
    assert made.counts("language:ar", "her").cells == {"land": 0, "hier": 25, "ka": 0}
    assert made.groups("language") == {"de": 30, "ar": 25}
    assert all(table.count(":") <= 1 for table in made.document["tables"])


def test_a_question_few_answered_is_withheld_although_the_group_is_large():
    made = published(
        people(40, her="land") + people(19, "ar", wish="written", her="hier") + people(30, "ar", her="hier")
    )
    assert made.counts("", "wish") is None
    assert made.counts("language:ar", "her").answered == 49


def test_the_difference_between_total_and_group_is_never_a_handful():
    """25 of 30 who answered read Arabic: showing them would show the other five by subtraction."""
    made = published(people(40) + people(5, her="land") + people(25, "ar", her="land"))
    assert made.counts("", "her").answered == 30
    assert made.counts("language:ar", "her") is None


def test_a_sensitive_question_is_shown_for_everyone_together_only():
    made = published(people(30, secret="a", her="land") + people(30, "ar", secret="b", her="hier"))
    assert made.counts("", "secret").answered == 60
    assert {table for table, found in made.document["tables"].items() if "secret" in found} == {""}


def test_under_twenty_nothing_is_said_at_all():
    made = published(people(19, her="land"))
    assert made.document["tables"] == {"": {}}
    assert made.groups("language") == {"de": None, "ar": None}
    assert made.document["weeks"] == [["2025-07-14", None]]


def test_small_weeks_join_the_week_before():
    weeks = people(30, week=date(2025, 7, 1)) + people(5, week=date(2025, 7, 8)) + people(21, week=date(2025, 7, 15))
    assert published(weeks).document["weeks"] == [["2025-06-30", 35], ["2025-07-14", 21]]


def test_the_same_answers_in_another_order_give_the_same_release():
    responses = people(30, her="land") + people(25, "ar", her="hier", rolle=["x", "y"])
    shuffled = list(responses)
    Random(3).shuffle(shuffled)
    assert published(responses).sha256 == published(shuffled).sha256
    assert published(responses).sha256 != published(responses + people(1)).sha256


def test_free_words_never_reach_a_release():
    sealed = seal(FORM, Response("de", DAY, {"wish": "Mein Name ist Ada", "her": "land"}))
    assert sealed.response.answers == {"wish": "written", "her": "land"}
    assert [voice.words for voice in sealed.voices] == ["Mein Name ist Ada"]


def test_an_answer_to_an_older_version_counts_where_it_still_fits():
    made = published(people(30, her="land") + people(20, her="gone"))
    assert made.counts("", "her").answered == 50
    assert sum(made.counts("", "her").cells.values()) == 30


@pytest.mark.parametrize(
    ("by", "group", "table"),
    [
        ("language", "ar", "language:ar"),
        ("her", "land", "her:land"),
        ("her", "nonsense", ""),
        ("secret", "a", ""),
        ("wish", "written", ""),
        ("language", "tlh", ""),
        ("", "", ""),
    ],
)
def test_only_declared_filters_are_followed(by, group, table):
    assert chosen_filter(FORM, by, group).table == table


def test_every_result_has_a_sentence():
    made = published(people(30, her="land", rolle=["x"], secret="a", wish="written"))
    for chosen in (Filter(), Filter("language", "de"), Filter("her", "land")):
        for result in results(FORM, made, chosen):
            assert result.message.message.format(**result.message.gaps)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(20, 90))
def test_no_group_in_any_table_is_small(seed, count):
    chance = Random(seed)
    made = published(
        [
            Response(
                chance.choice(["de", "ar"]),
                DAY,
                {q.id: v for q in FORM.questions if (v := _answer(q, chance)) is not None},
            )
            for _ in range(count)
        ]
    )
    total = made.document["tables"][""]
    for table, found in made.document["tables"].items():
        for id, counts in found.items():
            rest = total[id]["answered"] - counts["answered"]
            assert counts["answered"] >= LEAST
            assert not table or rest == 0 or rest >= LEAST


def _answer(question, chance):
    value = question.read(Sent(question.imagine(chance, 0))) if chance.random() < 0.9 else None
    return None if value is None else question.closed(value)


def test_rather_not_say_is_last_and_never_the_message():
    made = published(people(30, her="ka") + people(25, her="land"))
    tally = FORM.question("her").tally(made.counts("", "her"))
    assert [row.last for row in tally.by_size] == [False, False, True]
    (result,) = [each for each in results(FORM, made, Filter()) if each.question.id == "her"]
    assert result.message.gaps["first"].words["de"] == "land"


def test_a_follow_up_of_a_sensitive_question_is_as_sensitive():
    form = questionnaire(
        page("one", single("her", "land", "hier", dimension=True), single("hurt", "yes", "no", sensitive=True)),
        page("two", single("where", "a", "b", show_if={"==": [{"answer": "hurt"}, "yes"]}, dimension=True)),
    )
    assert form.sensitive == {"hurt", "where"}
    assert [question.id for question in form.dimensions] == ["her"]
    made = published(people(60, her="land", hurt="yes", where="a") + people(40, "ar", her="hier", hurt="no"), form)
    assert {table for table, found in made.document["tables"].items() if "where" in found} == {""}


def test_a_group_that_lies_in_another_does_not_give_the_few_beside_it_away():
    """All 40 Arabic readers come from elsewhere, and only 6 others do: the difference would be those six."""
    x = {"rolle": ["x"]}
    made = published(people(40, "ar", her="land", **x) + people(6, her="land", **x) + people(60, her="hier", **x))
    shown = {table for table, found in made.document["tables"].items() if "rolle" in found}
    assert "her:land" in shown
    assert "language:ar" not in shown


def test_two_groups_with_nobody_in_common_do_not_give_the_rest_away():
    none = {"exclusive": True}
    form = questionnaire(
        page("one", {"kind": "multiple", "id": "rolle", "title": text("?"), "dimension": True,
                     "options": options("a", "b", "keine", keine=none)}, single("q", "x", "y"))
    )  # fmt: skip
    answers = people(60, rolle=["a"], q="x") + people(50, rolle=["keine"], q="x") + people(6, rolle=["b"], q="y")
    shown = set(published(answers, form).document["tables"])
    assert not {"rolle:a", "rolle:keine"} <= shown


@pytest.mark.parametrize("then", KINDS)
@pytest.mark.parametrize("was", KINDS)
def test_answers_from_when_a_question_was_of_another_kind_do_no_harm(was, then):
    before, after = made_kind(was), made_kind(then)
    sealed = before.read(Sent(before.imagine(Random(1), 0.5)))
    if sealed is None:
        return
    responses = people(30, q=before.closed(sealed))
    form = replace(FORM, pages=(replace(FORM.pages[0], questions=(after,)),))
    assert published(responses, form).answers == 30


def test_letters_and_keys_are_not_counted_as_answers():
    multiple = made_kind("multiple")
    for odd in ("ab", {"a": "b"}, 3, None, [1], True):
        assert not multiple.fits(odd)
    assert not made_kind("number").fits(True)
    assert not made_kind("date").fits("written")

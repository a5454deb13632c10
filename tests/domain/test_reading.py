"""From what was sent to the next page: back, skip, follow-up questions, tampering, and what is never lost."""

import pytest

from app.domain.reading import step
from app.domain.sent import Sent
from tests.domain.sample import long_text, page, questionnaire, single, text, walk


def take(form, here, go="next", seen=(), language="de", **sent):
    return step(form, here, go, Sent({name: [value] for name, value in sent.items()}), language, seen)


@pytest.mark.parametrize(
    ("here", "go", "sent", "expected"),
    [
        ("", "begin", {}, "one"),
        ("one", "next", {}, "one"),
        ("one", "next", {"lives": "yes"}, "two"),
        ("one", "next", {"lives": "no"}, "three"),
        ("two", "next", {"lives": "yes", "feels": "9"}, "two"),
        ("two", "next", {"lives": "yes"}, "three"),
        ("two", "skip", {"lives": "yes", "feels": "9"}, "three"),
        ("three", "next", {"lives": "yes"}, None),
        ("three", "back", {"lives": "yes"}, "two"),
        ("three", "back", {"lives": "no"}, "one"),
        ("review", "back", {"lives": "no"}, "three"),
        ("review", "to:one", {"lives": "no"}, "one"),
        ("review", "to:two", {"lives": "no"}, "one"),
        ("review", "to:nowhere", {"lives": "no"}, "one"),
        ("two", "stay", {"lives": "yes", "feels": "9"}, "two"),
        ("one", "back", {}, "one"),
        ("a page that is gone", "next", {"lives": "yes"}, "one"),
        ("three", "nonsense", {"lives": "yes"}, None),
    ],
)
def test_the_next_step(here, go, sent, expected):
    now = take(walk(), here, go, **sent)
    assert (now.page and now.page.id) == expected
    assert not now.done


def test_sending_from_the_review_is_done():
    assert take(walk(), "review", "send", lives="yes").done


def test_an_empty_form_is_not_sent():
    form = questionnaire(page("one", long_text("a")))
    assert not take(form, "review", "send").done
    assert take(form, "review", "send", a="x").done


def test_sending_with_a_problem_shows_the_page_that_has_it():
    now = take(walk(), "review", "send", lives="yes", wish="x" * 51)
    assert not now.done
    assert now.page.id == "three"
    assert list(now.problems) == ["wish"]


def test_an_answer_off_the_path_is_ignored_but_not_lost():
    now = take(walk(), "one", lives="no", feels="3")
    assert now.answers == {"lives": "no"}
    assert ("feels", "3") in list(now.sent.belonging_to(["feels"]))
    assert take(walk(), "one", lives="yes", feels="3").answers == {"lives": "yes", "feels": "3"}


def test_what_cannot_be_read_is_still_shown_as_it_was_written():
    now = take(walk(), "three", lives="no", wish="x" * 51)
    assert now.sent.one("wish") == "x" * 51


def test_an_answer_can_bring_up_another_question_on_the_same_page():
    form = questionnaire(
        page(
            "one",
            single("kinder", "ja", "nein"),
            long_text("bedarf", show_if={"==": [{"answer": "kinder"}, "ja"]}),
        ),
        page("two", long_text("end")),
    )
    now = take(form, "one", seen=["kinder"], kinder="ja")
    assert (now.page.id, now.fresh) == ("one", ("bedarf",))
    assert take(form, "one", seen=["kinder", "bedarf"], kinder="ja").page.id == "two"
    assert take(form, "one", seen=["kinder"], kinder="nein").page.id == "two"


def test_a_question_may_judge_its_own_answer_in_its_own_words():
    rule = {"<=": [{"answer": "jahre"}, 5]}
    jahre = {
        "kind": "number",
        "id": "jahre",
        "title": text("?"),
        "valid_if": rule,
        "invalid": text("Höchstens fünf."),
    }
    now = take(questionnaire(page("one", jahre)), "one", jahre="6")
    assert now.problems["jahre"].sentence.gaps["own"].words["de"] == "Höchstens fünf."
    assert take(questionnaire(page("one", jahre)), "one", jahre="٥").answers == {"jahre": 5}


def test_rules_know_the_language():
    only = {"in": [{"language": True}, ["ar"]]}
    form = questionnaire(page("one", long_text("a", show_if=only)), page("two", long_text("b")))
    assert take(form, "", language="ar").page.id == "one"
    assert take(form, "", language="de").page.id == "two"


def test_someone_no_page_is_meant_for_comes_to_the_review():
    form = questionnaire(page("one", long_text("a"), show_if={"==": [{"language": True}, "ar"]}))
    for go in ("begin", "next", "back", "to:one", "stay"):
        assert take(form, "", go, language="de").page is None

"""What blocks publishing, each with the place that mends it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.check import check
from app.domain.consultation import Consultation
from app.domain.document import load as load_document
from app.domain.language import LANGUAGES
from app.domain.questionnaire import dump, load, with_words
from app.domain.rule import Facts, holds
from app.domain.sentence import Problem
from app.domain.text import Text
from tests.domain.sample import long_text, options, page, questionnaire, single, text, walk

EXAMPLES = Path(__file__).parents[2] / "examples" / "ostholstein"
KA = {"ka": {"aside": True}}


def found(form):
    return {problem.where: str(problem) for problem in check(form)}


def test_a_whole_questionnaire_has_no_problem():
    assert found(walk()) == {}


@pytest.mark.parametrize("name", ["gut-leben", "integrationskonzept"])
def test_the_example_questionnaires_are_whole_in_all_twelve_languages(name):
    form = load(json.loads((EXAMPLES / f"{name}.json").read_text()))
    assert set(form.languages) == set(LANGUAGES)
    assert found(form) == {}
    assert load(json.loads(json.dumps(dump(form)))) == form


WRONG = {
    "pages": questionnaire(),
    "pages.one": questionnaire(page("one"), page("two", long_text("q"))),
    "pages.one.questions.q.options.b.label.ar": questionnaire(
        page("one", {**single("q"), "options": [*options("a"), {"id": "b", "label": {"de": "b"}}]})
    ),
    "pages.one.title.ar": questionnaire({**page("one", long_text("q")), "title": {"de": "eins"}}),
    "pages.two.questions.q": questionnaire(page("one", long_text("q")), page("two", long_text("q"))),
    "pages.one.questions.Q!": questionnaire(page("one", long_text("Q!"))),
    "pages.one.questions.q.show_if": questionnaire(
        page("one", long_text("q", show_if={"answered": "later"})), page("two", long_text("later"))
    ),
    "pages.two.questions.r.show_if": questionnaire(
        page("one", single("q", "a", "b")),
        page("two", long_text("r", show_if={"==": [{"answer": "q"}, "c"]}), long_text("s")),
    ),
    "pages.two": questionnaire(
        page("one", single("q", "a", "b")),
        page(
            "two",
            long_text("r"),
            show_if={"and": [{"==": [{"answer": "q"}, "a"]}, {"==": [{"answer": "q"}, "b"]}]},
        ),
    ),
    "pages.one.questions.q.required": questionnaire(page("one", single("q", "a", "b", required=True))),
    "pages.one.questions.n.smallest": questionnaire(
        page("one", {"kind": "number", "id": "n", "title": text("?"), "smallest": 5, "largest": 2})
    ),
    "pages.one.questions.m.most": questionnaire(
        page(
            "one",
            {"kind": "multiple", "id": "m", "title": text("?"), "options": options("a", "b"), "most": 3},
        )
    ),
    "pages.one.questions.d.earliest": questionnaire(
        page("one", {"kind": "date", "id": "d", "title": text("?"), "earliest": "2025-13-01"})
    ),
    "pages.one.questions.q.options": questionnaire(page("one", single("q", "a", "a", "b"))),
    "pages.one.questions.t.most": questionnaire(page("one", long_text("t", most=3))),
    "pages.one.questions.t.dimension": questionnaire(page("one", long_text("t", dimension=True))),
    "pages.one.questions.t.title.de": questionnaire(page("one", long_text("t", title=text("{later}", "{later}")))),
    "pages.two.questions.t.title.ar": questionnaire(
        page("one", long_text("a")), page("two", long_text("t", title=text("{a}", "كلمات")))
    ),
    "pages.one.questions.s.options": questionnaire(
        page("one", {"kind": "scale", "id": "s", "title": text("?"), "options": options("1", "ka", **KA)})
    ),
}


@pytest.mark.parametrize("where", WRONG)
def test_what_is_wrong_is_named_with_its_place(where):
    assert list(found(WRONG[where])) == [where]


@pytest.mark.parametrize("id", ["", "a:b", "a b", "<b>", "x" * 41, "a\n"])
def test_short_names_that_would_mix_up_fields_and_cells_are_refused(id):
    form = questionnaire(page("one", single("q", "a", id)))
    assert f"pages.one.questions.q.options.{id}" in found(form)


def test_no_page_may_be_called_as_the_review_is():
    assert "pages.review" in found(questionnaire(page("review", long_text("q"))))


def test_a_number_beyond_all_measure_in_a_rule_is_just_not_equal():
    assert not holds({"<": [1, 10**400]}, Facts({}))


@pytest.mark.parametrize(
    "change",
    [
        {"phases": 3},
        {"phases": [3]},
        {"phases": [{}]},
        {"phases": [{"id": "a", "start": 3}]},
        {"phases": [{"id": "a", "start": "2025-01-01"}, {"id": "a", "start": "2025-01-02"}]},
        {"phases": [{"id": "a.b", "start": "2025-01-01"}]},
        {"questionnaires": "gut"},
        {"questionnaires": [3]},
        {"slug": 3},
        {"slug": "../up"},
        {"title": 3},
        {"source": "xx"},
        {"phases": [{"id": "a", "start": "2025-01-01", "time": 3}]},
        {"population": {"format": 1}},
        {"format": 1},
    ],
)
def test_a_broken_consultation_is_a_problem_and_nothing_else(change):
    data = json.loads((EXAMPLES / "consultation.json").read_text())
    with pytest.raises(Problem):
        load_document(Consultation, {**data, **change})


def test_an_information_page_and_a_required_question_with_a_way_out_are_fine():
    info = {"kind": "information", "id": "i", "title": text("Hallo"), "body": text("Worte")}
    assert found(questionnaire(page("one", info, single("q", "a", "ka", required=True)))) == {}


def test_a_page_for_several_answers_at_once_is_reachable():
    both = {"and": [{"in": ["a", {"answer": "m"}]}, {"in": ["b", {"answer": "m"}]}]}
    multiple = {"kind": "multiple", "id": "m", "title": text("?"), "options": options("a", "b", "c")}
    assert found(questionnaire(page("one", multiple), page("two", long_text("t"), show_if=both))) == {}


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"format": "other"}, "format"),
        ({"slug": "No Spaces"}, "slug"),
        ({"languages": ["tlh"]}, "languages"),
        ({"source": "uk"}, "source"),
        ({"pages": 3}, "pages"),
        ({"title": "Titel"}, "title"),
        ({"title": {"xx": "Titel"}}, "title"),
        ({"pages": [{"id": "p", "questions": [{"kind": "spell", "id": "q"}]}]}, "pages.p.questions"),
        ({"pages": [{"id": "p", "questions": [{"kind": "single"}]}]}, "pages.p.questions.?"),
        ({"surprise": 1}, ""),
        ({"slug": 123}, "slug"),
        (
            {"pages": [{"id": "p", "questions": [{"kind": "place", "id": "q", "places": [{"id": "1"}]}]}]},
            "pages.p.questions.q.places.1",
        ),
        ({"languages": [["de"]]}, "languages"),
        ({"title": {"de": "x", "#": "draft"}}, "title"),
        ({"pages": [{"id": "p", "questions": [{"kind": ["single"], "id": "q"}]}]}, "pages.p.questions"),
    ],
)
def test_a_broken_file_is_named(change, where):
    with pytest.raises(Problem) as caught:
        load({**dump(walk()), **change})
    assert caught.value.where == where


def test_a_translation_knows_when_its_original_was_changed():
    form = with_words(walk(), "ar", {"pages.one.title": "أولا"}, "reviewed")
    title = form.pages[0].title
    assert title.state("ar", "de") == "reviewed"
    assert Text({**title.words, "de": "Zuerst"}, title.marks).state("ar", "de") == "outdated"
    assert title.state("uk", "de") == "missing"
    assert form.states("ar")["reviewed"] == 1
    assert load(dump(form)) == form


def test_the_words_of_a_path_that_does_not_exist_are_refused():
    with pytest.raises(Problem, match="no text called"):
        with_words(walk(), "ar", {"pages.nine.title": "تسعة"})


def test_a_missing_word_falls_back_along_the_chain_and_says_so():
    text = Text({"de": "Ja", "en": "Yes"})
    assert (text.said("ar").words, text.said("ar").language) == ("Yes", "en")
    assert text.said("tr").language == "de"
    assert Text({"ku": "Erê"}).said("de").words == "Erê"
    assert replace(text).said("de").direction == "ltr"
    assert Text({"ar": "نعم"}).said("de").direction == "rtl"

"""Staff look at what was published and what was done to a draft, compare, and go back."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from app.domain.questionnaire import dump, with_words
from app.domain.text import fingerprint
from app.store import questionnaires
from tests.web.forms import Visitor
from tests.web.staff import ONE, SLUG, Colleague, revision_of

VERSIONS = f"{ONE}/versions"


@pytest.fixture
def designer(app):
    return Colleague(app, "designer")


def draft_of(app):
    with app.extensions["engine"].connect() as db:
        return questionnaires.draft(db, SLUG)


def choose(designer, access):
    return designer.post(f"{ONE}/access", {"access": access, "revision": revision_of(designer.get(VERSIONS))})


def go(designer, way, **fields):
    return designer.post(f"{ONE}/{way}", {"revision": revision_of(designer.get(VERSIONS)), **fields})


def rows(page, id):
    soup = BeautifulSoup(page.text, "html.parser")
    return [" ".join(row.text.split()) for row in soup.select(f"table[aria-labelledby={id}] tbody tr")]


def test_steps_are_undone_and_done_again(app, designer):
    choose(designer, "shared")
    assert go(designer, "undo").headers["Location"] == VERSIONS
    assert draft_of(app).questionnaire.access == "open"
    go(designer, "redo")
    assert draft_of(app).questionnaire.access == "shared"
    steps = rows(designer.get(VERSIONS), "steps")
    assert [each.split("Kim ")[0] for each in steps] == [
        "Did the undone step again",
        "Undid the last step",
        "Chose who may take part",
    ]
    assert all("Kim designer" in each for each in steps)


def test_without_a_step_nothing_is_undone(app, designer):
    before = draft_of(app)
    for way, said in (("undo", "There is nothing to undo."), ("redo", "There is nothing to do again.")):
        assert go(designer, way).status_code == 303
        assert said in designer.get(VERSIONS).text
    assert draft_of(app) == before


def test_undoing_leads_back_to_the_page_of_the_button_and_nowhere_else(designer):
    assert go(designer, "undo", next=f"{ONE}/protection").headers["Location"] == f"{ONE}/protection"
    assert go(designer, "undo", next="https://evil.example/").headers["Location"] == VERSIONS


def test_nobody_undoes_a_step_they_have_not_seen(app, designer):
    seen = revision_of(designer.get(VERSIONS))
    choose(designer, "shared")
    assert designer.post(f"{ONE}/undo", {"revision": seen}).status_code == 409
    assert draft_of(app).questionnaire.access == "shared"


def test_an_old_version_becomes_the_draft_and_that_can_be_undone(app, designer):
    first = draft_of(app).questionnaire
    choose(designer, "shared")
    designer.post(f"{ONE}/publish", {"revision": revision_of(designer.get(ONE))})
    assert go(designer, "versions/1/restore").status_code == 303
    assert draft_of(app).questionnaire == first
    assert "Took version" in rows(designer.get(VERSIONS), "steps")[0]
    go(designer, "undo")
    assert draft_of(app).questionnaire == replace(first, access="shared")


def test_a_version_taken_back_keeps_who_reviewed_its_texts_and_when(app, designer):
    def mark():
        return draft_of(app).questionnaire.title.marks["ar"]

    def worded(language, words):
        path, stored = f"title.{language}", draft_of(app).questionnaire.title.words[language]
        designer.post(f"{ONE}/edit/texts?target=ar", {f"was.{path}": fingerprint(stored), f"f.{path}": words})

    change(app, lambda q: with_words(q, "ar", {"title": "عيش كريم"}, "reviewed", "Rana", "2026-03-02"))
    designer.post(f"{ONE}/publish", {"revision": revision_of(designer.get(ONE))})
    worded("de", "Ganz anders")
    worded("ar", "شيء آخر")
    assert (mark().state, mark().who) == ("draft", "Kim designer")
    with app.extensions["engine"].connect() as db:
        assert "Rana" not in str(dump(questionnaires.published(db, SLUG).questionnaire))
    go(designer, "versions/2/restore")
    assert (mark().state, mark().who, mark().day) == ("reviewed", "Rana", "2026-03-02")
    assert draft_of(app).questionnaire.title.state("ar", "de") == "reviewed"
    assert "Rana" in designer.get(f"{ONE}/edit/texts?target=ar").text


def test_versions_are_listed_with_day_and_name(designer):
    choose(designer, "shared")
    designer.post(f"{ONE}/publish", {"revision": revision_of(designer.get(ONE))})
    newest, first = rows(designer.get(VERSIONS), "published")
    assert newest.startswith("Version 2")
    assert "Kim designer" in newest
    assert first.startswith("Version 1")
    assert "Kim" not in first


def test_a_version_that_does_not_exist_is_not_restored(designer):
    assert go(designer, "versions/7/restore").status_code == 404


# -- comparing and publishing


def change(app, by):
    with app.extensions["engine"].begin() as db:
        draft = questionnaires.draft(db, SLUG)
        questionnaires.save(db, SLUG, by(draft.questionnaire), draft.revision)


def retitled(asked):
    words = {**asked.title.words, "de": f"{asked.title.words['de']} heute", "ar": f"اليوم {asked.title.words['ar']}"}
    return replace(asked, title=replace(asked.title, words=words))


def fewer_answers(asked):
    question = next(q for q in asked.questions if q.kind == "single")
    return asked.with_question(replace(question, options=question.options[1:]))


def without_a_question(asked):
    last = next(page for page in reversed(asked.pages) if len(page.questions) > 1)
    shorter = replace(last, questions=last.questions[:-1])
    return replace(asked, pages=tuple(shorter if page.id == last.id else page for page in asked.pages))


def test_new_words_are_marked_in_their_own_direction(app, designer):
    change(app, retitled)
    soup = BeautifulSoup(designer.get(f"{VERSIONS}/compare").text, "html.parser")
    german, arabic = (soup.select_one(f".reworded dd[lang={tag}]") for tag in ("de", "ar"))
    assert german.select_one("ins").text.strip() == "heute"
    assert arabic.select_one("ins").text.strip() == "اليوم"
    assert (german["dir"], arabic["dir"]) == ("ltr", "rtl")
    only = designer.get(f"{VERSIONS}/compare?language=ar").text
    assert "اليوم" in only
    assert ">heute<" not in only


def test_texts_are_compared_as_text(app, designer):
    evil = "<script>alert(1)</script>\u202e"
    change(app, lambda q: replace(q, title=replace(q.title, words={**q.title.words, "de": evil})))
    page = designer.get(f"{VERSIONS}/compare").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize("asked", ["before=7", "after=x", "before=-1", "before=1&after=99999999"])
def test_only_versions_that_exist_are_compared(designer, asked):
    assert designer.get(f"{VERSIONS}/compare?{asked}").status_code == 404


def test_any_two_versions_are_compared(app, designer):
    change(app, retitled)
    designer.post(f"{ONE}/publish", {"revision": revision_of(designer.get(ONE))})
    assert "heute" in designer.get(f"{VERSIONS}/compare?before=1&after=2").text
    assert "There is no difference." in designer.get(f"{VERSIONS}/compare?before=2&after=draft").text


def test_new_words_are_published_at_once_and_said_to_stay_comparable(app, designer):
    change(app, retitled)
    assert "stay comparable" in designer.get(ONE).text
    assert designer.post(f"{ONE}/publish", {"revision": revision_of(designer.get(ONE))}).status_code == 303


@pytest.mark.parametrize(
    ("by", "sentence"),
    [(fewer_answers, "Results begin anew"), (without_a_question, "Results are no longer shown")],
)
def test_what_begins_anew_or_is_lost_is_asked_about_before_publishing(app, designer, by, sentence):
    change(app, by)
    assert sentence in designer.get(ONE).text
    asked = designer.post(f"{ONE}/publish", {"revision": revision_of(designer.get(ONE))})
    assert asked.status_code == 422
    assert sentence in asked.text
    assert len(rows(designer.get(VERSIONS), "published")) == 1
    sure = {"revision": revision_of(asked), "sure": "yes"}
    assert designer.post(f"{ONE}/publish", sure).status_code == 303
    assert len(rows(designer.get(VERSIONS), "published")) == 2


def test_who_is_answering_goes_on_with_the_version_they_began_with(app, client, designer):
    visitor = Visitor(client)
    visitor.press("begin")
    change(app, lambda q: retitled(without_a_question(q)))
    designer.post(f"{ONE}/publish", {"revision": revision_of(designer.get(ONE)), "sure": "yes"})
    assert visitor.press("next").soup.select_one("input[name=_version]")["value"] == "1"
    assert Visitor(client).page.soup.select_one("input[name=_version]")["value"] == "2"

"""The question bank: finding, inserting with translations, comparing, taking over, putting in."""

from dataclasses import replace

from bs4 import BeautifulSoup
from flask import g

from app.domain.bank import ID
from app.domain.question import build
from app.domain.questions import KINDS
from app.store import bank, grants, questionnaires
from app.store.questionnaires import Draft
from app.web.design.banked import _name
from tests.web.staff import ONE, SLUG, Colleague, revision_of

ITEM = "/staff/bank/begegnung-zusammenleben"


def draft_of(app, slug=SLUG):
    with app.extensions["engine"].connect() as db:
        return questionnaires.draft(db, slug)


def found(page):
    return [link["href"].split("?")[0] for link in BeautifulSoup(page.text, "html.parser").select(".found a")]


def insert(app, designer, slug=SLUG, item="begegnung-zusammenleben"):
    page = draft_of(app, slug).questionnaire.pages[0].id
    return designer.post(f"/staff/questionnaires/{slug}/bank/insert", {"item": item, "page": page})


def test_someone_finds_a_question_by_words_field_kind_and_language(app):
    council = Colleague(app, "council")
    assert len(found(council.get("/staff/bank"))) >= 60
    assert "/staff/bank/mobilitaet-fuehrerschein" in found(council.get("/staff/bank?q=FUEHRERSCHEIN"))
    ranked = found(council.get("/staff/bank?field=sprache&kind=ranking&language=en"))
    assert ranked == ["/staff/bank/sprache-angebote"]
    assert found(council.get("/staff/bank?q=%00xyzzy")) == []
    assert council.get("/staff/bank?to=%00&page=%ED%A0%80").status_code == 200


def test_an_item_is_shown_as_respondents_see_it_in_each_of_its_languages(app):
    analyst = Colleague(app, "analyst")
    assert "look?lang=de-simple" in analyst.get(f"{ITEM}?language=de-simple").text
    assert (
        "Wie gut oder schlecht ist das Zusammenleben in Ihrem Ort?" in analyst.get(f"{ITEM}/look?lang=de-simple").text
    )
    assert analyst.get("/staff/bank/nothing").status_code == 404


def test_an_inserted_question_brings_its_words_and_remembers_where_it_is_from(app):
    designer = Colleague(app, "designer")
    assert insert(app, designer).status_code == 303
    questionnaire = draft_of(app).questionnaire
    new = questionnaire.question("begegnung_zusammenleben")
    assert new.origin.startswith("begegnung-zusammenleben@")
    assert questionnaire.source == "de-simple"
    assert new.title.state("de", "de-simple") == new.title.state("en", "de-simple") == "draft"
    assert new.title.state("ar", "de-simple") == "missing"
    insert(app, designer)
    assert draft_of(app).questionnaire.question("begegnung_zusammenleben-2")


def test_two_questionnaires_that_ask_the_same_are_told_so(app):
    designer = Colleague(app, "designer")
    insert(app, designer)
    assert "can be compared" not in designer.get(ITEM).text
    insert(app, designer, "integrationskonzept")
    assert "can be compared" in designer.get(ITEM).text


def test_words_changed_in_a_questionnaire_are_seen_and_the_banks_can_be_taken_over(app):
    designer = Colleague(app, "designer")
    insert(app, designer)
    draft = draft_of(app)
    question = draft.questionnaire.question("begegnung_zusammenleben")
    other = build(KINDS["scale"], {"id": question.id, "origin": question.origin, "title": {"de": "Anders"}}, "q")
    with app.extensions["engine"].begin() as db:
        questionnaires.save(db, SLUG, draft.questionnaire.with_question(other), draft.revision)
    page = designer.get(f"{ONE}/bank")
    assert "It was changed here" in page.text
    designer.post(f"{ONE}/bank/take-over", {"revision": revision_of(page), "question": question.id})
    assert draft_of(app).questionnaire.question(question.id) == question


def test_a_question_put_into_the_bank_can_be_found_inserted_and_taken_out(app):
    designer = Colleague(app, "designer")
    sent = {"question": "gefuehl", "field": "begegnung", "tags": "laune laune\x00\u202e"}
    there = designer.post(f"{ONE}/bank/put-in", sent | {"note": "Misst <b>Laune</b>\x00\u202e"}).headers["Location"]
    shown = designer.get(there)
    assert "&lt;b&gt;Laune" in shown.text
    assert there in found(designer.get("/staff/bank?q=laune&language=ar"))
    with app.extensions["engine"].connect() as db:
        (item,) = bank.items(db)
    assert item.tags == ("laune",)
    assert draft_of(app).questionnaire.question("gefuehl").origin == item.origin
    assert insert(app, designer, "integrationskonzept", item.id).status_code == 303
    assert "can be compared" in designer.get(there).text
    designer.post(f"{there}/remove")
    assert there not in found(designer.get("/staff/bank?q=laune"))


def test_what_others_put_in_stays_as_they_put_it_in(app):
    """Names are cut short, and someone who works on one questionnaire may not speak for the others."""
    designer, colleague = Colleague(app, "designer"), Colleague(app, "none")
    designer.post(f"{ONE}/bank/put-in", {"question": "gefuehl", "field": "begegnung"})
    other = "integrationskonzept"
    with app.extensions["engine"].begin() as db:
        grants.give(db, colleague.person.id, other, "designer")
        (kept,) = bank.items(db)
    insert(app, designer, other, kept.id)
    sent = {"question": "gefuehl", "field": "wohnen"}
    assert colleague.post(f"/staff/questionnaires/{other}/bank/put-in", sent).status_code == 303
    with app.extensions["engine"].begin() as db:
        now = bank.items(db)
    assert kept in now
    assert len(now) == 2
    question, slug = kept.question, "lang" * 15
    draft = Draft(slug, "draft", 1, draft_of(app).questionnaire)
    with app.extensions["engine"].begin() as db, app.test_request_context("/staff"):
        g.person = designer.person
        names = {_name(db, draft, replace(question, id=id)) for id in ("a", "b", "c_d", "c-d")}
    assert len(names) == 4
    assert all(ID.fullmatch(name) for name in names)


def test_a_question_that_repeats_an_answer_stays_out_of_the_bank(app):
    designer = Colleague(app, "designer")
    draft = draft_of(app)
    asks = build(KINDS["long_text"], {"id": "gefuehl", "title": {"de-simple": "{ort}?"}}, "q")
    with app.extensions["engine"].begin() as db:
        questionnaires.save(db, SLUG, draft.questionnaire.with_question(asks), draft.revision)
    sent = {"question": "gefuehl", "field": "begegnung", "note": "Kept words"}
    answer = designer.post(f"{ONE}/bank/put-in", sent)
    assert answer.status_code == 422
    assert "cannot stand alone" in answer.text
    assert "Kept words" in answer.text


def test_newer_words_in_the_bank_reach_those_who_use_the_question(app):
    designer, other = Colleague(app, "designer"), "/staff/questionnaires/integrationskonzept/bank"
    sent = {"question": "gefuehl", "field": "begegnung"}
    item = designer.post(f"{ONE}/bank/put-in", sent).headers["Location"].rpartition("/")[2]
    insert(app, designer, "integrationskonzept", item)
    draft = draft_of(app)
    question = draft.questionnaire.question("gefuehl")
    newer = replace(question, title=question.title.with_words("de-simple", "Wie geht es Ihnen?", "de-simple", "draft"))
    with app.extensions["engine"].begin() as db:
        questionnaires.save(db, SLUG, draft.questionnaire.with_question(newer), draft.revision)
    assert designer.post(f"{ONE}/bank/put-in", sent).headers["Location"].endswith(item)
    page = designer.get(other)
    assert "The bank asks this in other words now" in page.text
    designer.post(f"{other}/take-over", {"revision": revision_of(page), "question": "gefuehl"})
    taken = draft_of(app, "integrationskonzept").questionnaire.question("gefuehl")
    assert taken.title.words["de-simple"] == "Wie geht es Ihnen?"
    assert "The bank asks this in other words now" not in designer.get(other).text

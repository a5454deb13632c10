"""What every item that ships with the bank keeps, and what becomes of one in a questionnaire."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain import bank, reuse
from app.domain.advice import hard_texts
from app.domain.bank import FIELDS, Search
from app.domain.check import check
from app.domain.question import build
from app.domain.questionnaire import Page, Questionnaire
from app.domain.questions import KINDS
from app.domain.reuse import Use
from app.domain.sentence import Problem
from app.domain.text import Mark, Text, fingerprint
from app.domain.variant import Variant

FOLDER = Path(__file__).parents[2] / "examples" / "bank"
ITEMS = [item for file in sorted(FOLDER.glob("*.json")) for item in bank.load_file(json.loads(file.read_text()))]
LANGUAGES = ("de", "de-simple", "en")
SAID = Text(dict.fromkeys(LANGUAGES, "x"))
ITEM = next(item for item in ITEMS if item.id == "sprache-kurs")


def empty(source="de", languages=LANGUAGES):
    head = dict.fromkeys(("title", "intro", "publisher", "privacy", "thanks"), SAID)
    return Questionnaire("x", source, languages, **head, pages=(Page("p", SAID),))


def test_there_are_at_least_sixty_items_of_all_fields_and_many_kinds():
    assert len(ITEMS) >= 60
    assert {file.stem for file in FOLDER.glob("*.json")} == {item.field for item in ITEMS} == set(FIELDS)
    assert len({item.question.kind for item in ITEMS}) >= 10
    assert len({item.id for item in ITEMS}) == len({item.question.id for item in ITEMS}) == len(ITEMS)


def test_all_items_together_make_a_questionnaire_that_could_be_published():
    questionnaire = empty()
    for item in ITEMS:
        questionnaire, _ = reuse.inserted(item, questionnaire, "p")
    assert [str(problem) for problem in check(questionnaire)] == []
    assert {use.state for use in reuse.uses([questionnaire], ITEMS)} == {"same"}
    assert [str(problem) for problem in hard_texts(questionnaire)] == []


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_an_item_offers_a_way_out_says_what_it_measures_and_is_a_draft_in_translation(item):
    assert item.question.way_out() or not item.question.asks
    assert item.note.words["de"]
    assert item.tags
    assert {item.state(tag) for tag in ("de-simple", "en")} == {"draft"}
    assert bank.load(json.loads(json.dumps(bank.dump(item)))) == item


def test_words_for_some_people_stay_with_the_questionnaire_whose_answers_they_follow():
    form, question = reuse.inserted(ITEM, empty(), "p")
    helping = Variant("andere", {"==": [{"answer": "rolle"}, "andere"]}, SAID)
    varied = replace(question, variants=(helping,))
    item = bank.put_in(form, varied, "eigene", ITEM.field, (), "")
    assert item.question.variants == ()
    (use,) = reuse.uses([form.with_question(replace(varied, origin=item.origin))], [item])
    assert use.state == "same"
    assert reuse.taken_over(use).variants == (helping,)
    calculated = KINDS["calculated"](id="alle", formula="{kinder} + 1")
    with pytest.raises(Problem, match="cannot stand alone"):
        bank.put_in(form, calculated, "eigene", ITEM.field, (), "")


def test_words_are_found_however_they_are_typed():
    assert ITEM in bank.find(ITEMS, Search("DEUTSCH-kurs"))
    assert ITEM in bank.find(ITEMS, Search("deutsch 12 monaten", field="sprache", kind="single", language="en"))
    assert ITEM not in bank.find(ITEMS, Search("deutschkurs", language="ar"))


def test_translations_are_drafts_again_where_the_original_is_in_another_language():
    reviewed = Text(ITEM.question.title.words, {"en": Mark("reviewed", fingerprint(ITEM.question.title.words["de"]))})
    item = replace(ITEM, question=replace(ITEM.question, title=reviewed))
    assert reuse.fitted(item, empty()).title.state("en", "de") == "reviewed"
    assert reuse.fitted(item, empty("de-simple")).title.state("en", "de-simple") == "draft"
    assert set(reuse.fitted(item, empty(languages=("de",))).options[0].label.words) == set(LANGUAGES)


def test_newer_words_of_the_bank_are_told_from_words_changed_here():
    questionnaire, question = reuse.inserted(ITEM, empty(), "p")
    newer = replace(
        ITEM, question=replace(ITEM.question, title=ITEM.question.title.with_words("de", "Neu?", "de", "draft"))
    )
    assert Use(questionnaire, question, newer).state == "newer"
    here = replace(question, title=question.title.with_words("de", "Hier?", "de", "draft"))
    assert Use(questionnaire.with_question(here), here, ITEM).state == "changed"
    translated = replace(question, title=question.title.with_words("en", "Other words", "de", "reviewed"))
    assert Use(questionnaire, translated, ITEM).state == "same"


def test_taking_over_keeps_rules_and_what_was_reviewed_here():
    questionnaire, question = reuse.inserted(ITEM, empty(), "p")
    mine = replace(
        question,
        required=True,
        show_if={"answered": "y"},
        title=question.title.with_words("en", "Checked", "de", "reviewed", "Kim").with_words(
            "ar", "نعم", "de", "draft"
        ),
        options=question.options[:2],
    )
    new = reuse.taken_over(Use(questionnaire.with_question(mine), mine, ITEM))
    assert (new.required, new.show_if, new.id) == (True, {"answered": "y"}, mine.id)
    assert new.title.said("en").words == "Checked"
    assert new.title.words["ar"] == "نعم"
    assert len(new.options) == len(ITEM.question.options)
    assert new.origin == ITEM.origin


def test_a_question_that_speaks_of_another_answer_cannot_stand_alone():
    asks = build(KINDS["long_text"], {"id": "a", "title": {"de": "Warum {b}?"}}, "q")
    with pytest.raises(Problem, match="cannot stand alone"):
        bank.put_in(empty(), asks, "eigene-a", "sprache", (), "")


@pytest.mark.parametrize(
    "data", [None, [], {}, {"id": "a"}, {"id": "../x", "field": "sprache"}, {"id": "a", "field": "?"}]
)
def test_what_is_no_item_is_refused(data):
    with pytest.raises(Problem):
        bank.load(data)


def test_a_question_with_pictures_of_its_questionnaire_stays_there():
    options = [{"id": "a", "picture": "mine"}, {"id": "b", "picture": "haus"}]
    asks = build(KINDS["single"], {"id": "a", "title": {"de": "Was?"}, "options": options}, "q")
    with pytest.raises(Problem, match="pictures stay"):
        bank.put_in(replace(empty(), pictures={"mine": "AA=="}), asks, "eigene-a", "sprache", (), "")
    assert bank.put_in(empty(), asks, "eigene-a", "sprache", (), "").question.options == asks.options

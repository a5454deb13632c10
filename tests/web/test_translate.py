"""The desk of a translator: nothing typed is lost, nothing of others overwritten, and states say what is true."""

import io
import json
import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from app.domain.exchange import xlsx
from app.domain.questionnaire import dump, load, with_words
from app.domain.translation import with_source
from app.store import questionnaires, steps
from tests.web.staff import ONE, SLUG, Colleague, revision_of

TEXTS = f"{ONE}/texts/ar"
JSON = {"Accept": "application/json"}


@pytest.fixture
def translator(app):
    return Colleague(app, "translator")


@pytest.fixture
def change(app):
    def changed(by, slug=SLUG):
        with app.extensions["engine"].begin() as db:
            draft = questionnaires.draft(db, slug)
            questionnaires.save(db, slug, by(draft.questionnaire), draft.revision)

    return changed


@pytest.fixture
def stored(app):
    def now(slug=SLUG):
        with app.extensions["engine"].begin() as db:
            return questionnaires.draft(db, slug).questionnaire

    return now


def fields(page, *paths):
    """What a browser without script would send for these texts."""
    soup = BeautifulSoup(page.text, "html.parser")
    given = {}
    for path in paths:
        given[f"t.{path}"] = soup.select_one(f"textarea[name='t.{path}']").text.removeprefix("\n")
        for mark in "wf":
            given[f"{mark}.{path}"] = soup.select_one(f"input[name='{mark}.{path}']")["value"]
    return given


def all_fields(page):
    soup = BeautifulSoup(page.text, "html.parser")
    return fields(page, *(area["name"][2:] for area in soup.select("textarea[name]")))


def state(questionnaire, path="title", language="ar"):
    text = next(text for name, text, _ in questionnaire.texts() if name == path)
    return text.state(language, questionnaire.source)


def words(questionnaire, path="title", language="ar"):
    return next(text for name, text, _ in questionnaire.texts() if name == path).words.get(language)


def without(path, language="ar"):
    def by(questionnaire):
        data = dump(questionnaire)
        data[path].pop(language)
        return load(data)

    return by


# -- writing


def test_a_translation_is_saved_with_who_and_when_as_a_step(app, translator, stored):
    page = translator.get(TEXTS)
    sent = translator.post(TEXTS, {**all_fields(page), "t.title": "عنوان جديد", "save": ""})
    assert sent.status_code == 303
    assert words(stored()) == "عنوان جديد"
    assert stored().title.marks["ar"].who == translator.person.name
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", stored().title.marks["ar"].day)
    with app.extensions["engine"].begin() as db:
        step = steps.all_of(db, SLUG)[0]
    assert (step.act.who, step.act.what.gaps["count"]) == (translator.person.name, 1)


def test_saving_an_untouched_page_changes_nothing(translator, stored):
    before = stored()
    translator.post(TEXTS, {**all_fields(translator.get(TEXTS)), "save": ""})
    assert stored() == before


def test_two_translators_of_two_texts_lose_nothing(app, translator, stored):
    colleague = Colleague(app, "designer")
    first, second = (all_fields(each.get(TEXTS)) for each in (translator, colleague))
    translator.post(TEXTS, {**first, "t.title": "الأول"})
    assert colleague.post(TEXTS, {**second, "t.intro": "الثاني"}).status_code == 303
    assert (words(stored()), words(stored(), "intro")) == ("الأول", "الثاني")


def test_two_translators_of_one_text_see_both_and_choose(app, translator, stored):
    colleague = Colleague(app, "designer")
    first, second = (fields(each.get(TEXTS), "title", "intro") for each in (translator, colleague))
    translator.post(TEXTS, {**first, "t.title": "الأول"})
    clash = colleague.post(TEXTS, {**second, "t.title": "الثاني", "t.intro": "مقدمة"})
    assert clash.status_code == 409
    assert "الأول" in clash.text
    assert "الثاني" in clash.text
    assert (words(stored()), words(stored(), "intro")) == ("الأول", "مقدمة")  # the rest was saved
    again = fields(clash, "title")
    assert colleague.post(TEXTS, {**again, "theirs": "title"}).status_code == 303
    assert words(stored()) == "الأول"
    assert colleague.post(TEXTS, {**again, "save": "title"}).status_code == 303
    assert words(stored()) == "الثاني"


def test_a_text_translated_while_its_original_changed_is_outdated_at_once(translator, change, stored):
    seen = fields(translator.get(TEXTS), "title")
    change(lambda q: with_words(q, q.source, {"title": "Ganz neuer Titel"}))
    translator.post(TEXTS, {**seen, "t.title": "من العنوان القديم"})
    assert state(stored()) == "outdated"


def test_what_a_text_was_typed_for_may_be_gone_but_not_what_was_typed(translator, change):
    path = "pages.leben.title"
    page = translator.get(TEXTS)
    path = next(name for name in all_fields(page) if name.startswith("t.pages."))[2:]
    change(lambda q: replace(q, pages=()))
    answer = translator.post(TEXTS, {**fields(page, path), f"t.{path}": "لا يضيع"})
    assert answer.status_code == 422
    assert "لا يضيع" in answer.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("بلا فجوة", "{name} is missing"), ("{name} و {fremd}", "{fremd} is not in the original")],
)
def test_a_gap_can_be_neither_lost_nor_invented(translator, change, stored, typed, sentence):
    change(lambda q: with_words(q, q.source, {"thanks": "Danke, {name}!"}))
    seen = fields(translator.get(TEXTS), "thanks", "title")
    answer = translator.post(TEXTS, {**seen, "t.thanks": typed, "t.title": "يبقى"})
    assert answer.status_code == 422
    assert sentence in BeautifulSoup(answer.text, "html.parser").text
    assert typed in answer.text
    assert words(stored(), "thanks") != typed
    assert words(stored()) == "يبقى"


def test_the_script_hears_what_became_of_one_text(translator, stored):
    seen = fields(translator.get(TEXTS), "title")
    told = translator.post(TEXTS, {**seen, "t.title": "واحد"}, headers=JSON)
    assert (told.status_code, told.json["state"]) == (200, "draft")
    assert told.json["saved"].startswith("Saved ")
    stale = translator.post(TEXTS, {**seen, "t.title": "اثنان"}, headers=JSON)
    assert (stale.status_code, stale.json["theirs"]) == (409, "واحد")
    fresh = {**seen, "w.title": told.json["was"], "t.title": "{fremd}"}
    broken = translator.post(TEXTS, fresh, headers=JSON)
    assert (broken.status_code, words(stored())) == (422, "واحد")


def test_hostile_words_come_out_as_words(translator, stored):
    seen = fields(translator.get(TEXTS), "title")
    translator.post(TEXTS, {**seen, "t.title": "<script>alert(1)</script>\u202e\x00 x"})
    assert words(stored()) == "<script>alert(1)</script> x"
    assert "<script>alert" not in translator.get(TEXTS).text
    seen = fields(translator.get(TEXTS), "title")
    answer = translator.post(TEXTS, {**seen, "t.title": "x" * 20_001})
    assert answer.status_code == 422
    assert "x" * 20_001 in answer.text


def test_emptying_a_text_makes_it_missing(translator, stored):
    translator.post(TEXTS, {**fields(translator.get(TEXTS), "title"), "t.title": " "})
    assert state(stored()) == "missing"


# -- states


def test_a_review_says_that_these_words_fit_these(translator, change, stored):
    seen = fields(translator.get(TEXTS), "title")
    translator.post(TEXTS, {**seen, "reviewed": "title"})
    assert state(stored()) == "reviewed"
    change(lambda q: with_words(q, q.source, {"title": "Anders"}))
    assert state(stored()) == "outdated"
    translator.post(TEXTS, {**seen, "reviewed": "title"})  # of the original of before
    assert state(stored()) == "outdated"
    translator.post(TEXTS, {**fields(translator.get(TEXTS), "title"), "reviewed": "title"})
    assert state(stored()) == "reviewed"


def test_a_review_of_words_that_changed_meanwhile_is_not_taken(app, translator, stored):
    seen = fields(translator.get(TEXTS), "title")
    Colleague(app, "designer").post(TEXTS, {**seen, "t.title": "غيره"})
    assert translator.post(TEXTS, {**seen, "reviewed": "title"}).status_code == 409
    assert state(stored()) == "draft"


def test_a_long_questionnaire_comes_in_parts_and_a_text_is_found_on_its_part(translator):
    page = f"{ONE}/texts/ar".replace(SLUG, "integrationskonzept")
    first = all_fields(translator.get(page))
    second = all_fields(translator.get(f"{page}?part=2"))
    assert not set(first) & set(second)
    path = next(iter(second))[2:]
    assert all_fields(translator.get(f"{page}?text={path}")) == second


def test_both_ways_of_german_can_stand_as_the_original(translator, stored):
    both = translator.get(f"{TEXTS}?source=both").text
    assert words(stored(), language="de") in both
    assert words(stored(), language="de-simple") in both


# -- the original


def test_another_original_loses_no_word_and_tells_no_lie(stored):
    """Reviewed stays reviewed only where the new original is a reviewed translation of the old one."""
    before = stored()
    source, other = before.source, "de" if before.source != "de" else "de-simple"
    ready = with_words(before, "ar", {"title": "عنوان", "intro": "مقدمة"}, "reviewed")
    ready = with_words(ready, other, {"title": "Titel"}, "reviewed")
    ready = with_words(ready, other, {"intro": "Einleitung"}, "draft")
    after = with_source(ready, other)
    assert [text.words for _, text, _ in after.texts()] == [text.words for _, text, _ in ready.texts()]
    assert (state(after), state(after, "intro")) == ("reviewed", "draft")
    assert state(after, language=source) == "reviewed"
    assert state(with_source(after, source)) == "reviewed"
    old = with_source(with_words(ready, source, {"title": "Neu"}), other)
    assert state(old) == "outdated"


def test_the_original_is_chosen_on_the_page_of_all_languages(app, stored):
    designer = Colleague(app, "designer")
    other = "de" if stored().source != "de" else "de-simple"
    page = designer.get(f"{ONE}/translate")
    sent = designer.post(f"{ONE}/source", {"source": other, "revision": revision_of(page)})
    assert sent.status_code == 303
    assert stored().source == other
    assert json.loads(json.dumps(dump(stored())))


def test_a_copy_keeps_states(stored):
    marked = with_words(stored(), "ar", {"title": "عنوان"}, "reviewed", "Kim", "2026-01-02")
    copy = replace(load(dump(marked)), slug="copy")
    assert state(copy) == "reviewed"
    assert copy.title.marks["ar"].who == "Kim"


# -- files


def workbook(translator, **changed):
    """The spreadsheet of the page, translated by someone: path=words."""
    data = translator.get(f"{TEXTS}/file/xlsx").data
    entries = xlsx.read(data, "ar")
    done = [replace(entry, words=changed.get(entry.path, entry.words)) for entry in entries]
    return xlsx.written({"ar": done}, {"ar": ["x"] * 6})


def upload(translator, file):
    return translator.post(f"{TEXTS}/upload", {"file": (io.BytesIO(file), "back.xlsx")})


def take(translator, page, *paths, **more):
    soup = BeautifulSoup(page.text, "html.parser")
    data = {each["name"]: each["value"] for each in soup.select("#texts input[type=hidden]")}
    ticked = [each["value"] for each in soup.select("input[name=take][checked]")]
    return translator.post(TEXTS, {**data, "file": "yes", "take": [*ticked, *paths], **more})


def test_a_file_changes_nothing_before_someone_says_so(translator, stored):
    before = stored()
    page = upload(translator, workbook(translator, title="من ملف"))
    assert page.status_code == 200
    assert "من ملف" in page.text
    assert stored() == before
    assert take(translator, page).status_code == 303
    assert words(stored()) == "من ملف"
    assert state(stored()) == "draft"


def test_what_was_reviewed_is_replaced_only_when_ticked(translator, change, stored):
    change(lambda q: with_words(q, "ar", {"title": "مراجع"}, "reviewed"))
    page = upload(translator, workbook(translator, title="من ملف", intro="مقدمة"))
    take(translator, page)
    assert (words(stored()), words(stored(), "intro")) == ("مراجع", "مقدمة")
    take(translator, upload(translator, workbook(translator, title="من ملف")), "title")
    assert words(stored()) == "من ملف"


def test_a_file_from_before_the_original_changed_makes_outdated_texts(translator, change, stored):
    file = workbook(translator, title="قديم")
    change(lambda q: with_words(q, q.source, {"title": "Ganz neu"}))
    page = upload(translator, file)
    take(translator, page)
    assert words(stored()) != "قديم"
    take(translator, upload(translator, file), "title")
    assert (words(stored()), state(stored())) == ("قديم", "outdated")


def test_someone_who_wrote_between_looking_and_taking_is_not_overwritten(app, translator, stored):
    page = upload(translator, workbook(translator, title="من ملف"))
    other = Colleague(app, "designer")
    other.post(TEXTS, {**fields(other.get(TEXTS), "title"), "t.title": "بين بين"})
    answer = take(translator, page)
    assert answer.status_code == 409
    assert words(stored()) == "بين بين"
    assert "من ملف" in answer.text


def test_a_file_that_cannot_be_read_says_so(translator):
    page = upload(translator, b"PK not a workbook")
    assert page.status_code == 422
    assert "cannot be read as a spreadsheet" in page.text


def test_a_review_of_a_whole_file_is_said_by_staff(translator, stored):
    take(translator, upload(translator, workbook(translator, title="من ملف")), **{"as": "reviewed"})
    assert state(stored()) == "reviewed"


def test_all_languages_come_as_one_workbook(translator, stored):
    book = translator.get(f"{ONE}/texts.xlsx").data
    for tag in set(stored().languages) - {stored().source}:
        assert {entry.path for entry in xlsx.read(book, tag)} >= {"title", "privacy", "thanks"}


# -- what helps


def test_the_glossary_is_kept_and_shown_where_a_term_occurs(translator, change):
    change(lambda q: with_words(q, q.source, {"thanks": "Danke vom Kreis."}))
    glossary = "/staff/glossary"
    assert translator.post(glossary, {"term": "Kreis", "words.ar": "كرايس"}).status_code == 303
    page = BeautifulSoup(translator.get(TEXTS).text, "html.parser")
    shown = page.select_one("[id='thanks'] .agreed").text
    assert "كرايس" in shown
    assert "not used" in shown
    assert translator.post(glossary, {"term": "x"}).status_code == 422
    translator.post(f"{glossary}/remove", {"term": "Kreis"})
    assert "كرايس" not in translator.get(glossary).text


def test_the_starter_list_leaves_the_terms_of_the_county_alone(translator):
    glossary = "/staff/glossary"
    translator.post(glossary, {"term": "Kreis", "words.en": "our county"})
    translator.post(f"{glossary}/starter")
    page = translator.get(glossary).text
    assert "our county" in page
    assert "Ehrenamt" in page


def test_what_other_questionnaires_say_is_offered_and_used_with_one_press(translator, change, stored):
    change(lambda q: with_words(q, q.source, {"thanks": "Vielen Dank, liebe Leute!"}), "integrationskonzept")
    change(lambda q: with_words(q, "ar", {"thanks": "شكرا أيها الناس"}, "reviewed"), "integrationskonzept")
    change(without("thanks"))
    change(lambda q: with_words(q, q.source, {"thanks": "Vielen Dank, liebe Leute!"}))
    page = translator.get(TEXTS)
    offered = BeautifulSoup(page.text, "html.parser").select_one("button[name=use]")["value"]
    assert offered == "thanks\nشكرا أيها الناس"
    translator.post(TEXTS, {**fields(page, "thanks", "title"), "use": offered})
    assert (words(stored(), "thanks"), state(stored(), "thanks")) == ("شكرا أيها الناس", "draft")


def test_an_outdated_text_shows_what_its_original_was(app, translator, change):
    designer = Colleague(app, "designer")
    change(lambda q: with_words(q, q.source, {"title": "Der vorletzte Titel"}))
    translator.post(TEXTS, {**fields(translator.get(TEXTS), "title"), "t.title": "عنوان"})
    with app.extensions["engine"].begin() as db:
        draft = questionnaires.draft(db, SLUG)
        act = steps.all_of(db, SLUG)[0].act
        newer = with_words(draft.questionnaire, draft.questionnaire.source, {"title": "Der letzte Titel"})
        questionnaires.save(db, SLUG, newer, draft.revision, act)
    page = BeautifulSoup(designer.get(TEXTS).text, "html.parser")
    assert page.select_one("[id='title'] del").text == "Der vorletzte Titel"

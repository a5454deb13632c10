"""The editor without scripts: outline, forms, picker, and what its buttons do."""

import gzip
import json

import pytest
from bs4 import BeautifulSoup

from app.config import PROJECT
from app.domain.check import check
from app.domain.questionnaire import dump, load
from app.domain.questions import KINDS
from app.domain.text import fingerprint
from app.store import questionnaires
from tests.web.staff import LIST, ONE, SLUG, Colleague, revision_of

QUESTION = f"{ONE}/edit/question/her"
PAGES = ["edit", "edit/add", "edit/texts", "edit/page/wohnen", "edit/question/ort", "edit/question/her?target=ar"]


@pytest.fixture
def designer(app):
    return Colleague(app, "designer")


@pytest.fixture
def draft(app):
    def now(slug=SLUG):
        with app.extensions["engine"].begin() as db:
            return questionnaires.draft(db, slug).questionnaire

    return now


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_the_editor_opens_and_is_light(designer, path):
    page = designer.get(f"{ONE}/{path}")
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert len(gzip.compress(page.data)) < 20_000


def test_every_kind_can_be_added_and_opened(designer, draft):
    for kind in KINDS:
        added = designer.post(f"{ONE}/edit/add", {"kind": kind, "title": f"Frage {kind}?", "page": "wohnen"})
        assert added.status_code == 303, kind
        assert designer.get(added.headers["Location"]).status_code == 200, kind
    titles = [question.title.said("de").words for question in draft().page("wohnen").questions]
    assert [f"Frage {kind}?" for kind in KINDS] == titles[-len(KINDS) :]
    assert draft().question("frage_single") is not None


def test_an_empty_questionnaire_is_begun_filled_and_copied(designer, draft):
    begun = designer.post(f"{LIST}/_new", {"title": "Wohnen in Ärmelsdorf?", "source": "de"})
    assert begun.headers["Location"].endswith("/wohnen-in-aermelsdorf/edit")
    path = f"{LIST}/wohnen-in-aermelsdorf"
    designer.post(f"{path}/edit/add", {"kind": "single", "title": "Wie wohnen Sie?", "page": "p1"})
    designer.post(f"{path}/edit/question/wie_wohnen_sie", {
        "do": "item-add:wie_wohnen_sie:options", "add.options": "Zur Miete\r\nIm Eigentum\n\nZur Miete\nБудинок"
    })  # fmt: skip
    options = draft("wohnen-in-aermelsdorf").question("wie_wohnen_sie").options
    assert [option.id for option in options] == ["zur_miete", "im_eigentum", "a1"]
    copied = designer.post(f"{path}/duplicate")
    assert "/wohnen-in-aermelsdorf2/edit/texts" in copied.headers["Location"]
    assert draft("wohnen-in-aermelsdorf2").pages == draft("wohnen-in-aermelsdorf").pages


@pytest.mark.parametrize("sent", [{"title": ""}, {"title": "Neu", "slug": SLUG}, {"title": "Neu", "slug": "Nö !"}])
def test_a_questionnaire_that_cannot_be_begun_keeps_what_was_typed(designer, sent):
    refused = designer.post(f"{LIST}/_new", {"source": "de", **sent})
    assert refused.status_code == 422
    assert f'name="title" value="{sent["title"]}"' in refused.text


def test_lines_keep_short_names_and_translations(designer, draft):
    before = draft().question("her").options
    lines = [option.label.words["de-simple"] for option in before]
    written = "\n".join([lines[2], lines[0] + " Neu", lines[1], lines[3]])
    designer.post(QUESTION, {"do": "item-lines:her:options", "lines.options": written})
    after = draft().question("her").options
    assert [option.id for option in after] == ["hier", "land", "familie", "ka"]
    assert after[1].label.words["ar"] == before[0].label.words["ar"]
    assert after[1].label.state("ar", "de-simple") == "outdated"


def test_order_is_changed_by_buttons_and_comes_back_by_undo(designer, draft):
    ids = [question.id for question in draft().questions]
    for do in ("question-down:her", "question-up:her", "question-duplicate:her", "question-delete:her2"):
        assert designer.post(f"{ONE}/edit", {"do": do}).status_code == 303
    assert [question.id for question in draft().questions] == ids
    designer.post(f"{ONE}/edit", {"do": "page-delete:wohnen"})
    page = designer.get(f"{ONE}/edit")
    assert draft().page("wohnen") is None
    designer.post(f"{ONE}/undo", {"revision": revision_of(page), "next": f"{ONE}/edit"})
    assert [question.id for question in draft().questions] == ids


def test_the_preview_begins_at_any_page_and_says_at_the_end_what_would_be_stored(designer):
    begun = designer.get(f"{ONE}/try?page=wohnen&lang=ar")
    assert 'dir="rtl"' in begun.text
    assert 'name="her"' in begun.text
    sent = {"_go": "send", "_page": "review", "her": "familie", "_form": "x" * 24}
    done = designer.client.post(f"{ONE}/try?lang=de", data=sent)
    assert "her = &#34;familie&#34;" in done.text


@pytest.fixture
def flowing(app, designer):
    """The path of a questionnaire with repetition, other words, quotas and parts that change places."""
    with app.extensions["engine"].begin() as db:
        questionnaires.add(db, tour("ablauf"))
    return f"{LIST}/ablauf"


def tour(name):
    return load(json.loads((PROJECT / "examples" / "fragearten" / f"{name}.json").read_text()))


@pytest.mark.parametrize("language", ["de", "ar", "uk"])
def test_choices_are_words_in_the_language_of_the_interface(designer, language):
    page = designer.get(f"{QUESTION}?lang={language}")
    assert page.status_code == 200
    assert "Plural-Forms" not in page.text


def test_what_names_an_earlier_question_is_chosen_by_its_words(designer, flowing, draft):
    page = designer.get(f"{flowing}/edit/page/kind?lang=de").text
    assert '<option value="kinder" selected>Wie viele Kinder?</option>' in page
    head = designer.get(f"{flowing}/edit/texts?lang=de").text
    assert 'name="f.quotas.andere.answers.andere" value="yes" checked' in head
    assert 'name="f.quotas.andere.answers.wir" value="yes">' in head
    designer.post(f"{flowing}/edit/texts", {"do": "item-add::quotas", "add.quotas": "Genug"})
    assert draft("ablauf").quotas[-1].title.words["de"] == "Genug"


def test_a_quota_names_several_answers_and_two_people_may_tick_one_each(designer, flowing, draft):
    path, no, yes = f"{flowing}/edit/texts", fingerprint(""), fingerprint("yes")
    ticked = "quotas.andere.answers"
    designer.post(path, {f"was.{ticked}.wir": no, f"f.{ticked}.wir": "yes"})
    designer.post(path, {f"was.{ticked}.wir": no, f"was.{ticked}.andere": yes, f"f.{ticked}.andere": "yes"})
    assert draft("ablauf").quotas[0].answers == ("andere", "wir")
    designer.post(path, {f"was.{ticked}.andere": yes})
    assert draft("ablauf").quotas[0].answers == ("wir",)
    designer.post(path, {"was.quotas.andere.question": fingerprint("rolle"), "f.quotas.andere.question": "bus"})
    shown = designer.get(f"{path}?lang=de").text
    assert 'name="f.quotas.andere.answers.wir" value="yes" checked' in shown  # to be taken away
    assert "quotas.andere.question" in {problem.where for problem in check(draft("ablauf"))}


def test_the_preview_shows_the_end_of_a_quota_as_if_it_were_full(designer, flowing, draft):
    page = designer.get(f"{flowing}/preview?full=andere&full=nobody")
    frame = BeautifulSoup(page.text, "html.parser").iframe["src"]
    assert page.text.count("full=andere") > 3  # in the frame, and in each tab beside it
    assert "nobody" not in page.text
    assert 'name="full" value="andere" checked' in page.text
    begun = BeautifulSoup(designer.get(frame).text, "html.parser")
    sent = {"_go": "next", "_page": "rolle", "_seen": "rolle", "rolle": "andere", "_form": "x" * 24}
    for action, ends in ((begun.form["action"], True), (f"{flowing}/try?lang=de", False)):
        seen = designer.client.post(action, data=sent).text
        assert ('value="full~andere"' in seen) == ends
        assert (draft("ablauf").quotas[0].title.words["de"] in seen) == ends
    assert 'value="andere">' in designer.get(f"{flowing}/preview").text  # nothing is full unless one says so


def test_who_reads_other_words_is_said_on_the_page_of_rules(designer, flowing, draft):
    path = f"{flowing}/edit/question/gern/rule/variants.wir.when"
    form = designer.get(f"{path}?lang=de")
    assert "Leben Sie alle gern hier?" in form.text
    row = {"variants.wir.when.size": "1", "variants.wir.when.0.about": "rolle", "variants.wir.when.0.is": "answered"}
    designer.post(path, {"revision": revision_of(form), **row})
    words = draft("ablauf").question("gern").variants
    assert words[0].when == {"answered": "rolle"}
    assert words[1].when is not None
    assert designer.get(f"{flowing}/edit/question/gern/rule/variants.nobody.when").status_code == 404


def test_areas_are_named_by_the_digits_of_their_postcodes(designer, draft):
    designer.post(f"{ONE}/edit/add", {"kind": "postcode", "title": "Plz?", "page": "wohnen"})
    lines = {"do": "item-add:plz:options", "add.options": "235 Nord\n236\n235 Süd"}
    designer.post(f"{ONE}/edit/question/plz", lines)
    assert [area.id for area in draft().question("plz").options][:2] == ["235", "236"]


def test_a_short_name_can_be_changed_until_the_first_publication(designer, flowing, draft):
    path, was = f"{flowing}/edit/question/kinder", fingerprint("Wie viele Kinder?")
    assert "question-name:kinder" in designer.get(path).text
    refused = designer.post(
        path, {"do": "question-name:kinder", "name": "rolle", "was.title.de": was, "f.title.de": "Neu"}
    )
    assert refused.status_code == 422
    assert ">\nNeu</textarea>" in refused.text
    assert 'value="rolle"' in refused.text
    named = designer.post(path, {"do": "question-name:kinder", "name": "wie_viele"})
    assert named.headers["Location"].endswith("/edit/question/wie_viele")
    assert draft("ablauf").page("kind").repeat == "wie_viele"
    assert "question-name:" not in designer.get(QUESTION).text
    assert designer.post(QUESTION, {"do": "question-name:her", "name": "neu"}).status_code == 409


def test_the_preview_shows_a_question_that_offers_what_nobody_has_answered_yet(app, designer):
    whole = tour("fragearten")
    with app.extensions["engine"].begin() as db:
        questionnaires.add(db, whole)
    page = designer.get(f"{LIST}/fragearten/try?page={whole.page_of('am_liebsten').id}&lang=de")
    for option in whole.question("freizeit").options:
        assert option.pinned or f'name="am_liebsten" value="{option.id}"' in page.text


@pytest.mark.parametrize("tag", ["tlh", "#", "", "__class__", "de.x"])
def test_a_text_is_kept_in_languages_there_are_only(designer, draft, tag):
    """What no one could read back would take the whole questionnaire with it."""
    sent = {f"f.title.{tag}": "x", f"was.title.{tag}": fingerprint("")}
    assert designer.post(f"{ONE}/edit/texts", sent).status_code == 422
    assert load(dump(draft())) == draft()


def test_a_name_the_list_of_questions_has_no_form_for_is_refused_there(designer):
    for name in ("", "Ü", "gefuehl", "a~2"):
        assert designer.post(f"{ONE}/edit", {"do": "question-name:ort", "name": name}).status_code == 400

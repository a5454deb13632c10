"""Questionnaires in the hands of staff: publishing, languages, texts, files and the preview."""

import io
import json
from copy import deepcopy
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from app.domain.language import LANGUAGES
from app.domain.questionnaire import dump, load, with_words
from app.store import questionnaires, tables
from tests.web.staff import LIST, ONE, SLUG, Colleague, revision_of

TEXTS = f"{ONE}/texts/ar"


@pytest.fixture
def designer(app):
    return Colleague(app, "designer")


@pytest.fixture
def change(app):
    """Change the draft as a colleague would: change(function of the questionnaire)."""

    def changed(by, slug=SLUG):
        with app.extensions["engine"].begin() as db:
            draft = questionnaires.draft(db, slug)
            questionnaires.save(db, slug, by(draft.questionnaire), draft.revision)

    return changed


@pytest.fixture
def stored(app):
    def now(slug=SLUG):
        with app.extensions["engine"].begin() as db:
            return questionnaires.draft(db, slug), questionnaires.published(db, slug)

    return now


def upload(colleague, path, data, **fields):
    words = data if isinstance(data, bytes) else json.dumps(data).encode()
    return colleague.post(path, {"file": (io.BytesIO(words), "q.json"), **fields})


def send(colleague, deed, **fields):
    """Press a button of the questionnaire's page as it stands now."""
    return colleague.post(f"{ONE}/{deed}", {"revision": revision_of(colleague.get(ONE)), **fields})


def retitled(questionnaire, words="Ganz neuer Titel"):
    return with_words(questionnaire, questionnaire.source, {"title": words})


def without(language):
    """A change that takes the title in one language away."""

    def by(questionnaire):
        data = dump(questionnaire)
        data["title"].pop(language)
        return load(data)

    return by


# -- pages


def test_every_page_opens_in_every_language(app):
    admin = Colleague(app, "admin")
    pages = (LIST, ONE, TEXTS, f"{ONE}/preview", f"{ONE}/try", "/staff/password", "/staff/people")
    for path in pages:
        for tag, language in LANGUAGES.items():
            answer = admin.get(f"{path}?lang={tag}")
            assert answer.status_code == 200, (path, tag)
            assert f'<html lang="{tag}" dir="{language.direction}">' in answer.text, (path, tag)


def test_the_list_says_how_things_stand(designer):
    page = designer.get(LIST).text
    assert "Open for answers" in page
    assert "Version 1 of" in page
    assert "of 63 texts are reviewed." in page


def test_what_is_not_there_is_not_found(designer):
    for path in (f"{LIST}/nothing", f"{LIST}/nothing/preview", f"{ONE}/texts/tlh", f"{ONE}/preview?language=tlh"):
        assert designer.get(path).status_code == 404, path
    assert designer.post(f"{LIST}/nothing/close").status_code == 404


# -- publishing


def test_a_changed_draft_becomes_the_next_version(designer, change, stored):
    change(retitled)
    assert "The draft has changes that are not published" in designer.get(ONE).text
    assert send(designer, "publish").status_code == 303
    draft, version = stored()
    assert version.number == 2
    assert version.questionnaire == draft.questionnaire


def test_a_draft_with_missing_words_is_not_published_and_the_place_is_named(designer, change, stored):
    change(without("ar"))
    answer = send(designer, "publish")
    assert answer.status_code == 422
    assert stored()[1].number == 1
    assert "Words are missing in" in answer.text
    assert f"{ONE}/edit/texts?target=ar#title.ar" in answer.text


def test_nobody_publishes_what_they_have_not_seen(designer, change, stored):
    seen = revision_of(designer.get(ONE))
    change(retitled)
    answer = designer.post(f"{ONE}/publish", {"revision": seen})
    assert answer.status_code == 409
    assert "Someone else saved in between" in answer.text
    assert stored()[1].number == 1


def test_a_questionnaire_is_closed_and_opened_again(designer, client, stored):
    assert send(designer, "close").status_code == 303
    assert stored()[0].state == "closed"
    assert "This survey is closed." in client.get(f"/s/{SLUG}?lang=en").text
    assert send(designer, "reopen").status_code == 303
    assert stored()[0].state == "open"


def test_what_was_never_published_is_neither_closed_nor_opened(designer, stored):
    data = {**dump(stored()[0].questionnaire), "slug": "neu"}
    upload(designer, LIST, data)
    for deed in ("close", "reopen"):
        designer.post(f"{LIST}/neu/{deed}")
    assert stored("neu")[0].state == "draft"
    assert "/s/neu" not in designer.get(f"{LIST}/neu").text


# -- files


def test_what_was_downloaded_can_be_uploaded_unchanged(designer, stored):
    file = designer.get(f"{ONE}/download")
    assert file.headers["Content-Disposition"] == f"attachment; filename={SLUG}.json"
    assert "\\u" not in file.text
    assert load(file.json) == stored()[0].questionnaire
    assert upload(designer, LIST, {**file.json, "slug": "kopie"}).status_code == 303
    assert replace(stored("kopie")[0].questionnaire, slug=SLUG) == stored()[0].questionnaire
    assert stored("kopie")[1] is None


def test_a_large_questionnaire_passes_through_the_form(designer, stored):
    path = f"{LIST}/integrationskonzept"
    file = designer.get(f"{path}/download")
    assert len(file.data) > 250_000
    answer = upload(designer, f"{path}/upload", file.json, revision=revision_of(designer.get(path)))
    assert answer.status_code == 303
    assert stored("integrationskonzept")[0].revision == 2


def test_a_file_becomes_the_next_draft_and_changes_nothing_public(designer, stored):
    data = dump(retitled(stored()[0].questionnaire))
    assert upload(designer, f"{ONE}/upload", data, revision=revision_of(designer.get(ONE))).status_code == 303
    draft, version = stored()
    assert draft.questionnaire.title != version.questionnaire.title


def test_a_file_does_not_run_over_what_someone_else_saved(designer, change, stored):
    data = dump(stored()[0].questionnaire)
    seen = revision_of(designer.get(ONE))
    change(retitled)
    kept = stored()[0]
    assert upload(designer, f"{ONE}/upload", data, revision=seen).status_code == 409
    assert stored()[0] == kept


def test_a_file_for_another_questionnaire_is_refused(designer, stored):
    data = dump(stored()[0].questionnaire)
    assert "short name" in (answer := upload(designer, LIST, data)).text
    assert answer.status_code == 422
    other = upload(designer, f"{ONE}/upload", {**data, "slug": "anders"}, revision="1")
    assert other.status_code == 422
    assert "belongs to the questionnaire" in other.text


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (b"", "This is not JSON: look at line"),
        (b'{"format": 1,\n "slug" }', "This is not JSON: look at line 2"),
        (b"\xff\xfe\x00", "This file cannot be read."),
        (b"[" * 100_000, "This file cannot be read."),
        (b'{"format": NaN}', "This file cannot be read."),
        (b'"\\ud800"', "This file cannot be read."),
        (b"[]", "This file is not a questionnaire of Mitsprache"),
        ({"format": "mitsprache-questionnaire/1", "slug": "../x"}, "The short name may only have"),
        ({"format": "mitsprache-questionnaire/1", "slug": "a", "<script>": 1}, "&lt;script&gt;"),
    ],
)
def test_a_broken_file_gets_a_sentence_not_a_trace(designer, file, sentence):
    for path in (LIST, f"{ONE}/upload"):
        answer = upload(designer, path, file, revision="1")
        assert answer.status_code == 422, path
        assert sentence in answer.text, path


def test_a_mistake_deep_inside_a_file_is_named_with_its_place(designer, stored):
    data = deepcopy(dump(stored()[0].questionnaire))
    data["slug"] = "neu"
    data["pages"][1]["questions"][0]["colour"] = "red"
    question = data["pages"][1]["questions"][0]["id"]
    answer = upload(designer, LIST, data)
    assert answer.status_code == 422
    assert f"questions.{question}</code>" in answer.text
    assert "colour" in answer.text


def test_without_a_file_nothing_happens(designer):
    assert "Choose a file first." in designer.post(LIST).text


# -- languages


def test_a_language_is_switched_off_and_on_again(designer, stored):
    everything = list(stored()[0].questionnaire.languages)
    without_turkish = [tag for tag in everything if tag != "tr"]
    assert send(designer, "languages", languages=without_turkish).status_code == 303
    assert "tr" not in stored()[0].questionnaire.languages
    assert "tr" in stored()[1].questionnaire.languages
    assert send(designer, "languages", languages=everything).status_code == 303
    assert list(stored()[0].questionnaire.languages) == everything


def test_a_language_with_missing_texts_is_not_switched_on(designer, change, stored):
    everything = list(stored()[0].questionnaire.languages)
    change(lambda q: without("tr")(replace(q, languages=tuple(tag for tag in q.languages if tag != "tr"))))
    answer = send(designer, "languages", languages=everything)
    assert answer.status_code == 422
    assert "cannot be switched on yet." in answer.text
    assert "tr" not in stored()[0].questionnaire.languages


def test_the_original_cannot_be_switched_off(designer, stored):
    send(designer, "languages")
    assert stored()[0].questionnaire.languages == (stored()[0].questionnaire.source,)


def test_languages_are_saved_on_what_was_seen(designer, change):
    seen = revision_of(designer.get(ONE))
    change(retitled)
    assert designer.post(f"{ONE}/languages", {"revision": seen}).status_code == 409


# -- texts


def states(stored, language="ar"):
    return stored()[0].questionnaire.states(language)


def mark(colleague, **fields):
    return colleague.post(TEXTS, {"all": "reviewed", **fields})


def test_outdated_texts_are_left_out_when_all_are_marked_as_reviewed(app, change, stored):
    translator = Colleague(app, "translator")
    assert mark(translator).status_code == 303
    assert set(states(stored)) == {"reviewed"}
    change(retitled)
    mark(translator)
    assert states(stored)["outdated"] == 1


def test_marking_leaves_the_words_and_the_public_languages_alone(app, change, stored):
    change(lambda q: replace(q, languages=tuple(tag for tag in q.languages if tag != "ar")))
    before = stored()[0].questionnaire
    mark(Colleague(app, "translator"))
    after = stored()[0].questionnaire
    assert after.languages == before.languages
    assert [text.words for _, text, _ in after.texts()] == [text.words for _, text, _ in before.texts()]


def test_missing_and_outdated_texts_can_be_read_first(designer, change):
    last = "thanks"
    change(lambda q: load({**dump(q), last: {**dump(q)[last], "ar": ""}}))
    usual, urgent = designer.get(TEXTS).text, designer.get(f"{TEXTS}?order=urgent").text
    first = '<ol class="desk" id="texts">\n<li class="pair" id="{}">'
    assert first.format("title") in usual
    assert first.format(last) in urgent


def test_those_who_may_only_read_get_no_buttons(app):
    page = Colleague(app, "analyst").get(TEXTS).text
    assert "Mark as reviewed" not in page
    assert "Mark everything" not in page


# -- preview


def test_the_preview_stands_in_a_frame_of_this_site(designer):
    page = designer.get(f"{ONE}/preview?language=ar")
    assert f'src="{ONE}/try?lang=ar"' in page.text
    framed = designer.get(f"{ONE}/try?lang=ar")
    assert "frame-ancestors 'self'" in framed.headers["Content-Security-Policy"]
    assert 'dir="rtl"' in framed.text


def test_the_preview_shows_the_draft_and_stores_nothing(app, designer, change):
    change(retitled)
    assert "Ganz neuer Titel" in designer.get(f"{ONE}/try?lang=de-simple").text
    page = designer.client.post(f"{ONE}/try?lang=de-simple", data={"_go": "begin"})
    assert f'action="{ONE}/try?lang=de-simple"' in page.text
    assert "kern-alert--info" in page.text
    done = designer.client.post(f"{ONE}/try?lang=en", data={"_go": "send", "_page": "review", "her": "land"})
    assert done.status_code == 200
    assert "Nothing was stored." in done.text
    with app.extensions["engine"].begin() as db:
        for table in (tables.inbox, tables.receipts, tables.responses, tables.voices):
            assert db.scalar(select(func.count()).select_from(table)) == 0


def test_a_language_can_be_tried_before_it_is_public(designer, change):
    change(lambda q: replace(q, languages=tuple(tag for tag in q.languages if tag != "ar")))
    assert '<html lang="ar"' in designer.get(f"{ONE}/try?lang=ar").text


def test_a_draft_without_questions_can_be_looked_at(designer, change):
    change(lambda q: replace(q, pages=()))
    for answer in (designer.get(f"{ONE}/try"), designer.client.post(f"{ONE}/try", data={"_go": "begin"})):
        assert answer.status_code == 200
        assert "There is no question yet." in answer.text

"""The editor without scripts: outline, forms, picker, and what its buttons do."""

import gzip

import pytest

from app.domain.questions import KINDS
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

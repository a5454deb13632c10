"""The editor without scripts: outline, forms, picker, and what its buttons do."""

import gzip

import pytest

from app.domain.questions import KINDS
from app.store import questionnaires
from tests.web.staff import ONE, SLUG, Colleague

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

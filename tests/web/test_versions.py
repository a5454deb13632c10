"""Staff look at what was published and what was done to a draft, compare, and go back."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from app.store import questionnaires
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

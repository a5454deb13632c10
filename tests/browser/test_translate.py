"""The desk of a translator in a browser: texts save themselves, and gaps are put in."""

import re

import pytest

from app.domain.questionnaire import with_words
from app.store import questionnaires, staff
from app.web.account.passwords import hashed
from tests.browser.conftest import served
from tests.conftest import copy_database

WHO, PASSWORD = "mara@example.org", "Kartoffel im Regen 7"
ONE = "/staff/questionnaires/gut-leben"


@pytest.fixture(scope="module")
def office(filled_file, tmp_path_factory):
    """A site of its own with someone who works there, and a text with a gap."""
    folder = tmp_path_factory.mktemp("office")
    copy_database(filled_file, folder / "site.db")
    with served(folder / "site.db", folder) as site:
        with site.engine.begin() as db:
            staff.add(db, WHO, "Mara Petersen", "designer", hashed(PASSWORD))
            draft = questionnaires.draft(db, "gut-leben")
            changed = with_words(draft.questionnaire, draft.questionnaire.source, {"title": "Gut leben mit {wohnen}"})
            questionnaires.save(db, "gut-leben", changed, draft.revision)
        yield site


def signed_in(office, page):
    page.goto(f"{office.url}/staff/sign-in")
    page.fill("input[name=email]", WHO)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main button").first.click()
    page.wait_for_url("**/staff/questionnaires**")
    return page


def words(office, path="title", language="ar"):
    with office.engine.begin() as db:
        texts = questionnaires.draft(db, "gut-leben").questionnaire.texts()
    return next(text for name, text, _ in texts if name == path).words.get(language)


def test_a_text_saves_itself_and_ctrl_enter_goes_on(office, visit):
    page = signed_in(office, visit(width=1280))
    page.goto(f"{office.url}{ONE}/texts/ar")
    title, intro = (page.locator(f"textarea[name='t.{name}']") for name in ("title", "intro"))
    title.fill("حياة ")
    title.press("Control+Enter")
    page.locator(".pair:has(textarea[name='t.title']) .live").wait_for()  # the gap is missing: nothing is kept
    assert intro.evaluate("each => each === document.activeElement")
    title.press("End")
    page.locator("button[data-gap='{wohnen}']").first.click()
    assert "{wohnen}" in title.input_value()
    title.press("Control+Enter")
    page.locator("#saved", has_text=re.compile(r"\d")).wait_for()
    assert words(office) == "حياة {wohnen}"

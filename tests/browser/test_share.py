"""Versions and sharing in a browser: no barrier, no scrolling sideways, and a picture phones can scan."""

import io
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image

from app.store import questionnaires, staff
from tests.browser.test_every_page import barriers, sideways
from tests.web.staff import LIST, ONE, PASSWORD, password_hash

ADDRESS, LONG = "share@example.org", "integrationskonzept"
PAGES = {
    f"{ONE}/share?language=ar": "de",
    f"{ONE}/share?language=uk": "ar",
    f"{LIST}/{LONG}/versions/compare?language=": "ar",
    f"{LIST}/{LONG}/versions": "de",
}


@pytest.fixture
def designer(site, visit):
    with site.engine.begin() as db:
        if staff.by_email(db, ADDRESS) is None:
            staff.add(db, ADDRESS, "Kim", "designer", password_hash())
    page = visit(language="de")
    page.goto(f"{site.url}/staff/sign-in?lang=de")
    page.locator("input[name=email]").fill(ADDRESS)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button").click()
    page.wait_for_url("**/staff/questionnaires**")
    return page


@pytest.fixture
def changed(site):
    """A draft with a new title and a question less."""
    with site.engine.begin() as db:
        draft = questionnaires.draft(db, LONG)
        words = {tag: f"{said} 2026" for tag, said in draft.questionnaire.title.words.items()}
        title = replace(draft.questionnaire.title, words=words)
        after = replace(draft.questionnaire, title=title, pages=draft.questionnaire.pages[:-1])
        questionnaires.save(db, LONG, after, draft.revision)


def test_the_pages_have_no_barriers_and_fit_a_phone(designer, site, changed):
    found = []
    for place, (path, language) in enumerate(PAGES.items()):
        designer.goto(f"{site.url}{path}{'&' if '?' in path else '?'}lang={language}")
        found += barriers(designer, [(360, "dark"), (1280, "light")] if place % 2 else [(1280, "dark"), (360, "light")])
        found += sideways(designer)
    assert found == []


def test_the_picture_on_the_page_can_be_scanned(designer, site):
    for scheme in ("light", "dark"):
        designer.emulate_media(color_scheme=scheme)
        designer.goto(f"{site.url}{ONE}/share?language=ar&lang=de")
        shot = Image.open(io.BytesIO(designer.locator(".qr-picture").screenshot())).convert("L")
        assert [each.text for each in zxingcpp.read_barcodes(shot)] == [f"{site.url}/s/gut-leben/ar"]

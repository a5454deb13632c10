"""What became of it in a real browser: a QR picture opens one's themes, and the code stands in no address."""

import pytest

from app.store import documents
from app.web.clock import today
from tests.browser.conftest import served
from tests.browser.test_every_page import barriers, sideways
from tests.conftest import copy_database
from tests.web.outcome import FOLLOW, PAGE, TICKED, invented

LOOK = [(360, "dark")]


@pytest.fixture(scope="module")
def door(filled_file, tmp_path_factory):
    """A site where the invented example is published."""
    folder = tmp_path_factory.mktemp("follow")
    copy_database(filled_file, folder / "follow.db")
    with served(folder / "follow.db", folder) as running:
        with running.engine.begin() as db:
            outcome = invented()
            documents.save(db, outcome, documents.draft(db, type(outcome), outcome.slug).revision)
            documents.publish(db, documents.draft(db, type(outcome), outcome.slug), today())
        yield running


def test_a_picture_on_paper_opens_the_themes_and_the_code_stands_in_no_address(door, visit):
    """The pages have no barrier and fit a narrow phone, in Arabic; `visit` sees that nothing stays in the browser."""
    page, asked, found = visit(language="ar"), [], []
    page.on("request", lambda request: asked.append((request.url, request.headers.get("referer"))))

    def look():
        assert page.locator("h1").count() == 1
        found.extend(barriers(page, LOOK) + sideways(page))

    for path in (PAGE, f"{PAGE}/table"):
        page.goto(f"{door.url}{path}?lang=ar")
        look()
    page.goto(f"{door.url}{FOLLOW}?lang=ar")
    look()
    for theme in TICKED:
        page.locator(f"[value={theme}]").check()
    page.locator("form[action*=receipt] .kern-btn--primary").click()
    code = page.locator(".receipt").inner_text()
    look()
    page.goto(f"{door.url}/privacy")
    page.goto(f"{door.url}{FOLLOW}?lang=ar#{code}")
    page.locator(".demand").first.wait_for()
    assert page.locator(".demand").count() == 3
    assert code not in page.url
    look()
    assert found == []
    assert [url for url, _ in asked if code in url] == []  # browsers keep what stands behind # to themselves
    assert [referer for _, referer in asked if referer] == []


def test_without_script_the_code_is_typed(door, visit):
    page = visit(javascript=False, language="de")
    page.goto(f"{door.url}{FOLLOW}?lang=de#1042-FZJ")
    assert page.locator("#code").input_value() == ""
    page.locator("#code").fill("1o42 fzj")
    page.locator("#open button").click()
    assert page.locator(".demand").count() == 3

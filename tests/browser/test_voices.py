"""Reading free texts in Chromium: by keyboard alone, without script, and without barriers.

The short form looks at the page once; it leaves the other widths and colour schemes to the long form (make looks)."""

import pytest

from app.store import staff
from tests.browser.test_every_page import barriers, sideways, some
from tests.web.staff import ONE, PASSWORD, password_hash

ADDRESS = "reader@example.org"


@pytest.fixture
def reader(demo, visit):
    """reader(javascript) is somebody who may publish, signed in."""
    with demo.engine.begin() as db:
        if staff.by_email(db, ADDRESS) is None:
            staff.add(db, ADDRESS, "Kim", "designer", password_hash())

    def opened(**given):
        page = visit(width=1280, **given)
        page.goto(f"{demo.url}/staff/sign-in?lang=de")
        page.locator("main form [name=email]").fill(ADDRESS)
        page.locator("main form [name=password]").fill(PASSWORD)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.wait_for_url("**/staff/questionnaires**")
        page.goto(f"{demo.url}{ONE}/voices?lang=de")
        return page

    return opened


def test_a_text_is_read_and_decided_with_the_keyboard_and_without_script(reader):
    page = reader(javascript=False)
    first = page.locator("ol li").first
    id, words = first.get_attribute("id"), first.locator(".written").inner_text()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.locator(f"[id='{id}'] button[name=refused]:focus").count():
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_load_state()
    assert page.locator(f"[id='{id}']").count() == 0
    page.locator("main a[href*='state=refused']").click()
    assert page.locator(f"[id='{id}'] .written").inner_text() == words


def test_the_page_for_reading_has_no_barriers(reader, request):
    page = reader()
    assert page.locator("ol li").count() > 10
    assert barriers(page, some(request, 0)) == []
    assert sideways(page) == []

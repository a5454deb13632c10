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


def test_one_key_for_each_decision_and_the_next_text_has_the_focus(reader):
    page = reader()
    count = page.locator("[data-card]").count()
    page.locator("h1").click()
    page.keyboard.press("2")  # nothing: one is at no text yet
    page.locator(".keys-start a").click()
    page.keyboard.press("j")
    second, third = (page.locator("[data-card]").nth(place).get_attribute("id") for place in (1, 2))
    assert focused(page) == second
    for key, expected in (("2", third), ("z", second)):
        with page.expect_navigation():
            page.keyboard.press(key)
        page.wait_for_load_state()
        assert focused(page) == expected
    assert page.locator("[data-card]").count() == count
    page.keyboard.press("?")
    assert page.locator("#keys[open]").count() == 1


def test_a_text_is_sorted_by_typing_and_nothing_is_ticked_before(reader, demo, request):
    page = reader()
    page.goto(f"{demo.url}{ONE}/coding?lang=de")
    first = page.locator("input[name=text]").first.get_attribute("value")
    assert page.locator("input[name=theme]:checked").count() == 0
    page.locator(".keys-start a").click()
    page.keyboard.press("4")
    page.keyboard.type("bus")
    page.keyboard.press("Enter")
    chosen = {box.get_attribute("value") for box in page.locator("input[name=theme]:checked").all()}
    assert chosen == {"wohnen", "mobilitaet"}
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_load_state()
    assert page.locator("input[name=text]").first.get_attribute("value") != first
    page.keyboard.press("0")
    page.wait_for_url("**text=*")
    assert page.locator("input[name=theme]:checked").count() == 2
    for path in (f"{ONE}/coding", f"{ONE}/agreement", f"{ONE}/codebook"):
        page.goto(f"{demo.url}{path}?lang=ar")
        assert barriers(page, some(request, 1)) == []
        assert sideways(page) == []


def focused(page):
    return page.evaluate("document.activeElement.id")


def test_the_page_for_reading_has_no_barriers(reader, request):
    page = reader()
    assert page.locator("ol li").count() > 10
    assert barriers(page, some(request, 0)) == []
    assert sideways(page) == []

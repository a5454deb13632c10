"""The rule builder with script, and the pages of rules and checks: no barrier, and no scrolling sideways."""

import pytest
from playwright.sync_api import expect

from app.store import staff
from tests.browser.test_every_page import barriers, sideways
from tests.web.staff import ONE, PASSWORD, password_hash

ADDRESS = "rules@example.org"
RULE = f"{ONE}/edit/question/alter/rule/show_if"
PAGES = {RULE: "ar", f"{ONE}/checks": "de", f"{ONE}/checks/measures": "ar"}


@pytest.fixture
def designer(site, visit):
    with site.engine.begin() as db:
        if staff.by_email(db, ADDRESS) is None:
            staff.add(db, ADDRESS, "Kim", "designer", password_hash())
    page = visit(language="de")
    page.goto(f"{site.url}/staff/sign-in?lang=de")
    page.locator("input[name=email]").fill(ADDRESS)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button.kern-btn--primary").click()
    page.wait_for_url("**/staff/questionnaires**")
    return page


def test_the_pages_have_no_barriers_and_fit_a_phone(designer, site):
    found = []
    for place, (path, language) in enumerate(PAGES.items()):
        designer.goto(f"{site.url}{path}?lang={language}")
        found += barriers(designer, [(360, "dark"), (1280, "light")] if place % 2 else [(1280, "dark"), (360, "light")])
        found += sideways(designer)
    assert found == []


def test_rows_come_and_go_without_loading_the_page_and_the_sentence_follows(designer, site):
    designer.goto(f"{site.url}{RULE}")
    designer.evaluate("window.kept = true")
    designer.locator("[id='show_if.0-about']").select_option("her")
    designer.locator("[id='show_if.0-land']").check()
    expect(designer.locator(".rule-said")).to_contain_text("Ich komme aus einem anderen Land")
    designer.locator("#show_if-add").click()
    expect(designer.locator("[id='show_if.1-about']")).to_be_focused()
    designer.locator("[id='show_if.1-about']").select_option("ort")
    expect(designer.locator("[id='show_if.1-nord']")).to_be_visible()
    designer.locator("[id='show_if.1'] > button").click()
    expect(designer.locator("[id='show_if.1']")).to_have_count(0)
    expect(designer.locator("[id='show_if.0-land']")).to_be_checked()
    assert designer.evaluate("window.kept")

"""A consultation in the editor in Chromium: fields save themselves, phases come and move without a new page."""

import pytest
from playwright.sync_api import expect

from app.domain.consultation import Consultation
from app.store import documents, staff
from tests.browser.conftest import served
from tests.conftest import copy_database
from tests.web.staff import PASSWORD, password_hash

SLUG = "integrationskonzept-ostholstein"
ONE = f"/staff/organise/consultation/{SLUG}"


@pytest.fixture
def workshop(filled_file, tmp_path):
    """A site of its own: this test changes a draft."""
    copy_database(filled_file, tmp_path / "site.db")
    with served(tmp_path / "site.db", tmp_path) as running:
        with running.engine.begin() as db:
            staff.add(db, "kim@example.org", "Kim", "designer", password_hash())
        yield running


def test_phases_save_themselves_come_move_and_go_back_without_a_new_page(workshop, visit):
    def phases():
        with workshop.engine.connect() as db:
            return documents.draft(db, Consultation, SLUG).document.phases

    page, before = visit(width=360), phases()
    page.goto(f"{workshop.url}/staff/sign-in?lang=en")
    page.locator("main form [name=email]").fill("kim@example.org")
    page.locator("main form [name=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto(f"{workshop.url}{ONE}/edit/phases?target=ar")
    page.evaluate("window.same = true")
    page.locator("[name='f.phases.konzept.end']").fill("2026-03-31")
    expect(page.locator("#saved")).to_contain_text(":")
    assert str(phases()[-1].end) == "2026-03-31"
    page.locator("[name='add.phases']").fill("Beschluss")
    page.locator("button[value='item-add::phases']").click()
    page.locator("button[value='item-up::phases:beschluss']").click()
    expect(page.locator("[data-item]").nth(4)).to_have_attribute("data-item", ":phases:beschluss")
    expect(page.locator("[name='f.phases.konzept.end']")).to_have_value("2026-03-31")
    assert [phase.id for phase in phases()][-2:] == ["beschluss", "konzept"]
    assert page.evaluate("window.same")
    for _ in range(3):
        page.locator("h1").click()
        with page.expect_navigation():
            page.keyboard.press("Control+z")
    assert phases() == before

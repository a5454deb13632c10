"""The editor in Chromium: fields that save themselves, keys, dragging, lost connections, and no barriers."""

import re

import pytest
from playwright.sync_api import expect

from app.store import questionnaires, staff
from tests.browser.conftest import served
from tests.browser.test_every_page import LOOKS, barriers, sideways
from tests.conftest import copy_database
from tests.web.staff import ONE, PASSWORD, SLUG, password_hash

ADDRESS = "editor@example.org"
QUESTION = f"{ONE}/edit/question/her"
PAGES = ["edit", "edit/add", "edit/texts", "edit/page/wohnen", "edit/question/her?target=ar"]


@pytest.fixture(scope="module")
def workshop(filled_file, tmp_path_factory):
    """A site of its own: these tests change a draft."""
    folder = tmp_path_factory.mktemp("workshop")
    copy_database(filled_file, folder / "site.db")
    with served(folder / "site.db", folder) as running:
        yield running


@pytest.fixture
def editor(workshop, visit):
    """editor(path) is a page of the editor, opened by somebody who may design."""
    with workshop.engine.begin() as db:
        if staff.by_email(db, ADDRESS) is None:
            staff.add(db, ADDRESS, "Kim", "designer", password_hash())

    def opened(path, language="de", **given):
        page = visit(width=1280, **given)
        page.goto(f"{workshop.url}/staff/sign-in?lang=de")
        page.locator("main form [name=email]").fill(ADDRESS)
        page.locator("main form [name=password]").fill(PASSWORD)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.wait_for_url("**/staff/questionnaires**")
        page.goto(f"{workshop.url}{path}")
        return page

    return opened


@pytest.fixture
def draft(workshop):
    def now():
        with workshop.engine.begin() as db:
            return questionnaires.draft(db, SLUG).questionnaire

    return now


def saved(page):
    expect(page.locator("#saved")).to_have_text(re.compile(r"\d\d:\d\d"))
    page.evaluate("document.getElementById('saved').textContent = ''")


def test_a_field_saves_itself_and_the_preview_follows_while_the_keyboard_stays(editor, draft):
    page = editor(f"{QUESTION}?target=uk")
    field = page.locator("[name='f.title.uk']")
    field.fill("Звідки ви родом?")
    saved(page)
    assert draft().question("her").title.words["uk"] == "Звідки ви родом?"
    expect(page.frame_locator("iframe").locator("#t-her")).to_have_text("Звідки ви родом?")
    expect(field).to_be_focused()
    page.keyboard.type("!")
    page.keyboard.press("Control+s")
    saved(page)
    assert draft().question("her").title.words["uk"] == "Звідки ви родом?!"


def test_an_answer_moves_by_alt_and_arrow_and_comes_back_by_undo(editor, draft):
    page = editor(QUESTION)
    before = [option.id for option in draft().question("her").options]
    field = page.locator("[name^='f.options.land.label']").first
    field.focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("[data-item]").nth(1)).to_have_attribute("data-item", "her:options:land")
    expect(page.locator("[name^='f.options.land.label']").first).to_be_focused()
    assert [option.id for option in draft().question("her").options][:2] == [before[1], before[0]]
    page.locator("h1").click()
    with page.expect_navigation():
        page.keyboard.press("Control+z")
    assert [option.id for option in draft().question("her").options] == before


def test_a_question_is_dragged_to_another_page_and_moved_back_by_its_button(editor, draft):
    page = editor(f"{ONE}/edit")
    order = [question.id for question in draft().questions]
    home = draft().page_of("gefuehl").id
    grip, goal = page.locator("[id='gefuehl'] .grip"), page.locator("[data-question='her']")
    grip.scroll_into_view_if_needed()
    from_, to = grip.bounding_box(), goal.bounding_box()
    page.mouse.move(from_["x"] + 5, from_["y"] + 5)
    page.mouse.down()
    page.mouse.move(to["x"] + 60, to["y"] + 10, steps=4)
    page.mouse.up()
    expect(page.locator("[data-page='wohnen'] [data-question='gefuehl']")).to_be_visible()
    assert draft().page_of("gefuehl").id == "wohnen"
    for _ in range(2):
        page.locator("[id='gefuehl'] [data-move='1']").click()
        page.wait_for_timeout(300)
    expect(page.locator(f"[data-page='{home}'] [data-question='gefuehl']")).to_be_visible()
    assert [question.id for question in draft().questions] == order


def test_words_typed_while_the_server_is_away_or_the_session_over_are_not_lost(editor, workshop, draft):
    page = editor(f"{QUESTION}?target=tr")
    field = page.locator("[name='f.title.tr']")
    page.route("**/edit/question/**", lambda route: route.abort())
    field.fill("Nerelisiniz?")
    expect(page.locator("#saved.saved--wrong")).to_be_visible()
    page.unroute("**/edit/question/**")
    with workshop.engine.begin() as db:
        staff.end_sessions(db, staff.by_email(db, ADDRESS).person.id)
    page.keyboard.press("Control+s")
    expect(page.locator("#saved a")).to_be_visible()
    with page.expect_popup() as opened:
        page.locator("#saved a").click()
    other = opened.value
    other.locator("main form [name=email]").fill(ADDRESS)
    other.locator("main form [name=password]").fill(PASSWORD)
    with other.expect_navigation():
        other.keyboard.press("Enter")
    other.close()
    page.keyboard.press("Control+s")
    saved(page)
    expect(field).to_have_value("Nerelisiniz?")
    assert draft().question("her").title.words["tr"] == "Nerelisiniz?"


def test_two_people_at_one_field_choose_without_leaving_the_page(editor, draft):
    one, other = editor(f"{QUESTION}?target=pl"), editor(f"{QUESTION}?target=pl")
    one.locator("[name='f.title.pl']").fill("Pierwsza")
    saved(one)
    other.locator("[name='f.title.pl']").fill("Druga")
    box = other.locator(".conflict")
    expect(box).to_contain_text("Pierwsza")
    box.locator("button").first.click()
    saved(other)
    assert draft().question("her").title.words["pl"] == "Druga"


def test_the_pages_of_the_editor_have_no_barriers(editor):
    page = editor(f"{ONE}/edit")
    found = []
    for path in PAGES:
        page.goto(page.url.partition("/staff")[0] + f"{ONE}/{path}")
        found += barriers(page, LOOKS[:2]) + sideways(page)
    assert found == []

"""The editor in Chromium: fields that save themselves, keys, dragging and lost connections."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from app.domain.quota import Quota
from app.store import questionnaires, staff
from tests.browser.conftest import served
from tests.conftest import copy_database
from tests.web.staff import ONE, PASSWORD, SLUG, password_hash

KIM, LEA = "kim@example.org", "lea@example.org"
QUESTION = f"{ONE}/edit/question/her"


@pytest.fixture(scope="module")
def workshop(filled_file, tmp_path_factory):
    """A site of its own: these tests change a draft."""
    folder = tmp_path_factory.mktemp("workshop")
    copy_database(filled_file, folder / "site.db")
    with served(folder / "site.db", folder) as running:
        with running.engine.begin() as db:
            for address in (KIM, LEA):
                staff.add(db, address, address.partition("@")[0].title(), "designer", password_hash())
        yield running


def sign_in(page, address):
    page.locator("main form [name=email]").fill(address)
    page.locator("main form [name=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.fixture(scope="module")
def cookies():
    return {}


@pytest.fixture
def editor(workshop, visit, cookies):
    """editor(path) is a page of the editor, opened by somebody who may design."""

    def opened(path, address=KIM):
        page = visit(width=1280)
        if address in cookies:
            page.context.add_cookies(cookies[address])
        else:
            page.goto(f"{workshop.url}/staff/sign-in?lang=de")
            sign_in(page, address)
            cookies[address] = page.context.cookies()
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


def draw(page, grip, goal):
    """Take hold of the first and let it go on the second."""
    page.locator(grip).scroll_into_view_if_needed()
    from_, to = page.locator(grip).bounding_box(), page.locator(goal).bounding_box()
    page.mouse.move(from_["x"] + 5, from_["y"] + 5)
    page.mouse.down()
    page.mouse.move(to["x"] + 60, to["y"] + 10, steps=4)
    page.mouse.up()


def test_a_field_saves_itself_and_the_preview_follows_while_the_keyboard_stays(editor, draft):
    page = editor(f"{QUESTION}?target=uk")
    field, seen = page.locator("[name='f.title.uk']"), page.frame_locator("iframe").locator("#t-her")
    field.fill("Звідки ви родом?")
    saved(page)
    assert draft().question("her").title.words["uk"] == "Звідки ви родом?"
    expect(seen).to_have_text("Звідки ви родом?")
    expect(field).to_be_focused()
    page.keyboard.type("!")
    page.keyboard.press("Control+s")
    saved(page)
    assert draft().question("her").title.words["uk"] == "Звідки ви родом?!"
    page.locator("#seen").select_option("ar")
    expect(seen).to_have_text(draft().question("her").title.words["ar"])
    field.fill("Звідки ви?")
    saved(page)
    expect(seen).to_have_text(draft().question("her").title.words["ar"])
    narrow = page.locator("iframe").bounding_box()["width"]
    page.locator("#wide").check()
    assert page.locator("iframe").bounding_box()["width"] > 2 * narrow


def test_an_answer_moves_by_alt_and_arrow_and_by_dragging_and_comes_back_by_undo(editor, draft):
    page = editor(QUESTION)
    before = [option.id for option in draft().question("her").options]
    first = page.locator("[name^='f.options.land.label']").first
    first.focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("[data-item]").nth(1)).to_have_attribute("data-item", "her:options:land")
    expect(first).to_be_focused()
    draw(page, "[data-item='her:options:land'] .grip", "[data-item='her:options:hier']")
    expect(page.locator("[data-item]").nth(2)).to_have_attribute("data-item", "her:options:land")
    assert [option.id for option in draft().question("her").options] == ["familie", "hier", "land", "ka"]
    for _ in range(2):
        page.locator("h1").click()
        with page.expect_navigation():
            page.keyboard.press("Control+z")
    assert [option.id for option in draft().question("her").options] == before


def test_questions_and_pages_are_dragged_and_moved_back_by_their_buttons(editor, draft):
    page = editor(f"{ONE}/edit")
    order, pages = [question.id for question in draft().questions], [each.id for each in draft().pages]
    home = draft().page_of("gefuehl").id
    draw(page, "[id='gefuehl'] .grip", "[data-question='her']")
    expect(page.locator("[data-page='wohnen'] [data-question='gefuehl']")).to_be_visible()
    assert draft().page_of("gefuehl").id == "wohnen"
    for at in ("[data-page='wohnen'] li:nth-child(3)", f"[data-page='{home}']"):
        page.locator("[id='gefuehl'] [data-move='1']").click()
        expect(page.locator(f"{at} [id='t-gefuehl']")).to_be_visible()
    assert [question.id for question in draft().questions] == order
    draw(page, f"[id='{pages[0]}'] .page-head .grip", f"[id='{pages[1]}'] .page-head")
    expect(page.locator("[data-page]").first).to_have_attribute("data-page", pages[1])
    page.locator(f"[id='a-{pages[0]}']").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-page]").first).to_have_attribute("data-page", pages[0])
    expect(page.locator(f"[id='a-{pages[0]}']")).to_be_focused()
    assert [each.id for each in draft().pages] == pages


def test_words_typed_while_the_server_is_away_or_the_session_over_are_not_lost(editor, workshop, draft, cookies):
    page = editor(f"{QUESTION}?target=tr", LEA)
    field = page.locator("[name='f.title.tr']")
    page.route("**/edit/question/**", lambda route: route.abort())
    field.fill("Nerelisiniz?")
    expect(page.locator("#saved.saved--wrong")).to_be_visible()
    page.unroute("**/edit/question/**")
    with workshop.engine.begin() as db:
        staff.end_sessions(db, staff.by_email(db, LEA).person.id)
    page.keyboard.press("Control+s")
    expect(page.locator("#saved a")).to_be_visible()
    with page.expect_popup() as opened:
        page.locator("#saved a").click()
    sign_in(opened.value, LEA)
    opened.value.close()
    page.keyboard.press("Control+s")
    saved(page)
    expect(field).to_have_value("Nerelisiniz?")
    assert draft().question("her").title.words["tr"] == "Nerelisiniz?"
    cookies[LEA] = page.context.cookies()


def test_two_people_at_one_field_choose_without_leaving_the_page(editor, draft):
    one, other = editor(f"{QUESTION}?target=pl"), editor(f"{QUESTION}?target=pl", LEA)
    one.locator("[name='f.title.pl']").fill("Pierwsza")
    saved(one)
    other.locator("[name='f.title.pl']").fill("Druga")
    box = other.locator(".conflict")
    expect(box).to_contain_text("Pierwsza")
    box.locator("button").first.click()
    saved(other)
    assert draft().question("her").title.words["pl"] == "Druga"


def test_the_answers_of_a_quota_are_ticked_and_follow_its_question(editor, draft, workshop):
    with workshop.engine.begin() as db:
        now = questionnaires.draft(db, SLUG)
        quota = Quota("genug", "her", title=now.questionnaire.title, words=now.questionnaire.thanks)
        questionnaires.save(db, SLUG, replace(now.questionnaire, quotas=(quota,)), now.revision)
    page = editor(f"{ONE}/edit/texts")
    page.locator("details:has([name='f.quotas.genug.question'])").evaluate("each => each.open = true")
    answers = list(draft().question("her").groups())[:2]
    for answer in answers:
        page.locator(f"[name='f.quotas.genug.answers.{answer}']").check()
        saved(page)
    assert set(draft().quotas[0].answers) == set(answers)
    page.locator(f"[name='f.quotas.genug.answers.{answers[0]}']").focus()
    page.keyboard.press("Space")
    saved(page)
    assert draft().quotas[0].answers == (answers[1],)
    page.locator("[name='f.quotas.genug.question']").select_option("ort")
    expect(page.locator("[name^='f.quotas.genug.answers.']")).to_have_count(len(draft().question("ort").groups()) + 1)

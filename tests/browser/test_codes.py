"""Codes in a real browser: the QR picture fills them in, without script they are typed, and paper looks like paper.

The short form looks at each page once in each language or state, the long form (make looks) also at the other look."""

import re

import pytest

from app.store import staff
from tests.browser.conftest import served
from tests.browser.respondent import fill, send
from tests.browser.test_every_page import barriers, sideways, some
from tests.conftest import copy_database
from tests.web.codes import UNKNOWN
from tests.web.staff import ONE, PASSWORD, password_hash

START = "/s/gut-leben"
EMAIL = "kim@example.org"
LOOKS = [(360, "light"), (1280, "dark")]


@pytest.fixture
def looks(request, language):
    return some(request, ["de", "ar", "uk"].index(language), LOOKS)


@pytest.fixture(scope="module")
def door(filled_file, tmp_path_factory):
    """A site with one designer."""
    folder = tmp_path_factory.mktemp("codes")
    copy_database(filled_file, folder / "codes.db")
    with served(folder / "codes.db", folder) as running:
        with running.engine.begin() as db:
            staff.add(db, EMAIL, "Kim", "designer", password_hash())
        yield running


@pytest.fixture(scope="module")
def designer(browser, door):
    """A page of the designer, who has published the short questionnaire for people with a printed code."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="de", reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{door.url}/staff/sign-in")
    page.locator("input[name=email]").fill(EMAIL)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button").first.click()
    page.goto(f"{door.url}{ONE}/codes")
    page.locator("input[name=access][value=single]").check(force=True)
    page.locator("form[action*=access] button").click()
    page.goto(f"{door.url}{ONE}")
    page.locator("form[action*=publish] button").click()
    yield page
    context.close()


def print_page(designer, door, count, language="de"):
    """The page with new slips, in a window of its own."""
    designer.goto(f"{door.url}{ONE}/codes")
    designer.locator("input[name=count]").fill(str(count))
    designer.locator("select[name=language]").select_option(language)
    with designer.expect_popup() as opened:
        designer.locator("button[value=page]").click()
    opened.value.wait_for_load_state()
    return opened.value


@pytest.fixture(scope="module")
def slips(designer, door):
    """Codes on paper, each to be used by one test: take them with pop()."""
    page = print_page(designer, door, 24)
    codes = page.locator(".code").all_inner_texts()
    page.close()
    return codes


def to_the_review(page):
    page.locator("button[name=_go][value=begin]").click()
    while page.locator("input[name=_page]").first.get_attribute("value") != "review":
        fill(page)
        page.locator("main button[name=_go][value=next]").click()


def test_the_picture_fills_in_the_code_and_no_address_ever_holds_it(door, slips, visit):
    slip, page, asked = slips.pop(), visit(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{door.url}{START}?lang=uk#{slip}")
    assert page.locator("#code").input_value() == slip
    assert page.evaluate("location.href") == f"{door.url}{START}?lang=uk"
    to_the_review(page)
    send(page)
    assert "/thanks" in page.url
    assert len(asked) > 10
    # The browser's own first address aside, which it keeps to itself.
    assert [url for url in asked if slip in url.partition("#")[0]] == []
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_choosing_another_language_takes_the_code_along(door, slips, visit):
    page = visit()
    page.goto(f"{door.url}{START}?lang=de#{slips[0]}")
    page.locator("a[hreflang=ar]").click()
    page.wait_for_url("**lang=ar*")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("#code").input_value() == slips[0]
    assert page.evaluate("location.hash") == ""


@pytest.mark.parametrize("other", ["main", "language", "%3Cscript%3E", "7K3P-0XQ2", "x" * 2000])
def test_what_is_no_code_is_left_alone(door, slips, visit, other):
    page = visit()
    page.goto(f"{door.url}{START}?lang=de#{other}")
    assert page.locator("#code").input_value() == ""


@pytest.mark.parametrize("language", ["de", "ar", "uk"])
def test_without_script_the_code_is_typed(door, slips, visit, language):
    page = visit(javascript=False, language=language)
    page.goto(f"{door.url}{START}?lang={language}")
    page.locator("#code").fill(slips.pop().replace("-", " ").lower())
    to_the_review(page)
    send(page)
    assert "/thanks" in page.url


@pytest.mark.parametrize("language", ["de", "ar", "uk"])
def test_pages_about_a_code_have_no_barriers(door, slips, visit, language, looks):
    page = visit(language=language)
    found = []

    def look():
        found.extend(barriers(page, looks))
        found.extend(sideways(page))

    page.goto(f"{door.url}{START}?lang={language}")
    look()
    page.locator("#code").fill("7K3P")
    page.locator("button[name=_go][value=begin]").click()
    assert page.locator("#errors").is_visible()
    assert page.locator("#code").input_value() == "7K3P"
    look()
    page.locator("#code").fill(UNKNOWN)
    to_the_review(page)
    send(page)
    assert page.locator("#code").input_value() == UNKNOWN
    look()
    assert found == []


@pytest.mark.parametrize("access", ["shared", "single"])  # open: test_staff_pages.py
def test_the_page_of_staff_has_no_barriers(designer, door, access, request):
    designer.goto(f"{door.url}{ONE}/codes")
    designer.locator(f"input[name=access][value={access}]").check(force=True)
    designer.locator("form[action*=access] button").click()
    found = barriers(designer, some(request, ["shared", "single"].index(access), LOOKS)) + sideways(designer)
    designer.locator("input[name=access][value=single]").check(force=True)  # as the other tests want it
    designer.locator("form[action*=access] button").click()
    assert found == []


@pytest.mark.parametrize("language", ["de", "ar", "uk"])
def test_a_sheet_looks_like_paper(designer, door, language, looks):
    """On A4: 24 slips on a page, all of one size, nothing cut off, and no word to staff."""
    page = print_page(designer, door, 50, language)
    found = barriers(page, looks) + sideways(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(media="print")
    assert page.locator(".word").is_hidden()
    sizes = page.locator("td:not(.empty)").evaluate_all("all => all.map(e => [e.offsetWidth, e.offsetHeight].join())")
    assert len(sizes) == 50
    assert len(set(sizes)) <= 2  # a third of 748 pixels is no whole number
    cut = page.locator(".title, .code, .how, .slip").evaluate_all(
        "all => all.filter(e => e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1).length"
    )
    assert cut == 0
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 3
    page.close()
    assert found == []

"""The kiosk in Chromium: the back button, the caches and the clock of a tablet many people use."""

import re

import pytest

from tests.browser import test_every_page as every_page
from tests.browser.respondent import send, walk
from tests.browser.test_answering import inbox
from tests.services import chromium

WORDS = "Mehr Busse"


@pytest.fixture(scope="module")
def tablet_browser(playwright):
    """A Chromium as it is delivered: it keeps whole pages for the back button, which Playwright turns off."""
    launched = playwright.chromium.launch(
        executable_path=chromium.executable(),
        args=list(chromium.ARGUMENTS),
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield launched
    launched.close()


@pytest.fixture
def tablet(tablet_browser):
    context = tablet_browser.new_context(locale="de", viewport={"width": 820, "height": 1180})
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def everything(page):
    """All that someone who picks up the tablet can see or find in its page."""
    page.wait_for_function("document.readyState === 'complete'")  # a page out of the cache fires no load event
    fields = page.evaluate("[...document.querySelectorAll('input, textarea')].map(each => each.value).join(' ')")
    return page.content() + fields


def go_back(page):
    """The back button; Chromium asks before it sends a form again, and reloading says yes to that."""
    page.evaluate("() => void setTimeout(() => history.back())")
    page.wait_for_timeout(400)
    if page.url.startswith("chrome-error:") or page.evaluate("document.querySelector('main') === null"):
        page.reload()
        page.wait_for_timeout(200)


def whole_history(page):
    """What the back button brings up, page after page, to the beginning."""
    found = []
    for _ in range(page.evaluate("history.length")):
        go_back(page)
        found.append(everything(page))
    return found


def written(page, address):
    """Someone answers everything up to the review."""
    walk(page, address)
    assert WORDS in page.locator("main").inner_text()


def reset(page):
    page.locator("button[value=reset]").click()
    page.wait_for_url(re.compile(r"/s/gut-leben\?kiosk=1"))


def test_the_back_button_shows_no_answers_after_new_person(site, tablet):
    before = inbox(site)
    written(tablet, f"{site.url}/s/gut-leben?kiosk=1")
    reset(tablet)
    assert not [page for page in whole_history(tablet) if WORDS in page]
    assert inbox(site) == before


def test_the_back_button_shows_no_answers_after_sending(site, tablet):
    before = inbox(site)
    written(tablet, f"{site.url}/s/gut-leben?kiosk=1")
    send(tablet)
    assert "/thanks" in tablet.url
    assert not [page for page in whole_history(tablet) if WORDS in page]
    assert inbox(site) == before + 1


def test_without_the_kiosk_the_back_button_does_show_them(site, tablet):
    """The negative control: on one's own phone answers stay, and this search finds them."""
    written(tablet, f"{site.url}/s/gut-leben")
    tablet.goto(f"{site.url}/s/gut-leben")
    assert [page for page in whole_history(tablet) if WORDS in page]


def test_what_was_typed_and_not_sent_is_gone_too(site, tablet):
    tablet.goto(f"{site.url}/s/gut-leben?kiosk=1&lang=de")
    tablet.locator("button[value=begin]").click()
    tablet.locator("input[type=search]").fill("Eutin am See")
    reset(tablet)
    assert not [page for page in whole_history(tablet) if "Eutin am See" in page]


def sooner(page, seconds):
    """The same pages, with a clock that runs out at once."""

    def hurry(route):
        answer = route.fetch(max_redirects=0)
        body = answer.text().replace(f'content="{seconds}; url=', 'content="1; url=')
        route.fulfill(response=answer, body=body)

    page.route(lambda address: "/s/gut-leben" in address, hurry)


def test_a_page_nobody_touches_goes_back_to_the_start(site, tablet):
    sooner(tablet, 180)
    tablet.goto(f"{site.url}/s/gut-leben?kiosk=1&lang=de")
    tablet.locator("button[value=begin]").click()
    tablet.wait_for_url(re.compile(r"/s/gut-leben\?kiosk=1$"))
    assert tablet.locator("button[value=begin]").is_visible()


def test_after_the_thanks_the_next_person_finds_the_start(site, tablet):
    sooner(tablet, 20)
    tablet.goto(f"{site.url}/s/gut-leben/thanks?kiosk=1&lang=ar")
    tablet.wait_for_url(re.compile(r"/s/gut-leben\?kiosk=1$"))


def test_before_the_page_is_cleared_a_warning_offers_more_time(site, tablet):
    tablet.goto(f"{site.url}/s/gut-leben?kiosk=1&lang=de")
    tablet.locator("button[value=begin]").click()
    tablet.locator("input[name=her][value=land]").check(force=True)
    warning = tablet.locator(".soon")
    assert not warning.is_visible()
    timing = warning.evaluate("each => each.getAnimations()[0].effect.getComputedTiming()")
    assert 180 - timing["delay"] / 1000 >= 20  # seconds to react
    warning.evaluate("each => each.getAnimations()[0].finish()")
    assert warning.is_visible()
    warning.locator("button").click()
    assert tablet.locator("meta[http-equiv=refresh]").get_attribute("content").startswith("1800;")
    assert tablet.locator("input[name=her][value=land]").is_checked()
    assert not tablet.locator(".soon").is_visible()
    assert tablet.locator("main button[formaction]").count() <= 1  # only in the warning that comes later


def test_the_trap_is_neither_seen_nor_reached_nor_heard(site, visit):
    page = visit(javascript=False)
    page.goto(f"{site.url}/s/gut-leben?lang=de")
    page.locator("button[value=begin]").click()
    box = page.locator("input[name=_website]").bounding_box()
    assert box is None or box["width"] * box["height"] <= 4 or page.locator("div.sr[aria-hidden]").count()
    for _ in range(60):
        page.keyboard.press("Tab")
        assert page.locator("input[name=_website]:focus").count() == 0
    assert "Feld bitte leer" not in page.locator("body").aria_snapshot()
    assert "_website" not in page.locator("body").aria_snapshot()


# Axe forbids pages that reload by themselves; WCAG 2.2.1 allows it where one may ask for ten times as long, as here.
RULES = {**every_page.RULES, "rules": {"meta-refresh": {"enabled": False}}}


@pytest.mark.parametrize("language", ["de", "ar"])
def test_the_kiosk_has_no_barriers(site, visit, language, monkeypatch):
    monkeypatch.setattr(every_page, "RULES", RULES)
    page, found = visit(language=language), []
    page.goto(f"{site.url}/s/gut-leben?kiosk=1&lang={language}")
    every_page.look(page, every_page.LOOKS[:2], found)
    page.locator("button[value=begin]").click()
    every_page.look(page, every_page.LOOKS[:2], found)
    page.locator(".soon").evaluate("each => each.getAnimations()[0].finish()")
    every_page.look(page, every_page.LOOKS[2:], found)
    page.goto(f"{site.url}/s/gut-leben/thanks?kiosk=1&lang={language}")
    every_page.look(page, every_page.LOOKS[:2], found)
    assert found == []

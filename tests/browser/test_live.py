"""Open results pages: news arrive by themselves, whatever happened to network and window, and take away nothing."""

import uuid
from datetime import timedelta

import pytest

from app.domain.response import Response
from app.store import responses
from app.web.clock import now
from app.web.jobs import Runner
from tests.browser.conftest import served
from tests.conftest import copy_database

HIDE = """hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
    document.dispatchEvent(new Event('visibilitychange')); }"""
RELEASE = "document.querySelector('#results').dataset.release"


@pytest.fixture
def site(filled_file, tmp_path):
    """One of its own, for its clock runs ahead."""
    copy_database(filled_file, tmp_path / "live.db")
    with served(tmp_path / "live.db", tmp_path) as running:
        yield running


def answer_and_release(site, people, language, moment):
    given = {"her": "land", "gefuehl": "4", "wichtig": ["wohnen"], "alter": "30-64"}
    with site.engine.begin() as db:
        for _ in range(people):
            responses.add(db, "gut-leben", 1, Response(language, given), uuid.uuid4().hex)
    assert len(Runner(site.engine, site.keys).once(moment)) == 1


def test_news_catch_up_after_a_time_without_network_and_leave_everything_where_it_was(site, visit):
    moment = now()
    for week in (0, 1):
        answer_and_release(site, 60, "ar", moment + timedelta(days=8 * week))
    page = visit(width=1280)
    page.clock.install()
    page.goto(f"{site.url}/results/gut-leben?lang=de&by=language&group=ar")
    page.wait_for_function("window.Plotly")
    page.locator("#filter-alter summary").click()
    page.locator("#q-wichtig").scroll_into_view_if_needed()
    page.wait_for_selector("#q-wichtig .main-svg")
    page.locator("#q-wichtig .numbers summary").click()
    page.locator("#filter-language summary").click()
    page.locator("#filter-language a").first.focus()
    before, top = page.evaluate(RELEASE), page.evaluate("scrollY")
    focused = page.evaluate("document.activeElement.href")
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.context.set_offline(True)
    page.clock.run_for(31_000)
    page.wait_for_timeout(200)
    for _ in range(60):
        page.clock.run_for(30_000)
        page.evaluate("new Promise(requestAnimationFrame)")
    assert 3 <= len(asked) <= 8  # of sixty, had it not become less often
    answer_and_release(site, 60, "de", moment + timedelta(days=16))
    asked.clear()
    page.evaluate(HIDE, True)
    page.context.set_offline(False)
    page.clock.run_for(3_600_000)
    assert asked == []  # nobody is looking

    page.evaluate(HIDE, False)
    page.wait_for_function(f"before => {RELEASE} !== before", arg=before)
    assert page.locator("#filter-language a").count() == 2  # a group has come, before the one in focus
    assert page.evaluate("document.activeElement.href") == focused
    assert page.locator("#filter-alter").get_attribute("open") is not None
    assert page.locator("#q-wichtig .numbers").get_attribute("open") is not None
    assert page.locator(".chosen b").inner_text() == "Arabisch"
    assert abs(page.evaluate("scrollY") - top) < 5
    assert page.locator("#news").inner_text() == page.locator("#news").get_attribute("data-words")
    count = len(asked)
    page.clock.run_for(31_000)
    page.wait_for_timeout(300)
    assert len(asked) == count + 1  # and goes on asking as often as before

    page.goto(f"{site.url}/results/gut-leben?lang=de&release=1")  # that of an earlier release stays as it is
    page.wait_for_function("window.Plotly")
    asked.clear()
    page.clock.run_for(3_600_000)
    assert asked == []

"""The dashboard in a browser: every shape drawn under the strict policy, news arriving by itself, no script needed.

The short form draws the questionnaire with every shape in each look, and each other one in one of them; all in all are
left to the long form (make looks)."""

import uuid
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.response import Response
from app.store import responses
from app.web.clock import now
from app.web.jobs import Runner
from tests.browser.conftest import served
from tests.conftest import copy_database

VENDOR = Path(__file__).parents[2] / "app" / "web" / "static" / "vendor"
SLUGS = ("gut-leben", "integrationskonzept", "fragearten")
LOOKS = [("de", 1280, "light"), ("ar", 360, "dark"), ("uk", 360, "light")]
SHORT = {("gut-leben", "uk"), ("integrationskonzept", "ar"), *(("fragearten", language) for language, _, _ in LOOKS)}
CASES = [
    pytest.param(slug, *look, marks=() if (slug, look[0]) in SHORT else pytest.mark.looks)
    for slug in SLUGS
    for look in LOOKS
]


@pytest.fixture(scope="module")
def site(filled_file, tmp_path_factory):
    """One of its own: its clock runs ahead, and what others answer elsewhere would change its numbers."""
    folder = tmp_path_factory.mktemp("results")
    copy_database(filled_file, folder / "results.db")
    with served(folder / "results.db", folder) as running:
        yield running


def opened(page, url):
    """The page with everything refused, asked elsewhere or gone wrong on the way."""
    wrong = []
    home = url.split("/results")[0]
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(home) else wrong.append(request.url))
    page.goto(url)
    return wrong


def scroll_through(page):
    """Charts are drawn as they come into view."""
    page.wait_for_function("window.Plotly")
    page.evaluate(
        """async () => { for (let y = 0; y < document.body.scrollHeight; y += 500) {
        scrollTo(0, y); await new Promise(requestAnimationFrame); await new Promise(r => setTimeout(r, 30)); } }"""
    )
    page.wait_for_function(
        "document.querySelectorAll('.plot').length === document.querySelectorAll('.plot .main-svg:first-child').length"
    )


@pytest.mark.parametrize(("slug", "language", "width", "scheme"), CASES)
def test_every_chart_is_drawn_and_nothing_is_refused(demo, visit, slug, language, width, scheme):
    page = visit(language=language, width=width, scheme=scheme)
    wrong = opened(page, f"{demo.url}/results/{slug}?lang={language}")
    scroll_through(page)
    assert page.locator(".plot").count() >= 8
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(
        "[...document.querySelectorAll('.plot')].every(plot => plot.getAttribute('aria-hidden') === 'true')"
    )
    assert wrong == []
    assert page.context.cookies() == []


def test_the_demo_shows_every_shape_and_says_that_it_is_simulated(demo, visit):
    page = visit(javascript=False)
    told = {}
    for slug in SLUGS:
        page.goto(f"{demo.url}/results/{slug}?lang=de")
        assert "Simuliert" in page.locator("main").inner_text()
        told[slug] = page.locator("main").inner_html()
    assert page.locator("#q-reihenfolge table, #q-haushalt table, #q-empfehlen table, #q-geld table").count() == 4
    assert all("<table" in html and "<rect" in html for html in told.values())


def test_without_script_the_numbers_stand_there_and_filters_work(demo, visit):
    page = visit(javascript=False)
    page.goto(f"{demo.url}/results/gut-leben?lang=de")
    assert page.locator("#q-wichtig table").is_visible()
    everyone = page.locator("#q-wichtig table").inner_text()
    link = page.locator("a[href*='by=language'][href*='group=uk']").first
    page.goto(demo.url + link.get_attribute("href"))
    assert page.locator("#q-wichtig table").inner_text() != everyone
    assert "Ukrainisch" in page.locator("main").inner_text()


def test_the_room_of_a_chart_is_free_before_it_comes_and_its_table_opens_again_if_it_does_not(demo, visit):
    page, moved = visit(width=360), "window.moved"
    page.add_init_script("""window.moved = 0; new PerformanceObserver((list) => {
        for (const each of list.getEntries()) if (!each.hadRecentInput) window.moved += each.value;
    }).observe({ type: "layout-shift", buffered: true });""")
    page.goto(f"{demo.url}/results/fragearten?lang=de#q-budget")
    scroll_through(page)
    assert page.evaluate(moved) <= 0.05
    page = visit(width=360)
    page.route("**/plotly-basic*", lambda route: route.abort())
    page.goto(f"{demo.url}/results/fragearten?lang=de")
    page.wait_for_selector("#q-reihenfolge table", state="visible")
    assert page.locator(".numbers:not([open])").count() == 0
    assert page.locator("#q-reihenfolge .bar").first.is_visible()


def answer_and_release(site, people, moment, language="de", wish="wohnen"):
    with site.engine.begin() as db:
        for person in range(people):
            wanted = [wish if person % 4 else "arzt"]  # a share of all or of nobody is said in words, without a whisker
            kept = Response(language, {"her": "land", "gefuehl": "4", "wichtig": wanted, "alter": "30-64"})
            responses.add(db, "gut-leben", 1, kept, uuid.uuid4().hex)
    return Runner(site.engine, site.keys).once(moment)


def test_a_new_release_arrives_by_itself_and_the_reader_keeps_their_place(site, visit):
    moment = now()
    answer_and_release(site, 30, moment)
    page = visit(width=1280)
    page.clock.install()
    page.goto(f"{site.url}/results/gut-leben?lang=de")
    first = page.locator("#results").get_attribute("data-release")
    scroll = (
        "document.querySelector('#q-wichtig').scrollIntoView(); document.querySelector('#q-wichtig a').focus(); scrollY"
    )
    page.wait_for_function("window.Plotly")
    before = page.evaluate(scroll)
    page.wait_for_selector("#q-wichtig .main-svg")
    page.wait_for_timeout(300)
    before = page.evaluate(scroll)
    answer_and_release(site, 25, moment + timedelta(minutes=16))
    page.clock.run_for(31_000)
    page.wait_for_function("first => document.querySelector('#results').dataset.release !== first", arg=first)
    assert page.evaluate("document.activeElement.closest('section').id") == "q-wichtig"
    assert abs(page.evaluate("scrollY") - before) < 5
    assert page.locator("[aria-live=polite], [role=status]").first.inner_text() != ""


def test_a_single_chart_of_two_groups_is_drawn_and_stays_what_it_is_when_news_arrive(site, visit):
    moment = now() + timedelta(days=8)
    answer_and_release(site, 60, moment)
    answer_and_release(site, 60, moment + timedelta(days=4), language="uk", wish="arbeit")
    page = visit(width=360, scheme="dark")
    page.clock.install()
    wrong = opened(page, f"{site.url}/results/gut-leben/q/wichtig?lang=de&by=language&group=uk&with=de")
    page.wait_for_selector(".plot .main-svg")
    first = page.locator("#results").get_attribute("data-release")
    assert page.locator(".plot .errorbar").count() >= 2  # whiskers
    assert page.locator(".plot pattern").count() >= 1  # told apart without colour, too
    page.locator("#link").focus()
    answer_and_release(site, 60, moment + timedelta(days=8), language="uk", wish="arbeit")
    page.clock.run_for(31_000)
    page.wait_for_selector(f"#results:not([data-release='{first}'])")
    assert page.evaluate("document.activeElement.id") == "link"
    assert page.locator("table.beside").count() == 1
    assert page.locator("#news").inner_text() != ""
    assert wrong == []


def test_our_stylesheet_is_the_one_plotly_would_write(browser):
    """plotly.css stands in for a <style> element our policy forbids; an upgrade must bring its rules along."""
    page = browser.new_page()
    page.set_content("<div id=plot></div>")
    page.add_script_tag(path=next(VENDOR.glob("plotly-basic-*.min.js")))
    page.evaluate("Plotly.newPlot('plot', [{type: 'bar', x: [1], y: [1]}])")
    rules = "[...[...document.styleSheets].at(-1).cssRules].map(rule => rule.cssText).sort()"
    written = page.evaluate(rules)
    page.add_style_tag(path=VENDOR / "plotly.css")
    ours = page.evaluate(rules)
    page.close()
    assert len(written) > 30
    assert ours == written

"""What every public page keeps in every language: no barrier axe can find, no scrolling sideways, few bytes.

The short form opens each page in each language and looks at it in every third, so that each has its turn; the long
questionnaire it opens in six languages, so that each page has its turn in a narrow and in a wide window, and results in
four. The four looks (width and colour scheme) turn from language to language. All looks at all
pages in all languages are left to the long form (make looks). What a page weighs needs no browser."""

import gzip
import urllib.request
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from app.domain.event import Event
from app.domain.language import LANGUAGES
from app.store import documents
from app.web import clock
from tests.browser.respondent import fill_at_once, send
from tests.deploy.visitor import Browser
from tests.services import axe
from tests.web.forms import Visitor

languages = pytest.mark.parametrize("language", LANGUAGES)
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# Every third language; the others in the long form.
SOME = [pytest.param(tag, marks=() if at % 3 == 0 else pytest.mark.looks) for at, tag in enumerate(LANGUAGES)]
LOOKS = [(360, "light"), (1280, "dark"), (360, "dark"), (1280, "light")]
MOST_BYTES = 15 * 1024
EVERY = 3
SOON = "bald"
LONG = pytest.mark.parametrize(
    "language",
    [tag if tag in ("de", "uk", "ar", "fa-AF") else pytest.param(tag, marks=pytest.mark.looks) for tag in LANGUAGES],
)

WAYS = ("de", "uk", "ar", "fa-AF")  # to write, and the language it was written in
FORMS = [("gut-leben", tag) for tag in LANGUAGES] + [
    pytest.param("integrationskonzept", tag, marks=() if tag in WAYS else pytest.mark.looks) for tag in LANGUAGES
]


@pytest.fixture
def looks(request, language):
    return some(request, list(LANGUAGES).index(language))


def some(request, turn, looks=LOOKS):
    """The look whose turn it is; all of them with --every-look (make looks)."""
    return looks if request.config.getoption("every_look") else [looks[turn % len(looks)]]


def every(request):
    """Of so many languages one has its turn at a page."""
    return 1 if request.config.getoption("every_look") else EVERY


def barriers(page, looks):
    """What axe finds on the page."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(axe.source())  # as the debugger does it: the page's own policy stays as strict as it is
    found = []
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        for violation in page.evaluate("async rules => (await axe.run(document, rules)).violations", RULES):
            nodes = [node["html"][:160] for node in violation["nodes"][:3]]
            found.append(f"{page.url} {width} {scheme}: {violation['id']}: {nodes}")
    return found


def sideways(page):
    """How many pixels a page is too wide for 320 px, with ordinary text and with text twice as large."""
    page.set_viewport_size({"width": 320, "height": 800})
    too_wide = []
    for size in ("100%", "200%"):
        # Set through the object model, which the page's policy allows; an attribute would be refused.
        page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            too_wide.append(f"{page.url} {size}: {over} px")
    page.evaluate("document.documentElement.style.fontSize = ''")
    return too_wide


def onward(page):
    """Press "next" and wait until the next page is there: what is asked earlier is asked of this one."""
    with page.expect_navigation():
        page.locator("main button[name=_go][value=next]").click()


def look(page, looks, found):
    found += barriers(page, looks)
    found += sideways(page)
    text = page.locator("body").inner_text()
    assert "{" not in text, page.url  # a gap that was not filled
    assert "%(" not in text, page.url


@languages
def test_the_pages_around(site, visit, request, language, looks):
    page, found, turn = visit(language=language), [], list(LANGUAGES).index(language)
    for path in (
        "/",
        "/privacy",
        "/accessibility",
        "/imprint",
        "/consultations",
        "/consultation/integrationskonzept-ostholstein",
        "/consultation/integrationskonzept-ostholstein/news",
        "/consultation/integrationskonzept-ostholstein/embed",
        "/events/bungsberg",
        "/nothing",
        "/s/gut-leben",
        "/results/gut-leben",
        "/results/gut-leben/releases",
        "/results/gut-leben/data",
        "/statements/aussagen",
        "/statements/aussagen/add",
        "/statements/aussagen/added",
        "/statements/aussagen/results",
        "/priorities/integrationskonzept-ostholstein",
        "/outcome/integrationskonzept-ostholstein",
        "/outcome/integrationskonzept-ostholstein/table",
        "/follow/integrationskonzept-ostholstein",
        "/follow/integrationskonzept-ostholstein/paper",
        "/news-by-mail/integrationskonzept-ostholstein",
        "/mail/nothing",
        "/staff/sign-in",
    ):
        turn += 1
        if turn % every(request) == 0:
            page.goto(f"{site.url}{path}?lang={language}")
            assert page.locator("html").get_attribute("lang") == language
            assert page.locator("h1").count() == 1
            look(page, looks, found)
    assert found == []


@pytest.mark.parametrize("language", SOME)
def test_every_page_of_a_vote_a_registration_and_a_receipt(site, visit, request, language, looks):
    """With what goes wrong there; each of them has its turn."""
    publish_soon(site)
    page, found, turns = visit(language=language), [], count(list(LANGUAGES).index(language) + 1)
    page.on("console", lambda told: found.append(told.text) if "Security Policy" in told.text else None)

    def come(path):
        page.goto(f"{site.url}{path}?lang={language}")

    def press(*buttons):
        for button in buttons:
            with page.expect_navigation():
                page.locator(f"main {button}").first.click()
        if next(turns) % every(request) == 0:
            look(page, looks, found)

    come("/statements/aussagen")
    press("[value=begin]")
    press("[value=agree]", "[value=undo]")
    press("[value=stop]")
    come("/statements/aussagen/add")
    press("#answers button")
    page.fill("#words", "Frau Meier, Tel. 0170 1234567")
    press("#answers button")
    come(f"/events/{SOON}/register")
    press("[value=send]")
    page.fill("#f-name", "Олена ليلى Müller")
    press("[value=send]")
    press("a[href*='/change']")
    press("[value=send]", "a[href*='/cancel']")
    press("form button")
    come("/follow/integrationskonzept-ostholstein")
    press("#open button")
    press("[name=all]")
    press("form button")
    assert found == []


def publish_soon(site):
    """The example event, a month from now, for whoever comes first."""
    with site.engine.begin() as db:
        if documents.draft(db, Event, SOON):
            return
        example = documents.draft(db, Event, "bungsberg").document
        soon = replace(example, slug=SOON, consultation="", day=clock.today() + timedelta(days=30))
        documents.add(db, soon)
        documents.publish(db, documents.draft(db, Event, SOON), clock.today())


@pytest.mark.parametrize(("slug", "language"), FORMS)
def test_every_page_of_a_form(site, visit, request, language, slug, looks):
    """The page with an error, the review and the thanks have their turn like the others."""
    page, found, turns = visit(language=language), [], count(list(LANGUAGES).index(language) + 1)

    def look_if_its_turn():
        if next(turns) % every(request) == 0:
            look(page, looks, found)

    page.goto(f"{site.url}/s/{slug}?lang={language}")
    page.locator("button[value=begin]").click()
    wrong = slug != "gut-leben"
    while page.locator("input[name=_page]").first.get_attribute("value") != "review":
        look_if_its_turn()
        fill_at_once(page)
        if page.locator("input[name=wichtig]").count() and not wrong:
            wrong = True
            for box in page.locator("input[name=wichtig]").all():
                box.check(force=True)
            onward(page)
            assert page.locator("#errors").is_visible()
            look_if_its_turn()
            for box in page.locator("input[name=wichtig]").all()[1:]:
                box.uncheck(force=True)
        onward(page)
    look_if_its_turn()
    send(page)
    look_if_its_turn()
    assert found == []


@LONG
@pytest.mark.parametrize("slug", ["gut-leben", "integrationskonzept"])
def test_the_results(demo, visit, language, slug, looks):
    page, found = visit(language=language), []
    refused = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: None if request.url.startswith(demo.url) else refused.append(request.url))
    for what in ("", "/data"):
        page.goto(f"{demo.url}/results/{slug}{what}?lang={language}")
        look(page, looks, found)
    assert found == []
    assert refused == []


@languages
def test_first_page_and_question_pages_are_light(site, language):
    """Bytes over the wire, gzip, with the stylesheet: at most 15 KB for each page of the short form."""
    visitor, sizes = Visitor(Browser(int(site.url.rpartition(":")[2])), language=language), {}
    (stylesheet,) = visitor.page.soup.select("link[rel=stylesheet]")
    css = fetched(site.url + stylesheet["href"])
    sizes["start"] = css + packed(visitor.page)
    visitor.press("begin")
    while (name := visitor.page.soup.select_one("input[name=_page]")["value"]) != "review":
        assert visitor.page.soup.select("script") == []
        sizes[name] = css + packed(visitor.page)
        visitor.press("next")
    assert len(sizes) == 6
    assert max(sizes.values()) <= MOST_BYTES, sizes
    assert fetched(f"{site.url}/s/gut-leben?lang={language}") + css <= MOST_BYTES


def packed(page):
    return len(gzip.compress(page.response.text.encode()))


def fetched(url):
    """The bytes a browser gets that unpacks gzip."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        assert answer.headers["Content-Encoding"] == "gzip", url
        return len(answer.read())

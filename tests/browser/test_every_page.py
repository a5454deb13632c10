"""What every public page keeps in every language: no barrier axe can find, no scrolling sideways, few bytes.

The short form opens each page in each language and looks at it in every third, so that each has its turn; results, long
as they are, it opens in four. The four looks (width and colour scheme) turn from language to language. All looks at all
pages in all languages are left to the long form (make looks)."""

import gzip
import urllib.request

import pytest

from app.domain.language import LANGUAGES
from tests.browser.respondent import fill_at_once, send
from tests.services import axe

languages = pytest.mark.parametrize("language", LANGUAGES)
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
LOOKS = [(360, "light"), (1280, "dark"), (360, "dark"), (1280, "light")]
MOST_BYTES = 15 * 1024
EVERY = 3
LONG = pytest.mark.parametrize(
    "language",
    [tag if tag in ("de", "uk", "ar", "fa-AF") else pytest.param(tag, marks=pytest.mark.looks) for tag in LANGUAGES],
)


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
        result = page.evaluate("rules => axe.run(document, rules)", RULES)
        for violation in result["violations"]:
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
        "/outcome/integrationskonzept-ostholstein",
        "/follow/integrationskonzept-ostholstein",
        "/follow/integrationskonzept-ostholstein/paper",
        "/staff/sign-in",
    ):
        page.goto(f"{site.url}{path}?lang={language}")
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("h1").count() == 1
        turn += 1
        if turn % every(request) == 0:
            look(page, looks, found)
    assert found == []


@languages
@pytest.mark.parametrize("slug", ["gut-leben", "integrationskonzept"])
def test_every_page_of_a_form(site, visit, request, language, slug, looks):
    page, found, turn = visit(language=language), [], list(LANGUAGES).index(language)
    page.goto(f"{site.url}/s/{slug}?lang={language}")
    page.locator("button[value=begin]").click()
    wrong = slug != "gut-leben"
    while page.locator("input[name=_page]").first.get_attribute("value") != "review":
        turn += 1
        if turn % every(request) == 0:
            look(page, looks, found)
        fill_at_once(page)
        if page.locator("input[name=wichtig]").count() and not wrong:
            wrong = True
            for box in page.locator("input[name=wichtig]").all():
                box.check(force=True)
            onward(page)
            assert page.locator("#errors").is_visible()
            look(page, looks, found)
            for box in page.locator("input[name=wichtig]").all()[1:]:
                box.uncheck(force=True)
        onward(page)
    look(page, looks, found)
    send(page)
    look(page, looks, found)
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
def test_first_page_and_question_pages_are_light(site, visit, language):
    """Bytes over the wire, gzip, with the stylesheet: at most 15 KB for each page of the short form."""
    page = visit(javascript=False, language=language)
    sizes = {}
    page.goto(f"{site.url}/s/gut-leben?lang={language}")
    stylesheet = page.locator("link[rel=stylesheet]")
    assert stylesheet.count() == 1
    css = fetched(site.url + stylesheet.get_attribute("href"))
    sizes["start"] = css + len(gzip.compress(page.content().encode()))
    page.locator("button[value=begin]").click()
    while page.locator("input[name=_page]").first.get_attribute("value") != "review":
        assert page.locator("script").count() == 0
        name = page.locator("input[name=_page]").first.get_attribute("value")
        sizes[name] = css + len(gzip.compress(page.content().encode()))
        page.locator("main button[name=_go][value=next]").click()
    assert len(sizes) == 6
    assert max(sizes.values()) <= MOST_BYTES, sizes
    assert fetched(f"{site.url}/s/gut-leben?lang={language}") + css <= MOST_BYTES


def fetched(url):
    """The bytes a browser gets that unpacks gzip."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        assert answer.headers["Content-Encoding"] == "gzip", url
        return len(answer.read())

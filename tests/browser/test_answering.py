"""The main job, as on a visitor's phone: from the start page to an answer in the database.

The short form walks through the short questionnaire in four languages and through the long one in four others: both
scripts that are not Latin, both directions. The rest is left to the long form (make looks); without a browser somebody
answers in each of them (tests/web/test_answering.py), and test_every_page.py opens and sends each form's pages."""

import pytest
from playwright.sync_api import Error
from sqlalchemy import func, select

from app.domain.language import LANGUAGES
from app.store import tables
from tests.browser.respondent import send, walk

FORMS = {"gut-leben": 5, "integrationskonzept": 11}
SHORT = {"gut-leben": ("de", "ru", "fa-AF", "tr"), "integrationskonzept": ("de-simple", "uk", "ar", "ku")}
WAYS = [
    pytest.param(slug, language, marks=() if language in SHORT[slug] else pytest.mark.looks)
    for slug in FORMS
    for language in LANGUAGES
]


def stored(site, slug, language):
    t = tables.inbox
    with site.engine.connect() as db:
        return db.execute(select(t).where(t.c.slug == slug, t.c.language == language)).all()


@pytest.mark.parametrize(("slug", "language"), WAYS)
def test_without_script_from_the_start_page_to_the_database(site, visit, slug, language):
    page = visit(javascript=False, language=language)
    page.goto(f"{site.url}/?lang={language}")
    html = page.locator("html")
    assert html.get_attribute("lang") == language
    assert html.get_attribute("dir") == LANGUAGES[language].direction
    before = len(stored(site, slug, language))
    start = page.locator(f'main a[href*="/s/{slug}"]').first.get_attribute("href")
    assert walk(page, site.url + start) >= FORMS[slug]
    assert "Mehr Busse" in page.locator("main").inner_text()
    assert len(stored(site, slug, language)) == before
    send(page)
    assert "/thanks" in page.url
    rows = stored(site, slug, language)
    assert len(rows) == before + 1
    assert len(rows[-1].answers) >= (8 if slug == "gut-leben" else 24)
    assert page.context.cookies() == []


def test_nobody_is_asked_by_name(site, visit):
    """Not a cookie, not a script, not a font, nothing kept in the browser, no one else is asked."""
    page = visit(language="uk")
    asked = []
    page.on("request", lambda request: asked.append((request.resource_type, request.url)))
    walk(page, f"{site.url}/s/gut-leben?lang=uk")
    send(page)
    assert {kind for kind, _ in asked} <= {"document", "stylesheet", "other", "image"}
    assert all(url.startswith(site.url) for _, url in asked)
    assert len({url for kind, url in asked if kind == "stylesheet"}) == 1
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def inbox(site):
    with site.engine.connect() as db:
        return db.scalar(select(func.count()).select_from(tables.inbox))


def test_a_double_click_sends_once(site, visit):
    page = visit()
    walk(page, f"{site.url}/s/gut-leben")
    before = inbox(site)
    page.locator("main .nav button[value=send]").dblclick()
    page.locator("main .nav button[value=send]").wait_for(state="detached")
    page.wait_for_load_state()
    assert inbox(site) == before + 1
    assert page.locator("h1").is_visible()


def travel(page, steps):
    """The browser's own back (-1) and forward (1) buttons."""
    with page.expect_navigation():
        page.evaluate("steps => void setTimeout(() => history.go(steps))", steps)


def reload(page):
    """Reload; just after going back the browser may still be swapping pages and refuses for a moment."""
    for _ in range(5):
        try:
            page.reload()
        except Error as refused:
            if "active page" not in str(refused):
                raise
            page.wait_for_timeout(300)
        else:
            return
    page.reload()


def test_the_back_button_and_reload_send_once_and_lose_nothing(site, visit):
    page = visit()
    walk(page, f"{site.url}/s/gut-leben")
    before = inbox(site)
    travel(page, -2)
    assert page.locator("textarea").input_value().startswith("Mehr Busse")
    travel(page, 2)
    reload(page)
    assert "Mehr Busse" in page.locator("main").inner_text()
    send(page)
    assert "/thanks" in page.url
    travel(page, -1)
    send(page)
    reload(page)
    assert inbox(site) == before + 1


def test_two_tabs_of_one_form_send_once(site, visit):
    page = visit()
    walk(page, f"{site.url}/s/gut-leben")
    before = inbox(site)
    fields = page.evaluate("Object.fromEntries(new FormData(document.querySelector('form#answers')))")
    other = page.context.new_page()
    other.goto(f"{site.url}/s/gut-leben")
    for tab in (page, other):
        with tab.expect_navigation():
            tab.evaluate(
                """fields => { const form = document.createElement('form'); form.method = 'post';
                for (const [name, value] of Object.entries({...fields, _go: 'send'})) {
                  const input = document.createElement('input'); input.name = name; input.value = value;
                  form.append(input);
                } document.body.append(form); form.submit(); }""",
                fields,
            )
    assert inbox(site) == before + 1


def test_changing_the_language_in_the_middle_keeps_the_answers(site, visit):
    page = visit(javascript=False)
    page.goto(f"{site.url}/s/gut-leben?lang=de")
    page.locator("button[value=begin]").click()
    page.locator("input[name=her][value=land]").check(force=True)
    page.locator("details.menu summary").click()
    page.locator("button[formaction*='lang=ar']").click()
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("input[name=her][value=land]").is_checked()
    page.locator("button[name=_go][value=next]").last.click()
    assert page.locator("html").get_attribute("lang") == "ar"


def test_enter_in_a_field_goes_on(site, visit):
    page = visit(javascript=False)
    page.goto(f"{site.url}/s/gut-leben?lang=de")
    page.locator("button[value=begin]").click()
    page.locator("input[type=search]").fill("Eutin")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("input[name=_page]").first.get_attribute("value") == "leben"


def test_the_whole_form_by_keyboard(site, visit):
    """Tab, space, arrows and Enter reach every control and send the form."""
    page = visit(javascript=False)
    before = inbox(site)
    page.goto(f"{site.url}/s/gut-leben?lang=de")
    for _ in range(400):
        if "/thanks" in page.url:
            break
        page.keyboard.press("Tab")
        focus = page.locator(":focus")
        if not focus.count():
            continue
        kind, go = focus.get_attribute("type"), focus.get_attribute("value")
        if kind in ("radio", "checkbox") and not focus.is_checked() and page.locator("input:checked").count() < 2:
            page.keyboard.press("Space")
        elif go in ("begin", "next", "send") and focus.evaluate("e => e.matches('main .nav button, main button')"):
            with page.expect_navigation():
                page.keyboard.press("Enter")
    assert "/thanks" in page.url
    assert inbox(site) == before + 1

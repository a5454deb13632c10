"""Voting in a real browser: by the digits 1 to 3, without a barrier axe can find, at 320 px and in the dark."""

import pytest

from tests.browser.test_every_page import barriers, sideways

TALK = "/statements/aussagen"


@pytest.mark.parametrize(("language", "look"), [("ar", (360, "dark")), ("de", (1280, "light"))])
def test_one_votes_with_three_keys_and_nothing_stands_in_the_way(site, visit, language, look):
    page, found = visit(language=language), []

    def looked():
        nonlocal found
        found += barriers(page, [look]) + sideways(page)

    page.goto(f"{site.url}{TALK}?lang={language}")
    looked()
    page.locator("button[value=begin]").click()
    looked()
    for key in "123":
        at = page.locator("input[name=_statement]").get_attribute("value")
        assert page.evaluate("document.activeElement.id") == "statement"
        with page.expect_navigation():
            page.keyboard.press(key)
        assert page.locator("input[name=_statement]").get_attribute("value") != at
    assert page.locator("input[name=_done]").get_attribute("value").replace("-", "").count(".") == 2
    with page.expect_navigation():
        page.locator("button[value=undo]").click()
    assert page.locator("button[aria-pressed=true]").get_attribute("value") == "pass"
    looked()
    with page.expect_navigation():
        page.locator("button[value=stop]").click()
    looked()
    page.goto(f"{site.url}{TALK}/add?lang={language}")
    page.locator("main button").click()
    assert page.locator("#errors").is_visible()
    looked()
    assert found == []

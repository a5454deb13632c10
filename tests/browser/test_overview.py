"""The overview in a browser: names stay on their tiles and can be read on a phone, in print and without script."""

import pytest

OFF_ITS_TILE = """() => [...document.querySelectorAll("g.tile")].flatMap((tile) => {
    const { left, right, top, bottom } = tile.querySelector("rect").getBoundingClientRect();
    return [...tile.querySelectorAll("text")].filter((words) => {
        const box = words.getBoundingClientRect();
        return box.left < left || box.right > right || box.top < top - 1 || box.bottom > bottom + 1;
    }).map((words) => words.textContent);
})"""
SIZE = """() => Math.min(...[...document.querySelectorAll("g.tile text")].map((words) =>
    parseFloat(getComputedStyle(words).fontSize) * words.getScreenCTM().a))"""


@pytest.mark.parametrize(("language", "scheme"), [("de", "light"), ("ar", "dark")])
def test_a_phone_shows_every_name_on_its_tile(demo, visit, language, scheme):
    page = visit(language=language, width=360, scheme=scheme, javascript=False)
    page.goto(f"{demo.url}/results/gut-leben?lang={language}")
    assert page.locator("g.tile").count() == 36
    assert page.evaluate(OFF_ITS_TILE) == []
    assert page.evaluate(SIZE) >= 10
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    fehmarn, stockelsdorf = (
        page.locator("g.tile", has_text=name).first.bounding_box() for name in ("Fehmarn", "Stockels")
    )
    assert fehmarn["x"] > stockelsdorf["x"]  # east is on the right, whichever way one reads
    assert fehmarn["y"] < stockelsdorf["y"]
    page.emulate_media(media="print")
    assert page.locator("svg.tile-map").is_visible()
    assert all(table.is_visible() for table in page.locator(".overview table").all())

"""The slides in a browser: keys and remotes in both directions, no network, charts that can be read from afar."""

import pypdfium2
import pytest

from tests.browser.test_every_page import barriers, look
from tests.browser.test_results import opened

SHOWN = "[...document.querySelectorAll('.slide:not([hidden])')].map(slide => slide.id).join()"


@pytest.mark.parametrize(
    ("slug", "language", "forward", "back"),
    [("integrationskonzept", "de", "ArrowRight", "ArrowLeft"), ("gut-leben", "ar", "ArrowLeft", "ArrowRight")],
)
def test_slides_go_on_without_a_network(demo, visit, slug, language, forward, back):
    page = visit(width=1280, language=language)
    page.set_viewport_size({"width": 1280, "height": 720})
    page.clock.install()
    wrong = opened(page, f"{demo.url}/results/{slug}/present?lang={language}#slide-2")
    assert page.evaluate(SHOWN) == "slide-2"
    assert barriers(page, [(1280, "light")]) == []
    page.context.set_offline(True)
    page.on("request", lambda request: wrong.append(request.url))
    total = page.locator(".slide").count()
    for key, number in (
        (forward, 3),
        ("PageDown", 4),
        (" ", 5),
        ("Shift+Space", 4),
        (back, 3),
        ("PageUp", 2),
        ("Home", 1),
        (back, 1),
        ("End", total),
        (forward, total),
    ):
        page.keyboard.press(key)
        assert page.evaluate(SHOWN) == f"slide-{number}", key
        assert page.url.endswith(f"#slide-{number}")
    assert str(total) in page.locator("#said").inner_text()
    page.keyboard.press("Home")
    swipe(page, towards=1 if language == "ar" else -1)
    assert page.evaluate(SHOWN) == "slide-2"
    swipe(page, towards=-1 if language == "ar" else 1)
    assert page.evaluate(SHOWN) == "slide-1"
    small = []
    for _ in range(total - 1):
        page.keyboard.press("PageDown")
        slide = page.locator(".slide:not([hidden])")
        if slide.locator(".plot").count():
            assert slide.locator(".main-svg").count() > 0
            assert slide.locator("table").count() == 1  # still there for those who hear it
            small += [f"{page.url} {size}" for size in slide.evaluate(TEXTS) if size < 15]
        assert slide.evaluate("slide => slide.scrollHeight - slide.clientHeight") <= 1, page.url
    assert small == []
    assert wrong == []


def swipe(page, towards):
    """A finger that moves to the left (-1) or to the right (1)."""
    hand = page.context.new_cdp_session(page)
    hand.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    for kind, steps in (("touchStart", [0]), ("touchMove", [30, 60, 120, 200])):
        for step in steps:
            hand.send(
                "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": 600 + towards * step, "y": 300}]}
            )
    hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    hand.detach()


# How high the letters of a chart are on the screen.
TEXTS = """slide => [...slide.querySelectorAll('.main-svg text')].filter(text => text.textContent.trim()).map(text =>
    parseFloat(getComputedStyle(text).fontSize) * text.closest('.plot').currentCSSZoom)"""


def test_slides_go_on_by_themselves_until_someone_touches_anything(demo, visit):
    page = visit(width=1280)
    page.clock.install()
    page.goto(f"{demo.url}/results/gut-leben/present?lang=de")
    page.locator("#pace").select_option("10")
    page.locator("#run").click()
    page.clock.run_for(20_500)
    assert page.evaluate(SHOWN) == "slide-3"
    page.keyboard.press("x")
    page.clock.run_for(60_000)
    assert page.evaluate(SHOWN) == "slide-3"
    assert page.locator("#said").inner_text() == page.locator("#run").get_attribute("data-stopped")
    total = page.locator(".slide").count()
    pages = len(pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True)))
    assert pages == total  # one slide on each sheet
    plain = visit(javascript=False)
    plain.goto(f"{demo.url}/results/gut-leben/present?lang=de")
    assert plain.locator(".slide:visible").count() == total
    assert plain.locator(".slide table:visible").count() > 5
    assert not plain.locator("#controls").is_visible()


def test_earlier_days_have_no_barrier_and_fit_a_phone(demo, visit):
    page, found = visit(language="ar"), []
    for path in ("/releases", "?release=2", "?release=9999"):
        page.goto(f"{demo.url}/results/gut-leben{path}{'&' if '?' in path else '?'}lang=ar")
        look(page, [(360, "dark"), (1280, "light")], found)
    assert found == []

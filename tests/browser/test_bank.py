"""The pages of the question bank and of the rehearsal in a browser: no barrier, and no scrolling sideways."""

import pytest

from app.store import staff
from tests.browser.test_every_page import barriers, sideways
from tests.web.staff import ONE, PASSWORD, password_hash

ADDRESS = "bank@example.org"
PAGES = {
    "/staff/bank?q=kurs": "ar",
    "/staff/bank/begegnung-zusammenleben?to=gut-leben": "de",
    f"{ONE}/bank": "de",
    f"{ONE}/rehearsal?people=10": "ar",
    f"{ONE}/rehearsal/results?people=60&language=de": "de",
}


@pytest.fixture
def designer(site, visit):
    with site.engine.begin() as db:
        if staff.by_email(db, ADDRESS) is None:
            staff.add(db, ADDRESS, "Kim", "designer", password_hash())
    page = visit(language="de")
    page.goto(f"{site.url}/staff/sign-in?lang=de")
    page.locator("input[name=email]").fill(ADDRESS)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button").click()
    page.wait_for_url("**/staff/questionnaires**")
    return page


def test_the_pages_have_no_barriers_and_fit_a_phone(designer, site):
    found = []
    for place, (path, language) in enumerate(PAGES.items()):
        designer.goto(f"{site.url}{path}&lang={language}" if "?" in path else f"{site.url}{path}?lang={language}")
        found += barriers(designer, [(360, "dark"), (1280, "light")] if place % 2 else [(1280, "dark"), (360, "light")])
        found += sideways(designer)
    assert found == []


def test_the_charts_of_invented_people_are_drawn(designer, site):
    designer.set_viewport_size({"width": 1280, "height": 900})
    designer.goto(f"{site.url}{ONE}/rehearsal/results?people=60&language=de")
    designer.locator("section.exhibit[data-drawn]").first.wait_for()

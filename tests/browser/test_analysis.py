"""The pages of analysis with something in them: no barrier, no scrolling sideways, tables reached by keys."""

import pytest

from app.store import factors, requests, staff
from app.web import clock, extracts
from tests.browser.test_every_page import barriers, sideways
from tests.web.staff import PASSWORD, password_hash

HOME = "/staff/questionnaires/gut-leben/analysis"


@pytest.fixture
def confirmed(demo):
    """Someone who analyses, and the address of a request that opens."""
    now = clock.now()
    with demo.engine.begin() as db:
        ada = staff.add(db, "ada.analyses@example.org", "Ada", "analyst", password_hash())
        bo = staff.add(db, "bo.confirms@example.org", "Bo", "admin", password_hash())
        for _ in range(2):
            id = requests.ask(db, "gut-leben", ada.id, "To see what newcomers need.", now, clock.end_of(clock.today()))
        requests.decide(db, id, "confirmed", bo.id, now, clock.end_of(clock.today()))
    assert extracts.prepare(demo.engine, now) == 1
    return ada, f"{demo.url}{HOME}/{id}"


def test_every_page_of_a_request(demo, confirmed, visit):
    ada, path = confirmed
    page = visit()
    page.goto(f"{demo.url}/staff/sign-in?lang=de")
    _type_password(page, ada.email)
    page.wait_for_url("**/staff/questionnaires**")
    with demo.engine.begin() as db:
        factors.set_seed(db, ada.id, "seed")  # from now on there is a second step at the door
    page.goto(f"{demo.url}/staff/prove?lang=de")
    _type_password(page)
    page.wait_for_url("**/staff/security**")
    found = []
    looks = [(360, "dark"), (1280, "light")]
    shown = (f"{demo.url}{HOME}?", f"{path}?", f"{path}/tables?row=her&column=gefuehl&weighted=1&", f"{path}/weights?")
    for place, address in enumerate(shown):
        page.goto(f"{address}lang={('ar', 'de')[place % 2]}")
        found += barriers(page, looks) + sideways(page)
    assert found == []
    page.goto(f"{path}/tables?row=her&column=gefuehl&lang=de")
    page.set_viewport_size({"width": 320, "height": 800})
    page.locator(".cross").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.cross').scrollLeft > 0")


def _type_password(page, email=None):
    if email:
        page.locator("main [name=email]").fill(email)
    page.locator("main [name=password]").fill(PASSWORD)
    page.locator("main button.kern-btn--primary").click()

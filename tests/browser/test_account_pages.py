"""The pages about people and accounts: no barrier axe finds, no scrolling sideways, in both directions of writing."""

import io

import pytest
import zxingcpp
from PIL import Image

from app.store import factors, grants, journal, letters, staff
from app.web import clock
from tests.browser.test_every_page import look
from tests.store.test_journal import act
from tests.web.staff import PASSWORD, password_hash

SLUG = "gut-leben"
TOKEN = "a-token-for-one-look"


@pytest.fixture
def admin(site):
    with site.engine.begin() as db:
        known = staff.by_email(db, "pages@example.org")
        person = known.person if known else staff.add(db, "pages@example.org", "Ada", "admin", password_hash())
        journal.add(db, act(1, "Ada", "Gave an account to {name}", name="Eve"), SLUG)
        grants.give(db, person.id, SLUG, "translator")
        letters.write(db, TOKEN, person.id, "invitation", clock.now().replace(year=2099))
        factors.remove_all(db, person.id)
    return person


@pytest.mark.parametrize(("language", "looks"), [("de", [(360, "light"), (1280, "dark")]), ("ar", [(360, "dark")])])
def test_pages_of_people_and_accounts(site, visit, admin, language, looks):
    page, found = visit(language=language), []
    for path in (f"/staff/sign-in/link/{TOKEN}", "/staff/sign-in/link/unknown", "/staff/sign-in"):
        page.goto(f"{site.url}{path}?lang={language}")
        look(page, looks, found)
    page.locator("#email").fill(admin.email)
    page.locator("#password").fill(PASSWORD)
    page.locator("main button").first.click()
    paths = ("/staff/people", "/staff/journal", "/staff/security", "/staff/password", "/staff/prove")
    for path in (*paths, f"/staff/questionnaires/{SLUG}/people", f"/staff/questionnaires/{SLUG}/journal"):
        page.goto(f"{site.url}{path}?lang={language}")
        assert page.locator("h1").count() == 1
        look(page, looks, found)
    page.goto(f"{site.url}/staff/prove?lang={language}")
    page.locator("#password").fill(PASSWORD)
    page.locator("main button").first.click()
    page.goto(f"{site.url}/staff/security/app?lang={language}")
    look(page, looks, found)
    picture = Image.open(io.BytesIO(page.locator(".secret").screenshot()))
    assert zxingcpp.read_barcode(picture).text.startswith("otpauth://totp/Mitsprache")
    assert found == []

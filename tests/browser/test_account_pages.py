"""The pages on the way into an account: no barrier axe finds, no scrolling sideways, in both directions of writing."""

import io

import pytest
import zxingcpp
from PIL import Image

from app.store import factors, letters, staff
from app.web import clock
from tests.browser.test_every_page import look
from tests.web.staff import PASSWORD, password_hash

TOKEN = "a-token-for-one-look"


@pytest.fixture
def admin(site):
    with site.engine.begin() as db:
        known = staff.by_email(db, "pages@example.org")
        person = known.person if known else staff.add(db, "pages@example.org", "Ada", "admin", password_hash())
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
    page.goto(f"{site.url}/staff/prove?lang={language}")
    page.locator("#password").fill(PASSWORD)
    page.locator("main button").first.click()
    page.goto(f"{site.url}/staff/security/app?lang={language}")
    look(page, looks, found)
    picture = Image.open(io.BytesIO(page.locator(".secret").screenshot()))
    assert zxingcpp.read_barcode(picture).text.startswith("otpauth://totp/Mitsprache")
    assert found == []

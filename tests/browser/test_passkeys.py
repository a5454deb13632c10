"""Passkeys in a real browser, with an authenticator that lives in Chromium."""

import pytest

from app.store import factors, staff
from tests.browser.test_every_page import barriers, sideways
from tests.web.staff import PASSWORD, password_hash


@pytest.fixture
def anna(site):
    with site.engine.begin() as db:
        person = staff.by_email(db, "passkey@example.org")
        person = person.person if person else staff.add(db, "passkey@example.org", "Anna", "designer", password_hash())
        factors.remove_all(db, person.id)
    return person


def with_authenticator(page):
    """A phone that is always there and always recognises its owner's finger."""
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    has = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    made = wire.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**has, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    return lambda finger: wire.send(
        "WebAuthn.setUserVerified", {"authenticatorId": made["authenticatorId"], "isUserVerified": finger}
    )


def here(site):
    return site.url.replace("127.0.0.1", "localhost")  # a passkey belongs to a name, never to a number


def sign_in(page, site, person):
    page.goto(f"{here(site)}/staff/sign-in?lang=en")
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def add_passkey(page, site, name):
    page.goto(f"{here(site)}/staff/security?lang=en")
    page.get_by_role("button", name="Set up a passkey").click()
    page.get_by_role("heading", name="Your password once more").wait_for()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Next").click()
    page.get_by_label("Name of the device").fill(name)
    page.get_by_role("button", name="Set up a passkey").click()
    page.get_by_text(f"The passkey “{name}” is set up.").wait_for()


def sign_out(page):
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.get_by_role("heading", name="Staff sign-in").wait_for()


def test_a_passkey_is_set_up_opens_the_door_and_is_removed(site, visit, anna):
    page = visit(language="en")
    finger = with_authenticator(page)
    sign_in(page, site, anna)
    page.wait_for_url("**/staff/questionnaires*")
    add_passkey(page, site, "<b>Telefon")
    assert barriers(page, [(360, "light"), (1280, "dark")]) + sideways(page) == []
    sign_out(page)

    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/staff/questionnaires*")
    sign_out(page)

    sign_in(page, site, anna)  # the password alone leads to the second step, which the key is
    page.get_by_role("heading", name="Second step").wait_for()
    assert barriers(page, [(360, "dark")]) == []
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/staff/questionnaires*")
    sign_out(page)

    finger(False)  # someone else holds the phone
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("That did not work.").wait_for()
    finger(True)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/staff/questionnaires*")

    page.goto(f"{here(site)}/staff/security?lang=en")
    page.get_by_role("button", name="Remove", exact=True).click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Remove", exact=True).click()
    page.get_by_text("is removed.").wait_for()
    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("This passkey opens nothing here.").wait_for()


def test_without_script_the_page_says_so_and_the_password_works(site, visit, anna):
    page = visit(javascript=False, language="en")
    sign_in(page, site, anna)
    page.wait_for_url("**/staff/questionnaires*")
    page.goto(f"{here(site)}/staff/security?lang=en")
    assert "Passkeys need JavaScript" in page.locator("noscript").inner_text()
    assert page.get_by_role("button", name="Set up a passkey").count() == 0
    assert page.get_by_role("link", name="Set up an authenticator app").is_visible()

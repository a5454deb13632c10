"""Check-in at the door of an event on a phone whose network drops; signed out, the phone has forgotten everyone."""

import uuid

import pytest

from app.domain.check_in import code_of
from app.domain.registration import Party
from app.store import documents, registrations
from app.store.engine import reading
from app.web import clock
from tests.browser.test_every_page import barriers, sideways
from tests.web.test_event_day import EVENT, OLENA

ADDRESS = f"/staff/organise/event/{EVENT.slug}/check-in"


@pytest.fixture
def olena(site):
    with site.engine.begin() as db:
        documents.add(db, EVENT)
        documents.publish(db, documents.draft(db, type(EVENT), EVENT.slug), clock.today())
        for party in (Party("Adam Alt", 1), OLENA):
            id = str(uuid.uuid4())
            made = registrations.add(db, id, EVENT.slug, id, "confirmed", party)
    return made


def here(site, registration):
    with reading(site.engine) as db:
        return registrations.one(db, EVENT.slug, registration.id).here


def test_a_phone_checks_people_in_without_a_network_and_forgets_them_when_one_signs_out(site, olena, at_work):
    page = at_work(language="en")
    page.goto(f"{site.url}{ADDRESS}?lang=en")
    page.get_by_text("Connected. This page also opens without a network.").wait_for()
    page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
    assert barriers(page, [(360, "dark")]) + sideways(page) == []

    page.context.set_offline(True)
    page.goto(f"{site.url}{ADDRESS}?lang=en#{code_of(olena.id)}")
    party = page.locator("[data-party]:visible")
    party.get_by_role("heading", name=OLENA.name).wait_for()
    assert page.get_by_text("Adam Alt").is_hidden()
    page.get_by_label("Name or code").fill("kowalenko ol")
    party.get_by_role("spinbutton").fill("2")
    party.get_by_role("button", name="Check in").click()
    page.get_by_text("Not sent yet: 1").wait_for()
    page.reload()
    page.get_by_text("2 of 3 are here · not sent yet").wait_for()
    assert here(site, olena) == 0

    page.context.set_offline(False)
    page.get_by_text("2 of 3 are here · noted by Kim").wait_for()
    assert here(site, olena) == 2
    assert OLENA.name in page.evaluate(
        "caches.match(location.pathname, {ignoreVary: true}).then((page) => page.text())"
    )
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/staff/sign-in**")
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0

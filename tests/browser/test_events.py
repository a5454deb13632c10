"""Registering for an event in a browser: by day and by night, from right to left, with a picture for the entrance."""

import io
from dataclasses import replace
from datetime import timedelta

import zxingcpp
from PIL import Image

from app.domain.check_in import code_of
from app.domain.event import Event
from app.store import documents, registrations
from app.web import clock
from tests.browser.test_every_page import look

SLUG = "treffen"


def publish(site):
    """The example event, a month from now."""
    with site.engine.begin() as db:
        example = documents.draft(db, Event, "bungsberg").document
        documents.add(db, replace(example, slug=SLUG, day=clock.today() + timedelta(days=30)))
        documents.publish(db, documents.draft(db, Event, SLUG), clock.today())


def test_someone_registers_and_brings_a_picture_to_the_entrance(site, visit):
    publish(site)
    page, found = visit(language="ar"), []
    page.goto(f"{site.url}/events/{SLUG}?lang=ar")
    look(page, [(360, "light")], found)
    page.locator("main a.kern-btn--primary").click()
    page.fill("#f-seats", "77")
    page.locator("button[value=send]").click()
    assert page.locator("#errors").evaluate("box => box === document.activeElement")
    look(page, [(360, "dark"), (1280, "light")], found)
    page.fill("#f-name", "ليلى")
    page.fill("#f-seats", "2")
    page.get_by_label("Українська").check()
    page.locator("button[value=send]").click()
    look(page, [(360, "dark")], found)
    assert found == []
    with site.engine.connect() as db:
        (kept,) = registrations.all_of(db, SLUG)
    assert kept.party.needs.interpreters == ("uk",)
    page.set_viewport_size({"width": 360, "height": 800})
    shots = [Image.open(io.BytesIO(each.screenshot())).convert("L") for each in page.locator("svg.qr").all()]
    entrance, back = (zxingcpp.read_barcodes(shot)[0].text for shot in shots)
    assert entrance == f"{site.url}/staff/organise/event/{SLUG}/check-in#{code_of(kept.id)}"
    page.goto(back)
    assert page.get_by_text("ليلى").count() == 1
    assert page.context.cookies() == []

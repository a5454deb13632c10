"""The staff half of an event: who is coming, the planning sheet, the door, badges, and the day names are deleted."""

import io
import json
import re
import uuid
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from app.domain.check_in import code_of
from app.domain.event import Event
from app.domain.needs import Needs
from app.domain.registration import Party
from app.domain.text import Text
from app.store import documents, registrations
from app.store.engine import reading
from app.web import clock
from tests.web.staff import Colleague, token_of

SLUG = "bungsberg"
AT = f"/staff/organise/event/{SLUG}"
EVENT = Event(
    slug=SLUG,
    title=Text({"de": "Beteiligung am Bungsberg"}),
    day=clock.today(),
    begins="00:00",
    ends="23:59",
    place="Erlebnis Bungsberg",
    capacity=6,
    interpreters=("uk",),
    food=True,
)
OLENA = Party("Олена Коваленко", 3, "olena@example.org", ("Iwan Kowalenko",), "uk", Needs(interpreters=("uk",)))
AHMAD = Party("أحمد", 1, "ahmad@example.org", language="ar", needs=Needs(allergies="=cmd|'/c calc'!A1"))
SELMA = Party("Selma <b>", 2, "selma@example.org")
LATE = Party("Jonas Late", 4, "jonas@example.org", needs=Needs(step_free=True))


def publish(app, event=EVENT):
    with app.extensions["engine"].begin() as db:
        documents.add(db, event)
        documents.publish(db, documents.draft(db, Event, event.slug), clock.today())


def register(app, party, state="confirmed", slug=SLUG):
    with app.extensions["engine"].begin() as db:
        id = str(uuid.uuid4())
        return registrations.add(db, id, slug, id, state, party)


@pytest.fixture
def kim(app):
    """Someone who organises an event for six, which is full: someone waits."""
    publish(app)
    for party in (OLENA, AHMAD, SELMA):
        register(app, party)
    register(app, LATE, "waiting")
    return Colleague(app, "designer")


def stored(app, name=None):
    with reading(app.extensions["engine"]) as db:
        everyone = registrations.all_of(db, SLUG)
    return next(each for each in everyone if each.party.name == name) if name else everyone


def phone(kim):
    """A phone at the door: asks for the state, and sends what was pressed with the token it got."""
    token = json.loads(kim.get(f"{AT}/check-in/state").text)["token"]

    def send(party, here, action=None, ago=0):
        data = {"party": party.id, "here": here, "ago": ago, "action": action or str(uuid.uuid4())}
        headers = {"Accept": "application/json"}
        return kim.client.post(f"{AT}/check-in", data={"csrf_token": token, **data}, headers=headers)

    return send


def test_at_the_door_only_those_with_a_place_are_listed_and_found(app, kim):
    page = kim.get(f"{AT}/check-in").text
    assert re.findall(r'<h2 id="n-[^>]+>(?:<bdi>)([^<]+)', page) == ["Selma &lt;b&gt;", "Олена Коваленко", "أحمد"]
    found = kim.get(f"{AT}/check-in?q=iwan").text
    assert "Олена" in found
    assert "Selma" not in found


def test_a_party_is_checked_in_without_script_in_part_and_taken_back(app, kim):
    olena = stored(app, OLENA.name)
    kim.post(f"{AT}/check-in", {"party": olena.id, f"here.{olena.id}": "2"})
    assert stored(app, OLENA.name).here == 2
    assert "2 of 3 are here" in kim.get(f"{AT}/check-in").text
    kim.post(f"{AT}/check-in", {"undo": olena.id})
    assert stored(app, OLENA.name).here == 0
    for wrong in ("4", "-1", "many"):
        assert kim.post(f"{AT}/check-in", {"party": olena.id, "here": wrong}).status_code == 400


def test_what_a_phone_sends_twice_or_late_counts_once_and_in_the_order_it_was_pressed(app, kim):
    olena, one, other = stored(app, OLENA.name), phone(kim), phone(kim)
    pressed = str(uuid.uuid4())
    assert one(olena, 3, pressed, ago=600).status_code == 200
    assert other(olena, 0, ago=300).status_code == 200  # taken back on another phone
    assert one(olena, 3, pressed, ago=900).status_code == 200  # the first was lost on its way back, and is sent again
    assert stored(app, OLENA.name).here == 0
    assert one(olena, 2, ago=60).status_code == 200
    assert other(olena, 1, ago=120).status_code == 200  # pressed before, sent later
    assert stored(app, OLENA.name).here == 2


def test_two_phones_that_check_the_same_party_in_count_it_once(app, kim):
    ahmad = stored(app, AHMAD.name)
    for send in (phone(kim), phone(kim)):
        assert send(ahmad, 1).status_code == 200
    state = json.loads(kim.get(f"{AT}/check-in/state").text)
    assert sum(party["here"] for party in state["parties"].values()) == 1
    assert "Kim designer" in state["parties"][ahmad.id]["noted"]
    assert AHMAD.name not in json.dumps(state, ensure_ascii=False)


def test_who_waits_or_has_cancelled_is_not_checked_in(app, kim):
    assert phone(kim)(stored(app, LATE.name), 4).status_code == 404
    assert stored(app, LATE.name).here == 0


def test_a_queue_needs_the_token_of_whoever_is_signed_in(app, kim):
    data = {"party": stored(app, AHMAD.name).id, "here": 1}
    assert kim.client.post(f"{AT}/check-in", data=data).status_code == 400


def test_the_page_may_use_the_camera_and_names_the_hour_a_phone_forgets_it(app, kim):
    answer = kim.get(f"{AT}/check-in")
    assert "camera=(self)" in answer.headers["Permissions-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    kept = clock.datetime.fromisoformat(answer.headers["Keep-Until"])
    assert timedelta(hours=11) < kept.replace(tzinfo=None) - clock.there(clock.now()).replace(tzinfo=None)
    worker = kim.get(f"{AT}/check-in/worker.js")
    assert worker.headers["Service-Worker-Allowed"] == f"{AT}/check-in"
    assert "connect-src 'self'" in worker.headers["Content-Security-Policy"]
    assert "camera=()" in kim.get(f"{AT}/plan").headers["Permissions-Policy"]


def test_the_planning_sheet_counts_and_names_nobody(app, kim):
    page = kim.get(f"{AT}/plan").text
    assert "Українська" in page
    assert "calc" in page
    for party in (OLENA, AHMAD, LATE):
        assert party.name not in page
    book = CalamineWorkbook.from_filelike(io.BytesIO(kim.get(f"{AT}/plan.xlsx").data))
    rows = book.get_sheet_by_index(0).to_python()
    assert ["People", "People", 6, 0, 4] in rows
    assert ["=cmd|'/c calc'!A1"] in book.get_sheet_by_index(1).to_python()


def test_there_is_a_badge_for_each_place_and_none_for_who_waits(app, kim):
    page = kim.get(f"{AT}/badges").text
    assert "6 badges" in page
    assert "2 badges" in kim.get(f"{AT}/badges?first=3").text


def test_an_event_nobody_knows_has_no_pages(app, kim):
    for page in ("plan", "badges", "check-in", "check-in/state"):
        assert kim.get(f"/staff/organise/event/nothing/{page}").status_code == 404

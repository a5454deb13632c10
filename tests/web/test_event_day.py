"""The staff half of an event: who is coming, the planning sheet, the door, badges, and the day names are deleted."""

import io
import json
import re
import uuid
import zipfile
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from app.domain.event import Event
from app.domain.language import LANGUAGES
from app.domain.needs import Needs
from app.domain.registration import Party
from app.domain.text import Text
from app.store import check_ins, documents, registrations, tables
from app.store.engine import reading
from app.web import clock
from app.web.jobs import Runner
from app.web.organise.badges import Badge
from tests.web.events import mails, with_mails
from tests.web.forms import Page
from tests.web.staff import Colleague

SLUG = "helfertreffen"
AT = f"/staff/organise/event/{SLUG}"
EVENT = Event(
    slug=SLUG,
    title=Text({"de": "Helfertreffen"}),
    day=clock.today() + timedelta(days=1),
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
    assert re.findall(r'<h2 id="n-[^>]+><bdi>([^<]+)', page) == ["Selma &lt;b&gt;", "Олена Коваленко", "أحمد"]
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
    kim.post(f"{AT}/check-in", {"party": olena.id, "here": "4"})
    assert stored(app, OLENA.name).here == 3
    for wrong in ("-1", "many"):
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


def test_when_someone_came_is_not_in_what_backups_hold(app, kim):
    phone(kim)(stored(app, SELMA.name), 2)
    assert stored(app, SELMA.name).here == 2
    with reading(app.extensions["engine"]) as db:
        assert set(db.scalars(select(tables.registrations.c.came))) == {None}


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
    kept = datetime.fromisoformat(answer.headers["Keep-Until"])
    assert kept.replace(tzinfo=None) == EVENT.stops + timedelta(hours=12)
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


def test_badges_are_a_file_of_sheets_with_eight_each(app, kim):
    answer = kim.get(f"{AT}/badges.pdf")
    assert answer.mimetype == "application/pdf"
    assert f"delete-by-{EVENT.deleted}" in answer.headers["Content-Disposition"]
    with pypdfium2.PdfDocument(answer.data) as file:
        assert len(file) == 1
        assert "Коваленко" in file[0].get_textpage().get_text_range()


@pytest.mark.parametrize(
    ("name", "direction", "size"),
    [
        ("Олена Коваленко", "ltr", "large"),
        ("أحمد", "rtl", "large"),
        ("(1) فاطمه", "rtl", "large"),
        ("Hans-Joachim von der Wettern", "ltr", "middle"),
        ("Donaudampfschifffahrtskapitän", "ltr", "smallest"),
        ("", "ltr", "large"),
    ],
)
def test_a_long_name_shrinks_and_each_runs_its_own_way(name, direction, size):
    made = Badge(name, LANGUAGES["de"])
    assert (made.direction, made.size) == (direction, size)


def test_the_list_is_searched_and_says_who_waits_at_which_place(app, kim):
    assert "Waiting list, place 1" in kim.get(f"{AT}/people").text
    waiting = kim.get(f"{AT}/people?state=waiting").text
    assert LATE.name in waiting
    assert OLENA.name not in waiting
    for typed in ("kowalenko", "OLENA@example"):
        found = kim.get(f"{AT}/people?q={typed}").text
        assert OLENA.name in found
        assert LATE.name not in found


def test_the_workbook_has_texts_and_never_formulas_and_says_when_to_delete_it(app, kim):
    answer = kim.get(f"{AT}/people.xlsx")
    assert f"delete-by-{EVENT.deleted}" in answer.headers["Content-Disposition"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[1][:4] == [1, "Confirmed", OLENA.name, "Iwan Kowalenko"]
    assert "=cmd|'/c calc'!A1" in rows[2]
    assert "delete it by" in book.get_sheet_by_index(1).to_python()[0][0]
    assert b"<f>" not in b"".join(
        zipfile.ZipFile(io.BytesIO(answer.data)).read(f"xl/worksheets/sheet{n}.xml") for n in (1, 2)
    )


def fill_in(kim, path, **given):
    fields = Page(kim.get(path)).fields()
    return kim.post(path, {**fields, **given})


def test_someone_who_calls_is_registered_and_gets_the_mails_in_their_language(app, kim):
    with_mails(app)
    answer = fill_in(kim, f"{AT}/people/new", name="", seats="1")
    assert answer.status_code == 422
    assert "Please write your name." in answer.text
    taken = {"name": "Тарас", "email": "t@example.org", "language": "uk", "interpreters": "uk"}
    assert fill_in(kim, f"{AT}/people/new", **taken).status_code == 303
    made = stored(app, "Тарас")
    assert (made.state, made.party.language, made.party.needs.interpreters) == ("waiting", "uk", ("uk",))
    assert [mail.recipient for mail in mails(app)] == ["t@example.org"]


def test_what_staff_change_keeps_the_rest_and_a_cancellation_moves_the_list_up(app, kim):
    with_mails(app)
    olena = stored(app, OLENA.name)
    assert fill_in(kim, f"{AT}/people/{olena.id}", seats="2").status_code == 303
    changed = stored(app, OLENA.name)
    assert (changed.seats, changed.party.needs, changed.party.language) == (2, OLENA.needs, "uk")
    assert fill_in(kim, f"{AT}/people/{olena.id}", seats="5").status_code == 422
    assert kim.post(f"{AT}/people/{changed.id}/cancel").status_code == 303
    assert [each.state for each in stored(app)] == [
        "cancelled",
        "confirmed",
        "confirmed",
        "waiting",
    ]  # three of four free
    ahmad = stored(app, AHMAD.name)
    kim.post(f"{AT}/people/{ahmad.id}/cancel")
    assert stored(app, LATE.name).confirmed
    assert {mail.recipient for mail in mails(app)} == {"olena@example.org", "ahmad@example.org", "jonas@example.org"}
    assert kim.get(f"{AT}/people/{ahmad.id}").status_code == 404


def test_more_places_let_those_who_wait_move_up_and_publish_nothing_else(app, kim):
    with app.extensions["engine"].begin() as db:
        documents.save(db, replace(EVENT, place="Somewhere else"), 1)
    assert kim.post(f"{AT}/capacity", {"capacity": "0"}).status_code == 422
    kim.post(f"{AT}/capacity", {"capacity": "10"})
    assert "1 registration has moved up." in kim.get(f"{AT}/people").text
    assert stored(app, LATE.name).confirmed
    with reading(app.extensions["engine"]) as db:
        public, draft = documents.published(db, Event, SLUG), documents.draft(db, Event, SLUG)
    assert (public.document.capacity, public.document.place) == (10, EVENT.place)
    assert (draft.document.capacity, draft.document.place) == (10, "Somewhere else")


def test_at_the_door_staff_may_give_a_place_to_someone_who_waits(app, kim):
    late = stored(app, LATE.name)
    assert "Give these places now" in kim.get(f"{AT}/people/{late.id}").text
    assert kim.post(f"{AT}/people/{late.id}/confirm").status_code == 303
    assert stored(app, LATE.name).confirmed
    assert phone(kim)(late, 4).status_code == 200


def test_the_journal_names_the_event_and_nobody_who_comes(app, kim):
    fill_in(kim, f"{AT}/people/new", name="Taras Unseen")
    kim.post(f"{AT}/people/{stored(app, OLENA.name).id}/cancel")
    noted = Colleague(app, "admin").get("/staff/journal").text
    assert "Registered someone for the event" in noted
    assert "Cancelled a registration" in noted
    for name in ("Unseen", OLENA.name):
        assert name not in noted


def tidy(app, day):
    moment = datetime.combine(day, time(3))
    Runner(app.extensions["engine"], app.config["MITSPRACHE"].keys).tidy(moment)


def test_names_are_deleted_on_the_day_the_page_has_named_and_numbers_stay(app, kim):
    phone(kim)(stored(app, OLENA.name), 2)
    tidy(app, EVENT.deleted - timedelta(days=1))
    assert len(stored(app)) == 4
    tidy(app, EVENT.deleted)
    assert stored(app) == []
    with reading(app.extensions["engine"]) as db:
        assert check_ins.last_of(db, SLUG) == {}
    noted = Colleague(app, "admin").get("/staff/journal").text
    assert "Places: 6, came: 2, waiting list: 1" in re.sub("<[^>]+>", "", noted).replace("\u2068", "").replace(
        "\u2069", ""
    )
    if app.extensions["engine"].dialect.name == "sqlite":
        folder = Path(app.config["MITSPRACHE"].instance)
        on_disk = b"".join(file.read_bytes() for file in folder.glob("test.db*"))
        assert OLENA.name.encode() not in on_disk
        assert b"olena@example.org" not in on_disk


def test_names_are_kept_over_the_event_even_where_they_go_on_its_day(app):
    event = replace(EVENT, slug="kurz", keeps=0)
    publish(app, event)
    register(app, OLENA, slug="kurz")
    tidy(app, event.day)
    with reading(app.extensions["engine"]) as db:
        assert len(registrations.all_of(db, "kurz")) == 1
    tidy(app, event.day + timedelta(days=1))
    with reading(app.extensions["engine"]) as db:
        assert registrations.all_of(db, "kurz") == []


def test_tabs_lead_only_where_one_may_go(app, kim):
    overview = f"/staff/organise/event/{SLUG}"
    assert f'href="{AT}/people"' in kim.get(overview).text
    assert f'href="{AT}/people"' not in Colleague(app, "translator").get(overview).text


def test_an_event_nobody_knows_has_no_pages(app, kim):
    for page in ("people", "people/new", "plan", "badges", "check-in", "check-in/state"):
        assert kim.get(f"/staff/organise/event/nothing/{page}").status_code == 404

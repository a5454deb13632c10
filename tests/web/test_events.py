"""Coming to an event: registering, the waiting list, changing, cancelling, and what is told to whom."""

from dataclasses import replace
from datetime import date
from email import message_from_string, policy

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.store import tables
from app.store.engine import reading, registering
from app.web import clock, seats
from app.web.damping import MAILS
from app.web.event_changes import published_anew
from app.web.event_reminders import do_what_is_due
from app.web.events.door import there
from app.web.mail import Postman
from tests.store.statements import engines_of, overheard
from tests.web.events import ADDRESS, SLUG, all_of, at, link_of, mails, mine, publish, register, with_mails
from tests.web.forms import Page
from tests.web.staff import Colleague, revision_of
from tests.web.test_mail import Box, mail_server


@pytest.fixture(autouse=True)
def before(monkeypatch):
    at(monkeypatch)


def said(page):
    return page.soup.select_one("#errors").text


def test_someone_registers_with_all_they_need(app, client):
    with_mails(app)
    needs = {"interpreters": ["uk", "ru"], "step_free": "yes", "children.3-5": "2", "diets.halal": "1", "lift": "needs"}
    more = {"lift_seats": "2", "lift_from": "Eutin", "seats": "2", "companions": "Taras\n", "email": "o@example.org"}
    answer = register(client, language="uk", allergies="Nüsse", note="Danke!", **needs, **more)
    page = mine(client, answer)
    assert "Your places are kept for you." in page.text()
    assert "Olena Шевченко" in page.text()
    (kept,) = all_of(app)
    assert (kept.number, kept.state, kept.party.language) == (1, "confirmed", "uk")
    assert list(kept.party.names()) == ["Olena Шевченко", "Taras"]
    wanted = kept.party.needs
    assert (wanted.interpreters, wanted.step_free, wanted.hearing_loop) == (("uk", "ru"), True, False)
    assert (wanted.children, wanted.diets, wanted.lift_seats) == ({"3-5": 2}, {"halal": 1}, 2)
    (mail,) = mails(app)
    assert mail.recipient == "o@example.org"
    assert link_of(answer) in mail.body
    assert "Зустріч" in mail.subject
    assert "METHOD:PUBLISH" in mail.attachment.words


def test_the_pages_set_no_cookie_and_are_kept_by_nobody(app, client):
    answer = register(client)
    link = link_of(answer)
    for path in (ADDRESS, f"{ADDRESS}/register", link, f"{link}/change", f"{link}/cancel", f"{link}/calendar.ics"):
        shown = client.get(path)
        assert shown.status_code == 200, path
        assert "Set-Cookie" not in shown.headers
        assert shown.headers["Referrer-Policy"] == "no-referrer"
        assert ("no-store" in shown.headers["Cache-Control"]) == ("/mine/" in path), path
        assert ("X-Robots-Tag" in shown.headers) == (path != ADDRESS), path
    assert client.get(link[:-1] + ("A" if link[-1] != "A" else "B")).status_code == 404
    assert client.get(link.replace(SLUG, "gut-leben")).status_code == 404


def test_a_form_sent_twice_registers_once(app, client):
    with_mails(app)
    fields = {**Page(client.get(f"{ADDRESS}/register")).fields(), "name": "Anna", "email": "a@example.org"}
    first, second = (client.post(f"{ADDRESS}/register", data=fields) for _ in range(2))
    assert link_of(first) == link_of(second)
    assert len(all_of(app)) == len(mails(app)) == 1
    assert link_of(register(client, name="Anna")) != link_of(first)


def test_what_is_wrong_is_said_and_everything_typed_stays(app, client):
    with_mails(app)
    wrong = {"email": "no address", "seats": "9", "children.0-2": "many", "note": "<b>ü</b>", "interpreters": "ar"}
    page = Page(register(client, name=" ", **wrong))
    assert page.status == 422
    for sentence in ("write your name", "name@example.org", "from 1 to 5", "from 0 to 9"):
        assert sentence in said(page)
    fields = page.fields()
    assert fields["note"] == ["<b>ü</b>"]
    assert fields["interpreters"] == ["ar"]
    assert fields["email"] == ["no address"]
    for link in page.soup.select("#errors a"):
        assert page.soup.select_one(link["href"].replace(".", "\\."))
    crowd = Page(register(client, seats="2", companions="a\nb\nc"))
    assert "more names than places" in said(crowd)


def test_the_language_changes_without_losing_what_was_typed(client):
    page = Page(register(client, language="ar", name="ليلى", seats="x", _go="stay"))
    assert page.status == 200
    assert page.soup.html["dir"] == "rtl"
    assert page.fields()["name"] == ["ليلى"]


def test_a_form_that_cannot_be_taken_now_comes_back_whole(app, client):
    fields = {**Page(client.get(f"{ADDRESS}/register?lang=en")).fields(), "name": ["Anna"], "note": ["<i>"]}
    link = link_of(register(client))
    engines = app.extensions["engines"]
    for path in (f"{ADDRESS}/register", f"{link}/change"):
        busy = client.post(f"{path}?lang=en", data=fields, headers={"X-Busy": "yes"})
        app.extensions["engines"] = replace(engines, register=registering("sqlite:////nowhere/at/all.db"))
        away = client.post(f"{path}?lang=en", data=fields)
        app.extensions["engines"] = engines
        for answer, status in ((busy, 429), (away, 503)):
            page = Page(answer)
            assert (page.status, page.fields()) == (status, fields)
            assert answer.headers["Cache-Control"] == "no-store"
    assert client.post(f"{ADDRESS}/register", data=page.fields()).status_code == 303


def test_programs_and_other_sites_register_nobody(app, client):
    assert register(client, _website="x").status_code == 303
    away = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
    assert client.post(f"{ADDRESS}/register", data={"name": "x"}, headers=away).status_code == 403
    assert client.post(f"{ADDRESS}/register", data={"name": "x"}).status_code == 400  # no form of ours
    assert all_of(app) == []


HOSTILE = ["\x00", "\ud800", "'; drop table registrations; --", "\u202eevil", "=cmd()", "%s{0}{{7*7}}", "a" * 5000]


def test_hostile_words_are_words(app, client):
    names = ("email", "seats", "companions", "interpreters", "children.0-2", "lift", "lift_seats", "note", "_form")
    for words in HOSTILE:
        sent = words.encode("utf-8", "surrogatepass")
        for name in names:
            assert register(client, **{name: sent}).status_code in (303, 400, 422), (name, words)
        answer = register(client, name=sent)
        if answer.status_code == 303:
            assert "49" not in mine(client, answer).soup.select_one("dd bdi").text
    assert client.get(f"{ADDRESS}/mine/{'x' * 300}").status_code == 404


def test_without_a_mail_server_nobody_is_asked_for_an_address(client):
    page = Page(client.get(f"{ADDRESS}/register?lang=en"))
    assert "email" not in page.fields()
    assert "this picture leads back" in mine(client, register(client)).text()


def test_a_full_event_has_a_waiting_list_that_moves_up_by_itself(app, client):
    with_mails(app)
    publish(app, capacity=4)
    first = register(client, name="First", seats="3", email="first@example.org")
    family = register(client, name="Family", seats="2", email="family@example.org")
    alone = register(client, name="Alone", email="alone@example.org")
    assert [each.state for each in all_of(app)] == ["confirmed", "waiting", "waiting"]
    assert "at place 2" in mine(client, alone).text()  # although one place is free: nobody overtakes
    assert "waiting list" in Page(client.get(ADDRESS)).text()
    link = link_of(first)
    assert "cannot be undone" in Page(client.get(f"{link}/cancel?lang=en")).text()
    assert client.post(f"{link}/cancel").status_code == 303
    assert [each.state for each in all_of(app)] == ["cancelled", "confirmed", "confirmed"]
    assert "Your places are kept" in mine(client, family).text()
    told = [(mail.recipient.partition("@")[0], mail.subject.partition(":")[0]) for mail in mails(app)]
    assert sorted(told) == [
        ("alone", "You are on the waiting list"),
        ("alone", "You have a place now"),
        ("family", "You are on the waiting list"),
        ("family", "You have a place now"),
        ("first", "You have a place"),
        ("first", "Your registration is cancelled"),
    ]
    cancelled = next(mail for mail in mails(app) if "cancelled" in mail.subject)
    assert "METHOD:CANCEL" in cancelled.attachment.words


def test_who_cancels_is_forgotten_at_once(app, client):
    answer = register(client, name="Secret Name", email="s@example.org", note="very secret", companions="", seats="2")
    link = link_of(answer)
    client.post(f"{link}/cancel")
    with app.extensions["engine"].connect() as db:
        row = db.execute(select(tables.registrations)).one()
    assert "secret" not in str(row).lower()
    page = Page(client.get(f"{link}?lang=en"))
    assert "deleted your name" in page.text()
    assert client.post(f"{link}/cancel").status_code == 303  # again: nothing happens
    assert client.post(f"{link}/change", data={"name": "x"}).status_code == 303
    assert all_of(app)[0].state == "cancelled"


def test_a_party_may_change_within_what_is_free(app, client):
    publish(app, capacity=4)
    link = link_of(register(client, seats="2", **{"diets.vegan": "1"}))
    other = register(client, name="Other", seats="2")
    late = register(client, name="Late")
    page = Page(client.get(f"{link}/change?lang=en"))
    assert page.fields()["diets.vegan"] == ["1"]
    elsewhere = Page(client.post(f"{link}/change?lang=ar", data={**page.fields(), "note": "<i>", "_go": "stay"}))
    assert (elsewhere.status, elsewhere.soup.html["dir"], elsewhere.fields()["note"]) == (200, "rtl", ["<i>"])
    larger = Page(client.post(f"{link}/change?lang=en", data={**page.fields(), "seats": "3"}))
    assert larger.status == 422
    assert "Free now: 2." in said(larger)
    assert larger.fields()["seats"] == ["3"]
    assert client.post(f"{link}/change", data={**page.fields(), "seats": "1"}).status_code == 303
    assert [(each.seats, each.state) for each in all_of(app)] == [(1, "confirmed"), (2, "confirmed"), (1, "confirmed")]
    assert all_of(app)[0].sequence == 1
    assert "kept for you" in mine(client, late).text()
    assert "kept for you" in mine(client, other).text()


def test_without_a_waiting_list_a_full_event_says_so(app, client):
    publish(app, capacity=2, waits=False)
    register(client)
    larger = Page(register(client, seats="2"))
    assert larger.status == 422
    assert "Free now: 1." in said(larger)
    register(client)
    assert client.get(f"{ADDRESS}/register").status_code == 303
    assert "All places are taken." in Page(client.get(ADDRESS)).text()


def test_nobody_can_have_us_send_many_mails_to_someone_else(app, client):
    with_mails(app)
    for _ in range(seats.MOST_FROM_ONE):
        assert register(client, email="victim@example.org").status_code == 303
    assert "already" in said(Page(register(client, email="victim@example.org")))
    link = link_of(register(client, email="me@example.org"))
    fields = Page(client.get(f"{link}/change?lang=en")).fields()
    for _ in range(seats.MOST_CHANGES_TOLD + 3):
        assert client.post(f"{link}/change", data=fields).status_code == 303
    assert len(mails(app)) == seats.MOST_FROM_ONE + 1 + seats.MOST_CHANGES_TOLD
    taken_over = Page(client.post(f"{link}/change?lang=en", data={**fields, "email": "victim@example.org"}))
    assert "already" in said(taken_over)


def test_nobody_is_written_to_often_by_who_registers_and_cancels_or_types_in_capitals(app, client):
    with_mails(app)
    publish(app, capacity=500)
    for typed in ("victim@example.org", "Victim@example.org", "VICTIM@EXAMPLE.org"):
        assert register(client, email=typed).status_code == 303
    assert "already" in said(Page(register(client, email="victim@Example.org")))
    for _ in range(MAILS):
        answer = register(client, email="other@example.org")
        if answer.status_code != 303:
            break
        client.post(f"{link_of(answer)}/cancel")
    assert "already" in said(Page(answer))
    assert len([mail for mail in mails(app) if mail.recipient == "other@example.org"]) == MAILS
    assert register(client, email="third@example.org").status_code == 303


def test_an_address_too_long_for_a_mail_is_told_so(app, client):
    with_mails(app)
    assert "200" in said(Page(register(client, email=f"{'a' * 60}@{'b' * 150}.org")))
    assert register(client, email=f"{'a' * 60}@{'b' * 130}.org").status_code == 303


def test_whoever_changes_places_locks_them_before_the_document(app):
    """Publishing and changing the number of places at the same moment would wait for each other on PostgreSQL."""
    if app.extensions["engine"].dialect.name == "sqlite":
        return
    kim, place = Colleague(app, "designer"), f"/staff/organise/event/{SLUG}"
    for path in ("publish", "capacity"):
        given = {"revision": revision_of(kim.get(place)), "capacity": "9"}
        with overheard(engines_of(app)) as said:
            assert kim.post(f"{place}/{path}", given).status_code == 303
        lock, change = (
            next(place for place, (words, _) in enumerate(said) if words.lower().startswith(beginning))
            for beginning in ("select pg_advisory_xact_lock", "update documents")
        )
        assert lock < change, path


def test_registration_ends_with_its_last_day_and_cancelling_with_the_event(app, client, monkeypatch):
    publish(app, closes=date(2025, 5, 20), capacity=5)
    link = link_of(register(client, seats="3"))
    family, alone = register(client, name="Family", seats="4"), register(client, name="Alone")
    at(monkeypatch, "2025-05-20 21:59")
    assert client.get(f"{ADDRESS}/register").status_code == 200
    at(monkeypatch, "2025-05-20 22:01")  # after midnight in Germany
    assert client.get(f"{ADDRESS}/register").status_code == 303
    with app.extensions["engine"].begin() as db:  # what the mail process does from time to time
        event = seats.hold(db, SLUG).document
        moved = seats.move_up(db, event, there())
    assert [each.party.name for each in moved] == ["Alone"]  # the family's places would stay empty for good
    at(monkeypatch, "2025-05-24 10:31")  # it has begun
    assert client.post(f"{link}/cancel").status_code == 303
    for page in ("cancel", "change"):
        assert client.get(f"{link}/{page}").status_code == 303
    assert all_of(app)[0].state == "confirmed"
    assert "Change registration" not in mine(client, family).text()
    assert "kept for you" in mine(client, alone).text()


def test_an_event_that_was_never_published_or_is_a_draft_is_not_there(client):
    for path in ("/events/nothing", "/events/nothing/register", "/events/nothing.ics", "/events/x/mine/y"):
        assert client.get(path).status_code == 404


def test_people_are_reminded_once_in_their_language(app, client, monkeypatch):
    with_mails(app)
    register(client, language="de", name="Früh", email="frueh@example.org")
    register(client, name="Without mail")
    at(monkeypatch, "2025-05-22 06:59")  # 8:59 there
    remind(app)
    assert len(mails(app)) == 1
    at(monkeypatch, "2025-05-22 07:01")
    register(client, name="Late", email="late@example.org")  # their confirmation is reminder enough
    for _ in range(2):
        remind(app)
    *_, reminder = sorted(mails(app), key=lambda mail: "frueh" in mail.recipient)
    assert sorted(mail.recipient for mail in mails(app)) == ["frueh@example.org"] * 2 + ["late@example.org"]
    assert "lang=de" in reminder.body


def remind(app):
    with app.app_context():
        do_what_is_due(app.extensions["engines"].staff, clock.now())


def test_who_registered_hears_what_changed_and_more_places_are_given_out(app, client):
    with_mails(app)
    before = publish(app, capacity=1)
    register(client, email="one@example.org")
    register(client, email="two@example.org")
    after = publish(app, capacity=2, begins="13:00", place="Rathaus")
    told(app, before, after)
    assert [each.state for each in all_of(app)] == ["confirmed", "confirmed"]
    subjects = sorted((mail.recipient[:3], mail.subject.partition(":")[0]) for mail in mails(app))
    assert [subject for who, subject in subjects if who == "one"] == ["You have a place", "Your event has changed"]
    assert [subject for who, subject in subjects if who == "two"] == [
        "You are on the waiting list",
        "You have a place now",
        "Your event has changed",
    ]
    changed = next(mail for mail in mails(app) if "has changed" in mail.subject and mail.recipient[:3] == "one")
    assert "Rathaus" in changed.body
    assert "DTSTART;TZID=Europe/Berlin:20250524T130000" in changed.attachment.words
    assert "SEQUENCE:1" in changed.attachment.words
    off = publish(app, called_off=True)
    told(app, after, off)
    last = [mail for mail in mails(app) if "does not take place" in mail.subject]
    assert len(last) == 2
    assert all("METHOD:CANCEL" in mail.attachment.words for mail in last)
    assert "does not take place" in Page(client.get(ADDRESS)).text()
    assert client.get(f"{ADDRESS}/register").status_code == 303


def told(app, before, after):
    with app.test_request_context(), app.extensions["engines"].staff.begin() as db:
        published_anew(db, before, after, there())


def test_the_mails_come_through_a_real_server_with_their_calendar_file(app, client):
    with_mails(app)
    register(client, language="ar", name="ليلى", email="layla@example.org")
    box = Box()
    with mail_server(box) as server:
        config = replace(app.config["MITSPRACHE"], mail_server=server, mail_encryption="none")
        with app.app_context():
            assert Postman(app.extensions["engines"].staff, config, (do_what_is_due,)).once(clock.now()) == 1
    ((recipients, words),) = box.taken
    message = message_from_string(words, policy=policy.default)
    (file,) = message.iter_attachments()
    assert recipients == ["layla@example.org"]
    assert "لقاء" in message["Subject"]
    assert f"{ADDRESS}/mine/" in message.get_body().get_content()
    assert (file.get_content_type(), file.get_filename()) == ("text/calendar", "bungsberg.ics")
    assert "BEGIN:VTIMEZONE" in file.get_content()


def test_names_never_meet_answers(app, client):
    """The roles of answering and of public pages read no registration, and that of registrations no answer."""
    register(client, name="Secret")
    engines = app.extensions["engines"]
    for engine, name in ((engines.answer, "registrations"), (engines.public, "registrations")):
        with pytest.raises(DBAPIError), reading(engine) as db:
            db.execute(text(f"select name from {name}"))
    for name in ("inbox", "responses", "voices", "receipts", "codes"):
        with pytest.raises(DBAPIError), reading(engines.register) as db:
            db.execute(text(f"select * from {name}"))
    page = client.get(link_of(register(client))).text
    assert "/s/" not in page
    assert "/results/" not in page

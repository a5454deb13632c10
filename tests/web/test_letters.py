"""Links that let people choose a password, and mails that bring them."""

import re
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from flask import session
from sqlalchemy import event

from app.config import PROJECT
from app.store import letters, outbox, staff
from app.web import clock, create_app, damping, mail
from app.web.access import TOKEN
from app.web.account import links
from app.web.analysis import letters as analysis
from app.web.db import begin
from app.web.mail import Postman
from tests.web.staff import LIST, PASSWORD, Colleague, employ, signed_in
from tests.web.test_factors import set_up
from tests.web.test_hostile import EVIL
from tests.web.test_mail import Box, mail_server

NEW = "ein ganz neues Passwort"
FORGOTTEN = "/staff/sign-in/forgotten"
LINK = re.compile(r"https://survey\.example(/staff/sign-in/link/[\w-]{43})\n")
MAILS = {"mail_server": "127.0.0.1:1", "mail_from": "no-reply@example.org", "address": "https://survey.example/"}


@pytest.fixture
def app(app):
    app.config["MITSPRACHE"] = replace(app.config["MITSPRACHE"], **MAILS)
    return app


@pytest.fixture
def anna(app):
    return employ(app, "designer", "anna@example.org")


@pytest.fixture
def visitor(app):
    return Colleague(app)


def waiting(app):
    with app.extensions["engine"].begin() as db:
        return outbox.due(db, clock.now() + timedelta(seconds=1))


def choose(colleague, link, **words):
    return colleague.post(link, {"name": "Neu", "password": NEW, "again": NEW, **words})


def ask(app, email="anna@example.org"):
    return Colleague(app).post(FORGOTTEN, {"email": email})


def test_an_invitation_goes_by_mail_and_nobody_else_sees_the_link(app, visitor):
    admin = Colleague(app, "admin")
    words = {"email": "neu@example.org", "name": "Neu", "role": "translator"}
    assert admin.post("/staff/people", words).headers["Location"] == "/staff/people"
    assert "/sign-in/link/" not in admin.get("/staff/people").text
    (mail,) = waiting(app)
    assert (mail.recipient, mail.tries) == ("neu@example.org", 0)
    link = LINK.search(mail.body)[1]
    with app.extensions["engine"].begin() as db:
        assert link[-43:] not in str(db.exec_driver_sql("select * from letters").all())
    assert "Choose your password" in visitor.get(link).text  # looking does not use it up: mail filters look, too
    assert choose(visitor, link, password="kurz").status_code == 422
    assert choose(visitor, link).status_code == 303
    assert signed_in(visitor.get(LIST))
    assert choose(Colleague(app), link).status_code == 404


def test_an_invitation_can_be_sent_once_more_and_only_the_newest_opens(app, visitor):
    admin = Colleague(app, "admin")
    admin.post("/staff/people", {"email": "neu@example.org", "name": "Neu", "role": "council"})
    with app.extensions["engine"].begin() as db:
        person = staff.by_email(db, "neu@example.org").person
    assert admin.post(f"/staff/people/{person.id}/invitation").headers["Location"] == "/staff/people"
    first, second = (LINK.search(mail.body)[1] for mail in waiting(app))
    assert sorted(visitor.get(link).status_code for link in (first, second)) == [200, 404]
    assert admin.post(f"/staff/people/{admin.person.id}/invitation").status_code == 403
    app.config["MITSPRACHE"] = replace(app.config["MITSPRACHE"], mail_server="")
    assert "/staff/sign-in/link/" in admin.post(f"/staff/people/{person.id}/invitation").text


def test_a_hostile_name_stays_a_name_in_the_mail(app):
    admin = Colleague(app, "admin")
    with app.extensions["engine"].begin() as db:
        staff.set_name(db, admin.person.id, "Eve\r\nBcc: all@example.org\n\nhttps://evil.example\u202e")
    admin.post("/staff/people", {"email": "neu@example.org", "name": "\u202e<b>Neu\n", "role": "council"})
    (mail,) = waiting(app)
    assert "Eve Bcc: all@example.org https://evil.example has made" in mail.body
    assert "\u202e" not in mail.body + mail.subject
    with app.extensions["engine"].begin() as db:
        assert staff.by_email(db, "neu@example.org").person.name == "<b>Neu"


HOSTILE = [
    EVIL,
    "Eve\r\nBcc: all@example.org\r\n\r\n<html>",
    "Eve\n.\nQUIT\r.\r",
    "a\x00b\x1b[31m\x85\x0b\u2028\u2029c",
    "\u202egnp.exe\u202c \u2066x\u2069 \ufeff",
    "=?utf-8?q?Eve=0D=0ABcc:_all@example.org?=",
    "می‌خواهم " * 3,
    "Wort " * 200_000,
]
HEADS = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"]
HEADS += ["Content-Type", "Content-Transfer-Encoding", "MIME-Version"]
SEEN_AS = set("\n\u200c\u200d")  # what stands in a mail though nobody sees it


def sent_by_smtp(app):
    """Every mail that waits, as a mail server of this machine takes it and a program of its reader opens it."""
    box = Box()
    with mail_server(box) as server:
        settings = replace(app.config["MITSPRACHE"], mail_server=server, mail_encryption="none")
        assert Postman(app.extensions["engine"], settings).once(clock.now() + timedelta(seconds=1)) == len(box.taken)
    assert waiting(app) == []
    lines = [(tuple(to), words.replace("\r\n", "\n")) for to, words in box.taken]
    return {to: message_from_bytes(words.encode(), policy=policy.default) for to, words in lines}


def assert_plain(message):
    """One text without anything hidden in it, under the heads we write and no other."""
    assert sorted(message.keys()) == sorted(HEADS)
    assert (message.is_multipart(), message.get_content_type()) == (False, "text/plain")
    assert not {letter for letter in message.get_content() if not letter.isprintable()} - SEEN_AS


LETTERS = [links._invitation, links._reset, analysis._asked, analysis._confirmed, analysis._refused]


def test_every_mail_is_looked_at():
    sources = [file.read_text() for file in (PROJECT / "app" / "web").rglob("*.py")]
    assert sum(source.count(") -> Words:") for source in sources if "mail.letter(" in source) == len(LETTERS)


def test_hostile_names_are_words_in_every_mail_as_a_server_takes_it(app):
    admin, heights = Colleague(app, "admin"), set()
    for hostile in ("Kim", *HOSTILE):
        name = hostile.replace("\x00", "")[:200]  # more no database takes
        with app.extensions["engine"].begin() as db:
            staff.set_name(db, admin.person.id, name)
        with app.test_request_context("/staff/"), begin() as db:
            session[TOKEN] = f"session of {admin.person.id}"
            for number, words in enumerate(LETTERS):
                mail.enqueue(db, f"{number}@example.org", *mail.letter("https://survey.example/x", words))
        taken = sent_by_smtp(app)
        assert sorted(taken) == [(f"{number}@example.org",) for number in range(len(LETTERS))]
        for message in taken.values():
            assert_plain(message)
        shown = [message.get_content() for _, message in sorted(taken.items())]
        assert [mail.one_line(name) in body for body in shown] == [True, False, True, True, True]
        heights.add(tuple(len(body.splitlines()) for body in shown))
    assert len(heights) == 1  # no name has made a line of its own


def test_hostile_titles_are_words_in_subject_and_body_of_the_mail_a_server_takes(app):
    for hostile in [*HOSTILE, "\ud800"]:
        title = mail.one_line(hostile)
        with app.extensions["engine"].begin() as db:
            mail.enqueue(db, "a@example.org", f"Fertig: {hostile}", f"Fertig ist:\n{title}\nGrüße\n\n{hostile}")
        ((to, message),) = sent_by_smtp(app).items()
        assert to == ("a@example.org",)
        assert_plain(message)
        assert message["Subject"] == mail.one_line(f"Fertig: {hostile}").replace("=?", "= ?")
        assert message.get_content().startswith(f"Fertig ist:\n{title}\nGrüße\n")


@pytest.mark.parametrize("email", ["a@b\nBcc: c@d", "a@b, c@d", "a b@c", "<a@b>", "a@b@c", "x" * 300 + "@b", "a\0@b"])
def test_only_one_plain_address_is_taken(app, email):
    answer = Colleague(app, "admin").post("/staff/people", {"email": email, "name": "A", "role": "council"})
    assert answer.status_code == 422
    assert ask(app, email).status_code == 422
    assert waiting(app) == []


def test_who_has_forgotten_the_password_chooses_a_new_one(app, anna, visitor):
    elsewhere = Colleague(app)
    elsewhere.sign_in(anna.email)
    assert "on its way" in ask(app).text
    (mail,) = waiting(app)
    assert choose(visitor, LINK.search(mail.body)[1]).status_code == 303
    assert signed_in(visitor.get(LIST))
    assert not signed_in(elsewhere.get(LIST))
    assert Colleague(app).sign_in(anna.email, PASSWORD).status_code == 422
    assert Colleague(app).sign_in(anna.email, NEW).status_code == 303


def test_nobody_hears_who_has_an_account(app, anna):
    with app.extensions["engine"].begin() as db:
        staff.set_active(db, staff.add(db, "closed@example.org", "C", "council", "x").id, False)
    told, asked = [], []
    engine = app.extensions["engines"].staff
    for email in ("anna@example.org", "nobody@example.org", "closed@example.org"):
        seen = []
        listen = lambda *given, seen=seen: seen.append(given[2].split()[0])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listen)
        answer = ask(app, email)
        event.remove(engine, "before_cursor_execute", listen)
        told.append((answer.status_code, answer.text))
        asked.append(seen)
    assert told[0] == told[1] == told[2]
    assert asked[0] == asked[1] == asked[2]
    assert [mail.recipient for mail in waiting(app)] == ["anna@example.org"]


def test_a_link_ends_after_half_an_hour_and_when_a_newer_one_is_sent(app, anna, visitor, monkeypatch):
    ask(app), ask(app)
    old, new = (LINK.search(mail.body)[1] for mail in waiting(app))
    opens = [visitor.get(link).status_code for link in (old, new)]
    assert sorted(opens) == [200, 404]
    later = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert [visitor.get(link).status_code for link in (old, new)] == [404, 404]
    assert choose(visitor, new).status_code == 404


def test_a_link_does_not_skip_the_second_step(app, visitor):
    anna = Colleague(app, "designer")
    set_up(anna)
    ask(app, anna.person.email)
    answer = choose(visitor, LINK.search(waiting(app)[0].body)[1])
    assert answer.headers["Location"].startswith("/staff/sign-in/code")
    assert not signed_in(visitor.get(LIST))


def test_a_link_opens_nothing_after_the_password_was_changed_or_the_account_was_closed(app, visitor):
    anna = Colleague(app, "designer")
    ask(app, anna.person.email)
    link = LINK.search(waiting(app)[-1].body)[1]
    changed = anna.post("/staff/password", {"current": PASSWORD, "password": NEW, "again": NEW})
    assert changed.status_code == 303
    assert visitor.get(link).status_code == 404
    admin = Colleague(app, "admin")
    admin.post("/staff/people", {"email": "neu@example.org", "name": "Neu", "role": "council"})
    invited = next(LINK.search(mail.body)[1] for mail in waiting(app) if mail.recipient == "neu@example.org")
    assert visitor.get(invited).status_code == 200
    with app.extensions["engine"].begin() as db:
        id = staff.by_email(db, "neu@example.org").person.id
    for act in ("deactivate", "reactivate"):
        assert admin.post(f"/staff/people/{id}/{act}").status_code == 303
    assert visitor.get(invited).status_code == 404


def test_asking_again_and_again_sends_five_mails(app, anna):
    assert len({ask(app).text for _ in range(8)}) == 1
    assert len(waiting(app)) == 5


def test_asking_is_slowed_down_like_signing_in(app, anna):
    app.extensions["damping"]["sign-ins"] = damping.Buckets(5, 5)
    assert [ask(app).status_code for _ in range(6)] == [200] * 5 + [429]


def test_a_closed_account_has_no_way_in(app, anna, visitor):
    ask(app)
    link = LINK.search(waiting(app)[0].body)[1]
    Colleague(app, "admin").post(f"/staff/people/{anna.id}/deactivate")
    assert choose(visitor, link).status_code == 404


def test_the_address_in_the_mail_is_not_what_the_browser_says(app, anna):
    visitor = Colleague(app)
    visitor.client.environ_base["HTTP_HOST"] = "evil.example"
    visitor.post(FORGOTTEN, {"email": anna.email})
    assert "evil" not in "".join(mail.body for mail in waiting(app))


def test_nonsense_is_no_link(visitor):
    for token in ("x", "%00", "x" * 3000, "%ff"):
        assert visitor.get(f"/staff/sign-in/link/{token}").status_code == 404


def test_without_a_mail_server_there_is_no_such_page(app, visitor):
    app.config["MITSPRACHE"] = replace(app.config["MITSPRACHE"], mail_server="")
    assert visitor.get(FORGOTTEN).status_code == 404
    assert FORGOTTEN not in visitor.get("/staff/sign-in").text


def test_mails_without_a_sender_or_an_address_stop_the_start(app):
    with pytest.raises(SystemExit, match="MITSPRACHE_ADDRESS"):
        create_app(replace(app.config["MITSPRACHE"], address=""))


def test_past_links_are_forgotten(app, anna):
    ask(app)
    with app.extensions["engine"].begin() as db:
        letters.forget_past(db, clock.now() + timedelta(minutes=31))
        assert db.exec_driver_sql("select count(*) from letters").scalar() == 0

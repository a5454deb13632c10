"""The postman, with a real mail server on this machine."""

import socket
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from app.config import Config
from app.store import outbox
from app.web import clock
from app.web.mail import FIRST_PAUSE, MOST_TRIES, Postman

NOW = clock.now()
SENDER = "no-reply@example.org"


class Box:
    """Takes mails, unless it is told to refuse."""

    def __init__(self):
        self.taken, self.refuse = [], False

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  aiosmtpd's name
        if self.refuse:
            return "451 not now"
        self.taken.append((envelope.rcpt_tos, envelope.content.decode()))
        return "250 OK"


@contextmanager
def mail_server(box, **how):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = Controller(box, hostname="127.0.0.1", port=port, **how)
    running.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        running.stop()


@pytest.fixture
def box():
    return Box()


def postman(engine, server, **settings):
    return Postman(engine, replace(Config(), mail_server=server, mail_from=SENDER, mail_encryption="none", **settings))


def test_a_program_finds_the_address_that_ends_mails_however_long_it_is(engine, box):
    address = f"<https://mitsprache.kreis-ostholstein.example.org/mail/{'a' * 36}.{'b' * 27}/stop>"
    with engine.begin() as db:
        outbox.add(db, "anna@example.org", "Ä" * 150, "Grüße\n", NOW, {"List-Unsubscribe": address})
    with mail_server(box) as server:
        assert postman(engine, server).once(NOW) == 1
    lines = box.taken[0][1].splitlines()
    assert f"List-Unsubscribe: {address}" in lines
    assert max(len(line) for line in lines if "?utf-8?" in line) <= 78


def test_a_chore_that_goes_wrong_keeps_no_mail_back(engine, box, caplog):
    def broken(engine, now):
        raise LookupError("anna@example.org")

    write(engine)
    with mail_server(box) as server:
        assert replace(postman(engine, server), chores=(broken,)).once(NOW) == 1
    said = [record.getMessage() for record in caplog.records if record.name.startswith("mitsprache")]  # not the server
    assert ["LookupError" in each for each in said] == [True]
    assert "anna" not in said[0]


def write(engine, recipient="anna@example.org", subject="Ihr Konto für Mitsprache", body="Grüße\nحساب\n"):
    with engine.begin() as db:
        outbox.add(db, recipient, subject, body, NOW)


def left(engine, now=NOW + timedelta(days=9)):
    with engine.begin() as db:
        return outbox.due(db, now)


def test_a_mail_is_sent_and_deleted(engine, box):
    write(engine)
    with mail_server(box) as server:
        assert postman(engine, server).once(NOW) == 1
        assert postman(engine, server).once(NOW) == 0
    ((recipients, words),) = box.taken
    assert recipients == ["anna@example.org"]
    assert f"From: {SENDER}" in words
    assert "Auto-Submitted: auto-generated" in words
    assert left(engine) == []


def test_a_server_that_is_away_is_tried_later_and_at_last_given_up(engine, box):
    write(engine)
    nobody = postman(engine, "127.0.0.1:1")
    assert nobody.once(NOW) == 0
    assert left(engine, NOW + FIRST_PAUSE / 2) == []
    assert left(engine, NOW + FIRST_PAUSE)[0].tries == 1
    moment = NOW
    for _ in range(MOST_TRIES):
        moment += timedelta(hours=5)
        nobody.once(moment)
    assert left(engine) == []


def test_a_refused_mail_waits_and_holds_up_no_other(engine, box):
    write(engine, recipient="not an address")
    write(engine, recipient="a@b.example\nBcc: c@d.example")
    write(engine)
    with mail_server(box) as server:
        assert postman(engine, server).once(NOW) == 1
        box.refuse = True
        write(engine)
        assert postman(engine, server).once(NOW) == 0
    assert len(box.taken) == 1
    assert [mail.tries for mail in left(engine)] == [1, 1, 1]


def test_a_subject_with_line_ends_sends_nothing(engine, box):
    write(engine, subject="Hello\r\nBcc: c@d.example")
    with mail_server(box) as server:
        assert postman(engine, server).once(NOW) == 0
    assert box.taken == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_the_server_may_want_a_password(engine, box):
    def known(server, session, envelope, mechanism, given):
        known = (given.login, given.password) == (b"mitsprache", b"geheim")
        return AuthResult(success=known, handled=False)  # whatever is refused is said by the server itself

    write(engine)
    with mail_server(box, authenticator=known, auth_required=True, auth_require_tls=False) as server:
        assert postman(engine, server, mail_user="mitsprache", mail_password="falsch").once(NOW) == 0
        later = NOW + 2 * FIRST_PAUSE
        assert postman(engine, server, mail_user="mitsprache", mail_password="geheim").once(later) == 1


def test_what_should_be_encrypted_is_never_sent_in_the_open(engine, box):
    write(engine)
    with mail_server(box) as server:
        careful = Postman(engine, replace(postman(engine, server).config, mail_encryption="starttls"))
        assert careful.once(NOW) == 0
    assert box.taken == []


def test_two_postmen_send_a_mail_once(engine, box):
    write(engine)
    (mail,) = left(engine)
    with engine.begin() as db:
        assert outbox.take(db, mail, NOW + FIRST_PAUSE)
        assert not outbox.take(db, mail, NOW + FIRST_PAUSE)

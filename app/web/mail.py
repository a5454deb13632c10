"""Mails: written into the outbox by the pages, and sent from there by a process of its own.

That process works with the rights of staff pages, which cannot read answers, and it is the only one that needs a
network: neither the web server nor the job runner can reach out.
"""

from __future__ import annotations

import logging
import smtplib
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.errors import MessageError
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import EmailPolicy, Policy
from email.utils import formatdate, make_msgid
from typing import Any

from flask import Flask, current_app, url_for
from flask_babel import force_locale
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from app.config import Config
from app.domain.language import LANGUAGES
from app.store import outbox
from app.store.outbox import Attachment, Mail
from app.web import clock
from app.web.language import DEFAULT, here

Words = tuple[str, str, str]  # subject, what stands before the link, and after it

FIRST_PAUSE = timedelta(minutes=1)  # after the first try; each further pause is twice as long
LONGEST_PAUSE = timedelta(hours=4)
MOST_TRIES = 12  # about a day
SECONDS = 20  # a mail server that says nothing for so long is not there
JOINERS = "\u200c\u200d"  # nothing to see, but Persian words are misspelt without
INCOMPLETE = "MITSPRACHE_MAIL_SERVER is set: MITSPRACHE_MAIL_FROM and MITSPRACHE_ADDRESS are needed, too."
log = logging.getLogger("mitsprache.mail")


class _Uri(UnstructuredHeader):
    """An address in a head stands in one line: what is longer than others Python would encode word by word, and no
    program that reads mails finds an address in that (RFC 2369, RFC 8058)."""

    def fold(self, *, policy: Policy[Any]) -> str:
        return f"List-Unsubscribe: {self}{policy.linesep}"


HEADS = HeaderRegistry()
HEADS.map_to_type("list-unsubscribe", _Uri)  # type: ignore[arg-type]  # it becomes part of one
POLICY = EmailPolicy(header_factory=HEADS)


def init_app(app: Flask) -> None:
    config: Config = app.config["MITSPRACHE"]
    if config.mail_server and not (config.mail_from and config.address):
        raise SystemExit(INCOMPLETE)
    app.jinja_env.globals.update(mails=lambda: works())


def works() -> bool:
    """Whether this installation sends mails."""
    config: Config = current_app.config["MITSPRACHE"]
    return bool(config.mail_server)


def address_of(endpoint: str, **values: str) -> str:
    """A page as mails link to it: what a browser says this site is called could be anything, what is set is not."""
    config: Config = current_app.config["MITSPRACHE"]
    here = url_for(endpoint, **values, _external=not config.address)
    return config.address.rstrip("/") + here


def letter(link: str, words: Callable[[], Words]) -> tuple[str, str]:
    """Subject and body of a mail around a link, in German and in the language of who has it sent."""
    said = {}
    for tag in (DEFAULT, here().tag):
        with force_locale(LANGUAGES[tag].babel):
            said[words()] = tag
    subject = " / ".join(dict.fromkeys(each[0] for each in said))
    return subject, "\n\n\n".join(f"{before}\n\n{link}\n\n{after}\n" for _, before, after in said)


def enqueue(
    db: Connection,
    recipient: str,
    subject: str,
    body: str,
    attachment: Attachment | None = None,
    unsubscribe: str = "",
) -> str:
    """Have a mail sent. `unsubscribe` is the address that ends such mails at one click (RFC 8058)."""
    # What looks like an encoded word would be decoded on its way, and could then say anything.
    heading = one_line(subject).replace("=?", "= ?")
    words = "\n".join(map(_visible, body.splitlines()))
    one_click = "List-Unsubscribe=One-Click"
    heads = {"List-Unsubscribe": f"<{unsubscribe}>", "List-Unsubscribe-Post": one_click} if unsubscribe else None
    return outbox.add(db, recipient, heading, words, clock.now(), heads, attachment)


def one_line(words: str) -> str:
    """Words someone typed, so that they stay where they are put: no line ends and nothing one cannot see."""
    return " ".join(_visible(words).split())[:200]


def _visible(words: str) -> str:
    return "".join(c if c.isprintable() or c in JOINERS else " " for c in words)


@dataclass(frozen=True)
class Postman:
    """Takes mails from the outbox to the mail server. `chores` are done before each look: they write what is due."""

    engine: Engine
    config: Config
    chores: tuple[Callable[[Engine, datetime], object], ...] = ()

    def run(self, every_seconds: int) -> None:
        """Look for mails until stopped."""
        while True:
            try:
                self.once(clock.now())
            except OperationalError as error:
                log.warning("The database does not answer (%s); trying again.", type(error.orig).__name__)
            time.sleep(every_seconds)

    def once(self, now: datetime) -> int:
        """Send what is due; returns how many the server has taken."""
        for chore in self.chores:
            self._try(chore, now)
        with self.engine.connect() as db:
            waiting = outbox.due(db, now)
        return sum(self._send(mail, now) for mail in waiting)

    def _try(self, chore: Callable[[Engine, datetime], object], now: datetime) -> None:
        """What goes wrong with one keeps back neither the others nor the mails that wait."""
        try:
            chore(self.engine, now)
        except OperationalError:
            raise
        except Exception as error:  # noqa: BLE001  whatever it is, the next round may do better
            log.error("A chore of the mails went wrong: %s", type(error).__name__)  # its words may hold an address

    def _send(self, mail: Mail, now: datetime) -> bool:
        """What is taken stays in the outbox until the server has it: a crash in between sends it twice, never not."""
        with self.engine.begin() as db:
            if not outbox.take(db, mail, now + min(FIRST_PAUSE * 2**mail.tries, LONGEST_PAUSE)):
                return False
        try:
            with self._server() as server:
                server.send_message(self._message(mail), to_addrs=[mail.recipient])
        except (OSError, smtplib.SMTPException, MessageError, ValueError, IndexError) as error:
            log.warning("A mail could not be sent: %s", type(error).__name__)  # its words may hold an address
            done = False
        else:
            done = True
        if done or mail.tries + 1 >= MOST_TRIES:
            with self.engine.begin() as db:
                outbox.remove(db, mail.id)
        return done

    def _message(self, mail: Mail) -> EmailMessage:
        """EmailMessage refuses heads with line ends, and Address what is not one address."""
        message, sender = EmailMessage(policy=POLICY), self.config.mail_from
        message["From"], message["To"] = Address(addr_spec=sender), Address(addr_spec=mail.recipient)
        message["Subject"] = mail.subject
        message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=sender.rpartition("@")[2])
        message["Auto-Submitted"] = "auto-generated"
        for name, words in mail.heads.items():
            message[name] = words
        message.set_content(mail.body)
        if file := mail.attachment:
            subtype = file.type.removeprefix("text/")
            message.add_attachment(file.words, subtype=subtype, filename=file.name, cte="base64")
        return message

    @contextmanager
    def _server(self) -> Iterator[smtplib.SMTP]:
        config, encrypted = self.config, ssl.create_default_context()
        host, _, port = config.mail_server.partition(":")
        if config.mail_encryption == "tls":
            made: smtplib.SMTP = smtplib.SMTP_SSL(host, int(port or 465), timeout=SECONDS, context=encrypted)
        else:
            made = smtplib.SMTP(host, int(port or 587), timeout=SECONDS)
        with made as server:
            if config.mail_encryption == "starttls":
                server.starttls(context=encrypted)
            if config.mail_user:
                server.login(config.mail_user, config.mail_password)
            yield server

"""Whether the site answers under its address with a good certificate, and whether the mail server takes our mails."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from http.client import HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from app.web.doctor.finding import Finding, Installation, hint, ok, wrong
from app.web.mail import SECONDS

DAYS = 21  # certbot renews 30 days before the end: something is wrong long before


class Site(HTTPSConnection):
    """A connection to the address, on this machine when something listens here, else wherever the name leads."""

    def __init__(self, address: str):
        parts = urlsplit(address)
        self.named = parts.hostname or ""
        super().__init__(self.named, parts.port or 443, timeout=SECONDS, context=ssl.create_default_context())

    def connect(self) -> None:
        try:
            bare = socket.create_connection(("127.0.0.1", self.port), SECONDS)
        except ConnectionRefusedError:
            bare = socket.create_connection((self.named, self.port), SECONDS)
        self.sock = ssl.create_default_context().wrap_socket(bare, server_hostname=self.named)


def site(here: Installation) -> Iterator[Finding]:
    if not here.config.address.startswith("https://"):
        return
    connection = Site(here.config.address)
    try:
        connection.connect()
        certificate = connection.sock.getpeercert() or {}
        yield _valid_until(str(certificate.get("notAfter")))
        connection.request("GET", "/health")
        yield from _health(connection)
    except ssl.SSLCertVerificationError as error:
        yield wrong(f"Das Zertifikat gilt nicht ({error.verify_message}): erneuern, dann systemctl reload nginx")
    except (OSError, HTTPException) as error:
        yield wrong(f"{here.config.address} antwortet nicht ({error}): systemctl status nginx mitsprache-web")
    finally:
        connection.close()


def _valid_until(words: str) -> Finding:
    end = datetime.fromtimestamp(ssl.cert_time_to_seconds(words), UTC)
    days = (end - datetime.now(UTC)).days
    if days < DAYS:
        return wrong(f"Das Zertifikat läuft in {days} Tagen ab: erneuern (certbot renew), dann systemctl reload nginx")
    return ok(f"Das Zertifikat gilt noch {days} Tage.")


def _health(connection: Site) -> Iterator[Finding]:
    answer = connection.getresponse()
    if answer.status != 200:
        yield wrong(f"/health sagt {answer.status}: journalctl -u mitsprache-web; läuft die Datenbank?")
    if not answer.getheader("Strict-Transport-Security"):
        yield wrong("Die Seite verlangt nicht, dass Browser bei https bleiben (Strict-Transport-Security).")
    if answer.status == 200:
        yield ok("Die Seite antwortet.")


def mail_server(here: Installation) -> Iterator[Finding]:
    """As far as the first mail would get, without sending one. The password is not tried: only the postman has it."""
    config = here.config
    if not config.mail_server:
        return
    if here.offline:
        yield hint("Der Mailserver ist nicht gefragt worden (--offline).")
        return
    host, _, port = config.mail_server.partition(":")
    try:
        _greet(host, port, config.mail_encryption)
    except ssl.SSLCertVerificationError as error:
        yield wrong(f"Das Zertifikat von {host} gilt nicht ({error.verify_message}): es geht keine Mail hinaus.")
    except smtplib.SMTPNotSupportedError:
        yield wrong(f"{host} kann kein STARTTLS: anderen Port oder MITSPRACHE_MAIL_ENCRYPTION=tls")
    except (OSError, smtplib.SMTPException) as error:
        yield wrong(f"Der Mailserver {config.mail_server} antwortet nicht: {type(error).__name__}")
    else:
        yield ok(f"Der Mailserver {host} nimmt Mails an.")


def _greet(host: str, port: str, encryption: str) -> None:
    encrypted = ssl.create_default_context()
    if encryption == "tls":
        with smtplib.SMTP_SSL(host, int(port or 465), timeout=SECONDS, context=encrypted) as server:
            server.ehlo()
        return
    with smtplib.SMTP(host, int(port or 587), timeout=SECONDS) as server:
        server.ehlo()
        if encryption == "starttls":
            server.starttls(context=encrypted)
            server.ehlo()

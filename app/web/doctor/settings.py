"""Whether the settings make sense for a public site."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from app.config import Config
from app.web.doctor.finding import Finding, Installation, hint, ok, wrong

LOCAL = ("localhost", "127.0.0.1")


def address(here: Installation) -> Iterator[Finding]:
    given = here.config.address
    parts = urlsplit(given)
    if parts.scheme != "https" or not parts.hostname or parts.path.strip("/"):
        yield wrong(
            f"MITSPRACHE_ADDRESS={given!r}: Es fehlt die Adresse der Seite, etwa https://mitsprache.example.org"
        )
    else:
        yield ok(f"Adresse: {given}")


def cookies(here: Installation) -> Iterator[Finding]:
    if not here.config.secure_cookies:
        yield wrong("MITSPRACHE_SECURE_COOKIES ist aus: Sitzungen gehen auch ohne https. Zeile löschen.")


def names(here: Installation) -> Iterator[Finding]:
    config, given = here.config, Config()
    if (config.site_name, config.contact) == (given.site_name, given.contact):
        yield hint(f"MITSPRACHE_SITE_NAME und MITSPRACHE_CONTACT sind die Vorgabe: {config.contact}. Stimmt das?")
    else:
        yield ok(f"Es spricht: {config.site_name}")


def secrets(here: Installation) -> Iterator[Finding]:
    """A setting is seen by whoever may look at the process; a file only by its owner."""
    if here.config.secret:
        yield wrong(
            "MITSPRACHE_SECRET steht in den Einstellungen. Zeile löschen: die Datei secret entsteht von selbst."
        )
    if here.config.mail_password:
        yield wrong("MITSPRACHE_MAIL_PASSWORD gehört in /etc/mitsprache-mail.env, die nur mitsprache-mail liest.")


def mails(here: Installation) -> Iterator[Finding]:
    config = here.config
    host = config.mail_server.partition(":")[0]
    if not host:
        yield hint("Kein Mailserver: Einladungen werden als Link angezeigt (MITSPRACHE_MAIL_SERVER).")
    elif config.mail_encryption not in ("starttls", "tls") and host not in LOCAL:
        yield wrong(f"Mails gehen unverschlüsselt an {host}: MITSPRACHE_MAIL_ENCRYPTION=starttls")


def second_step(here: Installation) -> Iterator[Finding]:
    roles = here.config.second_factor_roles
    if "admin" not in roles:
        yield hint("Die Administration braucht keinen zweiten Schritt: MITSPRACHE_SECOND_FACTOR=admin,designer")
    else:
        yield ok(f"Zweiter Schritt für {', '.join(sorted(roles))}")

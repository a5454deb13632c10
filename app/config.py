"""Every setting with a safe default and what it does; MITSPRACHE_<NAME> in the environment overrides it."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Config:
    # The database: SQLite in instance/ or postgresql+psycopg://user@host/name.
    database: str = "sqlite:///instance/mitsprache.db"
    # As whom the web server takes answers, reads what is public, works for staff, and takes registrations. Empty: the
    # database above as mitsprache_answer, mitsprache_public, mitsprache_staff and mitsprache_register. SQLite has no
    # users and ignores them.
    answer_database: str = ""
    public_database: str = ""
    staff_database: str = ""
    register_database: str = ""
    # Folder for the database file, the secret and the first password; never in git.
    instance: str = "instance"
    # Signs staff sessions and one-way receipts. Empty: made once and kept in instance/secret.
    secret: str = ""
    # Port of `make run` on 127.0.0.1.
    port: int = 8000
    # gunicorn workers; each has four threads.
    workers: int = 2
    # Who speaks on these pages, in the head of every page and in the imprint.
    site_name: str = "Kreis Ostholstein"
    # Where visitors can write to: imprint and accessibility statement.
    contact: str = "Kreis Ostholstein, Migrationsmanagement, Lübecker Straße 41, 23701 Eutin"
    # The county in official statistics (Kreisschlüssel), and who hands our open data on to GovData; empty: nobody.
    district: str = "01055"
    contributor: str = "http://dcat-ap.de/def/contributors/schleswigHolstein"
    # Seconds between two looks of the job runner for work.
    job_seconds: int = 20
    # Largest form a visitor may send, in bytes.
    largest_form: int = 256_000
    # Seconds a form must have been open before it is taken at once; sooner, it is shown once more. 0 takes all.
    least_seconds: int = 3
    # Forms a minute from one address where no nginx stands before us, and four hundred at once. 0 counts nothing, and
    # no staff sign-ins either.
    forms_per_minute: int = 30
    # Hours after which a staff session ends, and minutes of rest after which it does.
    session_hours: int = 10
    session_idle_minutes: int = 60
    # Where this site is reached, as links in mails and passkeys need it: https://mitsprache.example.org
    address: str = ""
    # The server that takes our mails, host or host:port, and from whom they are. Empty: links are shown, not sent.
    mail_server: str = ""
    mail_from: str = ""
    # Who we are to it, if it asks. Only `flask mail` reads the password: keep it where only that can look.
    mail_user: str = ""
    mail_password: str = ""
    # How the way there is encrypted: starttls, tls from the first byte, or none for a server on this machine.
    mail_encryption: str = "starttls"
    # Roles that must sign in with a second step (authenticator app or passkey), with commas: admin,designer.
    second_factor: str = ""
    # Where backups go; empty: backups/ in the instance folder.
    backups: str = ""
    # The public keys (age1…, with commas) of whoever may read backups of the database, and those of the keys. Better
    # not the same people: together the two undo what protects the published numbers. Without any there is no backup.
    backup_recipients: str = ""
    key_recipients: str = ""
    # Where the web server's secret lies, if not in this instance folder: `flask backup --keys` reads it.
    secret_file: str = ""
    # Whoever sends this as bearer token may read /metrics. Empty: there is no such page.
    metrics_token: str = ""
    # Whether staff cookies need https; `make run` on 127.0.0.1 does without.
    secure_cookies: bool = True

    @property
    def database_url(self) -> str:
        """The database with a relative SQLite path read from the project's root."""
        prefix = "sqlite:///"
        if self.database.startswith(prefix) and not self.database.startswith(prefix + "/"):
            return prefix + str(PROJECT / self.database.removeprefix(prefix))
        return self.database

    @property
    def second_factor_roles(self) -> frozenset[str]:
        return frozenset(role.strip() for role in self.second_factor.split(",") if role.strip())

    @property
    def keys(self) -> Path:
        """The keys of the cell-key method: back them up apart from the database."""
        return self.instance_path / "keys"

    @property
    def backups_path(self) -> Path:
        return PROJECT / self.backups if self.backups else self.instance_path / "backups"

    @property
    def instance_path(self) -> Path:
        return PROJECT / self.instance

    @property
    def passwords(self) -> Path:
        """PostgreSQL's passwords of the web server's four roles, made by `flask db roles`."""
        return self.instance_path / "pgpass"


def from_environment() -> Config:
    given: dict[str, Any] = {}
    for f in fields(Config):
        words = os.environ.get(f"MITSPRACHE_{f.name.upper()}")
        if words is not None:
            given[f.name] = _read(f.name, words, type(f.default))
    return replace(Config(), **given)


def _read(name: str, words: str, kind: type) -> object:
    if kind is bool:
        return words.lower() in ("1", "true", "yes")
    try:
        return kind(words)
    except ValueError:
        raise SystemExit(f"MITSPRACHE_{name.upper()}={words!r}: a whole number is needed here.") from None

"""Making a backup: when it is due, what is in it, and for whom it is encrypted.

Two backups differ by whole seals, so by the people of a batch at least, never by those of one night: they hold nothing
that waits, and while printed codes are in use, which vanish one by one as people answer, there is a backup after a seal
only. docs/decisions tells what an attacker with two of them could still learn.
"""

from __future__ import annotations

import hashlib
import json
import time
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyrage
from sqlalchemy import Connection, Engine

from app.config import PROJECT, Config
from app.store import backup, lock, migrate, responses, schema
from app.web import secret
from app.web.backup import agefile, folder
from app.web.backup.agefile import Member
from app.web.backup.folder import DATA, KEYS, Backup

FORMAT = 1
ABOUT, MANIFEST = "about.json", "manifest.json"  # the first and the last member
PATIENCE = 300  # seconds to wait until the job runner is done

NOBODY = (
    "Nobody could read this backup: set {setting} to the public key (age1…) of whoever keeps it. "
    "`flask --app wsgi backup-key FILE` makes a pair; a machine that is not this server is the place for it."
)


class Refused(Exception):
    """Why there is no backup, in a sentence for the operator."""


class Busy(Exception):
    """The job runner is at work: what is being sealed is neither here nor there."""


@dataclass(frozen=True)
class Recipients:
    """The public keys a backup is encrypted for, and the setting they come from."""

    setting: str
    given: str

    @property
    def keys(self) -> list[str]:
        found = listed(self.given)
        if not found:
            raise Refused(NOBODY.format(setting=self.setting))
        for key in found:
            try:
                pyrage.x25519.Recipient.from_str(key)
            except pyrage.RecipientError:
                raise Refused(f"{self.setting}: {key} is not a public key of age; they begin with age1.") from None
        return found


def listed(given: str) -> list[str]:
    return [key.strip() for key in given.split(",") if key.strip()]


def of_database(engine: Engine, config: Config, into: Path, today: date, anyway: bool) -> Backup | None:
    """Write a backup of what is sealed; None when none is due."""
    keys = Recipients("MITSPRACHE_BACKUP_RECIPIENTS", config.backup_recipients).keys
    if not migrate.is_current(engine):
        raise Refused("The database has another schema than this program: flask --app wsgi db upgrade")
    with lock.alone(engine) as free:
        if not free:
            raise Busy
        responses.finish(engine)  # what a crash left half sealed
        with backup.snapshot(engine) as db:
            wanted = folder.named(into, DATA, today, _sign(backup.sealed(db)))
            if not anyway and not _due(db, wanted):
                return None
            about = {"format": FORMAT, "program": _program(), "schema": schema.newest(), "day": str(today)}
            _write(wanted, _whole(about, backup.parts(db), backup.release_hashes(db)), keys)
    return wanted


def patiently(engine: Engine, config: Config, into: Path, today: date, anyway: bool) -> Backup | None:
    """The same, after the job runner has finished what it is doing."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            return of_database(engine, config, into, today, anyway)
        except Busy:
            time.sleep(1)
    raise Refused("The job runner has been at work for minutes without a pause. Try again later.")


def of_keys(config: Config, into: Path, today: date) -> Backup | None:
    """Write a backup of the keys of the published numbers and of the secret; None when the newest holds the same."""
    keys = Recipients("MITSPRACHE_KEY_RECIPIENTS", config.key_recipients).keys
    members = [(f"keys/{file.name}", file.read_bytes()) for file in sorted(config.keys.glob("*.key"))]
    members.append(("secret", _secret(config).encode()))
    wanted = folder.named(into, KEYS, today, _sign({name: content.hex() for name, content in members}))
    if any(each.sign == wanted.sign for each in folder.all_of(into, KEYS)[:1]):
        return None
    about = {"format": FORMAT, "program": _program(), "day": str(today)}
    _write(wanted, _whole(about, iter(members), {}), keys)
    return wanted


def _due(db: Connection, wanted: Backup) -> bool:
    newest = folder.all_of(wanted.file.parent, DATA)[:1]
    return not newest or newest[0].sign != wanted.sign or not backup.codes_are_in_use(db)


def _secret(config: Config) -> str:
    """The web server's: it may be a user of its own, whose folder only this one file is handed over from."""
    return Path(config.secret_file).read_text().strip() if config.secret_file else secret.of(config)


def _sign(state: Mapping[str, object]) -> str:
    """Eight characters that are others when this is."""
    return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()[:8]


def _whole(about: dict[str, object], parts: Iterable[Member], releases: dict[str, list[str]]) -> Iterator[Member]:
    """The parts between what is said of them: first what a reader must know before, last what only the end knows."""
    yield ABOUT, json.dumps(about, indent=1).encode()
    hashes = {}
    for name, content in parts:
        hashes[name] = hashlib.sha256(content).hexdigest()
        yield name, content
    yield MANIFEST, json.dumps({**about, "members": hashes, "releases": releases}, indent=1).encode()


def _write(wanted: Backup, members: Iterator[Member], keys: list[str]) -> None:
    wanted.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = agefile.write(wanted.file, members, keys)
    wanted.sidecar.write_text(f"{found}  {wanted.file.name}\n")
    wanted.sidecar.chmod(0o600)


def _program() -> str:
    return str(tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["version"])

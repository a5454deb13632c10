"""The way back from a backup: into an empty database, whole or not at all, with the releases as they were published."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text

from app.config import Config
from app.store import backup, epochs, migrate, restore, schema
from app.store.engine import reading
from app.web.backup import agefile
from app.web.backup.agefile import Member, Unreadable
from app.web.backup.make import ABOUT, FORMAT, MANIFEST, Refused
from app.web.clock import day_of

FULL = "This database is not empty, or another program has it open. Stop all services and give it an empty one."
STRANGE = "{file} was made by a newer Mitsprache ({about}). Install that one first."
OTHER = (
    "The database is empty, but its tables are those of another version than the backup's ({schema}). Make it anew, "
    "without `db upgrade`: restoring makes the tables itself."
)
CHANGED = "{file} is not what was backed up: {what}."


@dataclass(frozen=True)
class Restored:
    """What has come back: the day of the backup, the hashes of its releases, the day each questionnaire was last
    sealed, and which of them have no key here."""

    day: str
    releases: dict[str, list[str]]
    sealed: dict[str, date]
    keyless: list[str]


def database(config: Config, file: Path, identity: Path) -> Restored:
    """Fill the empty database of this installation from a backup."""
    keys = agefile.identities(identity)
    about = _about(file, keys)
    if "schema" not in about:
        raise Refused(f"{file} holds keys and no database: use --keys.")
    try:
        with restore.target(config.database_url) as engine:
            if not restore.prepare(engine, about["schema"]):
                raise Refused(OTHER.format(schema=about["schema"]))
            found = _fill(engine, file, keys)
            migrate.upgrade(engine)
            sealed = _sealed(engine)
    except restore.NotEmpty:
        raise Refused(FULL) from None
    keyless = [slug for slug in found if not (config.keys / f"{slug}.key").exists()]
    return Restored(about["day"], found, sealed, keyless)


def _sealed(engine: Engine) -> dict[str, date]:
    with reading(engine) as db:
        newest = (epochs.last(db, slug) for slug in backup.sealed(db))
        return {epoch.slug: day_of(epoch.moment) for epoch in newest if epoch}


def _about(file: Path, keys: list[Any]) -> dict[str, Any]:
    """What a backup says of itself, after all of it was read once: damage shows before anything is touched."""
    with agefile.opened(file, keys) as members:
        name, content = next(members, ("", b""))
        if name != ABOUT:
            raise Unreadable(f"{file} is not a backup of Mitsprache.")
        about: dict[str, Any] = json.loads(content)
    told = f"{about['program']}, format {about['format']}, schema {about.get('schema')}"
    if about["format"] > FORMAT or ("schema" in about and about["schema"] not in schema.known()):
        raise Refused(STRANGE.format(file=file, about=told))
    return about


def _fill(engine: Engine, file: Path, keys: list[Any]) -> dict[str, list[str]]:
    """All rows in one transaction, which ends well only if the file does."""
    with engine.begin() as db:
        if db.dialect.name == "postgresql":
            db.execute(text("set local statement_timeout = 0"))
        with agefile.opened(file, keys) as members:
            manifest = _load(db, file, members)
        return _compared(db, file, manifest["releases"])


def _load(db: Connection, file: Path, members: Iterator[Member]) -> dict[str, Any]:
    hashes: dict[str, str] = {}
    for name, content in members:
        if name == MANIFEST:
            return _checked(file, json.loads(content), hashes)
        if name != ABOUT:
            hashes[name] = hashlib.sha256(content).hexdigest()
            restore.load(db, content)
    raise Unreadable(f"{file} is cut off.")


def _checked(file: Path, manifest: dict[str, Any], hashes: dict[str, str]) -> dict[str, Any]:
    if manifest["members"] != hashes:
        other = {name for name in {*hashes, *manifest["members"]} if hashes.get(name) != manifest["members"].get(name)}
        raise Unreadable(CHANGED.format(file=file, what=", ".join(sorted(other))))
    return manifest


def _compared(db: Connection, file: Path, said: dict[str, list[str]]) -> dict[str, list[str]]:
    """Every release with the hash it was published with, which its document still has."""
    found = backup.release_hashes(db)
    broken = backup.broken(db)
    other = [slug for slug in {*found, *said} if found.get(slug) != said.get(slug)]
    if broken or other:
        raise Unreadable(CHANGED.format(file=file, what="releases of " + ", ".join(sorted({*broken, *other}))))
    return found


def keys(config: Config, engine: Engine, file: Path, identity: Path) -> list[Path]:
    """Put keys and secret back into the folder of this installation; returns what was put there. What the job runner
    or the first command has made here meanwhile makes room, unless something was released with it."""
    private = agefile.identities(identity)
    if "schema" in _about(file, private):
        raise Refused(f"{file} holds a database and no keys: leave out --keys.")
    with agefile.opened(file, private) as members:
        found = {name: content for name, content in members if name not in (ABOUT, MANIFEST)}
    places = {config.instance_path / name: content for name, content in found.items() if _expected(name)}
    with reading(engine) as db:
        used = {config.keys / f"{slug}.key" for slug in backup.release_hashes(db)}
    other = [str(place) for place, content in places.items() if place in used and _differs(place, content)]
    if other:
        raise Refused(f"{', '.join(other)}: there is another key, and releases. Is this the backup of other keys?")
    return [place for place, content in places.items() if _put(place, content)]


def _expected(name: str) -> bool:
    folder, _, key = name.rpartition("/")
    return name == "secret" or (folder == "keys" and key.endswith(".key") and not key.startswith("."))


def _differs(place: Path, content: bytes) -> bool:
    return place.exists() and place.read_bytes() != content


def _put(place: Path, content: bytes) -> bool:
    """False when it is there already; what makes room is kept aside."""
    if place.exists() and not _differs(place, content):
        return False
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if place.exists():
        place.replace(place.with_name(f"{place.name}.replaced"))
    with open(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    return True

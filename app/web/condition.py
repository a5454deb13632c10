"""How this installation goes, for operators: in days, buckets and yes or no, so that nobody's arrival shows in it.

What a process may not see (the web server neither backups nor keys, which are the job runner's) is left out.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.config import PROJECT, Config
from app.store import condition, schema
from app.web.backup import folder
from app.web.clock import day_of
from app.web.db import Engines, reading
from app.web.keys import ALIVE

GIGABYTE = 1_000_000_000
LEAST_FREE = GIGABYTE // 2  # bytes; below, the next backup or upgrade could fill the disk
STEPS = (0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)  # gigabytes
QUIET = timedelta(minutes=15)  # a job runner that finished no round for so long is not at work
AHEAD = timedelta(minutes=5)
TIMESYNC = Path("/run/systemd/timesync")


@dataclass(frozen=True)
class Condition:
    """Days since each questionnaire was sealed and released; None or nothing where this process cannot know."""

    sealed: dict[str, int]
    released: dict[str, int]
    numbers: dict[str, int]
    disk_free: int  # gigabytes at least
    clock: bool
    mails: int
    tries: int  # of the mail that was tried most
    jobs: bool | None
    backup_age: int | None
    keyless: list[str] = field(default_factory=list)


def of(db: Connection, config: Config, now: datetime) -> Condition:
    seals, releases = condition.last_seals(db), condition.last_releases(db)
    mails, tries = condition.mails(db)
    return Condition(
        {slug: _days(moment, now) for slug, moment in seals.items()},
        {slug: _days(moment, now) for slug, (_, moment) in releases.items()},
        {slug: number for slug, (number, _) in releases.items()},
        _step(_free(config)),
        _plausible([*seals.values(), *(moment for _, moment in releases.values())], now),
        mails,
        tries,
        _at_work(config.keys.with_name(ALIVE), now),
        _backup_age(config, now),
        [slug for slug in releases if config.keys.is_dir() and not (config.keys / f"{slug}.key").exists()],
    )


def not_ready(config: Config) -> Iterator[str]:
    """What keeps the web server from doing its work, in words for operators; nothing when it can."""
    engines: Engines = current_app.extensions["engines"]
    for engine, role in engines.by_role:
        try:
            if not condition.works(engine, role):
                yield f"{role} may not do its work: flask --app wsgi db roles"
        except (DBAPIError, PoolTimeout):
            yield f"The database does not answer as {role}."
    try:
        with reading() as db:
            if not schema.serves(condition.schema(db)):
                yield "The database has another schema than the program: flask --app wsgi db upgrade"
    except (DBAPIError, PoolTimeout):
        yield "The schema of the database cannot be read."
    if _free(config) < LEAST_FREE:
        yield f"The disk is nearly full: less than {LEAST_FREE // 1_000_000} MB are free."
    if not config.secret and not (config.instance_path / "secret").exists():
        yield "The secret is missing: put it back, or printed codes and second steps are void."


def _days(moment: datetime, now: datetime) -> int:
    return (day_of(now) - day_of(moment)).days


def _free(config: Config) -> int:
    return shutil.disk_usage(config.instance_path if config.instance_path.exists() else PROJECT).free


def _step(free: int) -> int:
    """Coarse, for an answer takes room, too."""
    return max(step for step in STEPS if step * GIGABYTE <= free)


def _plausible(known: list[datetime], now: datetime) -> bool:
    """Nothing was kept in the future, and whoever sets the clock has said so."""
    set_right = not TIMESYNC.is_dir() or (TIMESYNC / "synchronized").exists()
    return set_right and all(moment <= now + AHEAD for moment in known)


def _at_work(file: Path, now: datetime) -> bool | None:
    if not file.exists():
        return None
    return now.replace(tzinfo=UTC).timestamp() - file.stat().st_mtime < QUIET.total_seconds()


def _backup_age(config: Config, now: datetime) -> int | None:
    newest = folder.all_of(config.backups_path, folder.DATA)[:1]
    return (day_of(now) - newest[0].day).days if newest else None

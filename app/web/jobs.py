"""The job runner: seals what waits in the inbox, counts it, and publishes a release."""

from __future__ import annotations

import logging
import time
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from app.domain.disclosure import BATCH, LAST_BATCH, LEAST
from app.domain.release import Release, release
from app.domain.response import Response, Sealed, monday, seal
from app.store import questionnaires, releases, responses
from app.store.questionnaires import Version
from app.web.clock import now, today

RECEIPTS_WEEKS = 8
log = logging.getLogger("mitsprache.jobs")


def run(engine: Engine, every_seconds: int, release_minutes: int) -> None:
    """Look for work until stopped; a database that is away for a while is waited for."""
    while True:
        try:
            run_once(engine, now(), today(), release_minutes)
        except OperationalError as error:
            log.warning("The database does not answer (%s); trying again.", type(error.orig).__name__)
        time.sleep(every_seconds)


def run_once(engine: Engine, moment: datetime, day: date, release_minutes: int) -> list[Release]:
    """Publish what is due. Each questionnaire is one transaction: all of its release or nothing."""
    with engine.connect() as db:
        slugs = [version.slug for version in questionnaires.all_published(db)]
    made = []
    for slug in slugs:
        with engine.begin() as db:
            releases.one_at_a_time(db)
            made.append(publish_if_due(db, slug, moment, day, release_minutes))
    with engine.begin() as db:
        responses.forget_receipts(db, monday(day) - timedelta(weeks=RECEIPTS_WEEKS))
    return [each for each in made if each]


def publish_if_due(db: Connection, slug: str, moment: datetime, day: date, release_minutes: int) -> Release | None:
    version = questionnaires.published(db, slug)
    if version is None or not _due(db, version, moment, release_minutes):
        return None
    responses.seal(db, slug, lambda number, response: _cut(db, slug, number, response))
    sealed = responses.sealed(db, slug)
    if len(sealed) < LEAST:
        return None
    before = releases.latest(db, slug)
    number, previous = (before.number + 1, before.sha256) if before else (1, "")
    made = release(version.questionnaire, version.number, number, day, sealed, previous)
    releases.add(db, slug, made, moment)
    log.info("Release %d of %s: %d answers.", number, slug, made.answers)
    return made


def _due(db: Connection, version: Version, moment: datetime, release_minutes: int) -> bool:
    waiting = responses.waiting(db, version.slug)
    if not version.open:
        return waiting >= LAST_BATCH
    last = releases.last_published(db, version.slug)
    rested = last is None or moment - last >= timedelta(minutes=release_minutes)
    return rested and waiting >= BATCH


def _cut(db: Connection, slug: str, number: int, response: Response) -> Sealed:
    version = questionnaires.published(db, slug, number)
    if version is None:
        raise LookupError(f"{slug} has no version {number}")
    return seal(version.questionnaire, response)

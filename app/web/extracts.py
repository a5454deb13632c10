"""Making the extracts analysts may see: the part of the job runner that reads answers for them.

The web process never reads answers. What it gets is made here, after a second person has confirmed: coarse, shuffled,
and only of people a release has counted. It is deleted when its request ends.
"""

from __future__ import annotations

import logging
from datetime import datetime
from random import SystemRandom

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from app.domain.audience import changed_since
from app.domain.extract import Extract, extract
from app.domain.extract_data import dump
from app.domain.sentence import N_, Problem
from app.store import extracts, questionnaires, releases, requests, responses, voices
from app.traces import told

log = logging.getLogger("mitsprache.extracts")


def prepare(engine: Engine, now: datetime) -> int:
    """Make what was confirmed and delete what has ended; returns how many extracts were made."""
    with engine.begin() as db:
        extracts.forget_past(db, now)
        waiting = requests.to_prepare(db, now)
    return sum(_prepare(engine, *each) for each in waiting)


def _prepare(engine: Engine, request: str, slug: str) -> bool:
    try:
        with engine.connect().execution_options(mitsprache_read=True) as db:
            document = dump(_extract(db, slug))
    except OperationalError:
        raise
    except Exception as error:  # noqa: BLE001  the next request shall have its turn, and this one not try for ever
        log.error("No extract of %s: %s", slug, told(error))
        with engine.begin() as db:
            requests.fail(db, request)
        return False
    with engine.begin() as db:
        extracts.keep(db, request, document)
    log.info("An extract of %s is ready.", slug)
    return True


def _extract(db: Connection, slug: str) -> Extract:
    """Everyone the newest release has counted, in the words of that release."""
    newest = releases.latest(db, slug)
    if newest is None:
        raise Problem(N_("Nothing has been released yet."))
    versions = questionnaires.versions(db, slug, int(newest.document["version"]))
    counted = [kept for kept in responses.sealed(db, slug) if kept.epoch <= newest.number]
    asked, since = versions[-1][1], changed_since(versions)
    return extract(asked, counted, since, voices.reviewed(db, slug), SystemRandom())

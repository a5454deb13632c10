"""Carrying out the trials staff ask for: the part of the job runner that attacks drafts."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, Engine

from app.domain.attacks.trial import SIZES, trial
from app.domain.sentence import Problem
from app.store import questionnaires, trials
from app.store.questionnaires import Draft

log = logging.getLogger("mitsprache.trials")


def _draft(db: Connection, slug: str) -> Draft | None:
    """The draft, None when it cannot be read."""
    try:
        return questionnaires.draft(db, slug)
    except Problem as problem:
        log.error("The draft of %s cannot be read: %s", slug, problem.where)
        return None


def go_on(engine: Engine, sizes: Sequence[int] = SIZES) -> bool:
    """Attack one more crowd of a trial that is under way; False when nothing was left to do.

    One crowd at a time, so that no release waits for longer than the largest takes (about a minute)."""
    with engine.begin() as db:
        found = trials.next_one(db)
        if found is None:
            return False
        draft = _draft(db, found.slug)
        if draft is None or draft.revision != found.revision:
            trials.keep(db, replace(found, state="failed"))  # the page says that the draft has changed
            return True
        trials.keep(db, replace(found, state="running"))
    size = sizes[len(found.parts)]
    try:
        # A key of its own, never kept: the real one must not be worn out on invented people.
        part = trial(draft.questionnaire, size, secrets.token_bytes(32))
        parts = (*found.parts, part)
        found = replace(found, parts=parts, state="done" if len(parts) == len(sizes) else "running")
    except Exception as error:  # noqa: BLE001  a draft may be half finished in every way
        log.error("The trial of %s failed with %s people: %s", found.slug, size, type(error).__name__)
        found = replace(found, state="failed")
    with engine.begin() as db:
        trials.keep(db, found)
    return True

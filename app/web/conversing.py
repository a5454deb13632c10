"""The job of conversations: goes over what waits every quarter of an hour, seals quiet ballots, publishes releases.

As with answers (jobs.py) the seal fixes who and what is in a release; making it is then a pure function of what is
stored, so a run that was killed in between is finished by the next one, to the same byte.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Engine

from app.domain.conversation import Conversation
from app.domain.opinion.generation import FEWEST
from app.domain.opinion.release import StatementRelease, release
from app.domain.profile import QUARTER_HOUR
from app.store import ballots, conversation_releases, documents, statements
from app.store.ballots import Epoch
from app.store.documents import Published
from app.web import keys
from app.web.clock import day_of

AT_CLOSING = 10  # ballots that are enough for the last release, because no others will come
log = logging.getLogger("mitsprache.jobs")

Guard = Callable[[str, Callable[[], StatementRelease | None]], object]


@dataclass(frozen=True)
class Conversing:
    engine: Engine
    keys: Path

    def once(self, moment: datetime, guarded: Guard) -> None:
        """Do what is due at this moment (UTC); `guarded` keeps what goes wrong with one from holding up the others."""
        with self._reading() as db:
            found = documents.all_published(db, Conversation)
        for each in found:
            guarded(each.slug, partial(self.publish_if_due, each, moment))

    def publish_if_due(self, conversation: Published[Conversation], moment: datetime) -> StatementRelease | None:
        slug = conversation.slug
        with self._reading() as db:
            epoch = ballots.pending(db, slug)
            before = conversation_releases.latest(db, slug)
        key = keys.of(self.keys, conversation_releases.key_name(slug), used=before is not None)
        if epoch is None:
            epoch = self._round(conversation, moment)
        return self._publish(epoch, key, StatementRelease.from_data(before) if before else None) if epoch else None

    def _round(self, conversation: Published[Conversation], moment: datetime) -> Epoch | None:
        """Go over what waits, if the last time was a while ago; the epoch that was sealed, if enough were quiet."""
        slug = conversation.slug
        closed = conversation.archived or not conversation.document.is_open(day_of(moment))
        with self._reading() as db:
            last = ballots.last_round(db, slug)
            if (last is not None and moment - last < QUARTER_HOUR) or not ballots.waits(db, slug):
                return None
            shown, number = statements.shown_ids(db, slug), ballots.last_number(db, slug) + 1
        epoch = Epoch(slug, number, moment, closed, shown)
        return epoch if ballots.round_over(self.engine, epoch, AT_CLOSING if closed else FEWEST) else None

    def _publish(self, epoch: Epoch, key: bytes, before: StatementRelease | None) -> StatementRelease:
        slug = epoch.conversation
        with self._reading() as db:
            counted = list(ballots.sealed(db, slug, epoch.number))
            invented = ballots.simulated(db, slug)
        made = release(counted, epoch.statements, key, day_of(epoch.moment), before)
        if invented:
            made = StatementRelease({**made.document, "simulated": True})
        with self.engine.begin() as db:
            conversation_releases.add(db, slug, made.to_data(), epoch.moment)
        log.info("Release %d of the statements of %s.", made.number, slug)
        return made

    def _reading(self) -> Connection:
        return self.engine.connect().execution_options(mitsprache_read=True)

"""What voting needs of a conversation, looked up at most once a second, and read anew only where it has changed.

Weights come from the newest release, never from what waits: what one person is asked tells nothing of another's vote
before enough people have voted.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from flask import abort, current_app
from sqlalchemy import Connection

from app.domain.conversation import Conversation
from app.domain.opinion.findings import UNSEEN, priorities
from app.domain.opinion.release import StatementRelease
from app.domain.statement import Shown
from app.domain.voting import Deck
from app.store import conversation_releases, documents, statements
from app.store.changes import changes
from app.store.documents import Published
from app.web.clock import today
from app.web.db import reading
from app.web.language import here, speak

FRESH = 1.0  # seconds
MOST = 100  # conversations in memory


@dataclass(frozen=True)
class Room:
    published: Published[Conversation]
    statements: Mapping[str, Shown]
    deck: Deck
    mark: object

    @property
    def conversation(self) -> Conversation:
        return self.published.document

    @property
    def open(self) -> bool:
        return self.conversation.is_open(today()) and not self.published.archived

    @cached_property
    def languages(self) -> tuple[str, ...]:
        return self.conversation.languages


@dataclass(frozen=True)
class Seen:
    room: Room
    until: float  # of the monotonic clock
    changes: int


def entered(slug: str) -> Room:
    """The conversation, in a language it is offered in; 404 where there is none."""
    found = room(slug) or abort(404)
    if here().tag not in found.languages:
        chain = (*here().fallbacks, found.conversation.source)
        speak(next(tag for tag in chain if tag in found.languages))
    return found


def room(slug: str) -> Room | None:
    known: dict[str, Seen] = current_app.extensions.setdefault("rooms", {})
    now, changed = time.monotonic(), changes()
    seen = known.get(slug)
    if seen and seen.changes == changed and now < seen.until:
        return seen.room
    with reading() as db:
        found = _room(db, slug, seen.room if seen else None)
    if found:
        if len(known) >= MOST:
            known.clear()
        known[slug] = Seen(found, now + FRESH, changed)
    return found


def rehearsed(db: Connection, draft: Conversation) -> Room:
    """The conversation as it would be, were its draft published today."""
    shown = {each.id: each for each in statements.shown(db, draft.slug)}
    return Room(Published(draft, "published", today(), today()), shown, Deck(tuple(shown)), None)


def _room(db: Connection, slug: str, before: Room | None) -> Room | None:
    published = documents.published(db, Conversation, slug)
    if published is None:
        return None
    mark = (published, statements.marks(db, slug), conversation_releases.latest_hash(db, slug))
    if before and before.mark == mark:
        return before
    shown = {each.id: each for each in statements.shown(db, slug)}
    document = conversation_releases.latest(db, slug)
    weights = priorities(StatementRelease.from_data(document) if document else None)
    return Room(published, shown, Deck(tuple(shown), weights, UNSEEN), mark)

"""Releases of conversations: published once, never changed, each bound to the one before by its hash."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from app.domain.release import sha256
from app.store import tables

_R = tables.conversation_releases.c
Document = Mapping[str, Any]


def add(db: Connection, conversation: str, document: Document, published: datetime) -> None:
    row = {
        "conversation": conversation,
        "number": document["number"],
        "published": published,
        "sha256": sha256(document),
        "document": dict(document),
    }
    db.execute(insert(tables.conversation_releases).values(row))


def latest(db: Connection, conversation: str) -> Document | None:
    mine = select(_R.document).where(_R.conversation == conversation).order_by(_R.number.desc()).limit(1)
    return db.scalar(mine)


def latest_hash(db: Connection, conversation: str) -> str:
    """The hash of the newest release, "" before the first."""
    mine = select(_R.sha256).where(_R.conversation == conversation).order_by(_R.number.desc()).limit(1)
    return db.scalar(mine) or ""


def key_name(conversation: str) -> str:
    """The name of its key: with a dot, which no questionnaire has in its short name."""
    return f"conversation.{conversation}"


def by_key_name(db: Connection) -> dict[str, str]:
    """The conversations of which something was released, by the names of their keys."""
    slugs = db.scalars(select(_R.conversation).distinct().order_by(_R.conversation))
    return {key_name(slug): slug for slug in slugs}


def hashes(db: Connection, conversation: str) -> list[str]:
    """The hash of each release, the oldest first."""
    return list(db.scalars(select(_R.sha256).where(_R.conversation == conversation).order_by(_R.number)))


def every(db: Connection, conversation: str) -> Iterator[Document]:
    """All releases, the oldest first."""
    yield from db.scalars(select(_R.document).where(_R.conversation == conversation).order_by(_R.number))


def broken(db: Connection, conversation: str) -> int | None:
    """The number of the first release that is not what its hash says or does not follow the one before; None if all
    are as they were published."""
    before = ""
    for row in db.execute(
        select(_R.number, _R.sha256, _R.document).where(_R.conversation == conversation).order_by(_R.number)
    ):
        if row.document["previous"] != before or sha256(row.document) != row.sha256:
            return int(row.number)
        before = row.sha256
    return None

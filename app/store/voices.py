"""Free texts after the seal: read one by one by a person, who says whether each may be published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, func, select, update

from app.domain.response import Voice
from app.store import tables

State = Literal["new", "shown", "refused"]


@dataclass(frozen=True)
class Written:
    """A text under its random key, which says nothing about when it came or from whom."""

    id: str
    voice: Voice


def waiting(db: Connection, slug: str, state: State = "new", most: int = 100) -> list[Written]:
    """Texts in this state in the order of their random keys, the first `most` of them."""
    t = tables.voices
    rows = db.execute(select(t).where(t.c.slug == slug, t.c.state == state).order_by(t.c.id).limit(most))
    return [Written(row.id, Voice(row.question, row.part, row.language, row.words, row.simulated)) for row in rows]


def counts(db: Connection, slug: str) -> dict[str, int]:
    """How many texts there are by state. They arrive with a seal only, so this counts nobody as they answer."""
    t = tables.voices
    rows = db.execute(select(t.c.state, func.count().label("texts")).where(t.c.slug == slug).group_by(t.c.state))
    return {row.state: row.texts for row in rows}


def decide(db: Connection, slug: str, id: str, state: State) -> bool:
    """Keep what a person decided about a text; False when there is no such text."""
    t = tables.voices
    return db.execute(update(t).where(t.c.id == id, t.c.slug == slug).values(state=state)).rowcount == 1


def reviewed(db: Connection, slug: str) -> list[Voice]:
    """All texts a person has allowed."""
    t = tables.voices
    rows = db.execute(select(t).where(t.c.slug == slug, t.c.state == "shown").order_by(t.c.id))
    return [Voice(row.question, row.part, row.language, row.words, row.simulated) for row in rows]

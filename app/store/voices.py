"""Free texts after the seal: read one by one by a person, who says whether each may be published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from app.domain.response import Voice
from app.store import tables

State = Literal["new", "shown", "refused"]


@dataclass(frozen=True)
class Written:
    """A text under its random key, which says nothing about when it came or from whom."""

    id: str
    voice: Voice
    state: State = "new"


def waiting(
    db: Connection, slug: str, state: State = "new", most: int | None = 100, question: str = "", language: str = ""
) -> list[Written]:
    """Texts in this state in the order of their random keys, the first `most` of them or all."""
    t = tables.voices
    rows = _of(slug, question, language).where(t.c.state == state).order_by(t.c.id).limit(most)
    return [_written(row) for row in db.execute(rows)]


def read_texts(db: Connection, slug: str, question: str = "") -> list[Written]:
    """Texts a person has read, whatever came of it, in the order of their random keys."""
    t = tables.voices
    rows = db.execute(_of(slug, question).where(t.c.state != "new").order_by(t.c.id))
    return [_written(row) for row in rows]


def text(db: Connection, slug: str, id: str) -> Written | None:
    row = db.execute(_of(slug).where(tables.voices.c.id == id)).one_or_none()
    return _written(row) if row else None


def counts(db: Connection, slug: str, question: str = "", language: str = "") -> dict[str, int]:
    """How many texts there are by state. They arrive with a seal only, so this counts nobody as they answer."""
    t = _of(slug, question, language).subquery()
    rows = db.execute(select(t.c.state, func.count().label("texts")).group_by(t.c.state))
    return {row.state: row.texts for row in rows}


def places(db: Connection, slug: str) -> list[tuple[str, str]]:
    """The questions and languages in which somebody wrote."""
    t = tables.voices
    rows = db.execute(select(t.c.question, t.c.language).where(t.c.slug == slug).distinct())
    return [(row.question, row.language) for row in rows]


def decide(db: Connection, slug: str, id: str, state: State) -> bool:
    """Keep what a person decided about a text; False when there is no such text."""
    t = tables.voices
    return db.execute(update(t).where(t.c.id == id, t.c.slug == slug).values(state=state)).rowcount == 1


def reviewed(db: Connection, slug: str) -> list[Voice]:
    """All texts a person has allowed, with what staff wrote of them in other languages."""
    t, q = tables.voices, tables.quotes
    rows = db.execute(_of(slug).where(t.c.state == "shown").order_by(t.c.id)).all()
    said: dict[str, list[tuple[str, str]]] = {}
    for each in db.execute(select(q).where(q.c.slug == slug).order_by(q.c.voice, q.c.language)):
        said.setdefault(each.voice, []).append((each.language, each.words))
    return [_voice(row, tuple(said.get(row.id, ()))) for row in rows]


# -- in other languages


def translations(db: Connection, slug: str, id: str) -> dict[str, str]:
    """What staff wrote of a text in other languages, by tag."""
    q = tables.quotes
    return {row.language: row.words for row in db.execute(select(q).where(q.c.slug == slug, q.c.voice == id))}


def translated(db: Connection, slug: str) -> set[str]:
    """The texts that stand in another language, too."""
    q = tables.quotes
    return set(db.scalars(select(q.c.voice).where(q.c.slug == slug)))


def translate(db: Connection, slug: str, id: str, words: Mapping[str, str], who: str) -> None:
    """Keep these translations of a text and no others."""
    q = tables.quotes
    db.execute(delete(q).where(q.c.slug == slug, q.c.voice == id))
    rows = [{"voice": id, "slug": slug, "language": tag, "words": said, "who": who} for tag, said in words.items()]
    if rows:
        db.execute(insert(q), rows)


def _of(slug: str, question: str = "", language: str = "") -> Select[Any]:
    t = tables.voices
    query = select(t).where(t.c.slug == slug)
    if question:
        query = query.where(t.c.question == question)
    return query.where(t.c.language == language) if language else query


def _written(row: Any) -> Written:
    return Written(row.id, _voice(row), row.state)


def _voice(row: Any, translations: tuple[tuple[str, str], ...] = ()) -> Voice:
    return Voice(row.question, row.part, row.language, row.words, row.simulated, translations)

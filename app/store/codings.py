"""Codings: the themes each person found in a text, what was decided, and which texts a release has counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, delete, insert, select, update

from app.domain.codebook import Codebook
from app.domain.coding import Coding, Themes, Work, settled, works
from app.domain.themes import Coded
from app.store import codebooks, tables, voices


def code(db: Connection, slug: str, coding: Coding) -> None:
    """Keep what this person found in a text, in the place of what they found before."""
    t, found = tables.codings, list(coding.themes)
    mine = (t.c.voice == coding.text, t.c.coder == coding.coder, t.c.slug == slug)
    if not db.execute(update(t).where(*mine).values(themes=found)).rowcount:
        db.execute(insert(t).values(voice=coding.text, coder=coding.coder, slug=slug, themes=found))


def forget(db: Connection, slug: str, text: str, coder: str) -> None:
    """As if this person had not coded the text yet."""
    t = tables.codings
    db.execute(delete(t).where(t.c.voice == text, t.c.coder == coder, t.c.slug == slug))


def decide(db: Connection, slug: str, text: str, themes: Themes, who: str) -> None:
    """Keep what holds for a text, whoever found what."""
    reopen(db, slug, text)
    db.execute(insert(tables.decisions).values(voice=text, slug=slug, who=who, themes=list(themes)))


def reopen(db: Connection, slug: str, text: str) -> None:
    t = tables.decisions
    db.execute(delete(t).where(t.c.voice == text, t.c.slug == slug))


def all_of(db: Connection, slug: str) -> list[Coding]:
    t = tables.codings
    rows = db.execute(select(t).where(t.c.slug == slug).order_by(t.c.voice, t.c.coder))
    return [Coding(row.voice, row.coder, tuple(row.themes)) for row in rows]


def done(db: Connection, slug: str) -> dict[str, Work]:
    """The work on each text of a questionnaire that anyone has looked at."""
    t = tables.decisions
    decisions: Mapping[str, Themes] = {
        row.voice: tuple(row.themes) for row in db.execute(select(t).where(t.c.slug == slug))
    }
    return works(all_of(db, slug), decisions)


def coded(db: Connection, slug: str, codebook: Codebook | None = None) -> list[Coded]:
    """The texts whose themes are settled, in the order of their random keys."""
    texts = voices.read_texts(db, slug)
    themes = settled((each.id for each in texts), done(db, slug), codebook or codebooks.codebook(db, slug))
    before = set(db.scalars(select(tables.counted.c.voice).where(tables.counted.c.slug == slug)))
    return [
        Coded(each.id, each.voice.question, each.voice.part, themes[each.id], each.id in before)
        for each in texts
        if each.id in themes
    ]


def count(db: Connection, slug: str, texts: Iterable[str]) -> None:
    """Keep that a release has counted these texts."""
    rows = [{"voice": text, "slug": slug} for text in texts]
    if rows:
        db.execute(insert(tables.counted), rows)

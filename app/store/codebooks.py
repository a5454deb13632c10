"""Codebooks: the themes staff added for a questionnaire, and how many of its texts are coded twice."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select, update

from app.domain.codebook import Codebook, Theme
from app.store import tables


def codebook(db: Connection, slug: str) -> Codebook:
    t, c = tables.themes, tables.codebooks
    own = db.execute(select(t).where(t.c.slug == slug).order_by(t.c.id))
    second = db.scalar(select(c.c.second).where(c.c.slug == slug)) or 0
    return Codebook(tuple(Theme.from_data(row.id, row.document) for row in own), second)


def keep(db: Connection, slug: str, theme: Theme) -> None:
    """Add a theme, or put its next words in the place of those before."""
    t, document = tables.themes, theme.to_data()
    if not db.execute(update(t).where(t.c.slug == slug, t.c.id == theme.id).values(document=document)).rowcount:
        db.execute(insert(t).values(slug=slug, id=theme.id, document=document))


def take_out(db: Connection, slug: str, id: str) -> None:
    db.execute(delete(tables.themes).where(tables.themes.c.slug == slug, tables.themes.c.id == id))


def code_twice(db: Connection, slug: str, percent: int) -> None:
    """Say how many percent of the texts a second person codes."""
    c = tables.codebooks
    if not db.execute(update(c).where(c.c.slug == slug).values(second=percent)).rowcount:
        db.execute(insert(c).values(slug=slug, second=percent))

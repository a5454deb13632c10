"""The glossary: German terms and what they are called in each language."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select

from app.domain.glossary import Term
from app.store import tables


def terms(db: Connection) -> list[Term]:
    """All terms, in the order of the alphabet as far as the database's letters go."""
    t = tables.glossary
    found: dict[str, dict[str, str]] = {}
    for row in db.execute(select(t).order_by(t.c.term, t.c.language)):
        found.setdefault(row.term, {})[row.language] = row.words
    return [Term(term, words) for term, words in found.items()]


def put(db: Connection, kept: Iterable[Term]) -> None:
    """Keep these terms as they are now; what was known of the same ones goes."""
    for term in kept:
        remove(db, term.term)
        rows = [{"term": term.term, "language": tag, "words": words} for tag, words in term.words.items() if words]
        if rows:
            db.execute(insert(tables.glossary), rows)


def remove(db: Connection, term: str) -> None:
    db.execute(delete(tables.glossary).where(tables.glossary.c.term == term))

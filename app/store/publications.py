"""The versions of a questionnaire with the day each was published and who did it: for staff alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, and_, select

from app.store import tables


@dataclass(frozen=True)
class Publication:
    """`who` is empty where nobody was noted, as for versions from before that was done."""

    number: int
    day: date
    who: str


def of(db: Connection, slug: str) -> list[Publication]:
    """All of them, the newest first."""
    v, p = tables.versions, tables.publications
    rows = db.execute(
        select(v.c.number, v.c.published, p.c.who)
        .join_from(v, p, and_(p.c.slug == v.c.slug, p.c.number == v.c.number), isouter=True)
        .where(v.c.slug == slug)
        .order_by(v.c.number.desc())
    )
    return [Publication(row.number, row.published, row.who or "") for row in rows]

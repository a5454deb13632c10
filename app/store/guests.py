"""Links for translators without an account: each opens the texts of one language of one questionnaire, until its end.

The table holds hashes, so whoever reads it cannot come in with what stands there.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from app.store import tables


@dataclass(frozen=True)
class Guest:
    """Who a link was made for; `id` names it in lists and opens nothing."""

    id: str
    slug: str
    language: str
    name: str
    made_by: str
    ends: datetime


def add(db: Connection, token: str, slug: str, language: str, name: str, made_by: str, ends: datetime) -> None:
    row = {"id": _hashed(token), "slug": slug, "language": language, "name": name, "made_by": made_by, "ends": ends}
    db.execute(insert(tables.guests).values(row))


def coming(db: Connection, token: str, now: datetime) -> Guest | None:
    """Whoever comes with this link, while it is valid."""
    t = tables.guests
    row = db.execute(select(t).where(t.c.id == _hashed(token), t.c.ends > now)).one_or_none()
    return Guest(**row._mapping) if row else None


def of(db: Connection, slug: str) -> list[Guest]:
    """All links of a questionnaire, those that end last first."""
    t = tables.guests
    rows = db.execute(select(t).where(t.c.slug == slug).order_by(t.c.ends.desc(), t.c.id))
    return [Guest(**row._mapping) for row in rows]


def revoke(db: Connection, slug: str, id: str) -> None:
    t = tables.guests
    db.execute(delete(t).where(t.c.slug == slug, t.c.id == id))


def forget_past(db: Connection, before: datetime) -> None:
    """Forget links that ended before this moment: nobody needs to know any more for whom they were."""
    db.execute(delete(tables.guests).where(tables.guests.c.ends < before))


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()

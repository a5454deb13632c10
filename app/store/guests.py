"""Links for translators without an account: each opens the texts of one language of one thing, until its end.

The thing is a questionnaire, named by its short name, or a document, named by kind and short name: event/bungsberg.

The table holds hashes, so whoever reads it cannot come in with what stands there.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Table, delete, insert, select

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


def add(db: Connection, token: str, name: str, language: str, who: str, made_by: str, ends: datetime) -> None:
    row = {"id": _hashed(token), "slug": name, "language": language, "name": who, "made_by": made_by, "ends": ends}
    db.execute(insert(_of(name)).values(row))


def coming(db: Connection, token: str, now: datetime) -> Guest | None:
    """Whoever comes with this link, while it is valid."""
    for t in BOTH:
        row = db.execute(select(t).where(t.c.id == _hashed(token), t.c.ends > now)).one_or_none()
        if row:
            return Guest(**row._mapping)
    return None


def of(db: Connection, name: str) -> list[Guest]:
    """All links of a questionnaire or document, those that end last first."""
    t = _of(name)
    rows = db.execute(select(t).where(t.c.slug == name).order_by(t.c.ends.desc(), t.c.id))
    return [Guest(**row._mapping) for row in rows]


def revoke(db: Connection, name: str, id: str) -> None:
    t = _of(name)
    db.execute(delete(t).where(t.c.slug == name, t.c.id == id))


def forget_past(db: Connection, before: datetime) -> None:
    """Forget links that ended before this moment: nobody needs to know any more for whom they were."""
    for t in BOTH:
        db.execute(delete(t).where(t.c.ends < before))


BOTH = (tables.guests, tables.document_guests)


def _of(name: str) -> Table:
    return tables.document_guests if "/" in name else tables.guests


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()

"""The journal of what staff did: changes of drafts from their steps, everything else from entries of its own.

Nothing in it comes from people who answer.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, String, Table, insert, literal, select, union, union_all

from app.store import tables
from app.store.steps import Act, heard, said


@dataclass(frozen=True)
class Entry:
    act: Act
    slug: str  # the questionnaire it is about; empty: none


def add(db: Connection, act: Act, slug: str | None = None, request: str | None = None) -> None:
    """Note an act, about a questionnaire or none, about a request for its answers or none."""
    row = {"id": str(uuid.uuid4()), "moment": act.moment, "who": act.who, "slug": slug, "what": said(act.what)}
    db.execute(insert(tables.journal).values(**row, request=request))


def about_requests(db: Connection, slug: str, request: str = "", most: int = 100) -> list[Entry]:
    """What was done about the answers of a questionnaire, or about one request for them, the newest first."""
    j = tables.journal
    which = j.c.request == request if request else j.c.request.is_not(None)
    rows = db.execute(select(j).where(j.c.slug == slug, which).order_by(j.c.moment.desc(), j.c.id).limit(most))
    return [Entry(Act(row.who, row.moment, heard(row.what)), row.slug) for row in rows]


def entries(db: Connection, who: str = "", slug: str = "", most: int = 50, after: int = 0) -> list[Entry]:
    """What was done, the newest first: by everyone or one, about everything or one questionnaire."""
    j, s = tables.journal, tables.steps
    noted = select(j.c.moment, j.c.who, j.c.slug, j.c.what, j.c.id.label("key"), literal(0).label("part"))
    changed = select(
        s.c.moment, s.c.who, s.c.slug, s.c.what, literal("", String).label("key"), s.c.revision.label("part")
    )
    both = union_all(_chosen(noted, j, who, slug), _chosen(changed, s, who, slug)).subquery()
    newest = (both.c.moment.desc(), both.c.part.desc(), both.c.key)
    rows = db.execute(select(both).order_by(*newest).limit(most).offset(after))
    return [Entry(Act(row.who, row.moment, heard(row.what)), row.slug or "") for row in rows]


def people(db: Connection) -> list[str]:
    """Everyone the journal names."""
    names = union(select(tables.journal.c.who), select(tables.steps.c.who)).subquery()
    return list(db.scalars(select(names.c.who).order_by(names.c.who)))


def _chosen(rows: Select[Any], table: Table, who: str, slug: str) -> Select[Any]:
    if who:
        rows = rows.where(table.c.who == who)
    return rows.where(table.c.slug == slug) if slug else rows

"""A mark that changes whenever anything changes that public pages show: as long as it stays, so do they.

It reads what the public role may read (rights.PUBLIC) and no more, and costs the same however large the pages are. A
version or a release never changes, so the newest stand for all; the hash of a release covers those before it.
"""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Select, func, literal, select, text, union_all

from app.store import tables


def of_public(db: Connection) -> str:
    """The mark of all questionnaires, versions, releases, documents (papers.py) and statements as they are now."""
    return _mark(db, _STANDING, _AROUND, _OPINIONS)


def of_sheets(db: Connection) -> str:
    """The mark of what respondents' own pages are made of: no release changes it."""
    return _mark(db, _ASKED)


def _mark(db: Connection, *queries: Select[Any] | CompoundSelect[Any]) -> str:
    found = [tuple(row) for query in queries for row in db.execute(query)]
    return hashlib.sha256(repr(found).encode()).hexdigest()


_Q, _V, _R, _D = (table.c for table in (tables.questionnaires, tables.versions, tables.releases, tables.documents))
_S, _O = (table.c for table in (tables.statements_shown, tables.conversation_releases))
_VERSION = select(func.max(_V.number)).where(_V.slug == _Q.slug).scalar_subquery()
_RELEASE = select(_R.sha256).where(_R.slug == _Q.slug).order_by(_R.number.desc()).limit(1).scalar_subquery()
_STANDING = select(_Q.slug, _Q.state, _Q.last_day, _VERSION, _RELEASE).order_by(_Q.slug)
_ASKED = union_all(
    select(_Q.slug, _Q.state, _VERSION),
    select(_D.slug, _D.state, _D.edition).where(_D.kind == "conversation"),
    select(_D.slug, _D.state, literal(0)).where(_D.kind == "consultation"),  # pages lead to it while it is public
    select(_S.conversation, literal("statements"), func.count()).group_by(_S.conversation),
).order_by(text("1, 2, 3"))
_AROUND = select(_D.kind, _D.slug, _D.state, _D.edition).order_by(_D.kind, _D.slug)
# Statements, whose words change by revision, and what was released of the votes on them.
_OPINIONS = union_all(
    select(_S.conversation, _S.id, _S.revision), select(_O.conversation, _O.sha256, _O.number)
).order_by(text("1, 2"))

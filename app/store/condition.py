"""What the database tells about how it goes: to operators, and never anything that waits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Engine, func, select, text

from app.store import roles, tables
from app.store.engine import reading

ON_SQLITE = {
    roles.ANSWER_ROLE: select(tables.codes.c.slug),
    roles.PUBLIC_ROLE: select(tables.versions.c.slug),
    roles.STAFF_ROLE: select(tables.versions.c.slug),
    roles.REGISTER_ROLE: select(tables.documents.c.slug),
}


def works(engine: Engine, role: str) -> bool:
    """Whether this part of the web process can do its work; raises what the database says where it is away."""
    with reading(engine) as db:
        if engine.dialect.name == "postgresql":
            return bool(db.scalar(text(roles.WORK[role])))
        db.execute(ON_SQLITE[role].limit(1)).all()
        return True


def schema(db: Connection) -> str | None:
    """Which schema the database has, for those who may read nothing but the number."""
    found: str | None = db.scalar(text("select version_num from alembic_version"))
    return found


def last_seals(db: Connection) -> dict[str, datetime]:
    e = tables.epochs
    rows = db.execute(select(e.c.slug, func.max(e.c.moment).label("moment")).group_by(e.c.slug))
    return {row.slug: row.moment for row in rows}


def last_releases(db: Connection) -> dict[str, tuple[int, datetime]]:
    """The newest release of each questionnaire and when it was published."""
    r = tables.releases
    rows = db.execute(select(r.c.slug, func.max(r.c.number), func.max(r.c.published)).group_by(r.c.slug))
    return {slug: (number, published) for slug, number, published in rows}


def mails(db: Connection) -> tuple[int, int]:
    """How many mails to staff wait, and how often at most one of them was tried."""
    o = tables.outbox
    row = db.execute(select(func.count(), func.coalesce(func.max(o.c.tries), 0)).select_from(o)).one()
    return int(row[0]), int(row[1])

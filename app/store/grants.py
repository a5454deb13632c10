"""Roles in single questionnaires, for people whose own role does less."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from app.domain.people import Person
from app.store import tables


def of(db: Connection, person: str) -> dict[str, str]:
    """The roles of a person by the short names of questionnaires."""
    t = tables.grants
    return {row.slug: row.role for row in db.execute(select(t.c.slug, t.c.role).where(t.c.staff == person))}


def given(db: Connection, slug: str) -> list[tuple[Person, str]]:
    """Who has a role in this questionnaire, and which."""
    t, s = tables.grants, tables.staff
    columns = (s.c.id, s.c.email, s.c.name, s.c.role, t.c.role.label("granted"))
    rows = db.execute(select(*columns).join(t, t.c.staff == s.c.id).where(t.c.slug == slug).order_by(s.c.name))
    return [(Person(row.id, row.email, row.name, row.role), row.granted) for row in rows]


def give(db: Connection, person: str, slug: str, role: str) -> None:
    """Give someone this role, and no other, in a questionnaire."""
    take(db, person, slug)
    db.execute(insert(tables.grants).values(staff=person, slug=slug, role=role))


def take(db: Connection, person: str, slug: str) -> bool:
    """Take away someone's role in a questionnaire; False when there was none."""
    t = tables.grants
    return bool(db.execute(delete(t).where(t.c.staff == person, t.c.slug == slug)).rowcount)

"""Releases: published once, never changed, each bound to the one before by its hash."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import Connection, insert, select

from app.domain.release import Release, sha256
from app.store import tables


def add(db: Connection, slug: str, release: Release, published: datetime) -> None:
    row = {
        "slug": slug,
        "number": release.number,
        "published": published,
        "sha256": release.sha256,
        "document": dict(release.document),
    }
    db.execute(insert(tables.releases).values(row))


def latest(db: Connection, slug: str) -> Release | None:
    t = tables.releases
    row = db.execute(select(t).where(t.c.slug == slug).order_by(t.c.number.desc()).limit(1)).one_or_none()
    return Release(row.document, row.sha256) if row else None


def at(db: Connection, slug: str, number: int) -> Release | None:
    """The release with this number."""
    t = tables.releases
    row = db.execute(select(t).where(t.c.slug == slug, t.c.number == number)).one_or_none()
    return Release(row.document, row.sha256) if row else None


def every(db: Connection, slug: str) -> Iterator[Release]:
    """All releases, the oldest first."""
    t = tables.releases
    for row in db.execute(select(t).where(t.c.slug == slug).order_by(t.c.number)):
        yield Release(row.document, row.sha256)


def days(db: Connection, slug: str) -> list[tuple[int, date]]:
    """The number and the day of each release, the first first. The newest knows the days of all before it."""
    t = tables.releases
    numbers = db.scalars(select(t.c.number).where(t.c.slug == slug).order_by(t.c.number)).all()
    newest = latest(db, slug)
    history = newest.history if newest else []
    return [(number, day) for number, (day, _) in zip(numbers[-len(history) :], history, strict=True)]


def hashes(db: Connection, slug: str) -> list[str]:
    """The hash of each release, the oldest first."""
    t = tables.releases
    return list(db.scalars(select(t.c.sha256).where(t.c.slug == slug).order_by(t.c.number)))


def latest_number(db: Connection, slug: str) -> int:
    """The number of the newest release, 0 before the first."""
    t = tables.releases
    return db.scalar(select(t.c.number).where(t.c.slug == slug).order_by(t.c.number.desc()).limit(1)) or 0


def last_published(db: Connection, slug: str) -> datetime | None:
    """When the newest release was made, in UTC."""
    t = tables.releases
    return db.scalar(select(t.c.published).where(t.c.slug == slug).order_by(t.c.number.desc()).limit(1))


def broken(db: Connection, slug: str) -> int | None:
    """The number of the first release that is not what its hash says or does not follow the one before; None if all
    are as they were published."""
    t = tables.releases
    before, number = "", 0
    for row in db.execute(select(t).where(t.c.slug == slug).order_by(t.c.number)):
        follows = row.number > number and row.document["previous"] == before
        if not follows or sha256(row.document) != row.sha256:
            return int(row.number)
        before, number = row.sha256, row.number
    return None

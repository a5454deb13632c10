"""Epochs: each is one seal, and the release that is made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select, true, update

from app.store import tables


@dataclass(frozen=True)
class Epoch:
    """`groups` says whether its release extends the groups, `closing` whether it is the last; `sheets` are the
    answers it sealed, `identical` the sizes of sets of them that are alike word for word, `codes_left` the printed
    codes nobody had used by then (None: there were none), `held_back` the groups the gate let wait: question ("" for
    all), dimension, group; `version` is the one in whose words it is released, None the newest."""

    slug: str
    number: int
    moment: datetime
    groups: bool
    closing: bool
    sheets: int = 0
    identical: Sequence[int] = field(default=())
    codes_left: int | None = None
    held_back: Sequence[Sequence[str]] = field(default=())
    version: int | None = None


def add(db: Connection, epoch: Epoch) -> None:
    """Keep an epoch. `responses.seal` does it by itself; alone it is an epoch nobody came with."""
    db.execute(insert(tables.epochs).values({**asdict(epoch), "identical": list(epoch.identical), "held_back": None}))


def last(db: Connection, slug: str, groups: bool = False) -> Epoch | None:
    """The newest epoch, or the newest that extended the groups."""
    e = tables.epochs
    query = select(e).where(e.c.slug == slug, e.c.groups if groups else true())
    return _one(db, query.order_by(e.c.number.desc()))


def sheets(db: Connection, slug: str) -> int:
    """How many answers have been sealed so far."""
    e = tables.epochs
    return db.scalar(select(func.coalesce(func.sum(e.c.sheets), 0)).where(e.c.slug == slug)) or 0


def all_of(db: Connection, slug: str) -> list[Epoch]:
    """The epochs of a questionnaire, the newest first."""
    e = tables.epochs
    rows = db.execute(select(e).where(e.c.slug == slug).order_by(e.c.number.desc())).mappings()
    return [_epoch(row) for row in rows]


def hold_back(db: Connection, slug: str, number: int, held_back: Sequence[Sequence[str]]) -> None:
    """Keep which groups the gate held back when an epoch was released."""
    e = tables.epochs
    values = {"held_back": [list(each) for each in held_back]}
    db.execute(update(e).where(e.c.slug == slug, e.c.number == number).values(values))


def pending(db: Connection, slug: str) -> Epoch | None:
    """The oldest epoch that is sealed but not released yet. An epoch and its release have the same number."""
    e, r = tables.epochs, tables.releases
    released = select(func.coalesce(func.max(r.c.number), 0)).where(r.c.slug == slug).scalar_subquery()
    return _one(db, select(e).where(e.c.slug == slug, e.c.number > released).order_by(e.c.number))


def _one(db: Connection, query: Select[Any]) -> Epoch | None:
    row = db.execute(query.limit(1)).mappings().one_or_none()
    return _epoch(row) if row else None


def _epoch(row: Mapping[Any, Any]) -> Epoch:
    return Epoch(**{**row, "identical": tuple(row["identical"]), "held_back": row["held_back"] or ()})

"""Subscriptions of news: asked for, confirmed by a link in a mail, ended by another. What ends is deleted."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from app.store import tables

MOST_WAITING = 3  # unconfirmed ones of an address: nobody's mailbox is filled by others


@dataclass(frozen=True)
class Subscription:
    """Who gets the news of which consultation in which language."""

    id: str
    consultation: str
    email: str
    language: str
    state: Literal["waiting", "active"]


_T = tables.subscriptions.c
_ALL = select(_T.id, _T.consultation, _T.email, _T.language, _T.state)


def ask(db: Connection, consultation: str, email: str, language: str, day: date) -> Subscription | None:
    """Begin a subscription that waits to be confirmed; None where this address was written to often enough already."""
    same = select(_T.id).where(_T.consultation == consultation, _is(email), _T.state == "waiting")
    if len(db.execute(same).all()) >= MOST_WAITING:
        return None
    made = Subscription(str(uuid.uuid4()), consultation, email, language, "waiting")
    db.execute(insert(tables.subscriptions).values(**vars(made), since=day))
    return made


def find(db: Connection, id: str) -> Subscription | None:
    row = db.execute(_ALL.where(_T.id == id)).one_or_none()
    return Subscription(**row._mapping) if row else None


def confirm(db: Connection, asked: Subscription) -> None:
    """From now on news go there; earlier subscriptions of the same address end, so that each comes once."""
    same = (_T.consultation == asked.consultation, _is(asked.email), _T.id != asked.id)
    db.execute(delete(tables.subscriptions).where(*same))
    db.execute(update(tables.subscriptions).where(_T.id == asked.id).values(state="active"))


def _is(email: str) -> ColumnElement[bool]:
    """The same mailbox: nobody has one for small and another for capital letters."""
    return func.lower(_T.email) == email.lower()


def end(db: Connection, id: str) -> None:
    db.execute(delete(tables.subscriptions).where(_T.id == id))


def forget_all(db: Connection, consultation: str) -> None:
    """Delete every address that was given for a consultation."""
    db.execute(delete(tables.subscriptions).where(_T.consultation == consultation))


def forget_unconfirmed(db: Connection, before: date) -> None:
    db.execute(delete(tables.subscriptions).where(_T.state == "waiting", _T.since < before))


def active(db: Connection, consultation: str) -> Iterator[Subscription]:
    """All who get the news of a consultation, in no order that tells when they came."""
    rows = db.execute(_ALL.where(_T.consultation == consultation, _T.state == "active").order_by(_T.id))
    return (Subscription(**row._mapping) for row in rows)


def mailed(db: Connection, consultation: str) -> set[str]:
    """The news that went out already."""
    t = tables.mailed_news.c
    return set(db.scalars(select(t.news).where(t.consultation == consultation)))


def mark_mailed(db: Connection, consultation: str, news: str, day: date) -> None:
    """Raises IntegrityError when another process has just done so: then this transaction must send nothing."""
    db.execute(insert(tables.mailed_news).values(consultation=consultation, news=news, day=day))

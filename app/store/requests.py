"""Requests for the answers of a questionnaire: asked by one person, decided by another, at an end by themselves."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, exists, insert, select, update

from app.store import tables

State = Literal["waiting", "confirmed", "refused", "withdrawn", "failed"]
t = tables.requests


@dataclass(frozen=True)
class Request:
    """Who asked, why, and who decided; `ready` says whether the extract is made. It opens nothing after `ends`."""

    id: str
    slug: str
    asked_by: str
    name: str
    email: str
    asked: datetime
    purpose: str
    state: State
    decided_by: str
    decided: datetime | None
    reason: str
    ends: datetime
    ready: bool

    def running(self, now: datetime) -> bool:
        return self.state in ("waiting", "confirmed") and now < self.ends

    def opens(self, now: datetime) -> bool:
        """Whether the answers may be looked at."""
        return self.state == "confirmed" and self.ready and now < self.ends


def ask(db: Connection, slug: str, person: str, purpose: str, now: datetime, ends: datetime) -> str:
    """Keep a request; returns its id."""
    id = str(uuid.uuid4())
    row = {"id": id, "slug": slug, "asked_by": person, "asked": now, "purpose": purpose, "ends": ends}
    db.execute(insert(t).values(**row, state="waiting", reason=""))
    return id


def of(db: Connection, slug: str, most: int = 50) -> list[Request]:
    """The requests about a questionnaire, the newest first."""
    rows = db.execute(_query().where(t.c.slug == slug).order_by(t.c.asked.desc(), t.c.id).limit(most))
    return [_request(row) for row in rows]


def waiting_for(db: Connection, person: str, now: datetime) -> list[str]:
    """The short names of questionnaires with a request that someone else must decide."""
    waits = (t.c.state == "waiting", t.c.ends > now, t.c.asked_by != person)
    return list(db.scalars(select(t.c.slug).where(*waits).distinct().order_by(t.c.slug)))


def one(db: Connection, slug: str, id: str) -> Request | None:
    row = db.execute(_query().where(t.c.slug == slug, t.c.id == id)).one_or_none()
    return _request(row) if row else None


def decide(db: Connection, id: str, state: State, person: str, now: datetime, ends: datetime, reason: str = "") -> bool:
    """Confirm or refuse what waits; False when it waits no longer, has ended, or is one's own."""
    waits = (t.c.id == id, t.c.state == "waiting", t.c.ends > now, t.c.asked_by != person)
    values = {"state": state, "decided_by": person, "decided": now, "ends": ends, "reason": reason}
    return bool(db.execute(update(t).where(*waits).values(values)).rowcount)


def withdraw(db: Connection, id: str, person: str, now: datetime) -> bool:
    """Take back one's own request, confirmed or not; False when there is nothing to take back."""
    mine = (t.c.id == id, t.c.asked_by == person, t.c.state.in_(("waiting", "confirmed")), t.c.ends > now)
    return bool(db.execute(update(t).where(*mine).values(state="withdrawn", ends=now)).rowcount)


def fail(db: Connection, id: str) -> None:
    """No extract could be made."""
    db.execute(update(t).where(t.c.id == id, t.c.state == "confirmed").values(state="failed"))


def to_prepare(db: Connection, now: datetime) -> list[tuple[str, str]]:
    """Confirmed requests without an extract, with the short name of their questionnaire."""
    x = tables.extracts
    made = exists().where(x.c.request == t.c.id)
    query = (
        select(t.c.id, t.c.slug).where(t.c.state == "confirmed", t.c.ends > now, ~made).order_by(t.c.decided, t.c.id)
    )
    return [(row.id, row.slug) for row in db.execute(query)]


def _query() -> Any:
    s, d, x = tables.staff, tables.staff.alias(), tables.extracts
    ready = exists().where(x.c.request == t.c.id).label("ready")
    columns = (t, s.c.name, s.c.email, d.c.name.label("decided_name"), ready)
    return select(*columns).join(s, s.c.id == t.c.asked_by).outerjoin(d, d.c.id == t.c.decided_by)


def _request(row: Any) -> Request:
    return Request(
        row.id,
        row.slug,
        row.asked_by,
        row.name,
        row.email,
        row.asked,
        row.purpose,
        row.state,
        row.decided_name or "",
        row.decided,
        row.reason,
        row.ends,
        bool(row.ready),
    )

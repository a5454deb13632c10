"""Mails waiting to be sent, to staff and to who registered or subscribed.

They hold no answers, and are deleted when the mail server has them.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from app.store import tables


@dataclass(frozen=True)
class Attachment:
    """A small text file that goes with a mail; `type` is its media type, such as text/calendar."""

    name: str
    type: str
    words: str


@dataclass(frozen=True)
class Mail:
    """A mail as plain text, and how often sending it was tried; `heads` are further ones, such as List-Unsubscribe."""

    id: str
    recipient: str
    subject: str
    body: str
    tries: int = 0
    heads: Mapping[str, str] = field(default_factory=dict)
    attachment: Attachment | None = None


def add(
    db: Connection,
    recipient: str,
    subject: str,
    body: str,
    now: datetime,
    heads: Mapping[str, str] | None = None,
    attachment: Attachment | None = None,
) -> str:
    """Have a mail sent if this transaction comes to its end; returns its id."""
    id = str(uuid.uuid4())
    more = {"heads": dict(heads) if heads else None, "attachment": vars(attachment) if attachment else None}
    row = {"id": id, "recipient": recipient, "subject": subject, "body": body, **more}
    db.execute(insert(tables.outbox).values(**row, tries=0, next_try=now))
    return id


def due(db: Connection, now: datetime, most: int = 20) -> list[Mail]:
    t = tables.outbox
    rows = db.execute(select(t).where(t.c.next_try <= now).order_by(t.c.next_try).limit(most))
    return [_mail(row) for row in rows]


def _mail(row: Any) -> Mail:
    attachment = Attachment(**row.attachment) if row.attachment else None
    return Mail(row.id, row.recipient, row.subject, row.body, row.tries, row.heads or {}, attachment)


def take(db: Connection, mail: Mail, again: datetime) -> bool:
    """Take a mail to send it; if it is not deleted it is due `again`. False when another process has taken it."""
    t = tables.outbox
    mine = update(t).where(t.c.id == mail.id, t.c.tries == mail.tries)
    return bool(db.execute(mine.values(tries=mail.tries + 1, next_try=again)).rowcount)


def remove(db: Connection, id: str) -> None:
    db.execute(delete(tables.outbox).where(tables.outbox.c.id == id))

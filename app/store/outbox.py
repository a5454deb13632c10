"""Mails waiting to be sent. For staff; they hold no answers, and are deleted when the mail server has them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from app.store import tables


@dataclass(frozen=True)
class Mail:
    """A mail as plain text, and how often sending it was tried."""

    id: str
    recipient: str
    subject: str
    body: str
    tries: int


def add(db: Connection, recipient: str, subject: str, body: str, now: datetime) -> str:
    """Have a mail sent if this transaction comes to its end; returns its id."""
    id = str(uuid.uuid4())
    row = {"id": id, "recipient": recipient, "subject": subject, "body": body}
    db.execute(insert(tables.outbox).values(**row, tries=0, next_try=now))
    return id


def due(db: Connection, now: datetime, most: int = 20) -> list[Mail]:
    t = tables.outbox
    rows = db.execute(select(t).where(t.c.next_try <= now).order_by(t.c.next_try).limit(most))
    return [Mail(row.id, row.recipient, row.subject, row.body, row.tries) for row in rows]


def take(db: Connection, mail: Mail, again: datetime) -> bool:
    """Take a mail to send it; if it is not deleted it is due `again`. False when another process has taken it."""
    t = tables.outbox
    mine = update(t).where(t.c.id == mail.id, t.c.tries == mail.tries)
    return bool(db.execute(mine.values(tries=mail.tries + 1, next_try=again)).rowcount)


def remove(db: Connection, id: str) -> None:
    db.execute(delete(tables.outbox).where(tables.outbox.c.id == id))

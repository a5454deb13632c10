"""The table of those who come to events. It knows names, and nothing anyone answered; no other table refers to it.

Here the order of arrival is kept, which answers never have: places go to whoever comes first.
"""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, Column, Date, DateTime, Index, Integer, String, Table

from app.store.metadata import metadata

registrations = Table(
    "registrations",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("event", String(61), nullable=False),
    Column("number", Integer, nullable=False),  # in the order of arrival at this event
    Column(
        "state",
        String(9),
        CheckConstraint("state in ('confirmed', 'waiting', 'cancelled')", "state"),
        nullable=False,
    ),
    Column("seats", Integer, CheckConstraint("seats > 0", "seats"), nullable=False),
    Column("name", String(200), nullable=False),
    Column("email", String(254), nullable=False),
    Column("language", String(16), nullable=False),
    Column("companions", JSON, nullable=False),
    Column("needs", JSON, nullable=False),
    Column("token", String(64), nullable=False),  # hash of what their personal link ends with
    Column("sequence", Integer, nullable=False, server_default="0"),
    Column("here", Integer, nullable=False, server_default="0"),  # how many of the party have come
    Column("came", DateTime(timezone=False)),  # not used: it would put into backups who came before whom
    Column("reminded", Date),
    Index("ix_registrations_event_number", "event", "number", unique=True),
    Index("ix_registrations_token", "token", unique=True),
    sqlite_with_rowid=False,
)

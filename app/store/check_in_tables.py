"""The table of what was noted at the doors of events, each by the id the phone at the door gave it."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Index, Integer, String, Table

from app.store.metadata import metadata

check_ins = Table(
    "check_ins",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("event", String(61), nullable=False),
    Column("registration", String(36), nullable=False),
    Column("here", Integer, nullable=False),
    Column("moment", DateTime(timezone=False), nullable=False),
    Column("who", String(200), nullable=False),
    Index("ix_check_ins_event", "event"),
    Index("ix_check_ins_registration", "registration"),
    sqlite_with_rowid=False,
)

"""The tables of those who analyse: requests for the answers of a questionnaire, and the extracts made for them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, LargeBinary, String, Table, Text

from app.store.metadata import metadata

requests = Table(
    "requests",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("slug", String(61), ForeignKey("questionnaires.slug"), nullable=False, index=True),
    Column("asked_by", String(36), ForeignKey("staff.id"), nullable=False),
    Column("asked", DateTime(timezone=False), nullable=False),
    Column("purpose", Text, nullable=False),
    Column(
        "state",
        String(9),
        CheckConstraint("state in ('waiting', 'confirmed', 'refused', 'withdrawn', 'failed')", "state"),
        nullable=False,
    ),
    Column("decided_by", String(36), ForeignKey("staff.id")),
    Column("decided", DateTime(timezone=False)),
    Column("reason", Text, nullable=False),  # why it was refused
    Column("ends", DateTime(timezone=False), nullable=False),
    CheckConstraint("decided_by is null or decided_by <> asked_by", "second"),
    CheckConstraint("state not in ('confirmed', 'refused') or decided_by is not null", "decided"),
)

extracts = Table(  # coarse, shuffled rows of answers, written by the job runner; deleted when the request ends
    "extracts",
    metadata,
    Column("request", String(36), ForeignKey("requests.id"), primary_key=True),
    Column("document", LargeBinary, nullable=False),  # compressed JSON
    sqlite_with_rowid=False,
)

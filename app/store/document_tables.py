"""The table of documents: what staff write around the questionnaires, and what of it is published."""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, Column, Date, Integer, String, Table

from app.store.metadata import metadata

documents = Table(
    "documents",
    metadata,
    Column("kind", String(20), primary_key=True),
    Column("slug", String(61), primary_key=True),
    Column("state", String(9), CheckConstraint("state in ('draft', 'published', 'archived')", "state"), nullable=False),
    Column("draft", JSON, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("published", JSON),  # as it was when it was published last; null: never
    Column("since", Date),  # the day it was published first
    Column("changed", Date),  # the day it was published last
)

"""The tables of documents: what staff write around the questionnaires, what of it is public, and files beside it."""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, Column, Date, DateTime, Integer, LargeBinary, String, Table

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
    Column("edition", Integer, nullable=False, server_default="0"),  # raised whenever what everyone sees of it changes
)

papers = Table(  # PDF files of a consultation, by language; public as soon as the paper they belong to is
    "papers",
    metadata,
    Column("consultation", String(61), primary_key=True),
    Column("paper", String(40), primary_key=True),
    Column("language", String(16), primary_key=True),
    Column("name", String(200), nullable=False),  # what the file was called
    Column("sha256", String(64), nullable=False),
    Column("size", Integer, nullable=False),  # in bytes
    Column("bytes", LargeBinary, nullable=False),
)

document_steps = Table(  # as `steps` for questionnaires
    "document_steps",
    metadata,
    Column("slug", String(82), primary_key=True),  # kind and short name
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("moment", DateTime(timezone=False), nullable=False),
    Column("who", String(200), nullable=False),
    Column("what", JSON, nullable=False),
    Column(
        "state",
        String(6),
        CheckConstraint("state in ('done', 'undone', 'undo', 'past')", "state"),
        nullable=False,
    ),
    Column("back", LargeBinary),
)

document_guests = Table(  # as `guests` for questionnaires
    "document_guests",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("slug", String(82), nullable=False),  # kind and short name
    Column("language", String(16), nullable=False),
    Column("name", String(200), nullable=False),
    Column("made_by", String(200), nullable=False),
    Column("ends", DateTime(timezone=False), nullable=False),
)

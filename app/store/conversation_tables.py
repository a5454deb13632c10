"""The tables of conversations: statements, votes on their way, sealed ballots, and what is published of them.

A ballot is the votes of one person as long as their page was open. What waits lies with the inbox (tables.WAITING).
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
)

from app.store.metadata import metadata

statements = Table(  # for staff: also what was proposed and refused
    "statements",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("conversation", String(61), nullable=False),
    Column("words", JSON, nullable=False),
    Column("source", String(16), nullable=False),
    Column(
        "state", String(8), CheckConstraint("state in ('proposed', 'accepted', 'refused')", "state"), nullable=False
    ),
    Column("reason", Text, nullable=False),
    Column("origin", String(200), nullable=False),
    Column("theme", String(200), nullable=False),
    Column("merged_into", String(12)),
    Column("original", Text, nullable=False, server_default=""),  # the words that were proposed, if they were changed
    Column("revision", Integer, nullable=False),
    Index("ix_statements_conversation", "conversation", "state"),
    sqlite_with_rowid=False,
)

statements_shown = Table(  # a copy of those people vote on: rights are given by table, and refused words are nobody's
    "statements_shown",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("conversation", String(61), nullable=False, index=True),
    Column("words", JSON, nullable=False),
    Column("source", String(16), nullable=False),
    Column("theme", String(200), nullable=False),
    Column("origin", String(200), nullable=False),
    Column("original", Text, nullable=False, server_default=""),
    Column("revision", Integer, nullable=False),
    sqlite_with_rowid=False,
)

opinions = Table(  # what staff said about a statement: of each person the newest counts
    "opinions",
    metadata,
    Column("statement", String(12), primary_key=True),
    Column("who", String(36), primary_key=True),  # of the staff
    Column("name", String(200), nullable=False),
    Column("verdict", String(8), CheckConstraint("verdict in ('accepted', 'refused')", "verdict"), nullable=False),
    Column("reason", String(20), nullable=False),
    Column("moment", DateTime(timezone=False), nullable=False),
    sqlite_with_rowid=False,
)

# -- on their way, in SQLite's file of the inbox

votes_waiting = Table(  # `ballot` is a keyed hash of the key in the voter's form; `settled`: untouched for a while
    "votes_waiting",
    metadata,
    Column("ballot", String(36), primary_key=True),
    Column("statement", String(12), primary_key=True),
    Column("conversation", String(61), nullable=False),
    Column("value", SmallInteger, CheckConstraint("value in (-1, 0, 1)", "value"), nullable=False),
    Column("simulated", Boolean, nullable=False),
    Column("settled", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

suggestions_waiting = Table(  # what people add, with nothing that leads to their votes
    "suggestions_waiting",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("conversation", String(61), nullable=False),
    Column("language", String(16), nullable=False),
    Column("words", Text, nullable=False),
    Column("settled", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

# -- sealed

ballots = Table(  # shuffled, under new random keys; `epoch` is the release in which they first count
    "ballots",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("conversation", String(61), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("simulated", Boolean, nullable=False),
    Column("votes", JSON, nullable=False),
    Index("ix_ballots_conversation_id", "conversation", "id"),
    sqlite_with_rowid=False,
)

# -- what is published

conversation_rounds = Table(  # when the job runner last looked after a conversation
    "conversation_rounds",
    metadata,
    Column("conversation", String(61), primary_key=True),
    Column("moment", DateTime(timezone=False), nullable=False),
)

conversation_epochs = Table(  # each seal: what the release made of it is computed from
    "conversation_epochs",
    metadata,
    Column("conversation", String(61), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("moment", DateTime(timezone=False), nullable=False),
    Column("closing", Boolean, nullable=False),
    Column("ballots", Integer, nullable=False),
    Column("statements", JSON, nullable=False),  # those that were shown then
)

conversation_releases = Table(  # append only, by trigger
    "conversation_releases",
    metadata,
    Column("conversation", String(61), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("published", DateTime(timezone=False), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("document", JSON, nullable=False),
)

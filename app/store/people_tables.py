"""The tables of those who work here: accounts and how they sign in, what they did, and mails to them."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from app.store.metadata import metadata

staff = Table(
    "staff",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("email", String(200), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("role", String(20), nullable=False),
    Column("password", String(200), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("totp", String(64)),  # the secret of an authenticator app; null: none
    Column("totp_used", Integer),  # the last time step a code was taken for: each counts once
)

passkeys = Table(
    "passkeys",
    metadata,
    Column("id", String(400), primary_key=True),  # the credential's id, base64url
    Column("staff", String(36), ForeignKey("staff.id"), nullable=False, index=True),
    Column("name", String(200), nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", Integer, nullable=False),
    Column("added", Date, nullable=False),
)

recovery_codes = Table(  # hashes; each opens the door once
    "recovery_codes",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("staff", String(36), ForeignKey("staff.id"), nullable=False, index=True),
)

letters = Table(  # links sent by mail: an invitation, a new password. The key is a hash of the token
    "letters",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("staff", String(36), ForeignKey("staff.id"), nullable=False),
    Column("purpose", String(10), CheckConstraint("purpose in ('invitation', 'password')", "purpose"), nullable=False),
    Column("ends", DateTime(timezone=False), nullable=False),
)

grants = Table(  # a role in one questionnaire, for someone whose own role may do less
    "grants",
    metadata,
    Column("staff", String(36), ForeignKey("staff.id"), primary_key=True),
    Column("slug", String(61), ForeignKey("questionnaires.slug"), primary_key=True),
    Column("role", String(20), nullable=False),
)

journal = Table(  # what staff did besides changing drafts: published, closed, invited, gave a role
    "journal",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("moment", DateTime(timezone=False), nullable=False),
    Column("who", String(200), nullable=False),
    Column("slug", String(61)),
    Column("what", JSON, nullable=False),
    Column("request", String(36)),  # for answers, if it is about one
)

outbox = Table(  # mails waiting to be sent; deleted when they are
    "outbox",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("recipient", String(200), nullable=False),
    Column("subject", String(400), nullable=False),
    Column("body", Text, nullable=False),
    Column("heads", JSON),  # further heads, such as List-Unsubscribe: names and words
    Column("attachment", JSON),  # a file: name, type, words
    Column("tries", Integer, nullable=False),
    Column("next_try", DateTime(timezone=False), nullable=False),
)

sessions = Table(  # the key is a hash of the cookie's token, so the table opens no door
    "sessions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("staff", String(36), ForeignKey("staff.id"), nullable=False),
    Column("ends", DateTime(timezone=False), nullable=False),
    Column("seen", DateTime(timezone=False), nullable=False),
)

attempts = Table(  # failed sign-ins by account, to slow guessing down
    "attempts",
    metadata,
    Column("email", String(200), primary_key=True),
    Column("failed", Integer, nullable=False),
    Column("until", DateTime(timezone=False), nullable=False),
)

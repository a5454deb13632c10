"""Who wants news by mail, and which news went out. Nothing here has to do with anything anyone answered."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Index, String, Table

from app.store.metadata import metadata

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("consultation", String(61), nullable=False),
    Column("email", String(200), nullable=False),
    Column("language", String(16), nullable=False),
    Column("state", String(7), CheckConstraint("state in ('waiting', 'active')", "state"), nullable=False),
    Column("since", Date, nullable=False),  # asked for on this day; not confirmed, it is deleted some days later
    Index("ix_subscriptions_consultation_email", "consultation", "email"),
)

mailed_news = Table(  # news that went out: nobody gets one twice
    "mailed_news",
    metadata,
    Column("consultation", String(61), primary_key=True),
    Column("news", String(40), primary_key=True),
    Column("day", Date, nullable=False),
)

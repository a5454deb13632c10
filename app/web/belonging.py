"""The consultation that an event, a vote or an outcome belongs to, so that its page can lead there."""

from __future__ import annotations

from flask import url_for
from sqlalchemy import Connection

from app.domain.consultation import Consultation
from app.domain.document import Document
from app.store import documents


def whole(db: Connection, document: Document) -> str:
    """The address of its page; empty while there is none that everyone can read."""
    slug = getattr(document, "consultation", "")
    public = slug and documents.published(db, Consultation, slug)
    return url_for("visit.consultation", slug=slug) if public else ""

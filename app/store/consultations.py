"""Consultations: the process around the questionnaires."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from app.domain.consultation import Consultation, dump, load
from app.store import tables


def save(db: Connection, consultation: Consultation) -> None:
    db.execute(delete(tables.consultations).where(tables.consultations.c.slug == consultation.slug))
    db.execute(insert(tables.consultations).values(slug=consultation.slug, document=dump(consultation)))


def first(db: Connection) -> Consultation | None:
    """The consultation of the start page."""
    data = db.scalar(select(tables.consultations.c.document).order_by(tables.consultations.c.slug).limit(1))
    return load(data) if data else None

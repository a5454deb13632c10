"""Consultations: the process around the questionnaires."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from app.domain.consultation import Consultation, dump, load
from app.domain.population import Population
from app.domain.population import load as load_population
from app.store import tables


def save(db: Connection, consultation: Consultation) -> None:
    db.execute(delete(tables.consultations).where(tables.consultations.c.slug == consultation.slug))
    db.execute(insert(tables.consultations).values(slug=consultation.slug, document=dump(consultation)))


def population(db: Connection) -> Population | None:
    """Who lives where the consultation of the start page is held, if a table was brought."""
    data = db.scalar(select(tables.consultations.c.document).order_by(tables.consultations.c.slug).limit(1)) or {}
    return load_population(data["population"]) if data.get("population") else None


def first(db: Connection) -> Consultation | None:
    """The consultation of the start page."""
    data = db.scalar(select(tables.consultations.c.document).order_by(tables.consultations.c.slug).limit(1))
    return load(data) if data else None

"""Consultations as whole pages need them: the one of the start page, and who lives where it is held."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from app.domain.consultation import Consultation
from app.domain.population import Population
from app.store import documents
from app.store.documents import Published


def first(db: Connection) -> Consultation | None:
    """The consultation of the start page: the one published last that is not archived."""
    newest = _newest(db)
    return newest.document if newest and not newest.archived else None


def population(db: Connection) -> Population | None:
    """Who lives where it is held, if a table was brought; results are held to it after it is archived, too."""
    newest = _newest(db)
    return newest.document.population if newest else None


def _newest(db: Connection) -> Published[Consultation] | None:
    every = documents.all_published(db, Consultation)
    return max(every, key=lambda each: (not each.archived, each.changed, each.since), default=None)


def publish(db: Connection, consultation: Consultation, day: date) -> None:
    """Make it what staff and everyone see, whether there was one of this name or not."""
    draft = documents.draft(db, Consultation, consultation.slug)
    if draft is None:
        documents.add(db, consultation)
    else:
        documents.save(db, consultation, draft.revision)
    kept = documents.draft(db, Consultation, consultation.slug)
    assert kept is not None
    documents.publish(db, kept, day)


def bring(db: Connection, slug: str, table: Population | None) -> None:
    """Keep a population table with what is published and with the draft; what staff are writing stays a draft."""
    draft, shown = documents.draft(db, Consultation, slug), documents.published(db, Consultation, slug)
    if draft:
        documents.save(db, replace(draft.document, population=table), draft.revision)
    if shown:
        documents.amend(db, replace(shown.document, population=table))

"""What the pages around the people of an event share: finding the event, and sending its files."""

from __future__ import annotations

from flask import Response, abort
from sqlalchemy import Connection

from app.domain.event import Event
from app.store import documents

TYPES = {"pdf": "application/pdf", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def find(db: Connection, slug: str) -> Event:
    """The event as everyone knows it; one that was never published, as its draft."""
    public = documents.published(db, Event, slug)
    if public:
        return public.document
    draft = documents.draft(db, Event, slug)
    return draft.document if draft else abort(404)


def file(event: Event, what: str, form: str, made: bytes) -> Response:
    """A file with names: its own name says until when it may be kept."""
    name = f"{event.slug}-{what}-delete-by-{event.deleted.isoformat()}.{form}"
    return Response(made, mimetype=TYPES[form], headers={"Content-Disposition": f'attachment; filename="{name}"'})

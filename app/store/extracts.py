"""Extracts of answers: written by the job runner, read by the pages of analysis, deleted when their request ends."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select

from app.store import tables

x, r = tables.extracts, tables.requests


def keep(db: Connection, request: str, document: Mapping[str, Any]) -> None:
    packed = zlib.compress(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())
    db.execute(insert(x).values(request=request, document=packed))


def of(db: Connection, request: str) -> dict[str, Any] | None:
    """The extract of a request as JSON data."""
    packed = db.scalar(select(x.c.document).where(x.c.request == request))
    found: dict[str, Any] | None = json.loads(zlib.decompress(packed)) if packed else None
    return found


def remove(db: Connection, request: str) -> None:
    db.execute(delete(x).where(x.c.request == request))


def forget_past(db: Connection, now: datetime) -> None:
    """Delete the extracts of requests that open nothing any more."""
    over = select(r.c.id).where(or_(r.c.state != "confirmed", r.c.ends <= now))
    db.execute(delete(x).where(x.c.request.in_(over)))

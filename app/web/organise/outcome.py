"""What the staff pages about what became of it share: the draft, and what a form of theirs says."""

from __future__ import annotations

from flask import request
from sqlalchemy import Connection

from app.domain.outcome import Outcome
from app.domain.setting import tidy
from app.store.documents import Draft
from app.web.organise import drafts

KIND = Outcome.kind


def find(db: Connection, slug: str) -> Draft[Outcome]:
    found: Draft[Outcome] = drafts.find(db, KIND, slug)
    return found


def field(name: str) -> str:
    return tidy(request.form.get(name, ""))

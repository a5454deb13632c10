"""What the staff pages about what became of it share: the draft, keeping a change of it, and the words of a form."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, request
from sqlalchemy import Connection

from app.domain.outcome import Outcome
from app.domain.sentence import N_, Problem
from app.domain.setting import tidy
from app.store import documents
from app.store.documents import Draft, Outdated


def find(db: Connection, slug: str) -> Draft[Outcome]:
    return documents.draft(db, Outcome, slug) or abort(404)


def keep(db: Connection, draft: Draft[Outcome], change: Callable[[Outcome], Outcome]) -> None:
    """Save the change on top of the newest draft: it only adds, so nobody's words are lost."""
    try:
        documents.save(db, change(draft.document), draft.revision)
    except Outdated:
        raise Problem(N_("Someone else saved in between")) from None


def field(name: str) -> str:
    return tidy(request.form.get(name, ""))

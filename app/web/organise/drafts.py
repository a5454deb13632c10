"""The document a request speaks of, on the revision its sender saw, and saving on the newest one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import abort
from sqlalchemy import Connection

from app.domain.document import Document
from app.domain.documents import KINDS
from app.domain.items import lists
from app.domain.sentence import N_, Sentence
from app.domain.setting import label_of
from app.store import documents
from app.store.documents import Draft, Outdated
from app.web.acting import act, seen_revision
from app.web.db import begin
from app.web.translating.shelves import Documents

TRIES = 5  # two people saving in the same hundredth of a second; the second tries again


def made(kind: str) -> type[Document]:
    return KINDS.get(kind) or abort(404)


def shelf(kind: str) -> Documents:
    return Documents(made(kind))


def find(db: Connection, kind: str, slug: str) -> Draft[Any]:
    return documents.draft(db, made(kind), slug) or abort(404)


def find_as_seen(db: Connection, kind: str, slug: str) -> Draft[Any]:
    """The draft if it still is what the sender of this form looked at; raises Outdated."""
    draft = find(db, kind, slug)
    if draft.revision != seen_revision():
        raise Outdated(draft)
    return draft


def amend(kind: str, slug: str, part: str, change: Callable[[Any], Document]) -> Draft[Any]:
    """Save change(newest draft) as a step, whatever was saved since the page was opened; returns the draft as it is.
    `part` is the list of things that changes, if it is one."""
    for left in range(TRIES, 0, -1):
        try:
            with begin() as db:
                draft = find(db, kind, slug)
                changed = change(draft.document)
                if changed == draft.document:
                    return draft
                title = _label(changed, part) if part else called(changed)
                revision = documents.save(db, changed, draft.revision, act(N_("Changed “{title}”"), title=title))
                return replace(draft, document=changed, revision=revision)
        except Outdated:
            if left == 1:
                raise
    raise AssertionError


def _label(document: Document, part: str) -> Sentence:
    return next(Sentence(label_of(f)) for f in lists(document) if f.name == part)


def called(document: Document) -> str:
    """What a document is called in the journal and in its history: its title in the original, shortened."""
    words = " ".join(document.title.words.get(document.source, "").split())
    return (words if len(words) <= 60 else words[:60].rpartition(" ")[0] + "…") or document.slug

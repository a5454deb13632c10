"""The journal of what staff did: noting it, and reading it page by page."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from sqlalchemy import Connection

from app.domain.sentence import Sentence
from app.store import journal
from app.store.journal import Entry
from app.store.steps import Act
from app.web import clock
from app.web.access import signed_in


def note(db: Connection, message: str, slug: str | None = None, **gaps: str | int | Sentence) -> None:
    """Write it into the journal in the transaction that does it; the message is marked with N_ where it is written."""
    journal.add(db, Act(signed_in().name, clock.now(), Sentence(message, gaps)), slug)


AT_ONCE = 50
MOST_PAGES = 10_000


@dataclass(frozen=True)
class Leaf:
    """One page of the journal; `more` says whether there is an older one."""

    entries: list[Entry]
    page: int
    more: bool


def leaf(db: Connection, who: str = "", slug: str = "") -> Leaf:
    """The page the address asks for."""
    page = min(max(request.args.get("page", 1, type=int), 1), MOST_PAGES)
    found = journal.entries(db, who, slug, AT_ONCE + 1, (page - 1) * AT_ONCE)
    return Leaf(found[:AT_ONCE], page, len(found) > AT_ONCE)

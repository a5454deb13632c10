"""What is being translated and where it is kept: the desk is the same for a questionnaire and for a document."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import abort
from sqlalchemy import Connection

from app.domain.people import Deed
from app.domain.sentence import Problem
from app.domain.translation import Translatable
from app.store import documents, questionnaires
from app.store.steps import Act
from app.web.acting import seen_revision
from app.web.translating.places import Place

OUTDATED = (questionnaires.Outdated, documents.Outdated)  # someone else saved in between


@dataclass(frozen=True)
class Work:
    """The newest draft of something, as the store gives it (`draft`) and as what can be translated (`thing`). `name` is
    what guests and steps know it by."""

    shelf: Shelf
    draft: Any
    thing: Translatable
    name: str

    @property
    def revision(self) -> int:
        found: int = self.draft.revision
        return found

    @property
    def here(self) -> dict[str, Any]:
        """What its pages have in their addresses."""
        kind, _, slug = self.name.rpartition("/")
        return {"kind": kind, "slug": slug} if kind else {"slug": slug}


class Shelf(ABC):
    """Where works of one sort are kept, and how their pages look: `door` is the blueprint of the pages, `frame` the
    template around them, `deed` what one must be allowed to change more than translations."""

    door: ClassVar[str]
    frame: ClassVar[str]
    deed: ClassVar[Deed]

    @abstractmethod
    def find(self, db: Connection, slug: str) -> Work | None: ...
    @abstractmethod
    def save(self, db: Connection, work: Work, changed: Any, act: Act) -> None: ...
    @abstractmethod
    def check(self, thing: Any) -> Iterator[Problem]: ...
    @abstractmethod
    def place(self, thing: Any, where: str) -> Place: ...
    @abstractmethod
    def outdated(self, work: Work) -> Exception: ...


def found(shelf: Shelf, db: Connection, slug: str) -> Work:
    return shelf.find(db, slug) or abort(404)


def found_as_seen(shelf: Shelf, db: Connection, slug: str) -> Work:
    """The work if it still is what the sender of this form looked at; raises what OUTDATED names."""
    work = found(shelf, db, slug)
    if work.revision != seen_revision():
        raise shelf.outdated(work)
    return work

"""Where questionnaires and documents are kept for those who translate them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from app.domain.check import check
from app.domain.document import Document
from app.domain.documents import KINDS
from app.domain.sentence import Problem
from app.store import documents, questionnaires
from app.store.steps import Act
from app.web.translating import document_places, places
from app.web.translating.places import Place
from app.web.translating.work import Shelf, Work


@dataclass(frozen=True)
class Questionnaires(Shelf):
    door = "design"
    frame = "web/design/framed.html"
    deed = "design"

    def find(self, db: Connection, slug: str) -> Work | None:
        draft = questionnaires.draft(db, slug)
        return self.work(draft) if draft else None

    def work(self, draft: questionnaires.Draft) -> Work:
        return Work(self, draft, draft.questionnaire, draft.slug)

    def save(self, db: Connection, work: Work, changed: Any, act: Act) -> None:
        questionnaires.save(db, work.name, changed, work.revision, act)

    def check(self, thing: Any) -> Iterator[Problem]:
        return check(thing)

    def place(self, thing: Any, where: str) -> Place:
        return places.place(thing, where)

    def outdated(self, work: Work) -> Exception:
        return questionnaires.Outdated(work.draft)


@dataclass(frozen=True)
class Documents(Shelf):
    """Those of one kind."""

    made: type[Document]
    door = "organise"
    frame = "web/organise/framed.html"
    deed = "organise"

    def find(self, db: Connection, slug: str) -> Work | None:
        draft = documents.draft(db, self.made, slug)
        return self.work(draft) if draft else None

    def work(self, draft: documents.Draft[Any]) -> Work:
        return Work(self, draft, draft.document, draft.document.name)

    def save(self, db: Connection, work: Work, changed: Any, act: Act) -> None:
        documents.save(db, changed, work.revision, act)

    def check(self, thing: Any) -> Iterator[Problem]:
        found: Iterator[Problem] = thing.check()
        return found

    def place(self, thing: Any, where: str) -> Place:
        return document_places.place(thing, where)

    def outdated(self, work: Work) -> Exception:
        return documents.Outdated(work.draft)


QUESTIONNAIRES = Questionnaires()


def named(db: Connection, name: str) -> Work | None:
    """The questionnaire or document of this name, such as gut-leben or event/bungsberg."""
    kind, _, slug = name.rpartition("/")
    if not kind:
        return QUESTIONNAIRES.find(db, slug)
    return Documents(KINDS[kind]).find(db, slug) if kind in KINDS else None

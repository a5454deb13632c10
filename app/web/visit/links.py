"""Where one gets on from a consultation: its surveys, events, votes and what became of it, as far as they exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask.globals import request_ctx
from sqlalchemy import Connection
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from app.domain.consultation import Consultation
from app.domain.document import Document
from app.domain.documents import KINDS
from app.domain.priorities import asks
from app.domain.sentence import N_, Sentence
from app.domain.tally import Label
from app.store import documents, questionnaires
from app.store.documents import Published
from app.store.questionnaires import Version

# Pages of other doors, by what they show; doors do not know each other, but addresses stay.
PLACES = {"event": "/events/{}", "conversation": "/statements/{}", "outcome": "/outcome/{}"}
RESULTS, FOLLOW, PRIORITIES = "/statements/{}/results", "/follow/{}", "/priorities/{}"


@dataclass(frozen=True)
class Link:
    """`main` is what one should do now."""

    address: str
    words: Label
    main: bool = False


@dataclass(frozen=True)
class Around:
    """What there is around a consultation. `forms` are all surveys that are published, by short name."""

    forms: Mapping[str, Version]
    documents: tuple[Published[Any], ...]

    def links(self, target: str) -> list[Link]:
        """On to what a step names, such as event/bungsberg."""
        kind, _, slug = target.partition("/")
        if kind == "questionnaire":
            return list(_of_form(self.forms[slug])) if slug in self.forms else []
        found = [each for each in self.documents if (each.document.kind, each.slug) == (kind, slug)]
        return [link for each in found for link in _of_document(each.document)]

    def of_kind(self, kind: str) -> list[list[Link]]:
        """The links of each document of this kind: the first says which it is."""
        found = (list(_of_document(each.document)) for each in self.documents if each.document.kind == kind)
        return [links for links in found if links]

    def surveys(self, consultation: Consultation) -> list[Version]:
        return [self.forms[slug] for slug in consultation.questionnaires if slug in self.forms]

    def priorities(self, consultation: Consultation) -> list[list[Link]]:
        """The list of what matters most, when one of its surveys asks for it."""
        asked = any(asks(version.questionnaire) for version in self.surveys(consultation))
        where = address(PRIORITIES.format(consultation.slug)) if asked else ""
        return [[Link(where, Sentence(N_("See results")))]] if where else []


def around(db: Connection, consultation: Consultation | None) -> Around:
    forms = {version.slug: version for version in questionnaires.all_published(db)}
    kinds = [KINDS[kind] for kind in PLACES if kind in KINDS and consultation]
    found = documents.published_of(db, kinds) if kinds else []
    return Around(forms, tuple(each for each in found if _belongs(each.document, consultation)))


def address(path: str) -> str:
    """A page of any door by its path, in the visitor's language; empty while there is no such page."""
    adapter = request_ctx.url_adapter
    try:
        endpoint, values = adapter.match(path, method="GET") if adapter else ("", {})
    except (HTTPException, RequestRedirect):
        return ""
    return url_for(endpoint, **values)


def _belongs(document: Document, consultation: Consultation | None) -> bool:
    return bool(consultation and getattr(document, "consultation", "") == consultation.slug)


def _of_form(version: Version) -> Iterator[Link]:
    if version.open:
        yield Link(url_for("respond.start", slug=version.slug), Sentence(N_("Answer")), main=True)
    yield Link(url_for("results.show", slug=version.slug), Sentence(N_("See results")))


def _of_document(document: Document) -> Iterator[Link]:
    if where := address(PLACES[document.kind].format(document.slug)):
        yield Link(where, document.title, main=document.kind != "outcome")
    if document.kind == "conversation" and (where := address(RESULTS.format(document.slug))):
        yield Link(where, Sentence(N_("See results")))
    if document.kind == "outcome" and (where := address(FOLLOW.format(document.slug))):
        yield Link(where, Sentence(N_("Follow some themes")))

"""The documents of a consultation and their files: in the visitor's language first, the others beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, abort, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from app.domain.consultation import Consultation, Paper
from app.domain.language import LANGUAGES, Language
from app.store import documents, papers
from app.store.papers import Leaf
from app.web.db import reading
from app.web.language import here
from app.web.visit.door import bp

KILO = 1000  # bytes


@dataclass(frozen=True)
class File:
    """`size` is in KB."""

    language: Language
    size: int


@dataclass(frozen=True)
class Shown:
    """`spoken` says whether one of its files is in the visitor's language."""

    paper: Paper
    files: tuple[File, ...]

    @property
    def spoken(self) -> bool:
        return any(file.language == here() for file in self.files)


def shown(consultation: Consultation, leaves: Sequence[Leaf]) -> list[Shown]:
    order = list(LANGUAGES)
    known = [leaf for leaf in leaves if leaf.language in LANGUAGES]
    known.sort(key=lambda leaf: (leaf.language != here().tag, order.index(leaf.language)))
    return [Shown(each, tuple(_file(leaf) for leaf in known if leaf.paper == each.id)) for each in consultation.papers]


def _file(leaf: Leaf) -> File:
    return File(LANGUAGES[leaf.language], -(-leaf.size // KILO))


@bp.get("/consultation/<slug>/papers/<paper>/<language>.pdf", endpoint="paper")
def file(slug: str, paper: str, language: str) -> ResponseReturnValue:
    """The file, unless the browser has it: it may be taken back, so browsers ask each time."""
    with reading() as db:
        leaf = _public(db, slug, paper, language) or abort(404)
        held = request.if_none_match.contains(leaf.sha256)
        content = None if held else papers.content(db, slug, paper, language)
    answer = Response(content, 304 if held else 200, content_type="application/pdf")
    answer.set_etag(leaf.sha256)
    answer.headers["Cache-Control"] = "public, no-cache"
    answer.headers["Content-Language"] = language
    answer.headers["Content-Disposition"] = f'inline; filename="{slug}-{paper}-{language}.pdf"'
    g.policy = (("object-src", "'self'"),)  # for readers of PDF inside a browser
    return answer


def _public(db: Connection, slug: str, paper: str, language: str) -> Leaf | None:
    """A file is public as soon as the document it belongs to is, and no longer."""
    found = documents.published(db, Consultation, slug)
    if found is None or paper not in {each.id for each in found.document.papers}:
        return None
    return {(leaf.paper, leaf.language): leaf for leaf in papers.of(db, slug)}.get((paper, language))

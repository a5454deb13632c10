"""The documents of a consultation and their files: in the visitor's language first, the others beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from app.domain.consultation import Consultation, Paper
from app.domain.language import LANGUAGES, Language
from app.store import documents, papers
from app.store.papers import Leaf
from app.web.db import reading
from app.web.language import here
from app.web.visit.door import bp

KILO = 1000  # bytes
SHORT = 10  # hex digits of a hash in an address
ASKS_EACH_TIME = "public, no-cache"
FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class File:
    """`size` is in KB, `mark` changes with the file."""

    language: Language
    size: int
    mark: str


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
    return File(LANGUAGES[leaf.language], -(-leaf.size // KILO), leaf.sha256[:SHORT])


@bp.get("/consultation/<slug>/papers/<paper>/<language>.pdf", endpoint="paper")
def file(slug: str, paper: str, language: str) -> ResponseReturnValue:
    """The file, unless the browser has it; public as soon as the document it belongs to is."""
    with reading() as db:
        found = documents.published(db, Consultation, slug) or abort(404)
        if paper not in {each.id for each in found.document.papers}:
            abort(404)
        known = {(leaf.paper, leaf.language): leaf for leaf in papers.of(db, slug)}
        leaf = known.get((paper, language)) or abort(404)
        held = request.if_none_match.contains(leaf.sha256)
        content = None if held else papers.content(db, slug, paper, language)
    answer = Response(status=304) if held else Response(content, content_type="application/pdf")
    answer.set_etag(leaf.sha256)
    answer.headers["Content-Language"] = language
    answer.headers["Content-Disposition"] = f'inline; filename="{slug}-{paper}-{language}.pdf"'
    named = request.args.get("v") == leaf.sha256[:SHORT]  # an address that names the file never means another
    answer.headers["Cache-Control"] = FOR_EVER if named else ASKS_EACH_TIME
    return answer

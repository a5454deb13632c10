"""What is published of a conversation: the page of its newest release, and the same as data, also of earlier ones."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from flask import Response, abort, url_for
from flask.typing import ResponseReturnValue

from app.domain.exchange.sheet import csv_file
from app.domain.open_data.metadata import LICENCE
from app.domain.opinion.findings import rows
from app.domain.opinion.release import StatementRelease
from app.domain.statement import Shown
from app.store import conversation_releases
from app.web.db import reading
from app.web.statements import results as pages
from app.web.statements.door import bp
from app.web.statements.room import Room, entered

COLUMNS = ("statement", "words", "language", "group", "answer", "people")


@bp.get("/<slug>/results")
def results(slug: str) -> ResponseReturnValue:
    room = entered(slug)
    words = {id: shown.words for id, shown in room.statements.items()}
    voting = url_for(".start", slug=slug) if room.open else ""
    files = {"CSV": url_for(".as_csv", slug=slug), "JSON": url_for(".as_json", slug=slug)}
    return pages.page(room.conversation.title, words, _newest(slug), voting, files)


@bp.get("/<slug>/results.json")
def as_json(slug: str) -> ResponseReturnValue:
    """The release as it is signed, and the words of its statements beside it."""
    room, release = entered(slug), _newest(slug) or abort(404)
    data = {
        "release": release.to_data(),
        "sha256": release.sha256,
        "statements": {id: _described(shown) for id, shown in room.statements.items()},
        "licence": LICENCE,
    }
    return Response(json.dumps(data, ensure_ascii=False), mimetype="application/json")


@bp.get("/<slug>/results.csv")
def as_csv(slug: str) -> ResponseReturnValue:
    """One line for each published number."""
    room, release = entered(slug), _newest(slug) or abort(404)
    return Response(csv_file(COLUMNS, _lines(room, release)), mimetype="text/csv")


def _lines(room: Room, release: StatementRelease) -> Iterator[tuple[str | int, ...]]:
    for cell in rows(release):
        if shown := room.statements.get(cell.statement):
            words = shown.words.words[shown.source]
            yield cell.statement, words, shown.source, cell.group, cell.answer, cell.count


def _described(shown: Shown) -> Mapping[str, Any]:
    return {"words": dict(shown.words.words), "source": shown.source, "theme": shown.theme, "origin": shown.origin}


def _newest(slug: str) -> StatementRelease | None:
    with reading() as db:
        document = conversation_releases.latest(db, slug)
    return StatementRelease.from_data(document) if document else None

"""The desk of a translator: the texts of one language beside their originals.

Staff and those who come by a link sit at the same desk; only the way in differs (translate.py, guest.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, request, url_for
from sqlalchemy import Connection

from app.domain.language import LANGUAGES, Language
from app.domain.sentence import Problem
from app.domain.text import Said, fingerprint
from app.domain.translation import (
    Line,
    Outcome,
    Translatable,
    lines,
    pieces,
    urgent,
)
from app.web.translating.beside import Beside, beside
from app.web.translating.places import Place
from app.web.translating.progress import TEXTS, Progress
from app.web.translating.work import Shelf, Work

ON_A_PAGE = 40
SOURCES = ("de", "de-simple")


@dataclass(frozen=True)
class Desk:
    """One language of one work, and who sits before it; `guest` came by a link that works `until` then."""

    shelf: Shelf
    slug: str
    language: Language
    who: str
    may: bool
    guest: bool = False
    until: date | None = None

    def to(self, name: str, **arguments: str | int | None) -> str:
        """The address of another page of this desk."""
        door = "guest" if self.guest else self.shelf.door
        return url_for(f"{door}.{name}", **{**(request.view_args or {}), **arguments})

    @property
    def frame(self) -> str:
        return "web/translating/guest.html" if self.guest else self.shelf.frame


@dataclass(frozen=True)
class Row:
    """A text as it stands on the desk: `typed` is what could not be kept yet, and why."""

    line: Line
    place: Place
    originals: tuple[Said, ...]
    beside: Beside
    typed: str | None = None
    problem: Problem | None = None
    theirs: str | None = None

    @property
    def words(self) -> str:
        return self.line.words if self.typed is None else self.typed

    @property
    def was(self) -> str:
        return fingerprint(self.line.words)

    @property
    def made_from(self) -> str:
        return fingerprint(self.line.original)

    @property
    def state_label(self) -> str:
        return TEXTS[self.line.state]


def show(db: Connection, desk: Desk, work: Work, failed: Outcome[Any] | None = None) -> str:
    """The desk; after a form that could not be kept whole, only the texts that still need a decision."""
    thing = work.thing
    found = lines(thing, desk.language.tag)
    order = request.args.get("order", "")
    if order == "urgent":
        found = urgent(found)
    on_page, part, parts = _failed_lines(found, failed) if failed else _part(found)
    around = beside(db, work, desk.language.tag, on_page)
    gone = [(path, typed) for path, typed in typed().items() if path not in {line.path for line in found}]
    return render_template(
        "web/translating/translate.html",
        frame=desk.frame,
        desk=desk,
        draft=work.draft,
        thing=thing,
        pieces=pieces,
        language=desk.language,
        rows=[_row(work, line, around[line.path], failed) for line in on_page],
        gone=gone if failed else [],
        failed=failed,
        order=order,
        part=part,
        last=parts,
        sources=[LANGUAGES[tag] for tag in _sources(thing)],
        chosen=_chosen(thing),
        now=progress_of(thing, desk.language),
    )


def progress_of(thing: Translatable, language: Language) -> Progress:
    tag = language.tag
    return Progress(language, tag in thing.languages, tag == thing.source, thing.states(tag))


def _part(found: Sequence[Line]) -> tuple[Sequence[Line], int, int]:
    """The lines of one page: the one asked for, or the one a certain text stands on."""
    parts = max(1, math.ceil(len(found) / ON_A_PAGE))
    given = request.args.get("part", "")
    part = int(given) if given.isascii() and given.isdecimal() and len(given) < 4 else 1
    wanted = request.args.get("text")
    at = next((index for index, line in enumerate(found) if line.path == wanted), None)
    part = min(max(part, 1), parts) if at is None else at // ON_A_PAGE + 1
    return found[(part - 1) * ON_A_PAGE : part * ON_A_PAGE], part, parts


def _failed_lines(found: Sequence[Line], failed: Outcome[Any]) -> tuple[Sequence[Line], int, int]:
    return [line for line in found if line.path in {*failed.problems, *failed.theirs}], 1, 1


def _row(work: Work, line: Line, around: Beside, failed: Outcome[Any] | None) -> Row:
    originals = tuple(Said(line.text.words.get(tag, ""), tag) for tag in _chosen(work.thing))
    spot = work.shelf.place(work.thing, line.path)
    if failed is None:
        return Row(line, spot, originals, around)
    problem, theirs = failed.problems.get(line.path), failed.theirs.get(line.path)
    return Row(line, spot, originals, around, typed().get(line.path), problem, theirs)


def _sources(thing: Translatable) -> list[str]:
    """The languages that may stand as the original: the one it was written in, and both ways of German."""
    begun = [tag for tag in SOURCES if tag != thing.source and thing.title.words.get(tag)]
    return [thing.source, *begun]


def _chosen(thing: Translatable) -> list[str]:
    given, known = request.args.get("source", ""), _sources(thing)
    return known if given == "both" else [given if given in known else known[0]]


def typed() -> Mapping[str, str]:
    given = {name[2:]: words for name, words in request.form.items() if name.startswith("t.")}
    path, _, words = request.form.get("use", "").partition("\n")
    return {**given, path: words} if words else given

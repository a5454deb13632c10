"""The pages most of this door's routes end on: all documents by kind, and one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import render_template, url_for
from sqlalchemy import Connection

from app.config import PROJECT
from app.domain.document import Document
from app.domain.documents import KINDS
from app.domain.items import lists
from app.domain.sentence import N_, Problem
from app.store import documents, steps
from app.store.documents import Draft
from app.web.access import signed_in
from app.web.organise.sections import ADDRESSES, EXAMPLES
from app.web.translating.document_places import place
from app.web.translating.places import Place
from app.web.translating.progress import TEXTS, Progress, progress

FOLDER = PROJECT / "examples"
STATES = {"draft": N_("Not public"), "published": N_("Public"), "archived": N_("Archived")}
STEPS = {"done": N_("can be undone"), "undone": N_("undone")}
SHOWN = 40  # steps


@dataclass(frozen=True)
class Row:
    """A document at a glance; `address` is where everyone reads it, if anyone does."""

    draft: Draft[Any]
    languages: tuple[Progress, ...]

    @property
    def state_label(self) -> str:
        return STATES[self.draft.state]

    @property
    def address(self) -> str | None:
        begins = ADDRESSES.get(self.draft.document.kind)
        return f"{begins}{self.draft.slug}" if begins and self.draft.state != "draft" else None


@dataclass(frozen=True)
class Shelf:
    """All documents of one kind, and what a new one may begin like: short names of others, and files of ours."""

    made: type[Document]
    rows: tuple[Row, ...]
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """What keeps it from being published, its place, and the address of the field that mends it."""

    problem: Problem
    place: Place
    link: str | None


def all_of_them(db: Connection, problem: Problem | None = None) -> str:
    """Every document by kind; `problem` is what was wrong with the form just sent."""
    shelves = [
        Shelf(made, tuple(map(_row, documents.drafts(db, made))), tuple(example_files(kind)))
        for kind, made in KINDS.items()
    ]
    return render_template("web/organise/index.html", shelves=shelves, states=TEXTS, problem=problem)


def one(db: Connection, draft: Draft[Any], problem: Problem | None = None) -> str:
    """One document with all that keeps it from being published."""
    name = draft.document.name
    return render_template(
        "web/organise/show.html",
        draft=draft,
        row=_row(draft),
        blocked=list(findings(draft, draft.document.check())),
        steps=steps.all_of(db, name, SHOWN),
        states=STEPS,
        problem=problem,
    )


def _row(draft: Draft[Any]) -> Row:
    return Row(draft, tuple(each for each in progress(draft.document) if each.begun))


def example_files(kind: str) -> Iterator[str]:
    """Documents of this kind that come with the program, as paths below examples/."""
    yield from (path for path in EXAMPLES.get(kind, ()) if (FOLDER / path).exists())


def example_file(kind: str, path: str) -> Path | None:
    return FOLDER / path if path in example_files(kind) else None


def findings(draft: Draft[Any], problems: Iterable[Problem]) -> Iterator[Finding]:
    me = signed_in()
    for problem in problems:
        spot = place(draft.document, problem.where)
        link = None
        if me.may("organise"):
            link = _field(draft.document, spot)
        elif spot.language and me.may("see translations"):
            here = {"kind": draft.document.kind, "slug": draft.slug, "language": spot.language}
            link = url_for("organise.texts", **here, text=spot.path, _anchor=spot.path)
        yield Finding(problem, spot, link)


def _field(document: Document, spot: Place) -> str:
    name = spot.path.partition(".")[0]
    part = name if name in {f.name for f in lists(document)} else None
    anchor = f"{spot.path}.{spot.language}" if spot.language else spot.path
    target = spot.language if spot.language != document.source else None
    where: dict[str, Any] = {"kind": document.kind, "slug": document.slug, "part": part, "target": target}
    return url_for("organise.edit", **{key: value for key, value in where.items() if value}, _anchor=anchor)

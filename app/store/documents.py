"""Documents: the draft staff work on, and what of it everyone may read.

A draft is saved on top of the revision its author saw; publishing copies it. Archived documents stay readable: their
pages say that they are past.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Literal, TypeVar

from sqlalchemy import Connection, insert, select, update

from app.domain.document import Document, dump, load
from app.store import steps, tables
from app.store.steps import Act

State = Literal["draft", "published", "archived"]
Kind = TypeVar("Kind", bound=Document)


@dataclass(frozen=True)
class Draft(Generic[Kind]):
    """What staff see: the newest words, and whether they are those that are published."""

    document: Kind
    state: State
    revision: int
    fresh: bool  # differs from what is published

    @property
    def slug(self) -> str:
        return self.document.slug


@dataclass(frozen=True)
class Published(Generic[Kind]):
    """What everyone sees, since when (the first day), and since when in these words."""

    document: Kind
    state: State
    since: date
    changed: date

    @property
    def slug(self) -> str:
        return self.document.slug

    @property
    def archived(self) -> bool:
        return self.state == "archived"


class Outdated(Exception):
    """Someone else saved in between; `current` is what they saved."""

    def __init__(self, current: Draft[Any]):
        super().__init__(f"revision {current.revision} is newer")
        self.current = current


_T = tables.documents.c
_PUBLIC = select(_T.slug, _T.state, _T.published, _T.since, _T.changed)
_DRAFTS = select(_T.slug, _T.state, _T.draft, _T.revision, _T.published)


def add(db: Connection, document: Document) -> None:
    """Begin a draft; raises IntegrityError when there is one of this kind and name."""
    row = {"kind": document.kind, "slug": document.slug, "state": "draft", "draft": dump(document), "revision": 1}
    db.execute(insert(tables.documents).values(row))


def draft(db: Connection, made: type[Kind], slug: str) -> Draft[Kind] | None:
    row = db.execute(_DRAFTS.where(_T.kind == made.kind, _T.slug == slug)).one_or_none()
    return _draft(made, row) if row else None


def drafts(db: Connection, made: type[Kind]) -> list[Draft[Kind]]:
    return [_draft(made, row) for row in db.execute(_DRAFTS.where(_T.kind == made.kind).order_by(_T.slug))]


def revisions(db: Connection) -> list[tuple[str, str, int, int]]:
    """Kind and short name of each, its revision and how often it was published: to know cheaply what changed."""
    found = select(_T.kind, _T.slug, _T.revision, _T.edition).order_by(_T.kind, _T.slug)
    return [(row.kind, row.slug, row.revision, row.edition) for row in db.execute(found)]


def save(db: Connection, document: Document, revision: int, act: Act | None = None) -> int:
    """Keep a draft on top of the revision its author saw; returns the new one, raises Outdated, LookupError.

    With an act it is a step that can be undone; without one, nothing before it can be undone any more."""
    before, after = _stored(db, document), dump(document)
    revision = _replace(db, type(document), document.slug, after, revision)
    if act:
        steps.keep(db, document.name, revision, act, before, after)
    else:
        steps.cut(db, document.name)
    return revision


def undo(db: Connection, kept: Draft[Any], act: Act) -> int:
    """Take back the newest step that is not undone yet; raises Outdated, LookupError when there is none."""
    return _go_back(db, kept, act, "done", "undone", "undo")


def redo(db: Connection, kept: Draft[Any], act: Act) -> int:
    """Do again what was undone last, while nothing else was done since; raises Outdated, LookupError."""
    return _go_back(db, kept, act, "undo", "past", "past")


def _go_back(db: Connection, kept: Draft[Any], act: Act, state: str, after: str, kept_as: str) -> int:
    name = kept.document.name
    step = steps.newest(db, name, state)
    if step is None:
        raise LookupError(name)
    now = _stored(db, kept.document)
    before = steps.back(db, name, step.revision, now)
    revision = _replace(db, type(kept.document), kept.slug, before, kept.revision)
    steps.mark(db, name, step.revision, after)
    if state == "undo":
        steps.mark(db, name, steps.oldest_undone(db, name), "done")
    steps.keep(db, name, revision, act, now, before, kept_as)
    return revision


def _stored(db: Connection, document: Document) -> Any:
    return db.scalar(select(_T.draft).where(_T.kind == document.kind, _T.slug == document.slug))


def _replace(db: Connection, made: type[Document], slug: str, words: Any, revision: int) -> int:
    mine = update(tables.documents).where(_T.kind == made.kind, _T.slug == slug, _T.revision == revision)
    if not db.execute(mine.values(draft=words, revision=revision + 1)).rowcount:
        current = draft(db, made, slug)
        if current is None:
            raise LookupError(slug)
        raise Outdated(current)
    return revision + 1


def publish(db: Connection, kept: Draft[Any], day: date) -> None:
    """Let everyone read the draft as it is, without the names of those who translated it."""
    mine = update(tables.documents).where(_T.kind == kept.document.kind, _T.slug == kept.slug)
    since = db.scalar(select(_T.since).where(_T.kind == kept.document.kind, _T.slug == kept.slug))
    words = dump(kept.document, names=False)
    next_one = {"since": since or day, "changed": day, "edition": _T.edition + 1}
    db.execute(mine.values(state="published", published=words, **next_one))


def amend(db: Connection, document: Document) -> None:
    """Change what everyone reads without publishing the draft."""
    mine = update(tables.documents).where(_T.kind == document.kind, _T.slug == document.slug)
    db.execute(mine.values(published=dump(document, names=False), edition=_T.edition + 1))


def set_state(db: Connection, made: type[Document], slug: str, state: State) -> None:
    """Archive it, take it back from everyone ("draft"), or show it again as it was published."""
    db.execute(update(tables.documents).where(_T.kind == made.kind, _T.slug == slug).values(state=state))


def published(db: Connection, made: type[Kind], slug: str) -> Published[Kind] | None:
    shown = _PUBLIC.where(_T.kind == made.kind, _T.slug == slug, _T.state != "draft", _T.published.is_not(None))
    row = db.execute(shown).one_or_none()
    return _published(made, row) if row else None


def last_published(db: Connection, made: type[Kind], slug: str) -> Kind | None:
    """What was published last, whether anyone may still read it or not."""
    words = db.scalar(select(_T.published).where(_T.kind == made.kind, _T.slug == slug))
    return load(made, words) if words else None


def all_published(db: Connection, made: type[Kind]) -> list[Published[Kind]]:
    """Those everyone may read, archived ones too, by short name."""
    shown = _PUBLIC.where(_T.kind == made.kind, _T.state != "draft", _T.published.is_not(None)).order_by(_T.slug)
    return [_published(made, row) for row in db.execute(shown)]


def published_of(db: Connection, kinds: Iterable[type[Document]]) -> list[Published[Any]]:
    """Those of several kinds, in the order of the kinds."""
    by_name = {made.kind: made for made in kinds}
    shown = _PUBLIC.add_columns(_T.kind).where(_T.kind.in_(by_name), _T.state != "draft", _T.published.is_not(None))
    found = sorted(db.execute(shown.order_by(_T.slug)), key=lambda row: [*by_name].index(row.kind))
    return [_published(by_name[row.kind], row) for row in found]


def _draft(made: type[Kind], row: Any) -> Draft[Kind]:
    document = load(made, row.draft)
    return Draft(document, row.state, row.revision, fresh=row.published != dump(document, names=False))


def _published(made: type[Kind], row: Any) -> Published[Kind]:
    return Published(load(made, row.published), row.state, row.since, row.changed)

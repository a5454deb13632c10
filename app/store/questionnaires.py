"""Questionnaires: the draft staff work on, and the versions that were published and never change."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, Select, Text, cast, func, insert, select, update

from app.domain.question import to_data
from app.domain.questionnaire import Questionnaire, dump, load
from app.store import steps, tables
from app.store.engine import Written
from app.store.steps import Act

State = Literal["draft", "open", "closed"]


class Outdated(Exception):
    """Someone else saved in between; `current` is what they saved."""

    def __init__(self, current: Draft):
        super().__init__(f"revision {current.revision} is newer")
        self.current = current


@dataclass(frozen=True)
class Draft:
    slug: str
    state: State
    revision: int
    questionnaire: Questionnaire
    last_day: date | None = None


@dataclass(frozen=True)
class Version:
    """A published questionnaire; `open` says whether it takes answers now, `last_day` until when it is meant to."""

    slug: str
    number: int
    published: date
    questionnaire: Questionnaire
    open: bool
    last_day: date | None = None


def add(db: Connection, questionnaire: Questionnaire) -> None:
    row = {"slug": questionnaire.slug, "state": "draft", "draft": dump(questionnaire), "revision": 1}
    db.execute(insert(tables.questionnaires).values(row))


def draft(db: Connection, slug: str) -> Draft | None:
    t = tables.questionnaires
    row = db.execute(_DRAFTS.where(t.c.slug == slug)).one_or_none()
    return _draft(row) if row else None


def drafts(db: Connection) -> list[Draft]:
    return [_draft(row) for row in db.execute(_DRAFTS.order_by(tables.questionnaires.c.slug))]


def revisions(db: Connection) -> dict[str, int]:
    """How far each draft is, to know cheaply whether it changed."""
    t = tables.questionnaires
    return {row.slug: row.revision for row in db.execute(select(t.c.slug, t.c.revision).order_by(t.c.slug))}


def _draft(row: Any) -> Draft:
    return Draft(row.slug, row.state, row.revision, _read(row.slug, row.words), row.last_day)


_T = tables.questionnaires.c
_DRAFTS = select(_T.slug, _T.state, _T.revision, _T.last_day, cast(_T.draft, Text).label("words"))


MOST_KNOWN = 32
_known: dict[str, Questionnaire] = {}


def _read(slug: str, words: str) -> Questionnaire:
    """A draft of 200 questions takes a tenth of a second to read; most pages show one that was read just before, or
    one that differs from it in a question. It is known by its words alone: a revision may be rolled back and given once
    more to other words."""
    if words in _known:
        return _known[words]
    like = next((known for known in reversed(list(_known.values())) if known.slug == slug), None)
    return _remembered(words, load(json.loads(words), like))


def _remembered(words: str, questionnaire: Questionnaire) -> Questionnaire:
    if len(_known) >= MOST_KNOWN:
        _known.pop(next(iter(_known)), None)
    _known[words] = questionnaire
    return questionnaire


def save(db: Connection, slug: str, questionnaire: Questionnaire, revision: int, act: Act | None = None) -> int:
    """Keep a draft on top of the revision its author saw; returns the new revision, raises Outdated.

    With an act it is a step that can be undone; without one, nothing before it can be undone any more.
    """
    before = draft(db, slug)
    if before is None:
        raise LookupError(slug)
    if before.revision != revision:
        raise Outdated(before)
    words = _json(questionnaire)
    revision = _replace(db, slug, Written(words), revision)
    _remembered(words, questionnaire)
    if act:
        steps.keep(db, slug, revision, act, dump(before.questionnaire), dump(questionnaire))
    else:
        steps.cut(db, slug)
    return revision


def _json(questionnaire: Questionnaire) -> str:
    """What dump() gives as JSON; questions that were written before are not written anew."""
    asked = (f"[{', '.join(question.written for question in page.questions)}]" for page in questionnaire.pages)
    bare = (to_data(replace(page, questions=())) for page in questionnaire.pages)
    pages = (_with_member(page, "questions", each) for page, each in zip(bare, asked, strict=True))
    return _with_member(dump(replace(questionnaire, pages=())), "pages", f"[{', '.join(pages)}]")


def _with_member(data: dict[str, Any], name: str, json_words: str) -> str:
    return f'{json.dumps({key: value for key, value in data.items() if key != name})[:-1]}, "{name}": {json_words}}}'


def undo(db: Connection, slug: str, revision: int, act: Act) -> int:
    """Take back the newest step that is not undone yet; raises Outdated, LookupError when there is none."""
    return _go_back(db, slug, revision, act, "done", "undone", "undo")


def redo(db: Connection, slug: str, revision: int, act: Act) -> int:
    """Do again what was undone last, while nothing else was done since; raises Outdated, LookupError."""
    return _go_back(db, slug, revision, act, "undo", "past", "past")


def _go_back(db: Connection, slug: str, revision: int, act: Act, state: str, after: str, kept_as: str) -> int:
    step = steps.newest(db, slug, state)
    if step is None:
        raise LookupError(slug)
    now = _draft_document(db, slug)
    before = steps.back(db, slug, step.revision, now)
    revision = _replace(db, slug, before, revision)
    steps.mark(db, slug, step.revision, after)
    if state == "undo":
        undone = steps.oldest_undone(db, slug)
        steps.mark(db, slug, undone, "done")
    steps.keep(db, slug, revision, act, now, before, kept_as)
    return revision


def earlier(db: Connection, current: Draft) -> Iterator[Questionnaire]:
    """The draft as it was before each of its steps, the newest first, as far as steps remember."""
    for document in steps.before(db, current.slug, _draft_document(db, current.slug)):
        yield load(document, current.questionnaire)


def _draft_document(db: Connection, slug: str) -> Any:
    t = tables.questionnaires
    return db.scalar(select(t.c.draft).where(t.c.slug == slug))


def _replace(db: Connection, slug: str, document: Any, revision: int) -> int:
    t = tables.questionnaires
    changed = db.execute(
        update(t).where(t.c.slug == slug, t.c.revision == revision).values(draft=document, revision=revision + 1)
    )
    if not changed.rowcount:
        current = draft(db, slug)
        if current is None:
            raise LookupError(slug)
        raise Outdated(current)
    return revision + 1


def publish(db: Connection, current: Draft, day: date, act: Act | None = None) -> int:
    """Make the draft the next version and open it; returns its number. Names of staff are kept apart from it."""
    v = tables.versions
    number = db.scalar(select(func.coalesce(func.max(v.c.number), 0) + 1).where(v.c.slug == current.slug)) or 1
    row = {"slug": current.slug, "number": number, "published": day}
    db.execute(insert(v).values({**row, "document": dump(current.questionnaire, names=False)}))
    if act:
        by = {"slug": current.slug, "number": number, "moment": act.moment, "who": act.who}
        db.execute(insert(tables.publications).values(by))
    set_state(db, current.slug, "open")
    return number


def set_state(db: Connection, slug: str, state: State) -> None:
    t = tables.questionnaires
    db.execute(update(t).where(t.c.slug == slug).values(state=state))


def set_last_day(db: Connection, slug: str, day: date | None) -> None:
    """The job runner closes the questionnaire after this day; None: someone will close it."""
    t = tables.questionnaires
    db.execute(update(t).where(t.c.slug == slug).values(last_day=day))


def published(db: Connection, slug: str, number: int | None = None) -> Version | None:
    """The newest version, or the one with this number."""
    v = tables.versions
    row = db.execute(_versions(number).where(v.c.slug == slug)).one_or_none()
    return _version(db, row) if row else None


def all_published(db: Connection) -> list[Version]:
    """The newest version of every questionnaire that has one."""
    return [_version(db, row) for row in db.execute(_versions().order_by(tables.versions.c.slug)).all()]


def _versions(number: int | None = None) -> Select[Any]:
    """The newest version of each questionnaire, or those with this number."""
    t, v, any_v = tables.questionnaires, tables.versions, tables.versions.alias()
    newest = select(func.max(any_v.c.number)).where(any_v.c.slug == v.c.slug).scalar_subquery()
    columns = v.c.slug, v.c.number, v.c.published, t.c.state, t.c.last_day
    return select(*columns).join(t, t.c.slug == v.c.slug).where(v.c.number == (number or newest))


def _version(db: Connection, row: Any) -> Version:
    document = _document(db, row.slug, row.number)
    return Version(row.slug, row.number, row.published, document, row.state == "open", row.last_day)


def slugs_published(db: Connection) -> list[str]:
    return list(db.scalars(select(tables.versions.c.slug).distinct().order_by(tables.versions.c.slug)))


def versions(db: Connection, slug: str, until: int) -> list[tuple[int, Questionnaire]]:
    """Every version up to this one with its number, the oldest first."""
    v = tables.versions
    numbers = db.scalars(select(v.c.number).where(v.c.slug == slug, v.c.number <= until).order_by(v.c.number)).all()
    return [(number, _document(db, slug, number)) for number in numbers]


def _document(db: Connection, slug: str, number: int) -> Questionnaire:
    """A version never changes, so each is read from the database once in the life of a process."""
    key = (str(db.engine.url), slug, number)
    if key not in _loaded:
        v = tables.versions
        _loaded[key] = load(db.scalar(select(v.c.document).where(v.c.slug == slug, v.c.number == number)))
    return _loaded[key]


_loaded: dict[tuple[str, str, int], Questionnaire] = {}

"""The steps of a draft: who changed what and when, and the way back for the newest of them.

Undoing is a step too, so the history says all that happened. `state` of a step: done (it can be undone), undone, undo
(it undid another, and can be taken back while nothing else was done since), past (it can no longer be taken back).

Documents have their steps in a table of their own; they are named by kind and short name, such as event/bungsberg.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from app.domain.delta import applied, delta, field_of
from app.domain.sentence import Sentence
from app.store import tables

MOST_UNDONE = 50
ONE_GO = timedelta(minutes=5)  # what someone writes in one field within this time is undone at once


@dataclass(frozen=True)
class Act:
    """What someone does: `what` has gaps of words, numbers and further sentences of ours."""

    who: str
    moment: datetime
    what: Sentence


@dataclass(frozen=True)
class Step:
    """An act on a draft, the revision it led to, and its state."""

    revision: int
    act: Act
    state: str


def keep(db: Connection, slug: str, revision: int, act: Act, old: Any, new: Any, state: str = "done") -> None:
    """Remember the step from document `old` to `new`, which has this revision."""
    t = _of(slug)
    if state == "done" and _went_on(db, slug, revision, act, old, new):
        return
    if state == "done":  # something new was done: what was undone stays undone
        db.execute(update(t).where(t.c.slug == slug, t.c.state.in_(("undo", "undone"))).values(state="past", back=None))
    row = {"slug": slug, "revision": revision, "moment": act.moment, "who": act.who, "what": said(act.what)}
    db.execute(insert(t).values(**row, state=state, back=None if state == "past" else _packed(delta(new, old))))
    oldest = db.scalars(
        select(t.c.revision)
        .where(t.c.slug == slug, t.c.state == "done")
        .order_by(t.c.revision.desc())
        .offset(MOST_UNDONE)
        .limit(1)
    ).first()
    if oldest is not None:
        db.execute(update(t).where(t.c.slug == slug, t.c.revision <= oldest).values(state="past", back=None))


def _went_on(db: Connection, slug: str, revision: int, act: Act, old: Any, new: Any) -> bool:
    """Whether the newest step goes on with this: a sentence that saved itself at each pause is one step, not ten."""
    t = _of(slug)
    last = db.execute(select(t).where(t.c.slug == slug).order_by(t.c.revision.desc()).limit(1)).one_or_none()
    if last is None or (last.state, last.who, last.what["message"]) != ("done", act.who, act.what.message):
        return False
    begun = applied(old, _unpacked(last.back))
    field = field_of(old, new)
    if act.moment - last.moment >= ONE_GO or field is None or field_of(begun, old) != field:
        return False
    same = t.c.slug == slug, t.c.revision == last.revision
    way = delta(new, begun)
    if way is None:
        db.execute(delete(t).where(*same))
    else:
        db.execute(update(t).where(*same).values(revision=revision, what=said(act.what), back=_packed(way)))
    return True


def cut(db: Connection, slug: str) -> None:
    """Forget all ways back: the draft became something else by a way that keeps no steps."""
    t = _of(slug)
    db.execute(update(t).where(t.c.slug == slug).values(state="past", back=None))


def all_of(db: Connection, slug: str, most: int = 200) -> list[Step]:
    """The newest steps, the newest first."""
    t = _of(slug)
    rows = db.execute(select(*_told(t)).where(t.c.slug == slug).order_by(t.c.revision.desc()).limit(most))
    return [Step(row.revision, Act(row.who, row.moment, heard(row.what)), row.state) for row in rows]


def newest(db: Connection, slug: str, state: str) -> Step | None:
    """The newest step in this state: the next to undo (done) or to do again (undo)."""
    t = _of(slug)
    row = db.execute(
        select(*_told(t)).where(t.c.slug == slug, t.c.state == state).order_by(t.c.revision.desc()).limit(1)
    ).one_or_none()
    return Step(row.revision, Act(row.who, row.moment, heard(row.what)), row.state) if row else None


def back(db: Connection, slug: str, revision: int, document: Any) -> Any:
    """The document as it was before this step, when `document` is how it is just after it."""
    t = _of(slug)
    packed = db.scalar(select(t.c.back).where(t.c.slug == slug, t.c.revision == revision))
    return applied(document, _unpacked(packed)) if packed else document


def before(db: Connection, slug: str, document: Any) -> Iterator[Any]:
    """The document as it was before each step, the newest first, as far as all ways back are known."""
    t = _of(slug)
    for packed in db.scalars(select(t.c.back).where(t.c.slug == slug).order_by(t.c.revision.desc())):
        if not packed:
            return
        document = applied(document, _unpacked(packed))
        yield document


def ways_back(db: Connection, slug: str) -> Iterator[Any]:
    """What the newest steps would put back, the newest first: in it stand the words that were replaced."""
    t = _of(slug)
    rows = db.scalars(select(t.c.back).where(t.c.slug == slug).order_by(t.c.revision.desc()).limit(MOST_UNDONE))
    yield from (_unpacked(packed) for packed in rows if packed)


def oldest_undone(db: Connection, slug: str) -> int | None:
    """The revision of the step that is done again next."""
    t = _of(slug)
    found: int | None = db.scalar(select(func.min(t.c.revision)).where(t.c.slug == slug, t.c.state == "undone"))
    return found


def mark(db: Connection, slug: str, revision: int | None, state: str) -> None:
    t = _of(slug)
    db.execute(update(t).where(t.c.slug == slug, t.c.revision == revision).values(state=state))


def _of(slug: str) -> Table:
    return tables.document_steps if "/" in slug else tables.steps


def _told(t: Table) -> list[Any]:
    """All of a step but the way back."""
    return [t.c[name] for name in ("revision", "moment", "who", "what", "state")]


def said(what: Sentence) -> dict[str, Any]:
    gaps = {name: said(gap) if isinstance(gap, Sentence) else gap for name, gap in what.gaps.items()}
    return {"message": what.message, "gaps": gaps}


def heard(data: Any) -> Sentence:
    gaps = {name: heard(gap) if isinstance(gap, dict) else gap for name, gap in data["gaps"].items()}
    return Sentence(data["message"], gaps)


def _packed(change: Any) -> bytes:
    return zlib.compress(json.dumps(change, ensure_ascii=False).encode())


def _unpacked(packed: bytes) -> Any:
    return json.loads(zlib.decompress(packed))

"""Trials of drafts: asked for by staff, carried out by the job runner one crowd after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, delete, insert, select, update

from app.store import tables

State = Literal["waiting", "running", "done", "failed"]
t = tables.trials


@dataclass(frozen=True)
class Trial:
    """`revision` is the draft it tries, `parts` are the reports of the crowds done so far, smallest first."""

    slug: str
    revision: int
    state: State
    parts: tuple[dict[str, Any], ...]

    @property
    def under_way(self) -> bool:
        return self.state in ("waiting", "running")


def ask(db: Connection, slug: str, revision: int) -> None:
    """Have a draft tried; what was found out about an older one is forgotten."""
    db.execute(delete(t).where(t.c.slug == slug))
    db.execute(insert(t).values(slug=slug, revision=revision, state="waiting", report={"parts": []}))


def of(db: Connection, slug: str) -> Trial | None:
    row = db.execute(select(t).where(t.c.slug == slug)).one_or_none()
    return _trial(row) if row else None


def next_one(db: Connection) -> Trial | None:
    """The next trial that is under way. One that a stopped job runner left behind goes on where it was."""
    row = db.execute(select(t).where(t.c.state.in_(("running", "waiting"))).order_by(t.c.state, t.c.slug)).first()
    return _trial(row) if row else None


def keep(db: Connection, trial: Trial) -> None:
    """Note how far a trial is, unless another draft is being tried by now."""
    same = (t.c.slug == trial.slug, t.c.revision == trial.revision, t.c.state.in_(("waiting", "running")))
    db.execute(update(t).where(*same).values(state=trial.state, report={"parts": list(trial.parts)}))


def _trial(row: Any) -> Trial:
    return Trial(row.slug, row.revision, row.state, tuple(row.report["parts"]))

"""The PDF files of a consultation: one for each of its papers and each language."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from app.store import tables


@dataclass(frozen=True)
class Leaf:
    """What is known of a file without opening it; `size` is in bytes."""

    paper: str
    language: str
    name: str
    sha256: str
    size: int


_T = tables.papers.c


def of(db: Connection, consultation: str) -> list[Leaf]:
    """All files of a consultation, by paper and language."""
    about = _T.paper, _T.language, _T.name, _T.sha256, _T.size
    rows = db.execute(select(*about).where(_T.consultation == consultation).order_by(_T.paper, _T.language))
    return [Leaf(*row) for row in rows]


def content(db: Connection, consultation: str, paper: str, language: str) -> bytes | None:
    here = _T.consultation == consultation, _T.paper == paper, _T.language == language
    found: bytes | None = db.scalar(select(_T.bytes).where(*here))
    return found


def put(db: Connection, consultation: str, paper: str, language: str, name: str, data: bytes) -> None:
    """Keep a file in the place of the one before."""
    remove(db, consultation, paper, language)
    row = {"consultation": consultation, "paper": paper, "language": language, "name": name[:200]}
    held = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "bytes": data}
    db.execute(insert(tables.papers).values(**row, **held))
    _another_edition(db, consultation)


def remove(db: Connection, consultation: str, paper: str, language: str) -> None:
    here = _T.consultation == consultation, _T.paper == paper, _T.language == language
    db.execute(delete(tables.papers).where(*here))
    _another_edition(db, consultation)


def _another_edition(db: Connection, consultation: str) -> None:
    """Pages in memory (mark.py) show the files, too."""
    t = tables.documents
    mine = update(t).where(t.c.kind == "consultation", t.c.slug == consultation)
    db.execute(mine.values(edition=t.c.edition + 1))

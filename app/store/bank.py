"""The questions staff put into the bank; what comes with the program are files (examples/bank)."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select, update

from app.domain.bank import Item, dump, load
from app.store import tables

t = tables.bank


def items(db: Connection) -> list[Item]:
    return [load(document, own=True) for document in db.scalars(select(t.c.document).order_by(t.c.id))]


def keep(db: Connection, item: Item) -> None:
    """Put an item in, or its next words in the place of those before."""
    document = dump(item)
    if not db.execute(update(t).where(t.c.id == item.id).values(document=document)).rowcount:
        db.execute(insert(t).values(id=item.id, document=document))


def take_out(db: Connection, id: str) -> None:
    db.execute(delete(t).where(t.c.id == id))

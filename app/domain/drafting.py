"""Changing a document: beginning one, and the things in it, such as phases, added, moved and taken away."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any, TypeVar

from app.domain import items
from app.domain.built import hints
from app.domain.document import Document
from app.domain.text import Text

Kind = TypeVar("Kind", bound=Document)


def begun(made: type[Kind], slug: str, source: str, title: str, today: date) -> Kind:
    """A document with a title and nothing else yet; days it cannot do without are today."""
    needed = {
        f.name: today if hints(made)[f.name] is date else ""
        for f in dataclasses.fields(made)
        if f.name != "slug" and f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
    }
    own: Any = {**needed, "slug": slug, "source": source, "languages": (source,), "title": Text({source: title})}
    return made(**own)


def copied(document: Kind, slug: str, title: str) -> Kind:
    """The same under another short name and another title, which nobody has translated yet."""
    return dataclasses.replace(document, slug=slug, title=Text({document.source: title}))


def arranged(document: Kind, do: str, written: str, today: date) -> Kind | None:
    """The change a button asks for, such as item-up::phases:umfrage; None when it speaks of nothing that is there."""
    deed, _, name, id, to = (*do.split(":"), "", "", "", "")[:5]
    if name not in {f.name for f in items.lists(document)}:
        return None
    at = items.position(document, name, id)
    match deed:
        case "item-up" | "item-down" | "item-to":
            place = {"item-up": at - 1, "item-down": at + 1}.get(deed, max(items.position(document, name, to), 0))
            changed = items.with_item_moved(document, name, id, place)
        case "item-delete":
            changed = items.without_item(document, name, id)
        case "item-add":
            changed = items.with_added(document, name, written, document.source, today)
        case _:
            return None
    return changed  # type: ignore[no-any-return]

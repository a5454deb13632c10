"""Where something stands in a document, in words: "Phases › Participation event › Title"."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from app.domain.document import Document
from app.domain.items import named_by
from app.domain.language import LANGUAGES
from app.domain.sentence import Sentence
from app.domain.setting import item, label_of
from app.domain.tally import Label
from app.web.translating.places import Place


def place(document: Document, where: str) -> Place:
    path, _, last = where.rpartition(".")
    language = last if last in LANGUAGES and path else None
    path = path if language else where
    return Place(path, tuple(_labels(document, path.split("."))), language)


def _labels(thing: Any, steps: list[str]) -> Iterator[Label]:
    name, *rest = steps
    field = next((f for f in dataclasses.fields(thing) if f.name == name and "label" in f.metadata), None)
    if field is None:
        yield from filter(None, steps)
        return
    yield Sentence(label_of(field))
    if rest and (found := item(getattr(thing, name), rest[0])):
        yield called(found)
        if rest[1:]:
            yield from _labels(found, rest[1:])


def called(thing: Any) -> Label:
    """What a phase, an item of news or another part of a document is called."""
    name = named_by(type(thing))
    label: Label = getattr(thing, name) if name else ""
    return label or str(thing.id)

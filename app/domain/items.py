"""The answers, statements or places of a question: added, put in another order, taken away, written as lines."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from app.domain.setting import tidy
from app.domain.short_name import short_name
from app.domain.text import Text

MOST_LINES = 500


def kind_of(question: Any, name: str) -> type[Any]:
    """The class of the things a field such as `options` holds."""
    made: type[Any] = typing.get_args(typing.get_type_hints(type(question))[name])[0]
    return made


def lists(question: Any) -> Iterator[dataclasses.Field[Any]]:
    """The fields of a question that hold such things."""
    for f in dataclasses.fields(question):
        if "label" in f.metadata and isinstance(getattr(question, f.name), tuple):
            made = kind_of(question, f.name)
            if dataclasses.is_dataclass(made) and any(each.name == "id" for each in dataclasses.fields(made)):
                yield f


def own(question: Any, name: str) -> tuple[Any, ...]:
    """The things that are the question's own, not lent to it by another."""
    return tuple(each for each in getattr(question, name) if not getattr(each, "lent", False))


def named_by(made: type[Any]) -> str | None:
    """The field that says what such a thing is called: the first text, else the first plain word after its id."""
    hints = typing.get_type_hints(made)
    texts = [name for name, hint in hints.items() if hint is Text]
    plain = [name for name, hint in hints.items() if hint is str and name != "id"]
    return next(iter(texts or plain), None)


def line_of(thing: Any, source: str) -> str:
    name = named_by(type(thing))
    value = getattr(thing, name) if name else thing.id
    words = value.words.get(source, "") if isinstance(value, Text) else str(value)
    return " ".join(words.split())


def lines_of(things: Sequence[Any], source: str) -> str:
    return "\n".join(line_of(each, source) for each in things)


def with_lines(question: Any, name: str, written: str, source: str) -> Any:
    """The question with one thing for each line. A line that stood there keeps its short name and translations; where
    as many lines as before were written, a changed line is the same thing in other words."""
    things = list(own(question, name))
    lines = [line for line in map(str.strip, tidy(written).split("\n")) if line][:MOST_LINES]
    waiting = {line_of(each, source): each for each in reversed(things)}
    kept = [waiting.pop(line, None) for line in lines]
    if len(lines) == len(things):
        over = iter([each for each in things if each in waiting.values() and each not in kept])
        kept = [each or _reworded(next(over, None), line, source) for each, line in zip(kept, lines, strict=True)]
    taken = {each.id for each in (*things, *(k for k in kept if k))}
    found = []
    for each, line in zip(kept, lines, strict=True):
        made = each or _new(question, name, line, source, taken)
        taken.add(made.id)
        found.append(made)
    return dataclasses.replace(question, **{name: tuple(found)})


def _reworded(thing: Any, line: str, source: str) -> Any:
    if thing is None:
        return None
    name = named_by(type(thing))
    value = getattr(thing, name) if name else None
    said = Text({**value.words, source: line}, value.marks) if isinstance(value, Text) else line
    return dataclasses.replace(thing, **{name: said}) if name else thing


def _new(question: Any, field: str, line: str, source: str, taken: set[str], today: date | None = None) -> Any:
    made = kind_of(question, field)
    name = named_by(made)
    plain = {
        f.name: today if typing.get_type_hints(made)[f.name] is date else ""
        for f in dataclasses.fields(made)
        if f.name != "id" and f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
    }
    said = {name: Text({source: line}) if typing.get_type_hints(made)[name] is Text else line} if name else {}
    id = short_name(line, taken, "a")
    if next(f for f in lists(question) if f.name == field).metadata.get("digits"):
        begins = line[: len(line) - len(line.lstrip("0123456789"))][:5]
        id = begins if begins and begins not in taken else id
    return made(**{**plain, **said, "id": id})


def with_added(question: Any, name: str, written: str, source: str, today: date | None = None) -> Any:
    """The question with one more thing for each line, after those it has; a line that stands there is not repeated.
    What needs a day has `today` until someone writes another."""
    things = list(getattr(question, name))
    known = {line_of(each, source) for each in things}
    for line in map(str.strip, tidy(written).split("\n")):
        if line and line not in known and len(things) < MOST_LINES:
            things.append(_new(question, name, line, source, {each.id for each in things}, today))
            known.add(line)
    return dataclasses.replace(question, **{name: tuple(things)})


def with_item_moved(question: Any, name: str, id: str, to: int) -> Any:
    things = list(getattr(question, name))
    found = next((each for each in things if each.id == id), None)
    if found is None:
        return question
    things.remove(found)
    things.insert(max(0, to), found)
    return dataclasses.replace(question, **{name: tuple(things)})


def without_item(question: Any, name: str, id: str) -> Any:
    return dataclasses.replace(question, **{name: tuple(each for each in getattr(question, name) if each.id != id)})


def position(question: Any, name: str, id: str) -> int:
    return next((i for i, each in enumerate(getattr(question, name)) if each.id == id), -1)

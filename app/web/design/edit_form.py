"""The form of a question, a page or the whole questionnaire, made from the fields of its dataclass."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.domain import items
from app.domain.language import LANGUAGES, Language
from app.domain.merge import Conflict, Merged
from app.domain.question import Question
from app.domain.sentence import Problem
from app.domain.setting import changeable, label_of, spelled
from app.domain.text import Text, fingerprint
from app.web.design.overview import TEXTS

LONG = {"intro", "privacy", "thanks", "body"}  # texts of several lines
GENERAL = {f.name for f in dataclasses.fields(Question)} - {"title", "help"}
RESULTS = {"dimension", "sensitive", "theme", "icon"}


@dataclass(frozen=True)
class Cell:
    """One input: its value, the fingerprint of what is stored, and what stands in the way of storing it."""

    path: str
    value: str
    was: str
    language: Language | None = None
    state: str = ""
    who: str = ""
    day: str = ""
    conflict: Conflict | None = None
    problem: Problem | None = None

    @property
    def state_label(self) -> str:
        return TEXTS.get(self.state, "")


@dataclass(frozen=True)
class Field:
    """A setting with its inputs: one, or for words the original and the translation beside it."""

    path: str
    label: str
    form: str  # words, tick, number, choice or line
    cells: tuple[Cell, ...]
    among: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    long: bool = False


@dataclass(frozen=True)
class Row:
    """One of the answers: its words, and its marks such as "asks for own words"."""

    id: str
    words: tuple[Field, ...]
    marks: tuple[Field, ...]


@dataclass(frozen=True)
class Things:
    """The answers of a question as rows, and as lines."""

    name: str
    label: str
    rows: tuple[Row, ...]
    lines: str


@dataclass(frozen=True)
class Form:
    """`left` is what the last attempt to save could not take: typed words stay in their fields."""

    thing: Any
    source: str
    target: str | None
    left: Merged | None = None

    @property
    def main(self) -> list[Field]:
        """What is asked, and what only this kind can be told."""
        return [field for field in self._fields() if field.path not in GENERAL or not isinstance(self.thing, Question)]

    @property
    def answering(self) -> list[Field]:
        return [field for field in self._general() if field.path not in RESULTS]

    @property
    def results(self) -> list[Field]:
        return [field for field in self._general() if field.path in RESULTS]

    def things(self) -> list[Things]:
        return [
            Things(f.name, label_of(f), tuple(self._row(f, each) for each in items.own(self.thing, f.name)),
                   items.lines_of(items.own(self.thing, f.name), self.source))
            for f in items.lists(self.thing)
        ]  # fmt: skip

    def every(self) -> Iterator[Field]:
        yield from self._fields()
        for things in self.things():
            for row in things.rows:
                yield from (*row.words, *row.marks)

    def counts(self, language: str) -> dict[str, int]:
        """How many words of it are missing or outdated in a language."""
        states = [text.state(language, self.source) for text in texts_of(self.thing) if text]
        return {state: states.count(state) for state in ("missing", "outdated") if state in states}

    def _general(self) -> list[Field]:
        general = isinstance(self.thing, Question)
        return [field for field in self._fields() if general and field.path in GENERAL]

    def _fields(self) -> Iterator[Field]:
        names = {f.name for f in items.lists(self.thing)}
        yield from (self._field(self.thing, f, "") for f in changeable(self.thing) if f.name not in names)

    def _row(self, f: dataclasses.Field[Any], thing: Any) -> Row:
        wanted = f.metadata.get("marks")
        shown = [each for each in changeable(thing) if each.name != "alt" or thing.picture]
        own = [self._field(thing, each, f"{f.name}.{thing.id}.") for each in shown]
        marks = tuple(each for each in own if each.form == "tick" and (wanted is None or _last(each.path) in wanted))
        return Row(thing.id, tuple(each for each in own if each.form != "tick"), marks)

    def _field(self, thing: Any, f: dataclasses.Field[Any], before: str) -> Field:
        value, path, limits = getattr(thing, f.name), before + f.name, f.metadata
        if isinstance(value, Text):
            tags = [self.source, *([self.target] if self.target else [])]
            cells = tuple(self._cell(f"{path}.{tag}", tag, value) for tag in tags)
            return Field(path, label_of(f), "words", cells, long=f.name in LONG)
        among = tuple(limits.get("among", ()))
        form = (
            "tick" if isinstance(value, bool) else "number" if isinstance(value, int) else "choice" if among else "line"
        )
        return Field(path, label_of(f), form, (self._cell(path),), among, limits.get("least"), limits.get("most"))

    def _cell(self, path: str, tag: str = "", text: Text | None = None) -> Cell:
        stored = spelled(self.thing, path) or ""
        conflict = self.left.conflicts.get(path) if self.left else None
        problem = self.left.problems.get(path) if self.left else None
        typed = conflict.mine if conflict else self.left.typed.get(path, stored) if self.left else stored
        cell = Cell(path, typed, fingerprint(stored), LANGUAGES.get(tag), conflict=conflict, problem=problem)
        if not text or not tag or tag == self.source:
            return cell
        mark = text.marks.get(tag)
        who, day = (mark.who, mark.day) if mark else ("", "")
        return dataclasses.replace(cell, state=text.state(tag, self.source), who=who, day=day)


def texts_of(thing: Any) -> Iterator[Text]:
    for f in changeable(thing):
        value = getattr(thing, f.name)
        if isinstance(value, Text):
            yield value
        elif isinstance(value, tuple):
            for each in value:
                if dataclasses.is_dataclass(each):
                    yield from texts_of(each)


def _last(path: str) -> str:
    return path.rpartition(".")[2]

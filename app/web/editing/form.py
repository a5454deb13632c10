"""The form of a question, a document or a part of one, made from the fields of its dataclass."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from app.domain import day, items
from app.domain.built import hints
from app.domain.language import LANGUAGES, Language
from app.domain.merge import Conflict, Merged
from app.domain.sentence import Problem, Sentence
from app.domain.setting import changeable, label_of, naming, spelled
from app.domain.tally import Label
from app.domain.text import Text, fingerprint
from app.web.translating.progress import TEXTS

LONG = {"intro", "privacy", "thanks", "body", "text"}  # texts of several lines
MAIN = ("title", "help", "words")


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
    """A setting with its inputs: one, for words the original and the translation beside it, for ticks one for each of
    `among`."""

    path: str
    label: str
    form: str  # words, tick, ticks, number, choice, day, list or line
    cells: tuple[Cell, ...]
    among: tuple[tuple[str, Label], ...] = ()
    least: int | None = None
    most: int | None = None
    long: bool = False
    decides: bool = False  # what other fields of the form offer follows from it


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
class Part:
    """Settings of one matter, shown closed unless they hold something."""

    label: str
    fields: tuple[Field, ...]
    things: tuple[Things, ...]
    open: bool


@dataclass(frozen=True)
class Form:
    """`thing` is the whole or a part of it; `left` is what the last attempt to save could not take: typed words stay in
    their fields."""

    whole: Any  # a Translatable
    thing: Any
    target: str | None
    left: Merged | None = None

    parted: ClassVar[Mapping[str, tuple[str, ...]]] = {}  # what most do without: closed until it holds something

    def named(self, what: str, thing: Any) -> Mapping[str, Label]:
        """The names to choose from for a setting that names something else."""
        return {}

    def limits(self, f: dataclasses.Field[Any]) -> Mapping[str, Any]:
        """What stands beside a field: bounds, choices, what it names."""
        return f.metadata

    @property
    def main(self) -> list[Field]:
        """What people read."""
        return [field for field in self._own() if field.path in MAIN or field.form == "words"]

    @property
    def settings(self) -> list[Field]:
        """What else only this kind can be told."""
        main = {field.path for field in self.main}
        return [field for field in self._own() if field.path not in main]

    @property
    def lists(self) -> list[Things]:
        return [things for things in self.things if things.name not in self._parted]

    @property
    def parts(self) -> Iterator[Part]:
        every = {f.name: f for f in changeable(self.thing)}
        for label, names in self.parted.items():
            fields = tuple(field for field in self._fields if field.path in names)
            things = tuple(each for each in self.things if each.name in names)
            held = any(name in every and getattr(self.thing, name) != every[name].default for name in names)
            stuck = self.left is not None and any(path.partition(".")[0] in names for path in self.left.unsaved)
            if fields or things:
                yield Part(label, fields, things, held or stuck)

    @cached_property
    def things(self) -> list[Things]:
        return [
            Things(f.name, label_of(f), tuple(self._row(f, each) for each in items.own(self.thing, f.name)),
                   items.lines_of(items.own(self.thing, f.name), self.source))
            for f in items.lists(self.thing)
        ]  # fmt: skip

    @property
    def _parted(self) -> set[str]:
        return {name for names in self.parted.values() for name in names}

    @property
    def source(self) -> str:
        return self.whole.source

    def every(self) -> Iterator[Field]:
        yield from self._fields
        for things in self.things:
            for row in things.rows:
                yield from (*row.words, *row.marks)

    @property
    def spoken(self) -> list[str]:
        """The languages it can be looked at in: those with any words here or in the title."""
        texts = [self.whole.title, *texts_of(self.thing)]
        said = {tag for text in texts for tag in text.words if text.words[tag]}
        return [tag for tag in LANGUAGES if tag in said or tag in (self.source, self.target)]

    def counts(self, language: str) -> dict[str, int]:
        """How many words of it are missing or outdated in a language."""
        states = [text.state(language, self.source) for text in texts_of(self.thing) if text]
        return {state: states.count(state) for state in ("missing", "outdated") if state in states}

    def _own(self) -> list[Field]:
        return [field for field in self._fields if field.path not in self._parted]

    @cached_property
    def _fields(self) -> list[Field]:
        names = {f.name for f in items.lists(self.thing)}
        return [self._field(self.thing, f, "") for f in changeable(self.thing) if f.name not in names]

    def _row(self, f: dataclasses.Field[Any], thing: Any) -> Row:
        wanted = f.metadata.get("marks")
        nested = {each.name for each in items.lists(thing)}
        shown = [e for e in changeable(thing) if e.name not in nested and (e.name != "alt" or thing.picture)]
        own = [self._field(thing, each, f"{f.name}.{thing.id}.") for each in shown]
        ticks = [each for each in own if each.form == "tick"]
        marks = tuple(t for t in ticks if wanted is None or _last(t.path) in wanted or t.cells[0].value)
        return Row(thing.id, tuple(each for each in own if each.form != "tick"), marks)

    def _field(self, thing: Any, f: dataclasses.Field[Any], before: str) -> Field:
        value, path, limits = getattr(thing, f.name), before + f.name, self.limits(f)
        if isinstance(value, Text):
            tags = [self.source, *([self.target] if self.target else [])]
            cells = tuple(self._cell(f"{path}.{tag}", tag, value) for tag in tags)
            return Field(path, label_of(f), "words", cells, long=f.name in LONG)
        among = tuple(self._choices(thing, limits, value))
        if naming(thing, f.name):
            cells = tuple(self._cell(f"{path}.{word}") for word, _ in among)
            return Field(path, label_of(f), "ticks", cells, among)
        form = "choice" if among else _form_of(hints(type(thing))[f.name])
        least, most, decides = limits.get("least"), limits.get("most"), limits.get("names") == "groups"
        return Field(path, label_of(f), form, (self._cell(path),), among, least, most, decides=decides)

    def _choices(self, thing: Any, limits: Mapping[str, Any], value: Any) -> Iterator[tuple[str, Label]]:
        if "among" in limits:
            yield from ((word, Sentence(label)) for word, label in limits["among"].items())
        elif "names" in limits:
            named = self.named(limits["names"], thing)
            held = value if isinstance(value, tuple) else (value,)
            if held is not value:
                yield "", "–"
            yield from named.items()
            yield from ((word, word) for word in held if word and word not in named)  # what it names is gone

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


def _form_of(hint: Any) -> str:
    if hint in day.KINDS:
        return "day"
    return {bool: "tick", int: "number", int | None: "number", tuple[str, ...]: "list"}.get(hint, "line")


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

"""What differs between a thing and what became of it: its settings, what belongs to it, its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from app.domain.language import LANGUAGES
from app.domain.question import Question
from app.domain.rule_words import Reading, read_back
from app.domain.sentence import N_, Sentence
from app.domain.tally import Label
from app.domain.text import Text

Questions = Mapping[str, Question]

# Settings that have no label of their own.
NAMES = {"profile": N_("How answers are protected"), "access": N_("Who may take part"), "source": N_("Language")}


@dataclass(frozen=True)
class Reworded:
    """New words in one language, at a place as Questionnaire.texts() names it."""

    where: str
    language: str
    before: str
    after: str


@dataclass(frozen=True)
class Ruled:
    """A rule that changed, read back as it was and as it is."""

    before: Reading
    after: Reading


def ruled(before: Any, after: Any, about: str, were: Questions, are: Questions) -> Iterator[Ruled]:
    """The rules of a page or question that changed; `about` says what is shown (rule_words.HEADS), `were` and `are`
    are all questions by id, before and after."""
    for name, what in (("show_if", about), ("valid_if", "answer")):
        old, new = getattr(before, name, None), getattr(after, name, None)
        if old != new:
            yield Ruled(read_back(old, were, what), read_back(new, are, what))


def settings(before: Any, after: Any, besides: set[str]) -> Iterator[Sentence]:
    """What differs beside words, setting by setting."""
    for f in fields(after):
        old, new = getattr(before, f.name, None), getattr(after, f.name)
        if f.name in besides or old == new or isinstance(new, Text) or not hasattr(before, f.name):
            continue
        setting = Sentence(f.metadata.get("label") or NAMES.get(f.name, f.name))
        if isinstance(old, tuple) and isinstance(new, tuple) and _all_named((*old, *new)):
            yield from _items(setting, old, new)
        elif isinstance(new, bool):
            yield Sentence.of(_SWITCHED[new], setting=setting)
        elif isinstance(new, int):
            yield Sentence.of(N_("{setting}: {after} instead of {before}."), setting=setting, before=old, after=new)
        else:
            yield Sentence.of(_ruled(old, new), setting=setting)


_SWITCHED = {True: N_("Switched on: {setting}."), False: N_("Switched off: {setting}.")}


def _ruled(old: Any, new: Any) -> str:
    if old and not new and isinstance(old, dict):
        return N_("The rule “{setting}” was taken away.")
    if isinstance(new, dict):
        return N_("The rule “{setting}” has changed.") if old else N_("The rule “{setting}” was added.")
    return N_("Changed: {setting}.")


def _all_named(items: Sequence[Any]) -> bool:
    return all(hasattr(item, "id") for item in items)


def _items(setting: Sentence, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Sentence]:
    were, are = {item.id: item for item in old}, {item.id: item for item in new}
    for id, item in are.items():
        if id not in were:
            yield Sentence.of(N_("{setting}: “{item}” was added."), setting=setting, item=_label(item))
        elif any(settings(were[id], item, {"id"})):
            yield Sentence.of(N_("{setting}: “{item}” works differently now."), setting=setting, item=_label(item))
    for id, item in were.items():
        if id not in are:
            yield Sentence.of(N_("{setting}: “{item}” was removed."), setting=setting, item=_label(item))
    if moved(old, new):
        yield Sentence.of(N_("{setting}: the order has changed."), setting=setting)


def moved(old: Sequence[Any], new: Sequence[Any]) -> bool:
    """Whether the things in both stand in another order."""
    before, after = [item.id for item in old], [item.id for item in new]
    return [id for id in before if id in after] != [id for id in after if id in before]


def _label(item: Any) -> Label:
    found: Label = getattr(item, "label", None) or getattr(item, "title", None) or item.id
    return found


def words_of(where: str, before: Question, after: Question) -> Iterator[Reworded]:
    old = {path: text for path, text, _ in before.texts()}
    for path, text, _ in after.texts():
        if path in old:
            yield from words(f"{where}.{path}", old[path], text)


def words(where: str, before: Text, after: Text) -> Iterator[Reworded]:
    for tag in LANGUAGES:
        old, new = before.words.get(tag, ""), after.words.get(tag, "")
        if old != new:
            yield Reworded(where, tag, old, new)

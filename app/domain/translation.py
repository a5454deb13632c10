"""Translating: every text of a questionnaire or a document beside its original, and what becomes of it when someone
writes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, Protocol, Self, TypeVar

from app.domain.language import LANGUAGES
from app.domain.sent import clean
from app.domain.sentence import N_, Problem
from app.domain.text import Mark, State, Text, fingerprint

URGENT = ("missing", "outdated", "draft", "reviewed", "source")
MOST_LETTERS = 20_000


class Translatable(Protocol):
    """What can be translated: a questionnaire, or a document of any kind."""

    @property
    def slug(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def languages(self) -> tuple[str, ...]: ...
    @property
    def title(self) -> Text: ...
    def texts(self) -> Iterator[tuple[str, Text, bool]]: ...
    def with_texts(self, texts: Mapping[str, Text]) -> Self: ...
    def states(self, language: str) -> dict[str, int]: ...


Thing = TypeVar("Thing", bound=Translatable)


@dataclass(frozen=True)
class Line:
    """One text with its path, looked at for one language."""

    path: str
    text: Text
    language: str
    source: str

    @property
    def original(self) -> str:
        return self.text.words.get(self.source, "")

    @property
    def words(self) -> str:
        return self.text.words.get(self.language, "")

    @property
    def state(self) -> State:
        return self.text.state(self.language, self.source)

    @property
    def mark(self) -> Mark | None:
        return self.text.marks.get(self.language) if self.words else None

    @property
    def gaps(self) -> list[str]:
        return sorted(self.text.gaps(self.source))


@dataclass(frozen=True)
class Written:
    """What someone wrote for one text: `was` is the fingerprint of the translation they saw, `made_from` of the
    original they saw."""

    path: str
    words: str
    was: str
    made_from: str
    reviewed: bool = False


@dataclass(frozen=True)
class Outcome(Generic[Thing]):
    """The thing with what could be kept; what could not, by path: a problem, or the words of someone else who wrote in
    between. Where `only_marks`, no word changed."""

    thing: Thing
    kept: tuple[str, ...] = ()
    problems: Mapping[str, Problem] = field(default_factory=dict)
    theirs: Mapping[str, str] = field(default_factory=dict)
    only_marks: bool = False


@dataclass(frozen=True)
class Piece:
    """A stretch of words, or a gap in them, from brace to brace."""

    words: str
    gap: bool


def pieces(words: str) -> list[Piece]:
    """Words and gaps as they follow each other; braces within a gap belong to it, an open one is words."""
    found, depth, begun = [], 0, 0
    for at, letter in enumerate(words):
        if letter == "{":
            if not depth:
                found.append(Piece(words[begun:at], False))
                begun = at
            depth += 1
        elif letter == "}" and depth:
            depth -= 1
            if not depth:
                found.append(Piece(words[begun : at + 1], True))
                begun = at + 1
    found.append(Piece(words[begun:], False))
    return [piece for piece in found if piece.words]


def lines(thing: Translatable, language: str) -> list[Line]:
    """Every text that has words or needs them, in the order of the thing."""
    return [Line(path, text, language, thing.source) for path, text, must in thing.texts() if must or text]


def line_at(thing: Translatable, language: str, path: str) -> Line | None:
    """The text with this path, if it is among the lines."""
    found = next(((text, must) for at, text, must in thing.texts() if at == path), None)
    return Line(path, found[0], language, thing.source) if found and any(found) else None


def urgent(found: Sequence[Line]) -> list[Line]:
    return sorted(found, key=lambda line: URGENT.index(line.state))


def written(thing: Thing, language: str, entries: Sequence[Written], who: str = "", day: str = "") -> Outcome[Thing]:
    """Keep what was written, text by text: nothing that someone else wrote since is overwritten."""
    known = {line.path: line for line in lines(thing, language)}
    changed: dict[str, Text] = {}
    problems: dict[str, Problem] = {}
    theirs: dict[str, str] = {}
    for entry in entries:
        line = known.get(entry.path)
        words = clean(entry.words.replace("\r\n", "\n"))
        if line is None:
            problems[entry.path] = Problem(N_("This text is no longer there. Copy your words."))
        elif _overtaken(line, words, entry):
            theirs[entry.path] = line.words
        elif problem := _unfit(line, words):
            problems[entry.path] = problem
        elif text := _next(line, words, entry, Mark("reviewed" if entry.reviewed else "draft", "", who, day)):
            changed[entry.path] = text
    after = thing.with_texts(changed) if changed else thing
    only_marks = all(text.words == known[path].text.words for path, text in changed.items())
    return Outcome(after, tuple(changed), problems, theirs, only_marks)


def _overtaken(line: Line, words: str, entry: Written) -> bool:
    """Whether someone else wrote something different since the sender of this looked."""
    touched = entry.reviewed or fingerprint(words) != entry.was
    return touched and words != line.words and entry.was != fingerprint(line.words)


def _unfit(line: Line, words: str) -> Problem | None:
    if len(words) > MOST_LETTERS:
        return Problem(N_("Your text is too long. Write at most {most} characters."), most=MOST_LETTERS)
    return wrong_gaps(line.text.words.get(line.source, ""), words) if words != line.words else None


def wrong_gaps(original: str, words: str) -> Problem | None:
    """What is wrong with the gaps of a translation: one is missing, or one is foreign to the original."""
    wanted, given = (Text({"de": each}).gaps("de") for each in (original, words))
    if not words or wanted == given:
        return None
    if missing := wanted - given:
        return Problem(N_("The gap {gap} is missing. Put it where the answer shall stand."), gap=_braced(missing))
    return Problem(N_("The gap {gap} is not in the original. Take it out."), gap=_braced(given - wanted))


def _braced(names: set[str]) -> str:
    return ", ".join("{" + name + "}" for name in sorted(names))


def _next(line: Line, words: str, entry: Written, mark: Mark) -> Text | None:
    """The text as it becomes, or None when nothing changes."""
    if words == line.words and not (entry.reviewed and line.state in ("draft", "outdated")):
        return None
    if fingerprint(words) == entry.was and not entry.reviewed:
        return None
    rest = {tag: said for tag, said in line.text.words.items() if tag != line.language}
    marks = {tag: each for tag, each in line.text.marks.items() if tag != line.language}
    if not words:
        return Text(rest, marks)
    return Text({**rest, line.language: words}, {**marks, line.language: replace(mark, made_from=entry.made_from)})


def reviewed(thing: Thing, language: str, who: str, day: str) -> Outcome[Thing]:
    """All texts that wait for a first review are marked; outdated ones want a look each."""
    entries = [
        Written(line.path, line.words, fingerprint(line.words), fingerprint(line.original), reviewed=True)
        for line in lines(thing, language)
        if line.state == "draft"
    ]
    return written(thing, language, entries, who, day)


def with_source(thing: Thing, source: str) -> Thing:
    """The thing with another language as its original. Every word stays.

    A translation that was up to date stays so where the new original is a reviewed translation of the old one; where
    nobody has reviewed that, it waits for a review; where it was outdated, it still is.
    """
    before = thing.source
    texts = {path: _turned(text, before, source) for path, text, _ in thing.texts() if text}
    changed: Any = thing.with_texts(texts)
    turned: Thing = replace(changed, source=source)
    return with_languages(turned, thing.languages)


def with_languages(thing: Thing, wanted: Collection[str]) -> Thing:
    """The thing offered in these languages; what it was written in is always among them."""
    changed: Any = thing
    chosen: Thing = replace(changed, languages=tuple(tag for tag in LANGUAGES if tag in {thing.source, *wanted}))
    return chosen


def _turned(text: Text, before: str, source: str) -> Text:
    marks = {tag: mark for tag, mark in text.marks.items() if tag not in (before, source)}
    standing = text.state(source, before)
    if standing not in ("reviewed", "draft"):
        return Text(text.words, marks)
    made_from = fingerprint(text.words[source])
    for tag, mark in marks.items():
        if text.state(tag, before) in ("reviewed", "draft"):
            marks[tag] = replace(mark, state=mark.state if standing == "reviewed" else "draft", made_from=made_from)
    if text.words.get(before):
        marks[before] = Mark(standing, made_from)
    return Text(text.words, marks)

"""A text as a file carries it, and what a file that comes back would change: told row by row before anything is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.domain.plural import left_empty, wrong
from app.domain.sent import clean
from app.domain.sentence import N_, Problem
from app.domain.text import fingerprint
from app.domain.translation import Line, wrong_gaps

Kind = Literal["new", "changed", "reviewed", "stale", "broken", "foreign", "twice", "empty", "same"]
TAKEN = ("new", "changed")  # what is taken unless someone says no
OFFERED = (*TAKEN, "reviewed", "stale")  # what can be taken


@dataclass(frozen=True)
class Entry:
    """`row` is where it stands in the file, `original` the original its translator saw, `where` its place in words,
    `plain` the same in plain German, `state` of the translation when the file was made."""

    path: str
    original: str
    words: str
    row: int = 0
    where: str = ""
    plain: str = ""
    state: str = ""


@dataclass(frozen=True)
class Finding:
    """A row of a file that came back, beside the words we have now."""

    kind: Kind
    entry: Entry
    now: str = ""
    problem: Problem | None = None

    @property
    def was(self) -> str:
        return fingerprint(self.now)

    @property
    def made_from(self) -> str:
        return fingerprint(self.entry.original)


def entries(lines: Sequence[Line], where: Mapping[str, str], plain: str) -> list[Entry]:
    """What goes into a file; `plain` is the language that stands beside the original to help."""
    return [
        Entry(
            line.path,
            readable(line.original),
            readable(line.words),
            where=readable(where.get(line.path, "")),
            plain=readable(line.text.words.get(plain, "")),
            state=line.state,
        )
        for line in lines
    ]


def readable(words: str) -> str:
    """Words as every format can carry them: without control characters, each line ended in one way."""
    return clean(words.replace("\r\n", "\n").replace("\r", "\n"))


def compared(lines: Sequence[Line], come_back: Sequence[Entry]) -> Iterator[Finding]:
    """Each row of the file with what taking it would mean."""
    known, seen = {line.path: line for line in lines}, set()
    for entry in come_back:
        line = known.get(entry.path)
        if line is None:
            yield Finding("foreign", entry)
        elif entry.path in seen:
            yield Finding("twice", entry, line.words)
        else:
            yield _one(line, entry)
        seen.add(entry.path)


def _one(line: Line, entry: Entry) -> Finding:
    if entry.words == readable(line.words):
        return Finding("same", entry, line.words)
    if not entry.words:
        return Finding("empty", entry, line.words)
    if problem := _unfit(line, entry.words):
        return Finding("broken", entry, line.words, problem)
    if line.state == "reviewed":
        return Finding("reviewed", entry, line.words)
    if entry.original != readable(line.original):
        return Finding("stale", entry, line.words)
    return Finding("changed" if line.words else "new", entry, line.words)


def _unfit(line: Line, words: str) -> Problem | None:
    """What is wrong with the gaps and plurals of words that came back."""
    found = [*wrong(words, line.language), *left_empty(line.original, words, line.language)]
    return found[0] if found else wrong_gaps(line.original, words)


def absent(lines: Sequence[Line], come_back: Sequence[Entry]) -> list[Line]:
    """The texts the file does not have."""
    there = {entry.path for entry in come_back}
    return [line for line in lines if line.path not in there]


def of_another_language(wanted: str) -> Problem:
    return Problem(N_("This file is for another language. Its language is: {language}"), language=wanted[:40] or "–")

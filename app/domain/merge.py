"""Two people at one form: what each typed is kept field by field, and where both wrote the same field, one chooses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from app.domain.sentence import Problem
from app.domain.setting import Hand, spelled, tidy, with_spelled
from app.domain.text import fingerprint


@dataclass(frozen=True)
class Entry:
    """A field as it was sent: the words now in it, and the fingerprint of those its author saw before typing.

    `unsure` are words the same author sent before without hearing whether they were stored."""

    path: str
    mine: str
    was: str
    unsure: tuple[str, ...] = ()

    @property
    def touched(self) -> bool:
        return fingerprint(self.mine) != self.was

    def follows(self, stored: str) -> bool:
        """Whether what is stored is what its author saw or sent, so that nobody else has changed it since."""
        return fingerprint(stored) == self.was or stored in map(tidy, self.unsure)


@dataclass(frozen=True)
class Conflict:
    """A field both have changed: `theirs` is stored, `mine` is not."""

    path: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Merged:
    """The thing with all that could be taken, and what could not: conflicts, problems, fields that are gone."""

    thing: Any
    taken: tuple[str, ...] = ()
    conflicts: dict[str, Conflict] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)  # what stands in a field that could not be read

    @property
    def unsaved(self) -> set[str]:
        return {*self.conflicts, *self.problems, *self.gone}

    @property
    def whole(self) -> bool:
        return not self.unsaved


def merged(thing: Any, entries: Iterable[Entry], hand: Hand) -> Merged:
    """A field nobody else has changed since is taken, whatever else has changed."""
    taken: list[str] = []
    left = Merged(thing)
    for entry in entries:
        mine, now = tidy(entry.mine), spelled(thing, entry.path)
        if not entry.touched or now == mine:
            continue
        if now is None:
            left.gone[entry.path] = mine
        elif not entry.follows(now):
            left.conflicts[entry.path] = Conflict(entry.path, mine, now)
        else:
            try:
                thing = with_spelled(thing, entry.path, mine, hand)
                taken.append(entry.path)
            except Problem as problem:
                left.problems[entry.path] = problem.at(entry.path)
                left.typed[entry.path] = mine
    return Merged(thing, tuple(taken), left.conflicts, left.problems, left.gone, left.typed)

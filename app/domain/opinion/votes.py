"""Who voted what on which statement, as a matrix that is the same however the votes arrived."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

Reals = npt.NDArray[np.float64]
Whole = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]

ENOUGH = 7  # votes that say enough about somebody to find who thinks alike
AGREE, PASS, DISAGREE = 1, 0, -1


@dataclass(frozen=True, eq=False)
class Votes:
    """`values[person, statement]` is 1 (agree), 0 (pass), -1 (disagree), or NaN where there was no vote.

    People are in the order of what they voted, so that nothing computed here depends on who came first.
    """

    people: tuple[str, ...]
    statements: tuple[str, ...]
    values: Reals

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, int]], statements: Iterable[str] | None = None) -> Votes:
        """From (person, statement, value), each pair of person and statement once; of these statements only.

        Polis keeps statements that were taken out as columns of zeros, which counts them as voted on by everyone; here
        they are not there. A statement nobody voted on is no column, and who voted on none of them is no row.
        """
        wanted = None if statements is None else frozenset(statements)
        kept = [row for row in rows if wanted is None or row[1] in wanted]
        people, columns = sorted({row[0] for row in kept}), sorted({row[1] for row in kept})
        line, column = ({id: place for place, id in enumerate(ids)} for ids in (people, columns))
        values = np.full((len(people), len(columns)), np.nan)
        for person, statement, value in kept:
            values[line[person], column[statement]] = value
        order = np.lexsort(np.nan_to_num(values, nan=2.0).T[::-1]) if kept else np.arange(0)
        return cls(tuple(people[place] for place in order), tuple(columns), values[order])

    @cached_property
    def voted(self) -> Mask:
        found: Mask = ~np.isnan(self.values)
        return found

    @cached_property
    def seen(self) -> Whole:
        """How many statements each person voted on."""
        found: Whole = self.voted.sum(axis=1)
        return found

    @cached_property
    def taking_part(self) -> Whole:
        """The places of those who voted on enough statements to be looked at."""
        return np.flatnonzero(self.seen >= min(ENOUGH, len(self.statements)))

    def only(self, people: Whole) -> Votes:
        """The votes of some people; statements that none of them voted on are left out."""
        values = self.values[people]
        columns = np.flatnonzero((~np.isnan(values)).any(axis=0))
        statements = tuple(self.statements[place] for place in columns)
        return Votes(tuple(self.people[place] for place in people), statements, values[:, columns])

    def with_values(self, values: Reals) -> Votes:
        return replace(self, values=values)

    def counts(self, people: Whole | None = None) -> Whole:
        """How many agree, disagree and pass, for each statement a row."""
        values = self.values if people is None else self.values[people]
        return np.stack([(values == each).sum(axis=0) for each in (AGREE, DISAGREE, PASS)], axis=1)

    def seed(self) -> int:
        """A number for drawing lots that follows from the votes alone, not from who gave them."""
        table = np.nan_to_num(self.values, nan=2.0).astype(np.int8)
        return int.from_bytes(hashlib.sha256(f"{table.shape}".encode() + table.tobytes()).digest()[:8], "big")

"""From sealed ballots to published numbers: what a release of a conversation says, and who is counted in it.

Every statement is counted apart: its numbers change only when FEWEST further people have voted on it, and groups are
made anew only when half as many people again have voted. Why, and what a difference of two releases gives away, stands
in docs/privacy.md. A release is a pure function of the ballots, the key and the release before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from app.domain.perturbation import draw, person_key, perturbed
from app.domain.release import canonical, sha256

FORMAT = "mitsprache-statements/1"
FEWEST = 20  # new ballots in a release, people in a shown number, and in whatever two shown numbers differ by
MOST, VARIANCE = 7, 4  # largest and mean squared change of a count, as in the profile "live"
ANSWERS = ("agree", "disagree", "pass")
VALUES = {"agree": 1, "disagree": -1, "pass": 0}
_ANSWER = {value: answer for answer, value in VALUES.items()}


@dataclass(frozen=True)
class Ballot:
    """The votes of one person: `votes` gives 1 (agree), -1 (disagree) or 0 (pass) by statement. `id` is random,
    `release` the number of the release in which it first counts: that before + 1 for those just sealed."""

    id: str
    votes: Mapping[str, int]
    release: int


@dataclass(frozen=True)
class Count:
    """Published numbers of one statement, of everyone or of one group."""

    agree: int
    disagree: int
    passed: int

    @property
    def seen(self) -> int:
        return self.agree + self.disagree + self.passed


@dataclass(frozen=True)
class StatementRelease:
    """`document` is JSON data; all numbers of people in it are changed by the cell-key method:

    {"format", "number", "day", "ballots": people, "history": [[day, people], ...], "previous": sha256,
     "statements": {statement: [agree, disagree, pass] or null where too few voted},
     "since": {statement: the release whose ballots its numbers are of}, also of those taken out again,
     "groups": {"tried": day or "", "sizes": [people, ...], "reasons": [code, ...],
                "statements": {statement: [[agree, disagree, pass] for each group]}},
     "generations": [[release, [statement, ...]], ...]: when groups were made anew, and of which statements}
    """

    document: Mapping[str, Any]

    @property
    def number(self) -> int:
        return int(self.document["number"])

    @property
    def day(self) -> date:
        return date.fromisoformat(self.document["day"])

    @property
    def ballots(self) -> int:
        return int(self.document["ballots"])

    @property
    def sha256(self) -> str:
        return sha256(self.document)

    @property
    def totals(self) -> dict[str, Count]:
        """By statement, without those that too few have voted on."""
        return {id: Count(*counts) for id, counts in self.document["statements"].items() if counts}

    @property
    def sizes(self) -> list[int]:
        """About how many people each group has, the largest first; empty when no groups are shown."""
        return list(self.document["groups"]["sizes"])

    @property
    def by_group(self) -> dict[str, list[Count]]:
        """By statement a count for each group; without those that too few of some group have voted on."""
        found = self.document["groups"]["statements"]
        return {id: [Count(*counts) for counts in groups] for id, groups in found.items()}

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why no groups are shown (verdict.REASONS)."""
        return tuple(self.document["groups"]["reasons"])

    def to_data(self) -> dict[str, Any]:
        return dict(self.document)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> StatementRelease:
        return cls(data)

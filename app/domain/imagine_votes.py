"""Invented voters, to see the results of a conversation alive: a few leanings, plainly marked as simulated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any


@dataclass(frozen=True)
class Electorate:
    """`leanings` say how many people lean that way, and how likely each is to agree with a statement; `undecided` is
    how likely somebody is to pass, `stops` how likely to stop halfway."""

    undecided: float
    stops: float
    leanings: Sequence[Mapping[str, Any]]

    def ballot(self, statements: Sequence[str], chance: Random) -> dict[str, int]:
        """The votes of one invented person on the statements in some order."""
        leaning = chance.choices(self.leanings, [each["people"] for each in self.leanings])[0]
        order = chance.sample(list(statements), len(statements))
        last = chance.randrange(1, len(order) + 1) if chance.random() < self.stops else len(order)
        return {id: self._vote(leaning["agree"].get(id, 0.5), chance) for id in order[:last]}

    def _vote(self, agrees: float, chance: Random) -> int:
        if chance.random() < self.undecided:
            return 0
        return 1 if chance.random() < agrees else -1

"""Going through statements one by one: which comes next, and what somebody has done so far.

Nothing of it is kept but in the page: `Progress` is written into its form and read from it.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

VALUES = {"agree": 1, "disagree": -1, "pass": 0}
_LETTERS = {"agree": "a", "disagree": "d", "pass": "p"}
_VOTES = {letter: vote for vote, letter in _LETTERS.items()}
_ITEM = re.compile(r"([a-z0-9]{1,12})-([adps])")
_SKIPPED = "s"
MOST = 1000  # items read from a form: no conversation is so long


@dataclass(frozen=True)
class Progress:
    """What somebody voted, by statement in the order in which they did, and the statements they skipped for now."""

    voted: Mapping[str, str]
    skipped: tuple[str, ...] = ()

    @classmethod
    def read(cls, written: str) -> Progress:
        """As a form wrote it; what cannot be read is left out."""
        items = [match.groups() for each in written.split(".")[:MOST] if (match := _ITEM.fullmatch(each))]
        voted = {id: _VOTES[letter] for id, letter in items if letter != _SKIPPED}
        skipped = dict.fromkeys(id for id, letter in items if letter == _SKIPPED and id not in voted)
        return cls(voted, tuple(skipped))

    def written(self) -> str:
        voted = [f"{id}-{_LETTERS[vote]}" for id, vote in self.voted.items()]
        return ".".join([*voted, *(f"{id}-{_SKIPPED}" for id in self.skipped)])

    def with_vote(self, id: str, vote: str) -> Progress:
        rest = {other: given for other, given in self.voted.items() if other != id}
        return Progress({**rest, id: vote}, tuple(other for other in self.skipped if other != id))

    def with_skipped(self, id: str) -> Progress:
        return self if id in self.voted else replace(self, skipped=tuple(dict.fromkeys([*self.skipped, id])))

    def without_skipped(self) -> Progress:
        return replace(self, skipped=())

    def last(self, among: Collection[str]) -> str | None:
        """The statement voted on last of those that are still there."""
        return next((id for id in reversed([*self.voted]) if id in among), None)

    def left(self, ids: Iterable[str]) -> list[str]:
        """What is still to be voted on, without what was skipped."""
        return [id for id in ids if id not in self.voted and id not in self.skipped]


def following(key: str, left: Collection[str], weights: Mapping[str, float], otherwise: float = 1.0) -> str | None:
    """The statement to show next, drawn by weight; None when none is left.

    Weighted sampling without replacement by exponential keys (Efraimidis and Spirakis 2006): each statement gets a
    number drawn for this voter, and the smallest -ln(number) / weight comes first. So the order needs no memory.
    """
    return min(left, key=lambda id: (-math.log(_drawn(key, id)) / weights.get(id, otherwise), id), default=None)


def _drawn(key: str, id: str) -> float:
    """A number between 0 and 1, always the same for this voter and statement."""
    digest = hashlib.blake2b(id.encode(), key=key.encode()[:64], digest_size=7).digest()
    return (int.from_bytes(digest, "big") + 1) / (256**7 + 1)


@dataclass(frozen=True)
class Step:
    """What a press of a button leads to: the vote to keep if it was one, and the statement to show, None at the end.

    `shown` may be one that was voted on already, to change it.
    """

    progress: Progress
    vote: tuple[str, int] | None
    shown: str | None


@dataclass(frozen=True)
class Deck:
    """The statements there are, and how likely each is to come next."""

    ids: Collection[str]
    weights: Mapping[str, float] = field(default_factory=dict)
    otherwise: float = 1.0  # the weight of a statement without numbers

    def following(self, key: str, progress: Progress) -> str | None:
        return following(key, progress.left(self.ids), self.weights, self.otherwise)


def step(progress: Progress, go: str, current: str, key: str, deck: Deck) -> Step:
    """The step after somebody pressed `go` on the page of the statement `current`, "" where it was the end page."""
    vote = None
    if go in VALUES and current in deck.ids:
        vote, progress = (current, VALUES[go]), progress.with_vote(current, go)
    elif go == "skip" and current in deck.ids:
        progress = progress.with_skipped(current)
    elif go == "again":
        progress = progress.without_skipped()
    elif go == "undo":
        return Step(progress, None, progress.last(deck.ids))
    elif go == "stop" or (go == "stay" and not current):
        return Step(progress, None, None)
    elif go == "stay" and current in deck.ids:
        return Step(progress, None, current)
    return Step(progress, vote, deck.following(key, progress))

"""A box of sealed ballots, opened: who voted on each statement, and the numbers that may be published of them.

Every number of people that leaves a conversation goes through Box.published or Box.people.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.domain.opinion.votes import AGREE, DISAGREE, PASS, Mask, Votes, Whole
from app.domain.perturbation import draw, person_key, perturbed

MOST, VARIANCE = 7, 4  # largest and mean squared change of a count, as in the profile "live"
ANSWERS = {"agree": AGREE, "disagree": DISAGREE, "pass": PASS}


@dataclass(frozen=True)
class Ballot:
    """The votes of one person: `votes` gives 1 (agree), -1 (disagree) or 0 (pass) by statement. `id` is random,
    `release` the number of the release in which it first counts: that before + 1 for those just sealed."""

    id: str
    votes: Mapping[str, int]
    release: int


@dataclass(frozen=True, eq=False)
class Box:
    """`on[statement]` are the places of those who voted on it, and how."""

    ballots: tuple[Ballot, ...]
    key: bytes
    keys: npt.NDArray[np.uint64]
    releases: Whole
    on: Mapping[str, tuple[Whole, Whole]]

    @classmethod
    def of(cls, ballots: Iterable[Ballot], key: bytes) -> Box:
        kept = tuple(sorted(ballots, key=lambda ballot: ballot.id))
        voted: dict[str, tuple[list[int], list[int]]] = {}
        for place, ballot in enumerate(kept):
            for statement, value in ballot.votes.items():
                places, values = voted.setdefault(statement, ([], []))
                places.append(place)
                values.append(value)
        keys = np.array([person_key(key, ballot.id) for ballot in kept], np.uint64)
        releases = np.array([ballot.release for ballot in kept], np.intp)
        return cls(kept, key, keys, releases, {id: (_array(who), _array(how)) for id, (who, how) in voted.items()})

    def voters(self, statement: str, release: int) -> Whole:
        """The places of those whose vote on it came by this release."""
        who = self.on[statement][0] if statement in self.on else _array(())
        return who[self.releases[who] <= release]

    def votes(self, statements: Iterable[str], release: int) -> Votes:
        """All votes on these statements that came by this release."""
        came = (ballot for ballot in self.ballots if ballot.release <= release)
        return Votes.of(((each.id, id, value) for each in came for id, value in each.votes.items()), statements)

    def groups(self, votes: Votes, of: Whole) -> Whole:
        """The group of each ballot of the box, given those of the people in a table of votes; -1 for none."""
        found = np.full(len(self.ballots), -1)
        if len(of):
            ids = np.array([ballot.id for ballot in self.ballots])
            found[np.searchsorted(ids, np.array(votes.people))] = of
        return found

    def mark(self, of: Whole) -> str:
        """What tells a grouping from all others, and nothing about it to those who do not have the key."""
        inside = [f"{self.ballots[place].id}:{of[place]}" for place in np.flatnonzero(of >= 0)]
        return hmac.digest(self.key, "\n".join(["members", *inside]).encode(), hashlib.sha256).hex()

    def published(self, statement: str, release: int, among: Mask | None = None) -> list[int]:
        """About how many agree, disagree and pass, of those who voted by this release."""
        who, how = self.on[statement]
        kept = self.releases[who] <= release
        kept = kept if among is None else kept & among[who]
        cells = [who[kept & (how == value)] for value in ANSWERS.values()]
        return self._changed(f"statement:{statement}", list(ANSWERS), cells)

    def people(self, who: Whole) -> int:
        """About how many these are."""
        return self._changed("ballots", [""], [who])[0]

    def _changed(self, question: str, names: Sequence[str], cells: Sequence[Whole]) -> list[int]:
        sums = [int(self.keys[cell].sum(dtype=np.uint64)) for cell in cells]
        draws = [draw(self.key, question, name, people) for name, people in zip(names, sums, strict=True)]
        counts = np.array([len(cell) for cell in cells], np.int64)
        found: list[int] = perturbed(counts, np.array(draws), MOST, VARIANCE).tolist()
        return found


def _array(places: Iterable[int]) -> Whole:
    return np.array(tuple(places), np.intp)

"""What is published of a conversation: the numbers of each statement and, where they mean something, of groups.

A release is plain data, written once and never changed: a pure function of the sealed ballots, the key and the release
before. Each statement is counted apart: its numbers change only when FEWEST further people have voted on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from app.domain.opinion.box import Ballot, Box
from app.domain.opinion.count import Count
from app.domain.opinion.generation import FEWEST, followed
from app.domain.release import sha256

FORMAT = "mitsprache-statements/1"
NO_GROUPS: Mapping[str, Any] = {"tried": "", "sizes": [], "reasons": ["few"], "statements": {}}


@dataclass(frozen=True)
class StatementRelease:
    """`document` is JSON data; all numbers of people in it are changed by the cell-key method:

    {"format", "number", "day", "ballots": people, "history": [[day, people], ...], "previous": sha256,
     "statements": {statement: [agree, disagree, pass] or null where too few voted},
     "since": {statement: the release whose ballots its numbers are of}, also of those taken out again,
     "groups": {"tried": day or "", "sizes": [people, ...], "reasons": [code, ...],
                "statements": {statement: [[agree, disagree, pass] for each group]}},
     "generations": [{"release", "statements": [...], "shown": {statement: its "since" then}, "mark"}, ...]: when groups
                     were made anew, of which statements, for which of them numbers by group were published ("" are the
                     sizes), and a keyed hash of who was in which}
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
    def history(self) -> list[tuple[date, int]]:
        """The day of each release so far, and about how many people had voted."""
        return [(date.fromisoformat(day), people) for day, people in self.document["history"]]

    @property
    def sha256(self) -> str:
        return sha256(self.document)

    @property
    def statements(self) -> list[str]:
        """All that were approved, also those without numbers."""
        return list(self.document["statements"])

    @property
    def totals(self) -> dict[str, Count]:
        """By statement, without those that too few have voted on."""
        return {id: Count(*counts) for id, counts in self.document["statements"].items() if counts}

    @property
    def sizes(self) -> list[int]:
        """About how many people each group has; empty when no groups are shown."""
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


def release(
    ballots: Iterable[Ballot], statements: Sequence[str], key: bytes, day: date, before: StatementRelease | None
) -> StatementRelease:
    """The release of all ballots sealed so far. The caller sees to it that at least FEWEST are new, and gives all
    statements that are approved now. Once made on a day, groups are not looked for again on that day."""
    number = before.number + 1 if before else 1
    box = Box.of(ballots, key)
    since = _since(box, statements, number, before.document["since"] if before else {})
    groups = before.document["groups"] if before else NO_GROUPS
    generations = before.document["generations"] if before else []
    shown = {id: since[id] for id in sorted(set(statements)) if since.get(id)}
    groups, generations = followed(box, sorted(set(statements)), shown, (number, day.isoformat()), groups, generations)
    people = box.people(np.arange(len(box.ballots)))
    document = {
        "format": FORMAT,
        "number": number,
        "day": day.isoformat(),
        "ballots": people,
        "history": [*(before.document["history"] if before else ()), [day.isoformat(), people]],
        "statements": {id: box.published(id, shown[id]) if id in shown else None for id in statements},
        "since": since,
        "groups": groups,
        "generations": generations,
        "previous": before.sha256 if before else "",
    }
    return StatementRelease(document)


def _since(box: Box, statements: Sequence[str], number: int, so_far: Mapping[str, int]) -> dict[str, int]:
    """The release whose ballots the numbers of each statement are of. Those of one that was taken out are remembered:
    should it come back, its new numbers must differ from its last ones by as many people as any others."""
    found = dict(so_far)
    for id in statements:
        voters = box.voters(id, number)
        further = int((box.releases[voters] > so_far.get(id, 0)).sum())
        if further >= FEWEST and sum(box.published(id, number)) >= FEWEST:
            found[id] = number
    return dict(sorted(found.items()))

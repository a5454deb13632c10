"""Groups from release to release: when they are made anew, and which of their numbers may be published.

Between two generations of groups people move from one to another, a few at a time. So all numbers by group stay as they
are until half as many people again have voted; and of the new ones a statement's are published only if each group
differs from every group of it that was ever shown by FEWEST people or by nobody, and no adding and subtracting of all
these sets reaches fewer (app/domain/gate.py). Who was in which group is stored nowhere: earlier generations are
computed again from the ballots they were made of, and a mark in the release says whether they came out the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from app.domain.gate import NO_BLOCK, violations
from app.domain.opinion.box import Box
from app.domain.opinion.grouping import grouping
from app.domain.opinion.verdict import verdict
from app.domain.opinion.votes import Mask, Whole

FEWEST = 20  # new ballots in a release, people in a shown number, and in whatever two shown numbers differ by
GROWTH = 1.5
EVERYONE = ""  # not a statement: the sizes of the groups

Groups = Mapping[str, Any]
Generations = Sequence[Mapping[str, Any]]


def followed(
    box: Box, statements: Sequence[str], since: Mapping[str, int], edition: tuple[int, str],
    groups: Groups, generations: Generations,
) -> tuple[Groups, Generations]:  # fmt: skip
    """The groups of the next release and all generations so far; `since` are the releases that the totals of shown
    statements are of, `edition` the number and the day of the release."""
    number, day = edition
    kept = {**groups, "statements": {id: counts for id, counts in groups["statements"].items() if id in since}}
    if day <= groups["tried"] or not _grown(box, generations):
        return kept, generations
    earlier = [_members(box, each) for each in generations]
    if any(box.mark(of) != each["mark"] for of, each in zip(earlier, generations, strict=True)):
        return {**kept, "tried": day}, generations
    votes = box.votes(statements, number)
    judged = verdict(votes)
    if judged.reasons:
        return _none(day, judged.reasons), generations
    now = box.groups(votes, judged.grouping.of)
    made = _numbers(box, since, number, now, list(zip(generations, earlier, strict=True)))
    if not made or len(made["statements"]) < max(len(kept["statements"]), 1):
        return ({**kept, "tried": day} if kept["sizes"] else _none(day, ("few",))), generations
    shown = {EVERYONE: number, **{id: since[id] for id in made["statements"]}}
    return {"tried": day, "reasons": [], **made}, [
        *generations,
        {"release": number, "statements": list(statements), "shown": shown, "mark": box.mark(now)},
    ]


def _none(day: str, reasons: Sequence[str]) -> Groups:
    return {"tried": day, "sizes": [], "reasons": list(reasons), "statements": {}}


def _grown(box: Box, generations: Generations) -> bool:
    """Whether half as many people again have voted as in the last generation. The first may come at any time."""
    if not generations:
        return True
    return len(box.releases) >= GROWTH * int((box.releases <= generations[-1]["release"]).sum())


def _members(box: Box, generation: Mapping[str, Any]) -> Whole:
    """Who was in which group."""
    votes = box.votes(generation["statements"], generation["release"])
    return box.groups(votes, grouping(votes).of)


def _numbers(
    box: Box, since: Mapping[str, int], number: int, now: Whole,
    earlier: Sequence[tuple[Mapping[str, Any], Whole]],
) -> dict[str, Any] | None:  # fmt: skip
    """The sizes of the groups and their counts of each statement that may be shown; None where not even the sizes."""
    masks = [now == group for group in range(now.max() + 1)]
    if not may_be_shown(_cuts(box, EVERYONE, number, now, earlier)):
        return None
    statements = {}
    for id, release in since.items():
        counts = [box.published(id, release, mask) for mask in masks]
        enough = min(sum(count) for count in counts) >= FEWEST
        if enough and may_be_shown(_cuts(box, id, release, now, earlier)):
            statements[id] = counts
    return {"sizes": [box.people(np.flatnonzero(mask)) for mask in masks], "statements": statements}


def _cuts(
    box: Box, statement: str, release: int, now: Whole, earlier: Sequence[tuple[Mapping[str, Any], Whole]]
) -> npt.NDArray[np.int32]:
    """In which group each ballot was counted, or is to be, for a statement: ballots by generations, the newest last."""
    shown = [(each["shown"][statement], of) for each, of in earlier if statement in each["shown"]]
    columns = []
    for until, of in [*shown, (release, now)]:
        counted = np.zeros(len(of), np.bool_)
        counted[np.arange(len(of)) if statement == EVERYONE else box.voters(statement, until)] = True
        columns.append(np.where(counted & (box.releases <= until), of, NO_BLOCK))
    return np.stack(columns, axis=1).astype(np.int32)


def may_be_shown(cuts: npt.NDArray[np.int32]) -> bool:
    """Whether the newest groups hold and differ from all earlier ones by enough people, however they are combined."""
    sets = [[cut == group for group in range(cut.max() + 1)] for cut in cuts.T]
    *earlier, newest = sets
    if min((int(one.sum()) for one in newest), default=0) < FEWEST:
        return False
    if not all(_apart(one, other) for old in earlier for one, other in product(newest, old)):
        return False
    inside = (cuts != NO_BLOCK).any(axis=1)
    numbered = cuts[inside] + np.where(cuts[inside] == NO_BLOCK, 0, 100 * np.arange(cuts.shape[1], dtype=np.int32))
    return not violations(np.zeros(len(numbered), np.int32), numbered, FEWEST).any()


def _apart(one: Mask, other: Mask) -> bool:
    return int((one ^ other).sum()) == 0 or int((one ^ other).sum()) >= FEWEST

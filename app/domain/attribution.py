"""Which answers count in which group: people join the numbers of their groups in blocks, never alone.

A block is everyone who waits to be counted in one group of one dimension; it has at least `profile.block` people, and
`profile.first` when the group appears. Everyone not yet counted in any group of a dimension, whom one could get by
subtracting all its groups from the total, is nobody or at least `profile.block` people as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.domain.cube import Cube, Cut, Who
from app.domain.gate import NO_BLOCK, violations
from app.domain.profile import SMALL

# For each dimension and group the releases at which everyone waiting in it was counted.
Blocks = Mapping[str, Mapping[str, tuple[int, ...]]]
WAITING = -1


@dataclass(frozen=True, eq=False)
class Block:
    """People who are counted in a group from now on."""

    dimension: str
    group: str
    people: Who


def attribute(cube: Cube, blocks: Blocks, dimensions: tuple[str, ...], epoch: int) -> tuple[Blocks, list[Block]]:
    """The blocks with those of this release added, and those the gate held back."""
    if cube.people < SMALL:
        return blocks, []
    new = [block for name in dimensions if name in cube.cuts for block in candidates(cube, name, blocks)]
    held_back: list[Block] = []
    new.sort(key=lambda block: (len(block.people), block.dimension, block.group))
    while new and (people := violating(cube, extended(blocks, new, epoch))).any():
        touched = next((block for block in new if people[block.people].any()), new[0])
        fewer = [block for block in new if block is not touched]
        rest = _rest(cube, touched.dimension, extended(blocks, fewer, epoch))
        if 0 < rest < cube.profile.block:
            fewer = [block for block in new if block.dimension != touched.dimension]
        held_back += [block for block in new if block not in fewer]
        new = fewer
    return extended(blocks, new, epoch), held_back


def candidates(cube: Cube, dimension: str, blocks: Blocks) -> list[Block]:
    """The blocks a dimension could be extended by, were it alone."""
    cut, seen, profile = cube.cuts[dimension], blocks.get(dimension, {}), cube.profile
    counted = counted_at(cube, cut, seen)
    waiting = {name: cut.people[(cut.groups == code) & (counted == WAITING)] for code, name in enumerate(cut.names)}
    found = [
        Block(dimension, name, people)
        for name, people in waiting.items()
        if len(people) >= (profile.block if seen.get(name) else profile.first)
    ]
    if cut.overlapping:  # each group is a cut of its own: in it or not
        return [block for block in found if not _leaves_few(cube, cut, counted, block)]
    found.sort(key=lambda block: (len(block.people), block.group))
    rest = sum(map(len, waiting.values())) - sum(len(block.people) for block in found)
    while found and 0 < rest < profile.block:  # complementary suppression
        rest += len(found.pop(0).people)
    return found


def counted_at(cube: Cube, cut: Cut, seen: Mapping[str, tuple[int, ...]]) -> npt.NDArray[np.int64]:
    """For each pair of person and group the release from which the person counts in the group, WAITING if none."""
    counted = np.full(len(cut.people), WAITING, np.int64)
    for code, name in enumerate(cut.names):
        releases = np.array([*seen.get(name, ()), WAITING])
        of_group = np.flatnonzero(cut.groups == code)
        place = np.searchsorted(releases[:-1], cube.epochs[cut.people[of_group]])
        counted[of_group] = releases[place]
    return counted


def members(cube: Cube, blocks: Blocks) -> Iterator[tuple[str, str, Who]]:
    """Dimension, group and the people counted in it, for each group that has appeared."""
    for dimension, seen in blocks.items():
        cut = cube.cuts[dimension]
        counted = counted_at(cube, cut, seen)
        for code, name in enumerate(cut.names):
            if seen.get(name):
                yield dimension, name, cut.people[(cut.groups == code) & (counted != WAITING)]


def violating(cube: Cube, blocks: Blocks) -> npt.NDArray[np.bool_]:
    """Who is in a handful of people whose answers could be computed from all releases so far and these blocks."""
    columns: list[npt.NDArray[np.int64]] = []
    first = 0
    for dimension, seen in blocks.items():
        cut = cube.cuts[dimension]
        counted = counted_at(cube, cut, seen)
        last = int(counted.max(initial=0)) + 1
        row = np.where(counted == WAITING, NO_BLOCK, first + cut.groups.astype(np.int64) * last + counted)
        first += len(cut.names) * last
        columns += _by_person(cut, row, cube.people)
    stacked = np.column_stack(columns) if columns else np.full((cube.people, 1), NO_BLOCK)
    return violations(cube.epochs, stacked.astype(np.int32), cube.profile.block)


def extended(blocks: Blocks, new: list[Block], epoch: int) -> Blocks:
    made = {dimension: dict(seen) for dimension, seen in blocks.items()}
    for block in new:
        seen = made.setdefault(block.dimension, {})
        seen[block.group] = (*seen.get(block.group, ()), epoch)
    return made


def _by_person(cut: Cut, rows: npt.NDArray[np.int64], everyone: int) -> Iterator[npt.NDArray[np.int64]]:
    """The rows as columns with one entry for each person: one column, or one for each group if they overlap."""
    for code in range(len(cut.names)) if cut.overlapping else (None,):
        chosen = slice(None) if code is None else cut.groups == code
        column = np.full(everyone, NO_BLOCK, np.int64)
        column[cut.people[chosen]] = rows[chosen]
        yield column


def _rest(cube: Cube, dimension: str, blocks: Blocks) -> int:
    """How many people are not yet counted in any group of a dimension whose groups do not overlap."""
    cut = cube.cuts[dimension]
    if cut.overlapping:
        return 0
    return int((counted_at(cube, cut, blocks.get(dimension, {})) == WAITING).sum())


def _leaves_few(cube: Cube, cut: Cut, counted: npt.NDArray[np.int64], block: Block) -> bool:
    """Whether a handful of people would be left outside of an overlapping group that this block joins."""
    inside = int(((cut.groups == cut.names.index(block.group)) & (counted != WAITING)).sum())
    return 0 < cube.people - inside - len(block.people) < cube.profile.block

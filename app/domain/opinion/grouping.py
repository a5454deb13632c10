"""Who thinks alike: everyone who voted enough is put into one of a few groups.

As in Polis: people are first put together in a hundred small clusters, so that it takes as long for a hundred people as
for ten thousand; these are put into two to five groups, as many as set them apart best.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.domain.opinion.clusters import few, many, silhouette
from app.domain.opinion.plane import Plane
from app.domain.opinion.votes import Reals, Votes, Whole

BASE = 100  # small clusters
MOST_GROUPS = 5
NOBODYS = -1  # the group of those who voted on too little


@dataclass(frozen=True, eq=False)
class Grouping:
    """`of` is the group of each person, 0 the largest, or NOBODYS; `silhouette` how well the groups are set apart, from
    -1 to 1."""

    of: Whole
    silhouette: float

    @property
    def groups(self) -> int:
        return int(self.of.max(initial=NOBODYS)) + 1

    @property
    def sizes(self) -> list[int]:
        return [int((self.of == group).sum()) for group in range(self.groups)]


def grouping(votes: Votes, groups: int | None = None) -> Grouping:
    """The best grouping, or the one with so many groups; none where people cannot be told apart."""
    of = np.full(len(votes.people), NOBODYS)
    inside = votes.taking_part
    if len(inside) < 2:
        return Grouping(of, 0.0)
    chance = np.random.default_rng(votes.seed())
    points = Plane.of(votes).places(votes)[inside]
    base, centres, sizes = _small_clusters(points, chance)
    best = max(_ways(centres, sizes, groups, chance), key=lambda way: way[0], default=None)
    if best is None:
        return Grouping(of, 0.0)
    of[inside] = best[1][base]
    return Grouping(_largest_first(of), best[0])


def _ways(centres: Reals, sizes: Reals, groups: int | None, chance: np.random.Generator) -> list[tuple[float, Whole]]:
    most = min(MOST_GROUPS, 2 + len(centres) // 12, len(centres))
    found = []
    for number in range(2, most + 1) if groups is None else (groups,):
        of = few(centres, sizes, number, chance)
        if of.max() > 0:
            found.append((silhouette(centres, of), of))
    return found


def _small_clusters(points: Reals, chance: np.random.Generator) -> tuple[Whole, Reals, Reals]:
    """The small cluster of each person, their centres and sizes. Where only few places differ, each is one."""
    places, of, people = np.unique(points, axis=0, return_inverse=True, return_counts=True)
    weights, base = people.astype(float), np.arange(len(places))
    if len(places) > BASE:
        base = many(places, weights, places[np.sort(chance.permutation(len(places))[:BASE])])
    sizes = np.bincount(base, weights).astype(float)
    centres = np.stack([np.bincount(base, weights * axis) / sizes for axis in places.T], axis=1)
    return base[of.ravel()], centres, sizes


def _largest_first(of: Whole) -> Whole:
    """The same groups, by size; two of the same size in the order of their first people."""
    numbers, first, sizes = np.unique(of[of >= 0], return_index=True, return_counts=True)
    order = np.lexsort((first, -sizes))
    rank = np.empty(len(numbers), np.intp)
    rank[order] = np.arange(len(numbers))
    found = of.copy()
    found[of >= 0] = rank[of[of >= 0]]
    return found

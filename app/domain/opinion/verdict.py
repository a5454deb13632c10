"""Whether groups mean anything: k-means finds groups in any numbers, so they are shown only when they pass this.

Are there enough people, and in each group? Are the groups set apart better than chance would do it: in only 4 of 99
tables in which the votes on each statement were shuffled among those who voted on it (which keeps who voted on what,
and all totals), may the silhouette be as large (p of 0.05; J. Besag and P. Clifford, "Sequential Monte Carlo p-Values",
Biometrika 78 (1991))? Do the groups stay the same when one in ten people is left out, in 30 draws? The limits follow
from nothing but looking at 14 public conversations.

All lots are drawn from a seed that follows from the votes. What is cheap is asked first, and both trials end as soon as
they cannot be passed any more, so a table without groups costs little. Shuffled are at most LARGE people, drawn by lot:
with fewer people the test is harder to pass, and for 10,000 it would take minutes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.domain.opinion.grouping import Grouping, grouping
from app.domain.opinion.rand_index import adjusted_rand
from app.domain.opinion.votes import Reals, Votes
from app.domain.sentence import N_

ENOUGH_PEOPLE = 100  # who voted on enough statements
SMALLEST, SMALLEST_PART = 20, 0.05  # people in a group, and which part of everyone
SHUFFLES, AS_FAR_APART = 99, 4  # so many tables, and how many of them may be set apart as well
DRAWS, KEPT = 30, 0.9
ALIKE, MOST_UNLIKE = 0.8, 15  # the adjusted Rand index of half the draws at least
ROUGHLY_ALIKE, MOST_ROUGHLY_UNLIKE = 0.6, 3  # and of nine in ten
LARGE = 2_000

REASONS = {
    "few": N_("Too few people have voted on enough statements."),
    "small": N_("One of the groups would be very small."),
    "chance": N_("Chance alone would produce groups just as clear."),
    "unsteady": N_("Other groups come out when a few people are left out."),
}


@dataclass(frozen=True)
class Verdict:
    """`reasons` (of REASONS) say why the grouping is not shown; there are none when it is."""

    grouping: Grouping
    reasons: tuple[str, ...] = ()


def verdict(votes: Votes) -> Verdict:
    """The groups, and whether to show them."""
    if len(votes.taking_part) < ENOUGH_PEOPLE:
        return Verdict(Grouping(np.full(len(votes.people), -1), 0.0), ("few",))
    found = grouping(votes)
    if _too_small(found):
        return Verdict(found, ("small",))
    reasons = {"chance": by_chance(votes), "unsteady": unsteady(votes, found)}
    return Verdict(found, tuple(code for code, true in reasons.items() if true))


def _too_small(found: Grouping) -> bool:
    return min(found.sizes, default=0) < max(SMALLEST, SMALLEST_PART * sum(found.sizes))


def by_chance(votes: Votes) -> bool:
    """Whether groups of shuffled votes are set apart as well in too many of SHUFFLES tables."""
    chance = np.random.default_rng(votes.seed())
    if len(votes.people) > LARGE:
        votes = votes.only(np.sort(chance.permutation(len(votes.people))[:LARGE]))
    true, as_far = grouping(votes).silhouette, 0
    for _ in range(SHUFFLES):
        as_far += grouping(votes.with_values(shuffled(votes, chance))).silhouette >= true
        if as_far > AS_FAR_APART:
            return True
    return False


def shuffled(votes: Votes, chance: np.random.Generator) -> Reals:
    """The votes on each statement, dealt anew among those who voted on it."""
    values = votes.values.copy()
    for column, voted in zip(values.T, votes.voted.T, strict=True):
        column[voted] = chance.permutation(column[voted])
    return values


def unsteady(votes: Votes, found: Grouping) -> bool:
    """Whether too many draws of most people are grouped in another way than everyone was."""
    chance = np.random.default_rng(votes.seed() + 1)
    unlike = roughly = 0
    for _ in range(DRAWS):
        alike = _alike(votes, found, chance)
        unlike, roughly = unlike + (alike < ALIKE), roughly + (alike < ROUGHLY_ALIKE)
        if unlike > MOST_UNLIKE or roughly > MOST_ROUGHLY_UNLIKE:
            return True
    return False


def _alike(votes: Votes, found: Grouping, chance: np.random.Generator) -> float:
    people = np.sort(chance.permutation(len(votes.people))[: round(KEPT * len(votes.people))])
    again, before = grouping(votes.only(people)).of, found.of[people]
    both = (again >= 0) & (before >= 0)
    return adjusted_rand(again[both], before[both])

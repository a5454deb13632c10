"""What counts of agreement say: which statements are typical of a group, which nearly all agree with, what to ask next.

The figures of Polis, as described in C. Small and others, "Polis: Scaling Deliberation by Mapping High Dimensional
Opinion Spaces", Recerca 26 (2021). `noise` is the mean square by which each published count was changed; with 0 they
are exactly those of Polis, with more it takes more to be called significant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod, sqrt
from typing import Literal

from app.domain.opinion.count import Count

SIGNIFICANT = 1.2816  # nine in ten, on one side; not corrected for how many statements are looked at
SHOWN = 5  # statements that are typical of a group, or that nearly all agree with
Side = Literal["agree", "disagree"]
SIDES: tuple[Side, Side] = ("agree", "disagree")


@dataclass(frozen=True)
class Typical:
    """A statement that a group agrees or disagrees with more than the others do: `chance` is how many people of the
    group do, `ratio` how many times as many as of the others; `test` and `ratio_test` are how many standard errors
    these are above a half and above the others."""

    statement: str
    side: Side
    chance: float
    ratio: float
    test: float
    ratio_test: float

    @property
    def qualifies(self) -> bool:
        return self.test > SIGNIFICANT and self.ratio_test > SIGNIFICANT

    @property
    def weight(self) -> float:
        return self.chance * self.ratio * self.test * self.ratio_test


def likely(given: int, seen: int) -> float:
    """The share of those who gave an answer, with one person more on either side (Laplace)."""
    return (given + 1) / (seen + 2)


def above_half(given: int, seen: int, noise: float = 0) -> float:
    """By how many standard errors more than half of those who saw it gave this answer."""
    share = (given + 1) / (seen + 1)
    return (share - 0.5) / sqrt(0.25 / (seen + 1) + _blur(share, seen, noise))


def above_others(given: int, seen: int, others: int, others_seen: int, noise: float = 0, groups: int = 1) -> float:
    """By how many standard errors this answer was given more often than by the others, who are so many groups."""
    one, other = (given + 1) / (seen + 1), (others + 1) / (others_seen + 1)
    share = (given + others + 2) / (seen + others_seen + 2)
    if share >= 1:
        return 0.0
    drawn = share * (1 - share) * (1 / (seen + 1) + 1 / (others_seen + 1))
    return (one - other) / sqrt(drawn + _blur(one, seen, noise) + _blur(other, others_seen, noise * groups))


def _blur(share: float, seen: int, noise: float) -> float:
    """What changed counts add to the variance of a share: one count is in it, two more are in its base."""
    return noise * ((1 - share) ** 2 + 2 * share**2) / (seen + 1) ** 2


def group_informed(counts: Sequence[Count]) -> float:
    """Group-informed consensus: as likely as one person of each group, drawn by lot, all agree."""
    return prod(likely(count.agree, count.seen) for count in counts)


def typical(by_group: Mapping[str, Sequence[Count]], group: int, noise: float = 0) -> list[Typical]:
    """The statements that are typical of a group, those it agrees with first. Where nothing is significant the best
    there is, nothing where nobody said anything."""
    each = [_sides(id, counts, group, noise) for id, counts in by_group.items()]
    first = _best_agreed([agreed for agreed, _ in each])
    qualified = sorted((found for both in each if (found := _qualified(*both))), key=lambda it: -it.weight)
    if not qualified:
        return first or _best(each)
    shown = [*first, *(it for it in qualified if it.statement not in {one.statement for one in first})]
    return sorted(shown[:SHOWN], key=lambda it: SIDES.index(it.side))


def _sides(id: str, counts: Sequence[Count], group: int, noise: float) -> tuple[Typical, Typical]:
    own, rest = counts[group], [count for place, count in enumerate(counts) if place != group]
    agreed, disagreed = (_typical(id, side, own, rest, noise) for side in SIDES)
    return agreed, disagreed


def _typical(id: str, side: Side, own: Count, rest: Sequence[Count], noise: float) -> Typical:
    given, seen = own.of(side), own.seen
    others, others_seen = sum(count.of(side) for count in rest), sum(count.seen for count in rest)
    chance = likely(given, seen)
    ratio_test = above_others(given, seen, others, others_seen, noise, len(rest))
    ratio = chance / likely(others, others_seen)
    return Typical(id, side, chance, ratio, above_half(given, seen, noise), ratio_test)


def _qualified(agreed: Typical, disagreed: Typical) -> Typical | None:
    """The stronger side of a statement, if either is significant."""
    if not (agreed.qualifies or disagreed.qualifies):
        return None
    return agreed if agreed.ratio_test > disagreed.ratio_test else disagreed


def _best_agreed(all_of_them: Sequence[Typical]) -> list[Typical]:
    """The statement a group agrees with most clearly: it stands first even if others are more significant."""
    best: Typical | None = None
    for it in all_of_them:
        if it.test <= SIGNIFICANT and not (it.ratio > 1 and it.chance > 0.5):
            continue
        if best is None or _better(it, best):
            best = it
    return [best] if best else []


def _better(it: Typical, best: Typical) -> bool:
    if best.ratio > 1:
        return it.weight > best.weight
    return it.chance * it.test > best.chance * best.test


def _best(each: Sequence[tuple[Typical, Typical]]) -> list[Typical]:
    sides = [max(both, key=lambda it: it.ratio_test) for both in each]
    found = max(sides, key=lambda it: it.ratio_test, default=None)
    return [found] if found else []


def consensus(totals: Mapping[str, Count], side: Side, noise: float = 0) -> list[str]:
    """The statements that clearly more than half agree with (or disagree), the clearest first."""
    found = []
    for id, count in totals.items():
        chance, test = likely(count.of(side), count.seen), above_half(count.of(side), count.seen, noise)
        if chance > 0.5 and test > SIGNIFICANT:
            found.append((-chance * test, id))
    return [id for _, id in sorted(found)[:SHOWN]]


def priority(count: Count, extremity: float = 0.0) -> float:
    """How much there is to learn from asking about a statement: more about those few saw, that people do not pass over,
    agree with, and that tell people apart."""
    undecided = likely(count.passed, count.seen)
    importance = (1 - undecided) * (extremity + 1) * likely(count.agree, count.seen)
    return (importance * (1 + 8 * 2 ** (-count.seen / 5))) ** 2

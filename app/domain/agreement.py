"""How far people who code apart agree: Cohen's kappa for two coders, Krippendorff's alpha for any number.

Sources: J. Cohen, "A Coefficient of Agreement for Nominal Scales", Educational and Psychological Measurement 20 (1960),
37-46; K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", University of Pennsylvania (2011); for sets of
themes the distance MASI of R. Passonneau, "Measuring Agreement on Set-valued Items (MASI)", LREC 2006.

Both are 1 where all agree and 0 where they agree as often as by chance. None says that there is no such number: chance
alone would make everyone agree, for nobody ever said anything else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from app.domain.coding import Themes, Work

Value = TypeVar("Value", bound=Hashable)
Distance = Callable[[Value, Value], float]

RELIABLE, TENTATIVE = 0.8, 0.667  # K. Krippendorff, Content Analysis, 2004, p. 241


def kappa(pairs: Sequence[tuple[Value, Value]]) -> float | None:
    """Cohen's kappa: what two people gave the same things."""
    if not pairs:
        return None
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    observed = sum(a == b for a, b in pairs) / len(pairs)
    expected = sum(first[value] * second[value] for value in first) / len(pairs) ** 2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def unlike(one: Hashable, other: Hashable) -> float:
    """The nominal distance: the same, or not."""
    return float(one != other)


def masi(one: frozenset[str], other: frozenset[str]) -> float:
    """How unlike two sets are: 0 for the same, 1 for sets with nothing in common."""
    if one == other:
        return 0.0
    common = one & other
    monotonic = 2 / 3 if common in (one, other) else 1 / 3 if common else 0.0
    return 1 - len(common) / len(one | other) * monotonic


def alpha(units: Iterable[Sequence[Value]], distance: Distance[Value]) -> float | None:
    """Krippendorff's alpha: `units` are the values that each thing got from whoever looked at it.

    What only one person looked at says nothing about agreement and is left out.
    """
    paired = [unit for unit in units if len(unit) > 1]
    values = Counter(value for unit in paired for value in unit)
    everything = values.total()
    if everything < 2:
        return None
    observed = sum(_within(unit, distance) / (len(unit) - 1) for unit in paired) / everything
    expected = sum(2 * values[a] * values[b] * distance(a, b) for a, b in combinations(values, 2))
    expected /= everything * (everything - 1)
    return None if expected == 0 else 1 - observed / expected


def _within(unit: Sequence[Value], distance: Distance[Value]) -> float:
    """The distances of all ordered pairs in a unit."""
    return 2 * sum(distance(a, b) for a, b in combinations(unit, 2))


@dataclass(frozen=True)
class ThemeAgreement:
    """One theme: how many texts got it from both, from the first only, from the second only, from neither; kappa of the
    two and alpha of everyone who coded."""

    theme: str
    both: int
    first: int
    second: int
    neither: int
    kappa: float | None
    alpha: float | None


@dataclass(frozen=True)
class Agreement:
    """`coders` are the two who are compared, `shared` how many texts both coded, `alike` how many got the same themes
    from both; `alpha` is of whole sets of themes (MASI) and of everyone."""

    coders: tuple[str, str]
    shared: int
    alike: int
    alpha: float | None
    themes: tuple[ThemeAgreement, ...]


def pairs_of_coders(done: Mapping[str, Work]) -> Counter[tuple[str, str]]:
    """Who coded texts together with whom, and how many."""
    return Counter(pair for work in done.values() for pair in combinations(sorted(work.by), 2))


def agreement(done: Mapping[str, Work], coders: tuple[str, str], themes: Iterable[str]) -> Agreement:
    """How far these two agree about each theme, and everyone about all of them."""
    one, other = coders
    shared = [(work.by[one], work.by[other]) for work in done.values() if {one, other} <= work.by.keys()]
    everyone = [list(work.by.values()) for work in done.values()]
    sets = [[frozenset(themes) for themes in unit] for unit in everyone]
    found = (_of_theme(theme, shared, everyone) for theme in themes)
    return Agreement(
        coders,
        len(shared),
        sum(a == b for a, b in shared),
        alpha(sets, masi),
        tuple(each for each in found if each.both or each.first or each.second),
    )


def _of_theme(theme: str, shared: list[tuple[Themes, Themes]], everyone: list[list[Themes]]) -> ThemeAgreement:
    said = [(theme in a, theme in b) for a, b in shared]
    units = [[theme in themes for themes in unit] for unit in everyone]
    found = Counter(said)
    return ThemeAgreement(
        theme,
        found[True, True],
        found[True, False],
        found[False, True],
        found[False, False],
        kappa(said),
        alpha(units, unlike),
    )

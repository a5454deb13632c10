"""How sure a published share is: what chance and the protection of each count leave open."""

from __future__ import annotations

from math import hypot, sqrt

SURE = 1.96  # of twenty such intervals nineteen hold the true share


def interval(count: float, base: float, variance: float) -> tuple[float, float]:
    """From where to where a share may reasonably lie, 0 to 1.

    Wilson's score interval (E. B. Wilson, JASA 1927), widened by the variance of the change that protects the count.
    """
    share = min(count / base, 1.0)
    weight = 1 + SURE**2 / base
    middle = (share + SURE**2 / (2 * base)) / weight
    chance = SURE / weight * sqrt(share * (1 - share) / base + SURE**2 / (4 * base**2))
    reach = hypot(chance, SURE * sqrt(variance) / base)
    return max(middle - reach, 0.0), min(middle + reach, 1.0)

"""Makes the table of changes anew: for each count the distribution of largest entropy that is unbiased, has the wanted
variance, changes by no more than `most`, and never shows 1..never_shown (Marley & Leaver 2011, Giessing 2016)."""

import numpy as np


def rows(most, variance, never_shown=2):
    """Arrays over the changes -most..most, for the counts 0, 1, 2, ...; the last one is for all larger counts."""
    return [_row(count, most, variance, never_shown) for count in range(most + never_shown + 2)]


def _row(count, most, variance, never_shown):
    changes = np.arange(-most, most + 1)
    shown = count + changes
    allowed = (shown == 0) | (shown > never_shown) if count else changes == 0
    found = np.zeros(len(changes))
    found[allowed] = _distribution(changes[allowed].astype(float), variance) if count else 1.0
    return found


def _distribution(changes, variance):
    low, high = changes[changes <= 0].max(), changes[changes >= 0].min()
    least = -low * high
    if variance <= least + 1e-9:  # only the two nearest values have so small a variance
        return np.where(changes == low, high, np.where(changes == high, -low, 0.0)) / (high - low)
    return _newton(changes, variance)


def _newton(changes, variance):
    """p ~ exp(a d + b d^2): a and b such that the mean is 0 and the mean square is the variance."""
    factors = np.zeros(2)
    for _ in range(20_000):
        weights = np.exp(factors @ np.array([changes, changes**2]))
        p = weights / weights.sum()
        moments = np.array([p @ changes**power for power in range(5)])
        miss = np.array([moments[1], moments[2] - variance])
        if np.abs(miss).max() < 1e-13:
            break
        slope = np.array(
            [
                [moments[2] - moments[1] ** 2, moments[3] - moments[1] * moments[2]],
                [moments[3] - moments[1] * moments[2], moments[4] - moments[2] ** 2],
            ]
        )
        step = np.linalg.solve(slope + 1e-14 * np.eye(2), miss)
        factors -= step * min(1.0, 1.0 / np.abs(step).max())
    return p

"""The chi-square distribution: how likely a value this large or larger is if only chance is at work."""

from __future__ import annotations

from math import exp, lgamma, log

PRECISION = 1e-15
MOST_STEPS = 10_000
TINY = 1e-300  # keeps the continued fraction from dividing by nothing


def p_value(statistic: float, degrees: int) -> float:
    """The upper tail of the distribution, Q(k/2, x/2): the regularised upper incomplete gamma function.

    Left of a + 1 by the series of the lower function (DLMF 8.11.4), right of it by the continued fraction
    (DLMF 8.9.2), evaluated after Lentz (1976).
    """
    if degrees < 1 or statistic <= 0:
        return 1.0
    a, x = degrees / 2, statistic / 2
    scale = exp(a * log(x) - x - lgamma(a))
    return max(1.0 - scale * _series(a, x), 0.0) if x < a + 1 else scale * _fraction(a, x)


def _series(a: float, x: float) -> float:
    """1/a + x/(a(a+1)) + x^2/(a(a+1)(a+2)) + ..."""
    term = total = 1 / a
    for n in range(1, MOST_STEPS):
        term *= x / (a + n)
        total += term
        if term < total * PRECISION:
            break
    return total


def _fraction(a: float, x: float) -> float:
    """1/(x+1-a- 1(1-a)/(x+3-a- 2(2-a)/(x+5-a- ...)))"""
    b = x + 1 - a
    c, d = 1 / TINY, 1 / b
    value = d
    for n in range(1, MOST_STEPS):
        step = -n * (n - a)
        b += 2
        d = 1 / (_apart_from_zero(b + step * d))
        c = _apart_from_zero(b + step / c)
        value *= c * d
        if abs(c * d - 1) < PRECISION:
            break
    return value


def _apart_from_zero(number: float) -> float:
    return number if abs(number) > TINY else TINY

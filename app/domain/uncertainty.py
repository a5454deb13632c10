"""How exact a published number is: the play of chance, and the changes that protect people."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

Z = 1.959964  # the point of the normal distribution that 95 in a hundred intervals belong to


@dataclass(frozen=True)
class Interval:
    """In the unit of the number it is about."""

    low: float
    high: float


@dataclass(frozen=True)
class Share:
    """A share, 0 to 1, of so many people; `noise` is the variance that the changed counts add to it."""

    value: float
    people: int
    noise: float

    @property
    def interval(self) -> Interval:
        """All p with (value - p)² <= Z² (p (1 - p) / people + noise).

        Without noise this is the score interval of E. B. Wilson, "Probable Inference, the Law of Succession, and
        Statistical Inference", Journal of the American Statistical Association 22 (1927), 209-212.
        """
        by = Z * Z / self.people
        middle = self.value + by / 2
        half = sqrt(by * self.value * (1 - self.value) + by * by / 4 + Z * Z * self.noise * (1 + by))
        return Interval(max((middle - half) / (1 + by), 0.0), min((middle + half) / (1 + by), 1.0))

"""What an attacker who knows the table of changes concludes from a published count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.domain.perturbation import TABLES
from app.domain.profile import Profile

Numbers = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]
EXACT = ((1.0,),)  # the table of changes of a system that changes nothing


@dataclass(frozen=True)
class Noise:
    """`chances[count, change + most]` is known to everyone; the last row is for all larger counts."""

    chances: Reals
    most: int

    @classmethod
    def of(cls, profile: Profile) -> Noise:
        return cls.from_rows(TABLES[profile.most, profile.variance])

    @classmethod
    def from_rows(cls, rows: Sequence[Sequence[float]]) -> Noise:
        return cls(np.array(rows), len(rows[0]) // 2)

    def chance(self, counts: Numbers, shown: Numbers) -> Reals:
        """How likely a count is shown like this; 0 for counts below 0."""
        change = shown - counts
        possible = (np.abs(change) <= self.most) & (counts >= 0)
        rows = np.clip(counts, 0, len(self.chances) - 1)
        return np.where(possible, self.chances[rows, np.clip(change, -self.most, self.most) + self.most], 0.0)

    def bounds(self, shown: Numbers) -> tuple[Numbers, Numbers]:
        """The smallest and the largest count that can be shown like this."""
        counts = shown[..., None] + np.arange(-self.most, self.most + 1)
        possible = self.chance(counts, np.broadcast_to(shown[..., None], counts.shape)) > 0
        least = np.where(possible, counts, np.iinfo(np.int64).max).min(-1)
        largest = np.where(possible, counts, -1).max(-1)
        return least, largest

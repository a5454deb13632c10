"""How alike two groupings of the same people are.

L. Hubert and P. Arabie, "Comparing Partitions", Journal of Classification 2 (1985): 1 for the same groups, 0 on average
for groups drawn by lot.
"""

from __future__ import annotations

import numpy as np

from app.domain.opinion.votes import Reals, Whole


def adjusted_rand(one: Whole, other: Whole) -> float:
    """Both give a group to each person, numbered from 0."""
    if not len(one):
        return 1.0
    table = np.zeros((one.max() + 1, other.max() + 1))
    np.add.at(table, (one, other), 1)
    both, rows, columns = (_pairs(sizes) for sizes in (table.ravel(), table.sum(axis=1), table.sum(axis=0)))
    expected = rows * columns / max(_pairs(np.array([float(len(one))])), 1.0)
    most = (rows + columns) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


def _pairs(sizes: Reals) -> float:
    return float((sizes * (sizes - 1) / 2).sum())

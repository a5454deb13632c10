"""Points in a plane put together in groups: k-means, and how well groups are set apart.

S. Lloyd, "Least Squares Quantization in PCM", IEEE Transactions on Information Theory 28 (1982); starts as in D. Arthur
and S. Vassilvitskii, "k-means++: The Advantages of Careful Seeding", SODA 2007; P. Rousseeuw, "Silhouettes", Journal of
Computational and Applied Mathematics 20 (1987).
"""

from __future__ import annotations

import numpy as np

from app.domain.opinion.votes import Reals, Whole

ROUNDS = 20  # of Lloyd's iteration, at most
STILL = 0.01  # when no centre moves farther, it ends
STARTS = 10  # of which the best counts, so that a group does not hang on one draw


def distances(points: Reals, centres: Reals) -> Reals:
    """Squared, points by centres. Centres may have further axes in front."""
    across = points[:, None, 0] - centres[..., None, :, 0]
    up = points[:, None, 1] - centres[..., None, :, 1]
    found: Reals = across * across + up * up
    return found


def nearest(points: Reals, centres: Reals) -> Whole:
    """The number of the closest centre, for each point."""
    squares = (centres**2).sum(axis=1) - 2 * points @ centres.T  # less the same for each point
    found: Whole = squares.argmin(axis=1)
    return found


def many(points: Reals, weights: Reals, start: Reals) -> Whole:
    """Lloyd's iteration for many centres from one start: the number of each point's, those that are empty left out."""
    centres = start
    for _ in range(ROUNDS):
        of = nearest(points, centres)
        moved = _means(points, weights, of, centres)
        far = np.abs(moved - centres).max()
        centres = moved
        if far < STILL:
            break
    return _numbered(nearest(points, centres))


def few(points: Reals, weights: Reals, groups: int, chance: np.random.Generator) -> Whole:
    """The best of several starts, by the weighted squares of distances; all starts are moved together."""
    starts = np.stack([_start(points, weights, groups, chance) for _ in range(STARTS)])
    for _ in range(ROUNDS):
        of = distances(points, starts).argmin(axis=-1)
        member = ((of[:, None, :] == np.arange(groups)[:, None]) * weights).astype(float)
        sums, total = member @ points, member.sum(axis=-1)
        moved = np.where(total[..., None] > 0, sums / np.maximum(total, 1e-12)[..., None], starts)
        far = np.abs(moved - starts).max()
        starts = moved
        if far < STILL:
            break
    squares = distances(points, starts)
    best = (squares.min(axis=-1) * weights).sum(axis=-1).argmin()
    return _numbered(squares[best].argmin(axis=-1))


def silhouette(points: Reals, of: Whole) -> float:
    """The mean silhouette of all points; one that is alone in its group has 0."""
    apart = np.sqrt(distances(points, points))
    member = (of[:, None] == np.arange(of.max() + 1)).astype(float)
    sizes, sums = member.sum(axis=0), apart @ member
    own = sizes[of]
    inside = sums[np.arange(len(of)), of] / np.maximum(own - 1, 1)
    outside = np.where(member > 0, np.inf, sums / sizes).min(axis=1)
    larger = np.maximum(inside, outside)
    each = np.where((own > 1) & (larger > 0), (outside - inside) / np.where(larger > 0, larger, 1.0), 0.0)
    return float(each.mean())


def _start(points: Reals, weights: Reals, groups: int, chance: np.random.Generator) -> Reals:
    """Points drawn one after the other, the likelier the farther they are from those drawn before."""
    chosen = [_drawn(weights, chance)]
    far = distances(points, points[chosen]).min(axis=-1)
    while len(chosen) < groups:
        chosen.append(_drawn(weights * far, chance))
        far = np.minimum(far, distances(points, points[chosen[-1:]])[:, 0])
    return points[chosen]


def _drawn(likely: Reals, chance: np.random.Generator) -> int:
    upto = np.cumsum(likely)
    return int(min(np.searchsorted(upto, chance.random() * upto[-1], side="right"), len(likely) - 1))


def _means(points: Reals, weights: Reals, of: Whole, centres: Reals) -> Reals:
    total = np.bincount(of, weights, len(centres))
    sums = np.stack([np.bincount(of, weights * axis, len(centres)) for axis in points.T], axis=1)
    return np.where(total[:, None] > 0, sums / np.maximum(total, 1e-12)[:, None], centres)


def _numbered(of: Whole) -> Whole:
    """The same groups numbered from 0 through."""
    found: Whole = np.unique(of, return_inverse=True)[1].ravel()
    return found

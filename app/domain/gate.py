"""The gate: before groups are published, is there a handful of people whose answers could be computed?

Everything published, over all releases, is about known sets of people: each release's new answers, and each block of
answers by which a group grew. People with the same history in all of these are an atom; whatever adding and subtracting
published tables can reach is a combination of atoms. An atom smaller than `block`, or two such atoms together or one
minus the other, must not be among it.

An atom can be reached if its indicator lies in the row space of the 0/1 matrix of sets by atoms. A random vector,
projected onto what is orthogonal to that space, is zero at such an atom, and equal or opposite at two atoms whose
difference or sum can be reached, and nowhere else with probability 1. So a few random vectors answer for all atoms and
all pairs at once, without comparing each with each.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]

RANDOM_VECTORS = 4
TOLERANCE = 1e-6
LEAST_EIGENVALUE = 1e-9  # of the largest
NO_BLOCK = -1


@dataclass(frozen=True)
class Atoms:
    """`epochs[a]` is the batch of atom a and `blocks[a]` the block it is in for each kind of cut, NO_BLOCK for none;
    both are numbered from 0 through. `of` is the atom of each person, `sizes` the people in each atom."""

    epochs: Codes
    blocks: npt.NDArray[np.int32]
    of: npt.NDArray[np.intp]
    sizes: npt.NDArray[np.intp]

    @classmethod
    def of_people(cls, epochs: Codes, blocks: npt.NDArray[np.int32]) -> Atoms:
        """From each person's epoch and blocks (people x cuts)."""
        chance = np.random.default_rng(1)  # the same every time: a hash, not a secret
        factors = chance.integers(1, 2**63, blocks.shape[1] + 1, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
        histories = np.column_stack([epochs, blocks]).astype(np.uint64)
        mixed = _mix(histories * factors + np.arange(1, len(factors) + 1, dtype=np.uint64)).sum(axis=1, dtype=np.uint64)
        _, first, of, sizes = np.unique(mixed, return_index=True, return_inverse=True, return_counts=True)
        return cls(np.unique(epochs[first], return_inverse=True)[1].astype(np.int32), blocks[first], of, sizes)


def violations(epochs: Codes, blocks: npt.NDArray[np.int32], fewest: int) -> Mask:
    """Which people are in a set of fewer than `fewest` that could be computed."""
    if not len(epochs):
        return np.zeros(0, np.bool_)
    atoms = Atoms.of_people(epochs, blocks)
    small = np.flatnonzero(atoms.sizes < fewest)
    bad = np.zeros(len(atoms.sizes), np.bool_)
    if len(small):
        residue = _residue(atoms)[small]
        alone = np.abs(residue).max(axis=1) < TOLERANCE
        bad[small[alone]] = True
        others = small[~alone]
        bad[others[_paired(residue[~alone], atoms.sizes[others], fewest)]] = True
    return bad[atoms.of]


def _mix(numbers: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Spread every bit over all (the finaliser of splitmix64)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


def _residue(atoms: Atoms) -> npt.NDArray[np.float64]:
    """Random vectors minus their projection onto the row space, as atoms x RANDOM_VECTORS.

    The normal equations are solved by elimination: batches have no atom in common, so their part of the matrix is
    diagonal and only one row and column for each block remain.
    """
    number = len(atoms.sizes)
    vectors = np.random.default_rng(2).standard_normal((number, RANDOM_VECTORS))
    batches = int(atoms.epochs.max()) + 1
    rows = np.unique(atoms.blocks[atoms.blocks != NO_BLOCK])
    count = len(rows)
    member = np.where(atoms.blocks == NO_BLOCK, count, np.searchsorted(rows, atoms.blocks))
    in_batch = np.bincount(atoms.epochs, minlength=batches).astype(float)
    shared = np.zeros((batches, count + 1))
    overlap = np.zeros((count + 1, count + 1))
    for cut in member.T:
        np.add.at(shared, (atoms.epochs, cut), 1.0)
        for other in member.T:
            np.add.at(overlap, (cut, other), 1.0)
    shared, overlap = shared[:, :count], overlap[:count, :count]
    by_batch = np.zeros((batches, RANDOM_VECTORS))
    np.add.at(by_batch, atoms.epochs, vectors)
    by_block = np.zeros((count + 1, RANDOM_VECTORS))
    for cut in member.T:
        np.add.at(by_block, cut, vectors)
    means = shared / in_batch[:, None]
    inner = _solved(overlap - shared.T @ means, by_block[:count] - means.T @ by_batch)
    outer = (by_batch - shared @ inner) / in_batch[:, None]
    fitted = outer[atoms.epochs]
    padded = np.vstack([inner, np.zeros((1, RANDOM_VECTORS))])
    for cut in member.T:
        fitted = fitted + padded[cut]
    found: npt.NDArray[np.float64] = vectors - fitted
    return found


def _solved(matrix: npt.NDArray[np.float64], right: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The least-squares solution for a symmetric matrix that may be singular."""
    if not len(matrix):
        return right
    values, vectors = np.linalg.eigh(matrix)
    kept = values > LEAST_EIGENVALUE * max(values[-1], 1.0)
    vectors = vectors[:, kept]
    found: npt.NDArray[np.float64] = vectors @ ((vectors.T @ right) / values[kept, None])
    return found


def _paired(residue: npt.NDArray[np.float64], sizes: npt.NDArray[np.intp], fewest: int) -> Mask:
    """Which atoms are one of two, together smaller than `fewest`, with equal or opposite residues."""
    found = np.zeros(len(sizes), np.bool_)
    order = np.argsort(np.abs(residue[:, 0]))
    sorted_by = np.abs(residue[order, 0])
    ends = np.searchsorted(sorted_by, sorted_by + TOLERANCE, side="right")
    for place in np.flatnonzero(ends > np.arange(len(order)) + 1):
        one = order[place]
        for other in order[place + 1 : ends[place]]:
            plus = np.abs(residue[one] + residue[other]).max()
            minus = np.abs(residue[one] - residue[other]).max()
            if sizes[one] + sizes[other] < fewest and min(plus, minus) < TOLERANCE:
                found[[one, other]] = True
    return found

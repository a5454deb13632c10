"""Someone adds and subtracts all published tables of all releases: can the sum of a handful of people be computed?

The gate asks the same before each release, with random vectors; here the row space itself is looked at, so that one
mistake does not hide in both.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np
import numpy.typing as npt

from app.domain.attacks.course import NEVER, Table

Reals = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

MOST_PAIRED = 4_000  # atoms; above this only single atoms are looked at
LEAST_EIGENVALUE = 1e-9  # of the largest
CLOSE = 1e-6


@dataclass(frozen=True)
class Atoms:
    """People with the same history in all tables are an atom: `sets[a]` are the published sets atom a lies in
    (-1: none in this table), `of` is the atom of each person."""

    sets: Numbers
    number: int
    of: Numbers
    sizes: Numbers


def atoms(tables: tuple[Table, ...]) -> Atoms:
    """Each table and each release at which it grew is a published set: those who came."""
    columns, number = [], 0
    for table in tables:
        epochs, place = np.unique(table.entry, return_inverse=True)
        counted = int((epochs != NEVER).sum())
        columns.append(np.where(table.entry == NEVER, -1, place + number))
        number += counted
    rows, of, sizes = np.unique(np.column_stack(columns), axis=0, return_inverse=True, return_counts=True)
    return Atoms(rows, number, of.ravel(), sizes)


def computable(tables: tuple[Table, ...], fewest: int) -> npt.NDArray[np.bool_]:
    """Who is in an atom, or in one of two atoms, of fewer than `fewest` people whose exact sum (or, of two, whose
    exact difference) is a combination of published tables."""
    found = atoms(tables)
    small = np.flatnonzero(found.sizes < fewest)
    bad = np.zeros(len(found.sizes), np.bool_)
    if len(small):
        base = _coordinates(found, small)
        alone = (base**2).sum(1) > 1 - CLOSE
        bad[small[alone]] = True
        if len(small) <= MOST_PAIRED:
            bad[small[_paired(base, found.sizes[small], alone, fewest)]] = True
    return bad[found.of]


def _coordinates(found: Atoms, small: Numbers) -> Reals:
    """The projections of atoms on the row space of the matrix of sets by atoms, in an orthonormal basis of it.

    The basis comes from the eigenvectors of M M', which is as small as there are sets."""
    shared = np.zeros((found.number + 1, found.number + 1))
    columns = range(found.sets.shape[1])
    for one, other in combinations_with_replacement(columns, 2):
        np.add.at(shared, (found.sets[:, one], found.sets[:, other]), 1.0)
        if one != other:
            np.add.at(shared, (found.sets[:, other], found.sets[:, one]), 1.0)
    values, vectors = np.linalg.eigh(shared[:-1, :-1])  # the last row and column stand for "in no set"
    kept = values > LEAST_EIGENVALUE * values[-1]
    basis = np.vstack([vectors[:, kept] / np.sqrt(values[kept]), np.zeros((1, int(kept.sum())))])
    found_base: Reals = sum((basis[found.sets[small, column]] for column in columns), np.zeros((len(small), 1)))
    return found_base


def _paired(base: Reals, sizes: Numbers, alone: npt.NDArray[np.bool_], fewest: int) -> npt.NDArray[np.bool_]:
    inner = base @ base.T
    length = np.diag(inner)
    few = (sizes[:, None] + sizes[None, :] < fewest) & ~alone[:, None] & ~alone[None, :]
    np.fill_diagonal(few, val=False)
    reached = length[:, None] + length[None, :] + 2 * np.abs(inner) > 2 - CLOSE
    found: npt.NDArray[np.bool_] = (few & reached).any(1)
    return found

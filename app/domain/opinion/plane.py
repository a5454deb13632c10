"""People in a plane: close to each other when they vote alike.

Principal components of the matrix of votes, as in C. Small, M. Bjorkegren, T. Erkkilä, L. Shaw and C. Megill, "Polis:
Scaling Deliberation by Mapping High Dimensional Opinion Spaces", Recerca 26 (2021); missing votes count as the mean of
their statement, and people who voted on few statements are moved outwards as far as they would otherwise sit inwards.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.domain.opinion.votes import Reals, Votes

EXACT = 9  # decimals of a place: those who voted the same stand on the same one


@dataclass(frozen=True, eq=False)
class Plane:
    """`centre` is the mean vote on each statement, `components` two rows of loadings, one for each statement."""

    centre: Reals
    components: Reals

    @classmethod
    def of(cls, votes: Votes) -> Plane:
        """From the eigenvectors of the covariances of statements: they are few, people are many. Each component has
        its largest loading positive, for the sign of an eigenvector means nothing."""
        centre = np.nanmean(votes.values, axis=0)
        spread = _spread(votes, centre)
        vectors = np.linalg.eigh(spread.T @ spread)[1]
        components = vectors[:, ::-1][:, :2].T
        components = np.vstack([components, np.zeros((2 - len(components), len(centre)))])
        largest = np.take_along_axis(components, np.abs(components).argmax(axis=1)[:, None], axis=1)
        return cls(centre, components * np.where(largest < 0, -1.0, 1.0))

    def places(self, votes: Votes) -> Reals:
        """Where each person stands."""
        outwards = np.sqrt(len(self.centre) / np.maximum(votes.seen, 1))
        found: Reals = (_spread(votes, self.centre) @ self.components.T * outwards[:, None]).round(EXACT) + 0.0
        return found

    def extremities(self) -> Reals:
        """How far out somebody would stand who agreed with one statement and voted on no other, for each statement."""
        ends = (1 - self.centre) * self.components * np.sqrt(len(self.centre))
        found: Reals = np.hypot(*ends)
        return found


def _spread(votes: Votes, centre: Reals) -> Reals:
    return np.where(votes.voted, votes.values - centre, 0.0)

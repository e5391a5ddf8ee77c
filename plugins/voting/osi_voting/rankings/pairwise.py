"""The pairwise matrix: for each two items how many ballots put the one above the other.

What a ballot does not name stands below all that it names, and unnamed items are not compared with each other. On
points ballots an item of 0 points counts as not named. Items on a par add nothing to either side. A paired ballot that
compares two items more than once counts once for each side that it ever preferred.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from osi_core.plugins import Profile, TieOptions, tie_ranks
from osi_voting.arrays import Ballots, Ints
from osi_voting.kernels import jit

__all__ = ["Contest", "Strength", "pairwise_matrix"]

Strength = Literal["margins", "winning-votes"]
"""What a defeat weighs: the votes for it less those against it; or the votes for it and, of equal ones, the fewer votes
against it. The same on complete ballots."""


def pairwise_matrix(ballots: Ballots) -> Ints:
    """`matrix[a, b]`: the ballots, by weight, that put a above b. Time: Σ length² / 2 over the ballots."""
    values = np.empty(0, np.int64) if ballots.values is None else ballots.values
    if ballots.kind == "paired":
        return _of_pairs(ballots)
    matrix = np.zeros((ballots.m, ballots.m), np.int64)
    _compare(ballots.offsets, ballots.choices, values, ballots.weight_array(), ballots.kind == "ranked", matrix)
    support = ballots.support()
    # So far the matrix says how many name both and put a at least as high as b: b is above a on none of these.
    above = support[:, None] - matrix.T
    np.fill_diagonal(above, 0)
    return above


@jit
def _compare(offsets: Any, choices: Any, values: Any, weights: Any, ranked: bool, matrix: Any) -> None:
    """Adds for each two named items of a ballot 1 to [a, b] where a stands at least as high as b."""
    for ballot in range(len(offsets) - 1):
        weight = weights[ballot]
        for first in range(offsets[ballot], offsets[ballot + 1]):
            if len(values) and values[first] == 0:
                continue
            for second in range(first + 1, offsets[ballot + 1]):
                if len(values) and values[second] == 0:
                    continue
                one, other = choices[first], choices[second]
                if ranked or not len(values) or values[first] >= values[second]:
                    matrix[one, other] += weight
                if not ranked and (not len(values) or values[second] >= values[first]):
                    matrix[other, one] += weight


def _of_pairs(ballots: Ballots) -> Ints:
    rows = ballots.rows()[::2].astype(np.int64)
    one, other = ballots.choices[::2].astype(np.int64), ballots.choices[1::2].astype(np.int64)
    wins = np.ones(len(one), np.int64)
    if ballots.values is not None:
        wins = np.sign(ballots.values[::2] - ballots.values[1::2])
    above, below = np.where(wins > 0, one, other), np.where(wins > 0, other, one)
    said = np.unique(((rows * ballots.m + above) * ballots.m + below)[wins != 0])
    matrix = np.zeros((ballots.m, ballots.m), np.int64)
    size = max(ballots.m, 1)
    np.add.at(matrix, (said // size % size, said % size), ballots.weight_array()[said // size**2])
    return matrix


@dataclass(frozen=True)
class Contest:
    """The matrix with its items numbered by the tie rule: of items on a par the lowest number stands first.

    `names[item]` is the id.
    """

    profile: Profile
    names: tuple[str, ...]
    votes: Ints

    @classmethod
    def of(cls, profile: Profile, options: TieOptions, seed: bytes) -> Contest:
        """Counts a profile. Items without the minimum support are left out, as if nobody had named them."""
        order = np.argsort(tie_ranks(profile.items, seed, options.ties, profile.item_costs()))
        if profile.minimum_support:
            able = np.array(profile.support(), np.int64) >= profile.minimum_support
            order = order[able[order]]
        matrix = pairwise_matrix(Ballots.of(profile))
        return cls(profile, tuple(profile.items[item] for item in order), matrix[np.ix_(order, order)])

    @property
    def m(self) -> int:
        """How many items there are."""
        return len(self.names)

    def margins(self) -> Ints:
        """Votes for less votes against."""
        return self.votes - self.votes.T

    def strengths(self, strength: Strength) -> Ints:
        """For each two what a defeat of the second by the first weighs, or its place by that; 0 where there is none.

        M. Schulze 2011 (see `schulze`), section 2.1, which holds for any such order, names margins the most intuitive.
        """
        margins = self.margins()
        if strength == "margins":
            return np.where(margins > 0, margins, 0)
        defeats = np.nonzero(margins > 0)
        pairs = np.stack([self.votes[defeats], -self.votes.T[defeats]], axis=1)
        places = np.zeros_like(margins)
        places[defeats] = np.unique(pairs, axis=0, return_inverse=True)[1].reshape(-1) + 1
        return places

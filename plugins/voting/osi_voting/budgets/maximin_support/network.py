"""Who could carry what: projects and their supporters as a network, with voters alike put together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from osi_core.plugins import BallotKind
from osi_voting.arrays import Ballots, Indices, Ints, frozen
from osi_voting.grouping import transpose

__all__ = ["Kinds", "network"]


def network(rows: Sequence[Indices], ballots: Ballots) -> tuple[Ints, Ints, Ints]:
    """Projects, each a row of the ballots that support it, with the groups of voters alike in them: edges by project,
    and the groups' weights.
    """
    starts, none = frozen(np.concatenate(([0], np.cumsum([len(row) for row in rows])))), frozen(np.empty(0, np.int64))
    offsets, inside, _ = transpose(ballots.n, starts, frozen(np.concatenate(rows)), none)
    part = Ballots(BallotKind.APPROVAL, len(rows), frozen(offsets), frozen(inside), None, ballots.weights).grouped()
    supporters = part.transposed()
    return supporters.offsets, supporters.ballots.astype(np.int64), part.weight_array()


class Kinds:
    """Voters by what they support of some projects, each a row of ballots, once for all other projects."""

    def __init__(self, rows: Sequence[Indices], weights: Ints) -> None:
        kinds, count = np.zeros(len(weights), np.int64), 1
        for row in rows:
            before, place = np.unique(kinds[row], return_inverse=True)
            kinds[row] = count + place
            count += len(before)
        found, self._kinds = np.unique(kinds, return_inverse=True)
        self._weights, self._of_ballot = _sums(self._kinds, weights, len(found)), weights
        edges = [np.unique(self._kinds[row]) for row in rows]
        self._offsets = np.concatenate(([0], np.cumsum([len(one) for one in edges]))).astype(np.int64)
        self._edges = np.concatenate([np.empty(0, np.int64), *edges])

    def network(self, projects: int, row: Indices) -> tuple[Ints, Ints, Ints]:
        """As the function `network`, for the first of these projects and one more: who supports that is parted from
        others of the kind.
        """
        touched, place = np.unique(self._kinds[row], return_inverse=True)
        inside, twin = _sums(place, self._of_ballot[row], len(touched)), np.full(len(self._weights), -1)
        weights = np.concatenate((self._weights, inside))
        weights[touched] -= inside
        twin[touched] = len(self._weights) + np.arange(len(touched))
        end = self._offsets[projects]
        edges, owners = self._edges[:end], np.repeat(np.arange(projects), np.diff(self._offsets[: projects + 1]))
        split = twin[edges] >= 0
        owners = np.concatenate((owners, owners[split], np.full(len(touched), projects)))
        edges = np.concatenate((edges, twin[edges[split]], twin[touched]))
        offsets = np.concatenate(([0], np.cumsum(np.bincount(owners, minlength=projects + 1)))).astype(np.int64)
        return offsets, edges[np.argsort(owners, kind="stable")], weights


def _sums(places: Ints, weights: Ints, size: int) -> Ints:
    sums = np.zeros(size, np.int64)
    np.add.at(sums, places, weights)
    return sums

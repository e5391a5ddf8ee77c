"""Who could carry what: projects and their supporters as a network, with voters alike put together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from osi_core.plugins import BallotKind
from osi_voting.arrays import Ballots, Indices, Ints, frozen
from osi_voting.grouping import transpose

__all__ = ["network"]


def network(rows: Sequence[Indices], ballots: Ballots) -> tuple[Ints, Ints, Ints]:
    """Projects, each a row of the ballots that support it, with the groups of voters alike in them: edges by project,
    and the groups' weights.
    """
    starts, none = frozen(np.concatenate(([0], np.cumsum([len(row) for row in rows])))), frozen(np.empty(0, np.int64))
    offsets, inside, _ = transpose(ballots.n, starts, frozen(np.concatenate(rows)), none)
    part = Ballots(BallotKind.APPROVAL, len(rows), frozen(offsets), frozen(inside), None, ballots.weights).grouped()
    supporters = part.transposed()
    return supporters.offsets, supporters.ballots.astype(np.int64), part.weight_array()

"""The compiled check of pots and conflicts, which all rules share."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from osi_voting.kernels import jit

__all__ = ["close_excluded"]

Ints = NDArray[np.int64]
_OPEN, _TOO_POOR, _POT_FULL, _CONFLICTS = 0, 2, 4, 5


@jit
def close_excluded(
    costs: Ints, pot_of: Ints, pots: Ints, rival_of: Ints, rivals: Ints, status: Any, room: Ints, item: int
) -> None:
    """After a project is funded: takes its cost from its pots, closes rivals and what no longer fits a pot. Those that
    are too poor are closed too, since a completion may ask for them again.
    """
    for at in range(rival_of[item], rival_of[item + 1]):
        rival = rivals[at]
        if status[rival] == _OPEN or status[rival] == _TOO_POOR:
            status[rival] = _CONFLICTS
    if pot_of[item] == pot_of[item + 1]:
        return
    for at in range(pot_of[item], pot_of[item + 1]):
        room[pots[at]] -= costs[item]
    for other in range(len(costs)):
        for at in range(pot_of[other], pot_of[other + 1]):
            waits = status[other] == _OPEN or status[other] == _TOO_POOR
            if waits and costs[other] > room[pots[at]]:
                status[other] = _POT_FULL

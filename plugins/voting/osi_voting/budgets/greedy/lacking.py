"""How many more votes a greedy rule wanted to see for a project that it left out, and how many it could have spared."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from osi_voting.budgets.greedy.order import FREE, Taking, Turn, points
from osi_voting.budgets.standing import CONFLICTS, OPEN, POT_FULL, TOO_POOR
from osi_voting.lacking import Enough

__all__ = ["enough_votes", "votes_ahead"]

_AT_ONCE: Final = 2**22
"""So many pairs of a turn and a project are looked at together, which takes 40 MB."""


def enough_votes(taking: Taking) -> dict[int, Enough]:
    """For each project that was open and is not funded, the least number of further votes (or points) that it needed.

    As long as it is not funded, all turns are what they were without these votes. So it is funded if they put it first
    in one of the turns in which it was open and fitted. Of these the one whose winner comes latest in the order wants
    the least; where substitutes took supporters from it meanwhile, all are looked at. There is none for what never
    fitted, and for what costs nothing by satisfaction per cost, since votes do not change its place.
    """
    status, turns = taking.standing.status, taking.turns
    out = (status == TOO_POOR) | (status == POT_FULL) | (status == CONFLICTS)
    left = [item for item in np.flatnonzero(out).tolist() if _worth(taking, item)[0]]
    if not turns or not left:
        return {}
    place = np.empty(len(turns), np.int64)
    place[sorted(range(len(turns)), key=lambda t: turns[t][:2])] = np.arange(len(turns))
    found, step = dict[int, Enough](), max(_AT_ONCE // len(turns), 1)
    for start in range(0, len(left), step):
        found |= _enough_of(taking, left[start : start + step], place)
    return found


def _enough_of(taking: Taking, left: list[int], place: NDArray[np.int64]) -> dict[int, Enough]:
    """The same for some projects; `place` is that of each turn's winner in the order."""
    instance, turns, found = taking.instance, taking.turns, dict[int, Enough]()
    fits = instance.costs[left] <= np.array([turn.money for turn in turns])[:, None]
    if instance.limits.any:
        fits &= np.array([turn.status for turn in turns])[:, left] == OPEN
    fits &= np.array([turn.key != -FREE for turn in turns])[:, None]
    last = np.where(fits, place[:, None], -1).argmax(axis=0).tolist()
    for at, item in enumerate(left):
        looked = np.flatnonzero(fits[:, at]).tolist() if instance.limits.substitutes_of(item) else [last[at]]
        if fits[last[at], at]:
            found[item] = Enough(min(_to_be_first(taking, item, turns[t]) for t in looked))
    return found


def votes_ahead(taking: Taking, order: list[int], floor: int) -> dict[int, int]:
    """For each funded project how many votes (or points) fewer would have done, if no limit but the budget is there; of
    all its votes `floor` must stay.

    All runs without one of the projects go side by side. There the project fits up to some turn; it must come before
    the winner of the last of these, or fit in the end.
    """
    costs, units = taking.instance.costs, taking.instance.units()
    place, own = {item: at for at, item in enumerate(order)}, costs[order]
    money, last = np.full(len(order), taking.instance.budget), np.full(len(order), -1)
    for item in (item for _, _, item in taking.queue):
        takes = money >= costs[item]
        if item in place:
            takes[place[item]] = False
        last[takes & (money >= own)] = item
        money -= costs[item] * takes
    found, fitting = {}, (money >= own).tolist()
    for item, rival, fits in zip(order, last.tolist(), fitting, strict=True):
        most = int(units[item]) - floor
        found[item] = most if fits else min(most, _to_spare(taking, item, rival))
    return found


def _worth(taking: Taking, item: int) -> tuple[int, int]:
    """What a vote (or point) adds to the key of a project, as numerator and denominator."""
    cost, scale = taking.costs[item], taking.scale[item]
    return (scale, 1) if taking.key is points else (scale, cost) if cost else (0, 1)


def _to_be_first(taking: Taking, item: int, turn: Turn) -> int:
    """How many votes put a project before the winner of a turn."""
    top, bottom = _votes(turn.keys[item], turn.key, _worth(taking, item))
    return -(-top // bottom) if taking.ranks[item] < turn.rank else top // bottom + 1


def _to_spare(taking: Taking, item: int, rival: int) -> int:
    """How many votes fewer leave a project before another."""
    top, bottom = _votes(taking.keys[rival], taking.keys[item], _worth(taking, item))
    return top // bottom if taking.ranks[item] < taking.ranks[rival] else -(-top // bottom) - 1


def _votes(one: Fraction, other: Fraction, worth: tuple[int, int]) -> tuple[int, int]:
    """(one - other) / worth as numerator and denominator, which is faster than in fractions."""
    over, under = one.denominator, other.denominator
    top = (one.numerator * under - other.numerator * over) * worth[1]
    return top, over * under * worth[0]

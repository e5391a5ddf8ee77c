"""How many more ballots would have an item in the best committee by a Thiele score."""

from __future__ import annotations

import numpy as np

from osi_voting.committees.branching import Committee, possible
from osi_voting.committees.instance import CommitteeInstance
from osi_voting.committees.thiele.search import ThieleSearch
from osi_voting.lacking import Enough

__all__ = ["enough_votes"]

_FEW = 20
"""So many linear programmes take no time to speak of."""


def enough_votes(
    instance: CommitteeInstance, search: ThieleSearch, committee: Committee, settled: bool
) -> dict[int, Enough]:
    """For each item outside the best committee. A ballot with that item alone adds 1 to every committee with it and
    nothing to others, so what is lacking is the distance of the best committee with it.

    The search for those may solve as many linear programmes as that for the best, or one an item; where these do not
    do, the number is a bound. So it is where it was not `settled` which of equal committees comes first, and that
    matters.
    """
    found, search.limit = {}, search.programmes + max(search.programmes, instance.m, _FEW)
    tries, worst = 2 * instance.m if settled else -1, _least_loss(search, committee)
    more = instance.wanted > int(instance.able.sum())  # then an item that comes to be considered brings its own seat
    for item in (item for item in range(instance.m) if item not in committee):
        weak = int(instance.weak[item])
        if weak and more and not instance.limits:
            found[item] = Enough(weak)
            continue
        low, high = search.low.copy(), search.high.copy()
        low[item] = high[item] = 1
        best = search.search(low, high, -1, start=_exchanged(instance, search, committee, item, worst))
        if best.committee is None:
            continue
        behind, rest = divmod(search.value(committee) - best.value, search.unit)
        least = best.bound == best.value and not (weak and more)
        if behind and not rest and least:
            if settled and best.committee < committee:
                behind -= 1
            else:
                before = _comes_first(instance, search, committee, item, best.value, tries)
                tries -= item
                behind, least = behind - (before is True), before is not None
        found[item] = Enough(max(behind + 1, weak), least or behind + 1 <= max(weak, 1))
    return found


def _least_loss(search: ThieleSearch, committee: Committee) -> int | None:
    """The member without which the committee loses least."""
    value = {one: search.value([other for other in committee if other != one]) for one in committee}
    return max(committee, key=lambda one: value[one], default=None)


def _exchanged(
    instance: CommitteeInstance, search: ThieleSearch, committee: Committee, item: int, worst: int | None
) -> Committee | None:
    """A committee with the item to start from; None where this simple one is not possible."""
    full = len(committee) >= instance.seats
    changed = tuple(sorted({*committee, item} - ({worst} if full else set())))
    inside = np.zeros(instance.m, np.int64)
    inside[list(changed)] = 1
    return changed if possible(instance, inside, inside) else None


def _comes_first(
    instance: CommitteeInstance, search: ThieleSearch, committee: Committee, item: int, value: int, tries: int
) -> bool | None:
    """Whether a committee with the item that is worth so much comes before `committee` in the order by lowest numbers:
    it does if the first item in which they differ is its own. None where that is not settled in so many `tries`.
    """
    if tries < item:
        return None
    for first in (one for one in range(item + 1) if one not in committee):
        low, high = search.low.copy(), search.high.copy()
        before = [one for one in committee if one < first]
        high[:first] = 0
        high[[*before, item]] = 1
        low[[*before, first, item]] = 1
        if not high[first]:
            continue
        found = search.search(low, high, value - 1, first=True)
        if found.committee is not None:
            return True
        if found.bound >= value:
            return None
    return False

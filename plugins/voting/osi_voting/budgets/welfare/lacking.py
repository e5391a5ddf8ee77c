"""How many more votes would have had a project in the best set."""

from __future__ import annotations

from dataclasses import dataclass, field

from osi_voting.budgets.welfare.search import WelfareSearch
from osi_voting.lacking import Enough

__all__ = ["enough_votes"]


def enough_votes(search: WelfareSearch, best: list[int], wanting: list[int]) -> dict[int, Enough]:
    """For the projects that are `wanting` in the best set. A new ballot for one alone adds its scale to every set with
    it, and nothing to others. So it suffices that a good set with it, which the best one is repaired to, comes to be
    worth more than the best; that is the least number if without the last of them no set with it would be.
    """
    welfare, repair, found = search.welfare, _Repair(search, best), dict[int, Enough]()
    most, step = welfare.value(frozenset(best)), welfare.step
    for item in wanting:
        scale = int(welfare.instance.scale[item])
        sets = [repair.with_item(item, at_once) for at_once in (True, False)] if scale else []
        values = [welfare.value(items) for items in sets if items is not None]
        if values:
            behind = most // step - max(values) // step
            least = behind < scale or search.most_with[item] + behind // scale * scale * step < most
            found[item] = Enough(behind // scale + 1, least)
    return found


@dataclass
class _Repair:
    """Sets with another project that are like the best one. `room` is what that leaves of each limit, `yielding` by
    limit who takes of it, those first that give least for what they take.
    """

    search: WelfareSearch
    best: list[int]
    room: list[int] = field(init=False)
    yielding: list[list[int]] = field(init=False)

    def __post_init__(self) -> None:
        worth, limits = self.search.welfare.alone, self.search.limits
        self.room = [limit.room - sum(limit.amounts.get(p, 0) for p in self.best) for limit in limits]
        taking = [[(amount, p) for p in self.best if (amount := limit.amounts.get(p, 0)) > 0] for limit in limits]
        self.yielding = [[p for _, p in sorted(of, key=lambda one: (worth[one[1]] / one[0], one))] for of in taking]

    def with_item(self, item: int, at_once: bool) -> frozenset[int] | None:
        """The best set with another project, without what gives way to it, and with what fits then; None where that
        leads to no set within all limits. Where a limit is exceeded, one goes that is enough (`at_once`), if any is.
        """
        search, worth = self.search, self.search.welfare.alone
        taken, room, costs = set(self.best), list(self.room), search.welfare.instance.cost_list
        self._move(item, room, 1)
        while (short := min(room)) < 0:
            number = room.index(short)
            amounts = search.limits[number].amounts
            enough = [p for p in self.yielding[number] if p in taken and amounts[p] + short >= 0] if at_once else []
            least = next((p for p in self.yielding[number] if p in taken), None)
            out = min(enough, key=worth.__getitem__) if enough else least
            if out is None:
                return None
            taken.remove(out)
            self._move(out, room, -1)
        taken.add(item)
        for p in search.able:  # the first limit is the budget
            if costs[p] <= room[0] and p not in taken and self._fits(p, room):
                taken.add(p)
                self._move(p, room, 1)
        return frozenset(taken)

    def _fits(self, item: int, room: list[int]) -> bool:
        limits = self.search.limits
        return all(limits[number].amounts[item] <= room[number] for number in self.search.touching[item])

    def _move(self, item: int, room: list[int], sign: int) -> None:
        """Takes a project in (1) or out (-1)."""
        for number in self.search.touching[item]:
            room[number] -= sign * self.search.limits[number].amounts[item]

"""Why Phragmén's rule funded a project or not: when its supporters could pay."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from math import floor
from typing import TYPE_CHECKING

from osi_core.words import Message, Value
from osi_voting.budgets.explanations import basics, refusal
from osi_voting.budgets.lacking import with_enough
from osi_voting.budgets.phragmen.kernel import MONEY
from osi_voting.budgets.phragmen.more_votes import LookingBack
from osi_voting.budgets.standing import FUNDED
from osi_voting.lacking import Enough
from osi_voting.reasons import Reasons

if TYPE_CHECKING:
    from osi_voting.budgets.phragmen.rule import PhragmenCount

__all__ = ["PhragmenExplainer"]


class PhragmenExplainer:
    """Explains projects after a count. What is shown is rounded from exact numbers."""

    def __init__(self, count: PhragmenCount) -> None:
        self._count, self._instance, self._order = count, count.instance, count.order
        self._support, self._left = count.loads.standing.support, int(count.loads.numbers[MONEY])
        costs = self._instance.cost_list
        self._back = LookingBack(count, self._order)
        self._ended_late = count.end == count.clock()
        self._money = list(accumulate((costs[item] for item in reversed(self._order)), initial=self._left))

    def explain(self, item: int, place: int) -> Reasons:
        """Why; place 0 is not funded. `count` are the supporters in the end."""
        instance, status = self._instance, self._count.loads.standing.status
        values = basics(instance, item, place) | {"count": int(self._support[item])}
        if status[item] == FUNDED:
            values |= {"round": place, "time": instance.money(self._rounded(place - 1))}
            return (Message("phragmen.funded", values),)
        return refusal(instance, status, item, self._order) or self._not_in_time(item, values)

    def _not_in_time(self, item: int, values: dict[str, Value]) -> Reasons:
        counts, instance, left = self._count.counts(item), self._instance, self._left
        spent = instance.cost_list[item] > left
        values |= {"budget_left": instance.money(left)}
        missing = self._missing(item, counts)
        if missing > 0:
            values |= {"missing": instance.money(missing)}
            reason = Message("phragmen.budget-spent-and-lacking" if spent else "phragmen.too-late-and-lacking", values)
        else:
            reason = Message("budgets.budget-spent" if spent else "phragmen.too-late", values)
        return with_enough((reason,), self._enough(item, counts), "votes")

    def _due(self, item: int, counts: list[int]) -> int:
        """Cost and loads of its supporters together, over the common denominator."""
        times = self._count.times
        return self._instance.cost_list[item] * times.denominator + times.combined(counts[1:])

    def _missing(self, item: int, counts: list[int]) -> int:
        """What the supporters lacked at the end, in whole minor units."""
        (end_top, end_bottom), bottom = self._count.end, self._count.times.denominator
        lack = self._due(item, counts) * end_bottom - end_top * bottom * int(self._support[item])
        return -(-lack // (bottom * end_bottom))

    def _enough(self, item: int, counts: list[int]) -> Enough | None:
        """The least number of new voters for it alone, whose loads are 0, who have a project paid; where there are
        limits, one that suffices: it is paid before the last round after which it no longer fits, or before the end.
        All is as it was until then, or it was bought earlier.

        Loads are counted as they are at the end, as they only rise, but for those of that round and later: they were no
        higher then than the time of the round before. None for what had to wait for others.
        """
        if self._instance.limits.needs[item]:
            return None
        if not self._instance.limits.any:
            more = self._back.least_more(item, self._fitting(item))
            return None if more is None else Enough(more)
        count = self._count
        (top, bottom), fitting = count.end, self._fitting(item)
        if fitting < len(self._order):
            k = self._on_time(fitting)
            if k < 0:
                return None
            top, bottom = count.times.number(k)
            later, counts = sum(counts[k + 1 :]), counts[: k + 1] + [0] * (len(counts) - k - 1)
            counts[self._on_time(k - 1) + 1] += later
        if not top:
            return None
        more = self._due(item, counts) * bottom // (count.times.denominator * top) + 1 - int(self._support[item])
        return Enough(max(more, 1), least=False)

    def _fitting(self, item: int) -> int:
        """Before which round a project still fitted the budget, but not after it; as many as there are rounds if it
        fits in the end. What ended it as a late one did so within the last round.
        """
        rounds = bisect_left(self._money, self._instance.cost_list[item])
        return len(self._order) - max(rounds, int(self._ended_late))

    def _on_time(self, k: int) -> int:
        """The last round up to this one that was not late; -1 if there is none."""
        while k in self._count.late:
            k -= 1
        return k

    def _rounded(self, k: int) -> int:
        """The time of a round in whole minor units, rounded half up, from the exact number where that matters."""
        time = float(self._count.loads.times[k + 1])
        if k not in self._count.late and abs(time - floor(time) - 0.5) > 1e-9 * max(time, 1.0) and time < 2**50:
            return floor(time + 0.5)
        top, bottom = self._count.clock(k)
        return (2 * top + bottom) // (2 * bottom)

"""Why Phragmén's rule funded a project or not: when its supporters could pay."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

from osi_core.words import Message, Value
from osi_voting.budgets.explanations import basics, refusal
from osi_voting.budgets.lacking import with_enough
from osi_voting.budgets.phragmen.kernel import MONEY
from osi_voting.budgets.phragmen.more_votes import LookingBack
from osi_voting.budgets.standing import CONFLICTS, FUNDED, POT_FULL
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
        self._back = LookingBack(count, self._order)

    def explain(self, item: int, place: int) -> Reasons:
        """Why; place 0 is not funded. `count` are the supporters in the end."""
        instance, status = self._instance, self._count.loads.standing.status
        values = basics(instance, item, place) | {"count": int(self._support[item])}
        if status[item] == FUNDED:
            values |= {"round": place, "time": instance.money(self._rounded(place - 1))}
            return (Message("phragmen.funded", values),)
        reasons = refusal(instance, status, item, self._order)
        if reasons and status[item] not in (CONFLICTS, POT_FULL):
            return reasons
        return with_enough(reasons or self._not_in_time(item, values), self._enough(item), "votes")

    def _not_in_time(self, item: int, values: dict[str, Value]) -> Reasons:
        instance, left = self._instance, self._left
        spent = instance.cost_list[item] > left
        values |= {"budget_left": instance.money(left)}
        missing = self._missing(item)
        if missing > 0:
            values |= {"missing": instance.money(missing)}
            return (Message("phragmen.budget-spent-and-lacking" if spent else "phragmen.too-late-and-lacking", values),)
        return (Message("budgets.budget-spent" if spent else "phragmen.too-late", values),)

    def _missing(self, item: int) -> int:
        """What the supporters lacked at the end, in whole minor units."""
        (end_top, end_bottom), bottom = self._count.end, self._count.times.denominator
        lack = self._count.due(item) * end_bottom - end_top * bottom * int(self._support[item])
        return -(-lack // (bottom * end_bottom))

    def _enough(self, item: int) -> Enough | None:
        """The least number of new voters for it alone, whose loads are 0, who have a project bought."""
        more = self._back.least_more(item)
        return None if more is None else Enough(more)

    def _rounded(self, k: int) -> int:
        """The time of a round in whole minor units, rounded half up, from the exact number where that matters."""
        time = float(self._count.loads.times[k + 1])
        if k not in self._count.late and abs(time - floor(time) - 0.5) > 1e-9 * max(time, 1.0) and time < 2**50:
            return floor(time + 0.5)
        top, bottom = self._count.clock(k)
        return (2 * top + bottom) // (2 * bottom)

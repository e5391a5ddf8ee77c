"""Why equal shares funded a project or not: who could pay what."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate
from math import floor
from typing import TYPE_CHECKING

from osi_core.words import Message
from osi_voting.budgets.equal_shares.count import SharesCounter
from osi_voting.budgets.equal_shares.history import money_left
from osi_voting.budgets.explanations import FREE, basics, refusal
from osi_voting.budgets.lacking import with_enough
from osi_voting.lacking import Enough
from osi_voting.reasons import Reasons

if TYPE_CHECKING:
    from osi_voting.budgets.equal_shares.completions import Completed

__all__ = ["SharesExplainer"]


class SharesExplainer:
    """Explains projects after a count, the last of several with more and more money (`again`). What is shown is rounded
    from exact numbers, whatever way they were computed.
    """

    def __init__(self, counter: SharesCounter, completed: Completed, again: bool) -> None:
        self._counter, self._count, self._completed = counter, completed.count, completed
        self._instance = counter.instance
        standing, costs = completed.count.state.standing, self._instance.cost_list
        self._bought = len(completed.count.bought)
        self._rounds = list(accumulate(int(costs[item] > 0) for item in completed.count.bought))
        self._status: list[int] = standing.status.tolist()
        self._support: list[int] = standing.support.tolist()
        left, error = money_left(counter.data, completed.count.state)
        self._left: list[float] = left.tolist()
        self._error: list[float] = error.tolist()
        self._again = again

    def explain(self, item: int, place: int) -> Reasons:
        """Why; place 0 is not funded."""
        if place > self._bought:
            return self._completion(item, place)
        if place and self._instance.cost_list[item]:
            return self._paid(item, place)
        if place:
            return (Message(FREE, basics(self._instance, item, place) | {"price": self._instance.money(0)}),)
        refused = refusal(self._instance, self._status, item, self._completed.order)
        return refused or self._too_poor(item)

    def _paid(self, item: int, place: int) -> Reasons:
        """`count` are the supporters that paid."""
        instance = self._instance
        price = {"round": self._rounds[place - 1], "price": instance.money(self._rounded_price(place - 1))}
        values = basics(instance, item, place) | price | {"count": self._support[item]}
        apiece = instance.ballots.values is None
        return (Message("equal-shares.paid" if apiece else "equal-shares.paid-for-each-point", values),)

    def _too_poor(self, item: int) -> Reasons:
        """`count` are the supporters in the end."""
        instance = self._instance
        left = self._money_left(item)
        missing = instance.cost_list[item] - left
        if missing <= 0:
            return self._too_late(item)
        lack = {"left": instance.money(left), "missing": instance.money(missing), "count": self._support[item]}
        reason = Message("equal-shares.supporters-lack-money", basics(instance, item, 0) | lack)
        return with_enough((reason,), self._enough(item, missing), "supporters")

    def _enough(self, item: int, missing: int) -> Enough | None:
        """So many further supporters, who have spent nothing otherwise, can pay what is missing at the end of the
        count; the count is what it was until then, or the project was bought earlier. None for what only a completion
        opened, and where there are not so many other voters.

        Counts with more money (`again`) need not buy what those with less did. There the new ones must be able to pay
        all of it, in every count.
        """
        instance, (share, parts) = self._instance, self._counter.first_share.as_integer_ratio()
        limits = instance.limits
        bound = limits.needs[item] > 0 and self._again | (len(self._completed.order) > self._bought)
        if self._again:
            missing = instance.cost_list[item]
            bound |= (
                limits.pot_of[item] < limits.pot_of[item + 1] or limits.conflict_of[item] < limits.conflict_of[item + 1]
            )
        if bound or not share:
            return None
        more = -(-missing * parts // share)
        return Enough(more, least=False) if more <= instance.voters - instance.support_list[item] else None

    def _too_late(self, item: int) -> Reasons:
        """Of a project that waited for others until the budget was spent on what completes it."""
        left = self._instance.budget - sum(self._instance.cost_list[p] for p in self._completed.order)
        values = basics(self._instance, item, 0) | {"budget_left": self._instance.money(left)}
        return (Message("budgets.budget-spent", values),)

    def _completion(self, item: int, place: int) -> Reasons:
        values = basics(self._instance, item, place) | {"completion": True, "count": self._support[item]}
        left = self._instance.budget - sum(int(self._instance.costs[p]) for p in self._completed.order[: place - 1])
        return (Message("equal-shares.completed", {**values, "left": self._instance.money(left)}),)

    def _rounded_price(self, k: int) -> int:
        """The price of a round in whole minor units, rounded half up."""
        price = float(self._count.state.high[k])
        if abs(price - floor(price) - 0.5) > 1e-9 * max(price, 1.0) and price < 2**50:
            return floor(price + 0.5)
        top, bottom = self._count.rounds.price(k)
        return floor(Fraction(top, bottom * self._instance.voters) + Fraction(1, 2))

    def _money_left(self, item: int) -> int:
        """What its supporters have left together, in whole minor units, rounded down."""
        left, error = self._left[item], self._error[item]
        if left == 0.0 or floor(left - error) == floor(left + error):
            return floor(left)
        top, bottom = self._count.rounds.money(item)
        return top // (bottom * self._instance.voters)

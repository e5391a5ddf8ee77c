"""Why equal shares funded a project or not: who could pay what."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate
from math import floor
from typing import TYPE_CHECKING

from osi_core.plugins.ordering import number_text
from osi_voting.budgets.equal_shares.count import SharesCounter
from osi_voting.budgets.equal_shares.history import money_left
from osi_voting.budgets.explanations import Told, basics, money_text, refusal
from osi_voting.budgets.lacking import with_enough
from osi_voting.lacking import Enough

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

    def explain(self, item: int, place: int) -> Told:
        """Data, English, German; place 0 is not funded."""
        if place > self._bought:
            return self._completion(item, place)
        if place and self._instance.cost_list[item]:
            return self._paid(item, place)
        if place:
            data = basics(self._instance, item, place) | {"price": 0}
            return (
                data,
                "Funded: it costs nothing and has supporters.",
                "Gefördert: es kostet nichts und wird unterstützt.",
            )
        refused = refusal(self._instance, self._status, item, self._completed.order)
        return refused or self._too_poor(item)

    def _paid(self, item: int, place: int) -> Told:
        instance = self._instance
        number = self._rounds[place - 1]
        price = self._rounded_price(place - 1)
        data = basics(instance, item, place) | {"round": number, "price": price}
        (has_en, has_de), (price_en, price_de) = self._supporters(item), self._money(price)
        apiece = instance.ballots.values is None
        paid_en = f"{price_en} each" if apiece else f"{price_en} for each point"
        paid_de = f"je bis zu {price_de}" if apiece else f"bis zu {price_de} je Punkt"
        return (
            data,
            f"Funded in round {number}: its {has_en} supporters paid up to {paid_en}.",
            f"Gefördert in Runde {number}: seine {has_de} Unterstützenden zahlten {paid_de}.",
        )

    def _too_poor(self, item: int) -> Told:
        instance = self._instance
        left = self._money_left(item)
        missing = instance.cost_list[item] - left
        if missing <= 0:
            return self._too_late(item)
        data = basics(instance, item, 0) | {"reason": "supporters lack the money", "left": left, "missing": missing}
        (left_en, left_de), (missing_en, missing_de) = self._money(left), self._money(missing)
        has_en, has_de = self._supporters(item)
        told = (
            data,
            f"Not funded: its {has_en} supporters have {left_en} left, {missing_en} less than it costs.",
            f"Nicht gefördert: seinen {has_de} Unterstützenden bleiben {left_de}, {missing_de} weniger als die Kosten.",
        )
        return with_enough(told, self._enough(item, missing), "supporters")

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

    def _too_late(self, item: int) -> Told:
        """Of a project that waited for others until the budget was spent on what completes it."""
        left = self._instance.budget - sum(self._instance.cost_list[p] for p in self._completed.order)
        left_en, left_de = self._money(left)
        return (
            basics(self._instance, item, 0) | {"reason": "budget spent", "budget_left": left},
            f"Not funded: only {left_en} of the budget are left.",
            f"Nicht gefördert: nur {left_de} sind übrig.",
        )

    def _completion(self, item: int, place: int) -> Told:
        data = basics(self._instance, item, place) | {"completion": 1}
        left = self._instance.budget - sum(int(self._instance.costs[p]) for p in self._completed.order[: place - 1])
        left_en, left_de = self._money(left)
        has_en, has_de = self._supporters(item)
        return (
            data | {"left": left},
            f"Funded from what was left over: {left_en} were still there, and with {has_en} supporters it came next.",
            f"Gefördert aus dem Rest: {left_de} waren noch da, und mit {has_de} Unterstützenden kam es als Nächstes.",
        )

    def _supporters(self, item: int) -> tuple[str, str]:
        return number_text(self._support[item])

    def _money(self, amount: int) -> tuple[str, str]:
        return money_text(amount, self._instance.problem.currency)

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

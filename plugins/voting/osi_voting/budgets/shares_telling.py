"""Why equal shares funded a project or not: who could pay what."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate
from math import floor
from typing import TYPE_CHECKING

from osi_voting.budgets.shares_count import SharesCounter
from osi_voting.budgets.shares_history import money_left
from osi_voting.budgets.telling import Told, basics, count_text, money_text, refusal

if TYPE_CHECKING:
    from osi_voting.budgets.completions import Completed

__all__ = ["SharesTeller"]


class SharesTeller:
    """Explains projects after a count. What is shown is rounded from exact numbers, whatever way they were computed."""

    def __init__(self, counter: SharesCounter, completed: Completed) -> None:
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
        self._share = completed.count.share.as_integer_ratio()

    def tell(self, item: int, place: int) -> Told:
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
        per_en, per_de = ("", "") if instance.ballots.values is None else (" for each point", " je Punkt")
        return (
            data,
            f"Funded in round {number}: its {has_en} supporters paid up to {price_en}{per_en} each.",
            f"Gefördert in Runde {number}: seine {has_de} Unterstützenden zahlten je bis zu {price_de}{per_de}.",
        )

    def _too_poor(self, item: int) -> Told:
        instance = self._instance
        data = basics(instance, item, 0)
        left = self._money_left(item)
        missing = instance.cost_list[item] - left
        share, parts = self._share
        more = -(-missing * parts // share) if share else 0
        data |= {"reason": "supporters lack the money", "left": left, "missing": missing, "more_supporters": more}
        (left_en, left_de), (missing_en, missing_de) = self._money(left), self._money(missing)
        (has_en, has_de), (more_en, more_de) = self._supporters(item), count_text(more)
        en = f"Not funded: its {has_en} supporters have {left_en} left, {missing_en} less than it costs"
        de = f"Nicht gefördert: seinen {has_de} Unterstützenden bleiben {left_de}, {missing_de} weniger als die Kosten"
        if more:
            en += f", which is the whole share of {more_en} more"
            de += f"; das ist der ganze Anteil von {more_de} weiteren"
        return data, f"{en}.", f"{de}."

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
        return count_text(self._support[item])

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

"""Who pays for what: equal shares of money in the hands of the voters, and supporters who share each project's cost.

For any outcome, whatever rule decided it: in the order of decision each chosen project is paid by its supporters in
equal parts, a supporter without enough giving all that is left, as in the method of equal shares (D. Peters, G.
Pierczyński, P. Skowron, NeurIPS 2021, arXiv:2008.13276). Shown is the least share with which this can be done. Near the
voters' part of the budget, the outcome could have been bought by those who want it; far above, few paid for much.
Floating point, for pictures: nothing is decided by it. What the rule itself says its prices were stands beside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from osi_voting.audits.judged import Judged

__all__ = ["OwnKind", "OwnPrices", "Payments", "payments"]

Floats = NDArray[np.float64]
OwnKind = Literal["price", "point", "time", "load"]
"""What a rule calls the price of a project. price: the most that a supporter paid. point: that, for each point that the
supporter gave. time: what every voter had earned when it was bought. load: the most that anybody carries of it and of
all before it."""


@dataclass(frozen=True)
class OwnPrices:
    """What a rule says of its prices, in minor units, by the ids of chosen items; those that it filled up with, or that
    cost nothing, have none. `covered` are the thousandths of the cost that supporters paid, where these may be fewer
    than all.
    """

    kind: OwnKind
    amounts: Mapping[str, int]
    covered: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Payments:
    """`share` is what each voter needs, `fair` their part of the budget (both minor units, a voter).

    `paid` are rows of (ballots, amount a head) beside `items`; `prices` the most that a supporter of each paid.
    `unpaid` are chosen items that nobody approves.
    """

    share: float
    fair: float
    items: tuple[int, ...]
    prices: tuple[float, ...]
    paid: tuple[tuple[NDArray[np.int32], Floats], ...]
    unpaid: tuple[int, ...]

    def by_group(self, groups: NDArray[np.int32], count: int, weights: NDArray[np.int64]) -> list[list[float]]:
        """For each item what each group of voters pays; `groups` is the number of each ballot's group."""
        return [
            np.bincount(groups[ballots], amounts * weights[ballots], minlength=count).tolist()
            for ballots, amounts in self.paid
        ]


def payments(judged: Judged, order: Sequence[int] | None = None) -> Payments:
    """The least share, to a millionth, and who pays what with it; `order` instead of the order of decision."""
    turns = judged.order if order is None else order
    paying = [item for item in turns if judged.support[item] and judged.costs[item]]
    unpaid = tuple(item for item in judged.order if not judged.support[item])
    fair = judged.budget / judged.voters if judged.voters else 0.0
    low, high = 0.0, float(sum(int(judged.costs[item]) for item in paying))
    while high - low > 1e-6 * high:
        middle = (low + high) / 2
        if _paid(judged, paying, middle) is None:
            low = middle
        else:
            high = middle
    done = _paid(judged, paying, high) or ([], [])
    return Payments(high, fair, tuple(paying), tuple(done[0]), tuple(done[1]), unpaid)


def _paid(
    judged: Judged, paying: list[int], share: float
) -> tuple[list[float], list[tuple[NDArray[np.int32], Floats]]] | None:
    """Prices and payments with this share; None where someone's supporters cannot pay."""
    left = np.full(judged.ballots.n, share)
    prices, paid = [], []
    for item in paying:
        ballots, cost = judged.supporters.of(item), float(judged.costs[item])
        has, weights = left[ballots], judged.weights[ballots]
        if float((has * weights).sum()) < cost * (1 - 1e-12):
            return None
        price = _price(has, weights, cost)
        amounts = np.minimum(has, price)
        left[ballots] -= amounts
        prices.append(price)
        paid.append((ballots, amounts))
    return prices, paid


def _price(has: Floats, weights: NDArray[np.int64], cost: float) -> float:
    """The price at which min(has, price) adds up to the cost."""
    order = np.argsort(has)
    has, weights = has[order], weights[order]
    poorer = np.concatenate(([0.0], np.cumsum(has * weights)[:-1]))
    richer = weights[::-1].cumsum()[::-1]
    prices = (cost - poorer) / richer
    fits = np.flatnonzero(prices <= has)
    return float(prices[fits[0]]) if len(fits) else float(has[-1])

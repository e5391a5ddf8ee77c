"""Equal shares with bounded overspending."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from math import isqrt
from typing import Final

import numpy as np

from osi_core.plugins import Allocation, AllocationProblem, AllocationRule, Progress
from osi_core.words import Message, Value
from osi_voting.budgets.equal_shares.purses import Purses
from osi_voting.budgets.explanations import FREE, allocation, basics, refusal
from osi_voting.budgets.instance import Instance, Satisfaction
from osi_voting.budgets.lacking import with_enough
from osi_voting.budgets.options import BudgetOptions
from osi_voting.budgets.standing import OPEN, TOO_POOR
from osi_voting.lacking import Enough
from osi_voting.reasons import Reasons
from osi_voting.with_kernels import WithKernels

__all__ = ["BosEqualShares", "BosOptions"]

_BITS: Final = 640
"""Prices are whole multiples of 2^-640 of a minor unit."""

_EQUAL_BITS: Final = 256
"""Two measures count as equal where they differ by less than one part in 2^256, far more than rounding can add up
to.
"""

_SCREEN: Final = 1e-6
"""Measures further apart than this, relatively, are told apart in floating point, whose error is far smaller."""


class BosOptions(BudgetOptions):
    """`satisfaction` is what a supporter gets from a project."""

    satisfaction: Satisfaction = "auto"


class BosEqualShares(WithKernels, AllocationRule):
    """Equal shares, in which supporters may be a little short, and the shortfall is charged to them as far as they can.

    At price x the supporters of p would give f(x) = sum of min(b_i, x * u_i), which covers the part a = f(x) / cost of
    it (at most 1). Among all projects that fit the budget, and all x, the least x / a^2 is chosen; the project is
    funded whole, and its supporters pay min(b_i, (x / a) * u_i). Where a = 1 that is a round of equal shares. Between
    two of the values b_i / u_i the measure first rises and then falls, so only these x count, and the one at which a =
    1. G. Papasotiropoulos, S. Z. Pishbin, O. Skibski, P. Skowron, T. Wąs, "Method of Equal Shares with Bounded
    Overspending", EC 2025, doi:10.1145/3736252.3742637, section 5 (with a and r = x / a: the least r / a).
    The rounds are those of the authors' program, which breaks ties by total satisfaction. Their BOS+ is not offered.

    Overspending is bounded, and proportionality holds up to it (ibid.). As fractions prices would double in length
    every round, so they are rounded to 640 binary digits, in whole numbers, the same everywhere; two measures that
    agree to 256 digits are a tie. Time: (choices on ballots) times (rounds) at worst.
    """

    name = "bos-equal-shares"
    version = "1"
    Options = BosOptions
    claims = frozenset[str]()
    ballot_kinds = frozenset({"approval", "points", "ranked"})

    def solve(self, problem: AllocationProblem, options: BosOptions, seed: bytes, progress: Progress) -> Allocation:
        instance = Instance.of(problem, options.satisfaction, options.ties, seed, True, options.at_most)
        count = _Count(instance)
        count.run(progress)
        counters = {"exact_steps": count.steps, "rounds": len(count.order)}
        return allocation(instance, count.order, count.tied, count.explain, counters)


@dataclass(frozen=True)
class _Offer:
    """The best price at which a project's supporters come in, and how much of it they cover; over the denominator."""

    item: int
    price: int
    given: int


@dataclass
class _Count:
    instance: Instance
    steps: int = 0
    order: list[int] = field(default_factory=list)
    tied: list[tuple[int, ...]] = field(default_factory=list)
    covered: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    """Of each project paid for: what its supporters covered, at what price, and the most that one of them paid."""
    enough: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        instance = self.instance
        self.standing = instance.standing()
        self.money = instance.budget
        share = (instance.budget << _BITS) // max(instance.voters, 1)
        ballots = instance.ballots
        self.purses = Purses(np.ones(ballots.n, np.int64), ballots.weights, [0, share], 1 << _BITS)
        self.lowest = np.zeros(instance.m)

    def run(self, progress: Progress) -> None:
        """Round after round until nothing that fits has a supporter with money."""
        status = self.standing.status
        while True:
            while (free := self.instance.free(self.standing)) is not None:
                self._fund(free)
            status[(status == OPEN) & (self.instance.costs > self.money)] = TOO_POOR
            contest = self._contest()
            if not contest:
                break
            self._buy(contest)
            progress(1 - self.money / max(self.instance.budget, 1))
        status[status == OPEN] = TOO_POOR

    def _contest(self) -> list[int]:
        """The projects that may be best, looking at them by rising lower bound: budgets only fall, measures rise."""
        best, looked = np.inf, dict[int, float]()
        waiting = sorted(np.flatnonzero(self.standing.status == OPEN).tolist(), key=self.lowest.__getitem__)
        for item in waiting:
            if self.lowest[item] > best * (1 + _SCREEN):
                break
            looked[item] = self.lowest[item] = self._measure(item)
            best = min(best, looked[item])
        if best == np.inf:
            return []
        return [item for item, measure in looked.items() if measure <= best * (1 + _SCREEN)]

    def _measure(self, item: int) -> float:
        """The least x / a^2, divided by the project's scale, in floating point; infinite where nobody has money."""
        nodes, values, weights = self.purses.rows(*self.standing.supporters(item))
        if not len(nodes):
            return np.inf
        cost, scale = float(self.instance.costs[item]), float(self.instance.scale[item])
        left = self.purses.floats()[nodes]
        limits = left / values
        order = np.argsort(limits, kind="stable")
        limits, left = limits[order], left[order]
        units = (weights * values)[order].astype(float)
        spent = np.concatenate(([0.0], np.cumsum(left * weights[order])))
        rest = units[::-1].cumsum()[::-1]
        given = spent[:-1] + limits * rest
        measures = limits * (cost / np.minimum(given, cost)) ** 2
        full = int(np.searchsorted(given, cost))
        if full < len(given):
            measures = np.append(measures[:full], (cost - spent[full]) / rest[full])
        return float(measures.min()) / scale

    def _offer(self, item: int) -> _Offer:
        """The same in whole numbers."""
        purses, cost = self.purses, int(self.instance.costs[item]) * self.purses.bottom
        rows = purses.exact_rows(*self.standing.supporters(item))
        rows.sort(key=lambda row: (purses.left[row[0]] << _BITS) // row[1])
        spent, units = 0, sum(value * weight for _, value, weight in rows)
        best: _Offer | None = None
        for node, value, weight in rows:
            price = purses.left[node] // value
            given = spent + price * units
            if given >= cost:
                offer = _Offer(item, -(-(cost - spent) // units), cost)
            else:
                offer = _Offer(item, price, given)
            if best is None or offer.price * best.given**2 <= best.price * offer.given**2:
                best = offer
            if given >= cost:
                break
            spent += purses.left[node] * weight
            units -= value * weight
        assert best is not None
        return best

    def _buy(self, contest: list[int]) -> None:
        """Decides in whole numbers, and lets the supporters pay."""
        instance = self.instance
        self.steps += len(contest) > 1
        offers = [self._offer(item) for item in contest]
        measures = {offer.item: self._exact_measure(offer) for offer in offers}
        least = min(measures.values())
        tied = [offer for offer in offers if measures[offer.item] - least <= least >> _EQUAL_BITS]
        if len(tied) > 1:
            self.tied.append(tuple(offer.item for offer in tied))
        offer = min(tied, key=lambda one: instance.ranks[one.item])
        cost = int(instance.costs[offer.item]) * self.purses.bottom
        self._look_back(offer.item, measures[offer.item])
        price = offer.price * cost // offer.given
        ballots, values = self.standing.supporters(offer.item)

        def due(_: int, value: int) -> int:
            return price * value + (value << _BITS // 2)

        rows = self.purses.exact_rows(ballots, values)
        most = max(min(self.purses.left[node], due(node, value)) for node, value, _ in rows)
        self.covered[offer.item] = (offer.given, price, most)
        self.purses.pay(ballots, values, due)
        self._fund(offer.item)

    def _exact_measure(self, offer: _Offer) -> int:
        """X / a^2 divided by the scale, with 2^1280 added digits, rounded down."""
        cost = int(self.instance.costs[offer.item]) * self.purses.bottom
        return (offer.price * cost**2 << 2 * _BITS) // (offer.given**2 * int(self.instance.scale[offer.item]))

    def _look_back(self, chosen: int, measure: int) -> None:
        """For all that will not fit beside `chosen`: how many more supporters with their whole share, to whom it is
        worth 1, would have had a measure below that of the chosen.

        A measure is at most what it is at any price x. At one that is no more than a share, and with which a = 1 would
        do, they give f(x) and x each; x / a^2 is lower where that exceeds cost * sqrt(x / measure). Rounding leaves
        the two further apart than what counts as equal.
        """
        costs, purses, share = self.instance.cost_list, self.purses, self.purses.left[1]
        rest = self.money - costs[chosen]
        for item in np.flatnonzero((self.standing.status == OPEN) & (self.instance.costs > rest)).tolist():
            target = measure * int(self.instance.scale[item])
            price = min(share, target - (target >> _EQUAL_BITS // 2) >> 2 * _BITS)
            if item == chosen or not price:
                continue
            cost = costs[item] * purses.bottom
            due = isqrt((price * cost**2 << 2 * _BITS) // target) + 1
            due += (due >> _EQUAL_BITS - 4) + 1
            rows = purses.exact_rows(*self.standing.supporters(item))
            given = sum(min(purses.left[node], price * value) * weight for node, value, weight in rows)
            self.enough[item] = max(-((given - due) // price), 1)

    def _fund(self, item: int) -> None:
        self.instance.fund(self.standing, item)
        self.money -= int(self.instance.costs[item])
        self.order.append(item)

    def explain(self, item: int, place: int) -> Reasons:
        """Why; place 0 is not funded. `count` are the supporters in the end."""
        instance = self.instance
        values = basics(instance, item, place)
        if place and item not in self.covered:
            return (Message(FREE, values),)
        values["count"] = int(self.standing.support[item])
        if place:
            return (Message("bos-equal-shares.paid", values | self._payment(item, place)),)
        return refusal(instance, self.standing.status, item, self.order) or self._not_funded(item, values)

    def _payment(self, item: int, place: int) -> dict[str, Value]:
        """What its supporters paid, rounded half up; `covered` is in percent of the cost."""
        given, price, most = self.covered[item]
        cost = self.instance.cost_list[item] << _BITS
        share = (2000 * given + cost) // (2 * cost)
        cents, paid = (self.instance.money(amount + (1 << _BITS - 1) >> _BITS) for amount in (price, most))
        covered = {"covered_permille": share, "covered": Decimal(share).scaleb(-1)}
        return {"round": place, "price": cents, "paid_at_most": paid, **covered}

    def _not_funded(self, item: int, values: dict[str, Value]) -> Reasons:
        """One that fits in the end has only supporters without money, and any with some would have it funded."""
        instance = self.instance
        values["budget_left"] = instance.money(self.money)
        reasons = (Message("bos-equal-shares.others-gave-more", values),)
        more = 1 if instance.cost_list[item] <= self.money else self.enough.get(item)
        if more is None or more > instance.voters - instance.support_list[item]:
            return reasons
        return with_enough(reasons, Enough(more, least=False), "supporters")

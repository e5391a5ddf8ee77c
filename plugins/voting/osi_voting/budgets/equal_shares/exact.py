"""The other part of equal shares: whole numbers that decide a round where floating point cannot.

All amounts are multiplied by the number of voters, so that every voter's budget is a whole number at first. Then prices
are a `Recurrence`, and what voters have left is a combination of them with whole coefficients.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cmp_to_key
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from osi_voting.budgets.equal_shares.history import count_paid, marks
from osi_voting.budgets.equal_shares.state import ROUNDS, Data, State
from osi_voting.budgets.recurrence import Recurrence, two_floats
from osi_voting.budgets.standing import TOO_POOR

__all__ = ["ExactRounds", "Purchase"]

_NEAR = 2.0**-30
"""How near to the price a budget must be, relative to the first budget, to be computed exactly. Any width would do that
is larger than the error of the floating-point budgets."""


@dataclass(frozen=True)
class Purchase:
    """A round decided exactly: what is bought, at which price (times voters), who pays all it has, who was tied."""

    item: int
    price: tuple[int, int]
    verdicts: NDArray[np.uint8]
    tied: tuple[int, ...]


class _Price(NamedTuple):
    """A price (times voters) as a fraction, and for each supporter near it whether it pays all it has (1) or it (2)."""

    top: int
    bottom: int
    verdicts: NDArray[np.uint8]


def _by_limit(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    """Compares budget / value of two voters, which stand first in each."""
    return one[0] * other[1] - other[0] * one[1]


@dataclass
class ExactRounds:
    """The rounds of one count as fractions. `share` is a voter's first budget times `voters`, the number of them."""

    data: Data
    state: State
    share: int
    voters: int
    ranks: NDArray[np.int64]
    scale: NDArray[np.int64]
    steps: int = 0
    _prices: Recurrence = field(default_factory=Recurrence)
    _known: dict[int, tuple[list[int], _Price | None]] = field(default_factory=dict)

    def price(self, k: int) -> tuple[int, int]:
        """The price of a settled round, as numerator and denominator, times the number of voters."""
        self._follow(k + 1)
        return self._prices.number(k)

    def floats(self, price: tuple[int, int]) -> tuple[float, float]:
        """A price in money, as the sum of two floats."""
        return two_floats(price[0], price[1] * self.voters)

    def contested(self, contest: NDArray[np.int32]) -> Purchase | None:
        """Decides between projects; None where none of them can be paid for. Marks those that cannot. A price is
        computed anew only where supporters have paid since.
        """
        self.steps += 1
        found: dict[int, _Price] = {}
        for item, mark in zip(contest.tolist(), marks(self.state, contest).tolist(), strict=True):
            known = self._known.get(item)
            price = known[1] if known is not None and known[0] == mark else self._price_of(item)
            self._known[item] = mark, price
            if price is None:
                self.state.standing.status[item] = TOO_POOR
            else:
                found[item] = price
        if not found:
            return None

        def compare(one: int, other: int) -> int:
            left = found[one].top * found[other].bottom * int(self.scale[other])
            right = found[other].top * found[one].bottom * int(self.scale[one])
            return (left > right) - (left < right)

        best = min(found, key=cmp_to_key(compare))
        tied = tuple(one for one in found if compare(one, best) == 0)
        item = min(tied, key=self.ranks.__getitem__)
        return Purchase(item, (found[item].top, found[item].bottom), found[item].verdicts, tied)

    def money(self, item: int) -> tuple[int, int]:
        """What the supporters of a project have left together, times the number of voters, as a fraction."""
        supporters, _ = self._supporters(item)
        alive = supporters[self.state.node[supporters] > 0]
        return self._left(alive)

    # -- prices -------------------------------------------------------------------------------------------------------

    def _follow(self, rounds: int) -> None:
        """Computes the prices of rounds that floating point has decided meanwhile."""
        state = self.state
        for k in range(len(self._prices), rounds):
            cost = int(self.data.costs[state.order[k]]) * self.voters - int(state.died[k]) * self.share
            self._prices.append(cost, *state.paid(k), int(state.payers[k]))

    def _left(self, ballots: NDArray[np.int32]) -> tuple[int, int]:
        """What voters have left together, who all have something."""
        k = int(self.state.numbers[ROUNDS])
        self._follow(k)
        weight, rounds, units = count_paid(self.data, self.state, ballots)
        bottom = self._prices.denominator
        return int(weight) * self.share * bottom - self._prices.combined(rounds.tolist(), units.tolist()), bottom

    # -- one project --------------------------------------------------------------------------------------------------

    def _supporters(self, item: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        ballots, values = self.state.standing.supporters(item)
        return ballots, np.ones(len(ballots), np.int64) if values is None else values

    def _price_of(self, item: int) -> _Price | None:
        """The exact price; None where all its supporters together have too little."""
        ballots, values = self._supporters(item)
        weights = self.data.weights[ballots] if len(self.data.weights) else np.ones(len(ballots), np.int64)
        limits = self.state.left[self.state.node[ballots]] / values
        cost = int(self.data.costs[item]) * self.voters
        alive = limits > 0.0
        top, bottom = self._left(ballots[alive])
        if top < cost * bottom:
            return None
        width = _NEAR * self.share / self.voters
        guess = float(self.state.lowest[item])
        while True:
            near = alive & (np.abs(limits - guess) <= width)
            below, above = alive & (limits < guess - width), limits > guess + width
            spent, bottom = self._left(ballots[below])
            units = int((weights[above] * values[above]).sum())
            price = self._settled(cost * bottom - spent, bottom, units, ballots, values, weights, near)
            if price is None:
                guess = float(limits[alive].max()) if not above.any() else guess + width
                continue
            exact = price.top / (price.bottom * self.voters)
            if abs(exact - guess) <= width / 2:
                return price
            guess = exact

    def _settled(
        self, due: int, bottom: int, units: int, ballots: Any, values: Any, weights: Any, near: NDArray[np.bool_]
    ) -> _Price | None:
        """Goes through the voters near the price by rising limit until the rest can pay the same price each unit.

        `due` / `bottom` is what those certainly below leave to pay, `units` are those certainly above.
        """
        verdicts = np.zeros(len(ballots), np.uint8)
        places = np.flatnonzero(near).tolist()
        budgets = self._budgets(ballots[near])
        value_of, weight_of = values.tolist(), weights.tolist()
        rows = [(budget, value_of[at], weight_of[at], at) for budget, at in zip(budgets, places, strict=True)]
        rows.sort(key=cmp_to_key(_by_limit))
        units += sum(value * weight for _, value, weight, _ in rows)
        verdicts[near] = 2
        for budget, value, weight, at in rows:
            if due * value <= budget * units:
                return _Price(due, bottom * units, verdicts)
            due -= budget * weight
            units -= value * weight
            verdicts[at] = 1
        return _Price(due, bottom * units, verdicts) if units else None

    def _budgets(self, ballots: NDArray[np.int32]) -> list[int]:
        """What each of these voters has left, over the common denominator; voters at one node have the same."""
        state = self.state
        known: dict[int, int] = {}
        nodes = state.node[ballots].tolist()
        for node in set(nodes):
            paid, up = list[tuple[int, int]](), node
            while up > 1:
                paid.append((int(state.paid_in[up]), int(state.worth[up])))
                up = int(state.parent[up])
            rounds, units = zip(*reversed(paid), strict=True) if paid else ((), ())
            known[node] = self.share * self._prices.denominator - self._prices.combined(rounds, units)
        return [known[node] for node in nodes]

"""The epsilon completion of equal shares: what is left over is spent by all, with its supporters' money first."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Final

import numpy as np

from osi_voting.budgets.equal_shares.completions import Completed
from osi_voting.budgets.equal_shares.count import Count
from osi_voting.budgets.equal_shares.purses import Purses, Row
from osi_voting.budgets.equal_shares.state import NODES, ROUNDS
from osi_voting.budgets.instance import Instance
from osi_voting.budgets.standing import OPEN, TOO_POOR, Standing

__all__ = ["epsilon"]

_SCREEN: Final = 1e-6
"""Prices further apart than this, relatively, are told apart in floating point, whose error is far smaller."""


def epsilon(completed: Completed) -> Completed:
    """Goes on as if everything were worth a vanishing epsilon to those who do not support it.

    Then no project is affordable to its supporters alone: they pay all they have left, and the rest is paid by all
    others, each min(what is left, price); the project with the lowest such price is next. The idea is that of D.
    Peters, G. Pierczyński, P. Skowron, "Proportional Participatory Budgeting with Additive Utilities", NeurIPS 2021;
    here epsilon is the same for dear and cheap projects. All the money of all voters can be spent, so the outcome is
    exhaustive. Decided in whole numbers.
    """
    count = completed.count
    if not count.instance.voters:
        return completed
    rest = _Rest(count.instance, count.state.standing, _purses(count))
    rest.money -= count.cost
    rest.run()
    return replace(completed, order=completed.order + tuple(rest.order), tied=completed.tied + tuple(rest.tied))


def _purses(count: Count) -> Purses:
    """What voters have after a count, over the denominator of its last price."""
    state, rounds = count.state, int(count.state.numbers[ROUNDS])
    bottom = count.instance.voters * rounds_bottom(count)
    prices = []
    for k in range(rounds):
        top, under = count.rounds.price(k)
        prices.append(top * (bottom // (under * count.instance.voters)))
    share = count.share * bottom
    assert share.denominator == 1
    left = [0, int(share)]
    for node in range(2, int(state.numbers[NODES])):
        paid = prices[state.paid_in[node]] * int(state.worth[node])
        left.append(left[state.parent[node]] - paid)
    return Purses(state.node.astype(np.int64), count.instance.ballots.weights, left, bottom)


def rounds_bottom(count: Count) -> int:
    """The denominator of the last price of a count, in which all its prices are whole."""
    rounds = int(count.state.numbers[ROUNDS])
    return count.rounds.price(rounds - 1)[1] if rounds else 1


@dataclass
class _Rest:
    """The rounds after the count, whose own `standing` is carried on."""

    instance: Instance
    standing: Standing
    purses: Purses
    order: list[int] = field(default_factory=list)
    tied: list[tuple[int, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.money = self.instance.budget
        self.waited = np.flatnonzero(self.instance.limits.needs).tolist()
        self.lowest = np.zeros(self.instance.m)
        self.everyone = np.arange(self.instance.ballots.n, dtype=np.int32)

    def run(self) -> None:
        """Buys what fits, cheapest for those who do not support it first; but what opens only now and can be paid by
        its supporters alone comes before, as in the count.
        """
        status = self.standing.status
        status[status == TOO_POOR] = OPEN
        while True:
            while (free := self.instance.free(self.standing)) is not None:
                self._fund(free)
            status[(status == OPEN) & (self.instance.costs > self.money)] = TOO_POOR
            own = {item: price for item in self.waited if (price := self._own_price(item)) is not None}
            if own:
                self._buy_alone(own)
            elif contest := self._contest():
                self._buy(contest)
            else:
                return

    def _contest(self) -> list[int]:
        nodes, _, weights = self.purses.rows(self.everyone, None)
        floats = self.purses.floats()
        everyone = np.zeros(len(floats))
        everyone[nodes] = weights
        order = nodes[np.argsort(floats[nodes], kind="stable")]
        best, looked = np.inf, dict[int, float]()
        for item in sorted(np.flatnonzero(self.standing.status == OPEN).tolist(), key=self.lowest.__getitem__):
            if self.lowest[item] > best * (1 + _SCREEN):
                break
            looked[item] = self.lowest[item] = self._price(item, everyone, floats, order)
            best = min(best, looked[item])
        return [item for item, price in looked.items() if price <= best * (1 + _SCREEN) + 1e-9]

    def _price(self, item: int, everyone: Any, floats: Any, order: Any) -> float:
        """What those who do not support it would pay at most, in floating point."""
        nodes, _, weights = self.purses.rows(self.standing.supporters(item)[0], None)
        others = everyone.copy()
        others[nodes] -= weights
        due = float(self.instance.costs[item]) - float((floats[nodes] * weights).sum())
        left, count = floats[order], others[order]
        spent = np.concatenate(([0.0], np.cumsum(left * count)[:-1]))
        rest = count[::-1].cumsum()[::-1]
        enough = np.flatnonzero(spent + left * rest >= due * (1 - 1e-12))
        if not len(enough):
            return float(left[-1]) if len(left) else 0.0
        at = int(enough[0])
        return max(0.0, (due - float(spent[at])) / max(float(rest[at]), 1.0))

    def _exact_price(self, item: int) -> Fraction:
        """The same as a fraction of the denominator's unit."""
        purses = self.purses
        due = int(self.instance.costs[item]) * purses.bottom
        theirs: dict[int, int] = {}
        for node, _, weight in purses.exact_rows(self.standing.supporters(item)[0], None):
            due -= purses.left[node] * weight
            theirs[node] = weight
        rows = []
        for node, _, weight in purses.exact_rows(self.everyone, None):
            if weight > theirs.get(node, 0):
                rows.append((purses.left[node], 1, weight - theirs.get(node, 0)))
        return _price(rows, due)

    def _own_price(self, item: int) -> Fraction | None:
        """At which price for each point an open project can be paid by its supporters alone; None where it cannot."""
        if self.standing.status[item] != OPEN:
            return None
        purses, due = self.purses, int(self.instance.costs[item]) * self.purses.bottom
        rows = purses.exact_rows(*self.standing.supporters(item))
        known = [(purses.left[node], value, weight) for node, value, weight in rows]
        return _price(known, due) if sum(left * weight for left, _, weight in known) >= due else None

    def _buy_alone(self, prices: dict[int, Fraction]) -> None:
        item, _ = self._first({item: price / int(self.instance.scale[item]) for item, price in prices.items()})
        price = prices[item]
        self.purses.scale(price.denominator)
        self.purses.pay(*self.standing.supporters(item), lambda _, value: price.numerator * value)
        self._fund(item)

    def _first(self, prices: dict[int, Fraction]) -> tuple[int, Fraction]:
        least = min(prices.values())
        tied = [item for item, price in prices.items() if price == least]
        if len(tied) > 1:
            self.tied.append(tuple(tied))
        return min(tied, key=self.instance.ranks.__getitem__), least

    def _buy(self, contest: list[int]) -> None:
        item, least = self._first({item: self._exact_price(item) for item in contest})
        self.purses.scale(least.denominator)
        supporters, _ = self.standing.supporters(item)
        theirs = np.zeros(self.instance.ballots.n, bool)
        theirs[supporters] = True
        self.purses.pay(supporters, None, lambda node, _: self.purses.left[node])
        self.purses.pay(np.flatnonzero(~theirs).astype(np.int32), None, lambda node, _: least.numerator)
        self._fund(item)

    def _fund(self, item: int) -> None:
        self.instance.fund(self.standing, item)
        self.money -= int(self.instance.costs[item])
        self.order.append(item)


def _price(rows: list[Row], due: int) -> Fraction:
    """The least price at which voters with (left, value, weight), each giving min(left, price * value), give `due`."""
    rows.sort(key=lambda row: Fraction(row[0], row[1]))
    units = sum(value * weight for _, value, weight in rows)
    for left, value, weight in rows:
        if due * value <= left * units:
            return Fraction(due, units)
        due -= left * weight
        units -= value * weight
    assert due == 0, "all voters together have what is left of the budget"
    return Fraction(rows[-1][0] if rows else 0)

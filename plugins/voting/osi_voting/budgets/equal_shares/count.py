"""One count of equal shares from beginning to end: the compiled kernel, and whole numbers where it stops."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from osi_voting.arrays import frozen
from osi_voting.budgets.equal_shares import kernel
from osi_voting.budgets.equal_shares.exact import ExactRounds
from osi_voting.budgets.equal_shares.state import CONTESTANTS, EVALUATIONS, ROUNDS, Data, State
from osi_voting.budgets.instance import Instance

__all__ = ["Count", "SharesCounter"]


@dataclass
class Count:
    """The outcome of one count: what was bought in which order, and the rounds for those who ask why."""

    instance: Instance
    state: State
    rounds: ExactRounds
    share: Fraction
    tied: tuple[tuple[int, ...], ...]

    @property
    def bought(self) -> list[int]:
        """The projects in the order of purchase."""
        return self.state.order[: self.state.numbers[ROUNDS]].tolist()  # type: ignore[no-any-return] # whole numbers

    @property
    def cost(self) -> int:
        """What they cost together."""
        return int(self.instance.costs[self.bought].sum())


class SharesCounter:
    """Counts equal shares on one instance, as often as asked and with any budget for each voter."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.data = _data(instance)
        self.precision = 2.0**-62  # relative; a price less certain than that is computed as a fraction
        self.exact_steps = 0
        self.evaluations = 0
        units = instance.units().astype(np.float64)
        with np.errstate(divide="ignore", invalid="ignore"):
            self._first_price = np.where(units > 0, instance.costs / units, np.inf) * (1.0 - 2.0**-50)

    @property
    def first_share(self) -> Fraction:
        """An equal part of the budget."""
        return Fraction(self.instance.budget, max(self.instance.voters, 1))

    def keep(self, count: Count) -> None:
        """Adds the work of a count to the counters; one that was made in advance and not needed is not kept."""
        self.exact_steps += count.rounds.steps
        self.evaluations += int(count.state.numbers[EVALUATIONS])

    def count(self, share: Fraction) -> Count:
        """Gives each voter `share` and buys until nothing can be paid for.

        No more than the money of all voters is spent: with `first_share` the budget is kept.
        """
        instance = self.instance
        entries = len(instance.ballots.choices)
        state = State.fresh(instance.standing(), self._first_price.copy(), self.data.scale, instance.ballots.n, entries)
        scaled = share * instance.voters
        assert scaled.denominator == 1
        rounds = ExactRounds(self.data, state, int(scaled), instance.voters, instance.ranks, instance.scale)
        high = float(share)
        low = float(share - Fraction(high))
        kernel.start(self.data, state, high, low)
        tied: list[tuple[int, ...]] = []
        while (why := kernel.run(self.data, state, high, low, self.precision)) != kernel.BOUGHT_ALL:
            if why == kernel.IMPRECISE:
                k = int(state.numbers[ROUNDS])
                rounds.steps += 1
                kernel.charge_exactly(self.data, state, state.order[k], *rounds.floats(rounds.price(k)))
                continue
            contest = state.contest[: state.numbers[CONTESTANTS]]
            if why == kernel.FREE:
                kernel.give(self.data, state, min(contest.tolist(), key=instance.ranks.__getitem__))
                continue
            decision = rounds.contested(contest)
            if decision is None:
                continue
            if len(decision.tied) > 1:
                tied.append(decision.tied)
            price_high, price_low = rounds.floats(decision.price)
            kernel.settle_exactly(state, decision.item, price_high, decision.verdicts)
            if not state.payers[state.numbers[ROUNDS]]:
                raise AssertionError("the voters nearest to the price pay the price")
            kernel.charge_exactly(self.data, state, decision.item, price_high, price_low)
        return Count(instance, state, rounds, share, tuple(tied))


def _data(instance: Instance) -> Data:
    weights = instance.ballots.weights
    return Data(
        costs=np.ascontiguousarray(instance.costs),
        free=np.flatnonzero(instance.costs == 0),
        scale=instance.scale.astype(np.float64),
        weights=frozen(np.empty(0, np.int64)) if weights is None else weights,
        limits=instance.limits,
    )

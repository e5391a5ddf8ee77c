"""One count of equal shares from beginning to end: the compiled kernel, and whole numbers where it stops."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from osi_voting.arrays import frozen
from osi_voting.budgets import shares_kernel as kernel
from osi_voting.budgets.instance import FUNDED, OPEN, Instance
from osi_voting.budgets.shares_exact import ExactRounds
from osi_voting.budgets.shares_state import CONTESTANTS, EVALUATIONS, ROUNDS, Data, State

__all__ = ["Count", "SharesCounter"]


@dataclass
class Count:
    """The outcome of one count: what was bought in which order, and the rounds for those who ask why."""

    instance: Instance
    state: State
    rounds: ExactRounds
    share: Fraction
    free: tuple[int, ...]
    tied: tuple[tuple[int, ...], ...]

    @property
    def bought(self) -> list[int]:
        """The projects in the order of purchase; free ones first."""
        return [*self.free, *self.state.order[: self.state.numbers[ROUNDS]].tolist()]

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
        state, free = self._fresh(share)
        scaled = share * instance.voters
        assert scaled.denominator == 1
        rounds = ExactRounds(self.data, state, int(scaled), instance.voters, instance.ranks, instance.scale)
        high = float(share)
        low = float(share - Fraction(high))
        kernel.start(state, high, low)
        tied: list[tuple[int, ...]] = []
        while (why := kernel.run(self.data, state, high, low, self.precision)) != kernel.BOUGHT_ALL:
            if why == kernel.IMPRECISE:
                k = int(state.numbers[ROUNDS])
                rounds.steps += 1
                kernel.charge_exactly(self.data, state, state.order[k], *rounds.floats(rounds.price(k)))
                continue
            decision = rounds.contested(state.contest[: state.numbers[CONTESTANTS]].tolist())
            if decision is None:
                continue
            if len(decision.tied) > 1:
                tied.append(decision.tied)
            price_high, price_low = rounds.floats(decision.price)
            kernel.settle_exactly(self.data, state, decision.item, price_high, decision.verdicts)
            if not state.payers[state.numbers[ROUNDS]]:
                raise AssertionError("the voters nearest to the price pay the price")
            kernel.charge_exactly(self.data, state, decision.item, price_high, price_low)
        return Count(instance, state, rounds, share, free, tuple(tied))

    def _fresh(self, share: Fraction) -> tuple[State, tuple[int, ...]]:
        """The state before the first round, with everything that is free and has a supporter bought at once."""
        instance = self.instance
        state = State.fresh(
            instance.status.copy(),
            self._first_price.copy(),
            instance.limits.amounts.copy(),
            instance.ballots.n,
            len(instance.ballots.choices),
        )
        free = []
        for item in sorted(np.flatnonzero(instance.costs == 0).tolist(), key=instance.ranks.__getitem__):
            if state.status[item] == OPEN:
                state.status[item] = FUNDED
                instance.close_excluded(state.status, state.room, item)
                free.append(item)
        return state, tuple(free)


def _data(instance: Instance) -> Data:
    empty = np.empty(0, np.int64)
    ballots, supporters, limits = instance.ballots, instance.supporters, instance.limits
    return Data(
        costs=np.ascontiguousarray(instance.costs),
        scale=instance.scale.astype(np.float64),
        weights=frozen(empty.copy()) if ballots.weights is None else ballots.weights,
        item_offsets=supporters.offsets,
        item_ballots=supporters.ballots,
        item_values=empty if supporters.values is None else supporters.values,
        item_weights=empty if ballots.weights is None else ballots.weights[supporters.ballots],
        pot_of=limits.pot_of,
        pots=limits.pots,
        rival_of=limits.rival_of,
        rivals=limits.rivals,
    )

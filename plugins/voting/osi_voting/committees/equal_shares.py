"""The method of equal shares for committees."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np

from osi_core.plugins import PrioritisationRule, Profile, Progress, Ranking
from osi_core.plugins.ordering import standing
from osi_core.words import Message
from osi_voting.arrays import Ints
from osi_voting.committees.instance import CommitteeInstance, CommitteeOptions, Seat
from osi_voting.committees.levels import decimals
from osi_voting.committees.phragmen.sequential import share_loads
from osi_voting.kernels import jit
from osi_voting.lacking import Enough
from osi_voting.limits import Room
from osi_voting.reasons import Reasons, with_more
from osi_voting.with_kernels import WithKernels

__all__ = ["EqualSharesCommittee"]


class EqualSharesCommittee(WithKernels, PrioritisationRule):
    """Every ballot gets k/n of a seat's price of 1; the next seat goes where its supporters can pay for it with the
    smallest highest share ρ: Σ min(money, ρ) = 1. When nobody can pay any more, sequential Phragmén fills the other
    seats, the money left being a start in its loads.

    D. Peters, P. Skowron, "Proportionality and the Limits of Welfarism", EC 2020, doi:10.1145/3391403.3399465 (there
    Rule X): EJR, and priceable as long as items with supporters are left. EJR+: M. Brill, J. Peters, "Robust and
    Verifiable Proportionality Axioms for Multiwinner Voting", EC 2023, doi:10.1145/3580507.3597785. Not
    committee-monotone.

    Money is whole numbers over one denominator; no float takes part. ρ never falls, so an item is looked at again
    only when its last ρ is the smallest: time about supporters a look, and few looks a seat.

    With new ballots all have less money, so how many would have an item chosen is no sum of gaps. The number told is
    a bound: N new voters of an item alone can buy it among themselves once N · k/(n + N) ≥ 1, and till then keep
    their money, with which the others cannot fill all seats. For a single seat the rule is approval voting.
    """

    name = "equal-shares-committee"
    version = "1"
    Options = CommitteeOptions
    claims = frozenset({"EJR+", "EJR", "PJR", "JR", "priceability"})
    ballot_kinds = frozenset({"approval"})

    def solve(self, problem: Profile, options: CommitteeOptions, seed: bytes, progress: Progress) -> Ranking:
        instance = CommitteeInstance.of(problem, options, seed)
        room, purse = instance.room(), Purse(instance)
        bought = _buy(instance, room, purse, progress)
        money = [-Fraction(amount, purse.unit) for amount in purse.money]
        shared = share_loads(instance, room, (purse.level, money), progress)
        numbers, paid = instance.numbers(), len(bought)

        def reason(name: str, place: int) -> Reasons:
            item, supporters = numbers[name], int(instance.support[numbers[name]])
            about = {"standing": standing(place, paid + len(shared.seats)), "place": place}
            about |= {"supporters": supporters, "count": supporters}
            if 0 < place <= paid:
                return (Message("equal-shares-committee.paid", {**about, "share": Decimal(bought[place - 1].score)}),)
            about["had"] = Decimal(decimals(purse.held(item)))
            told: Reasons = (Message("equal-shares-committee.had-left", about),)
            if not place:
                return told
            if not (score := shared.seats[place - paid - 1].score):
                return *told, Message("equal-shares-committee.seat-by-phragmen")
            load = {"load": Decimal(score)}
            return with_more(told, Message("equal-shares-committee.seat-by-phragmen-load", load), **load)

        counters = {"exact_steps": purse.looks + shared.exact_steps, "bought": paid}
        return instance.outcome([*bought, *shared.seats], reason, counters, _enough(instance, room))


class Purse:
    """The money of all ballots: ballot b has `money[level[b]] / unit`. Level 0 is for those who have nothing."""

    def __init__(self, instance: CommitteeInstance) -> None:
        self._instance = instance
        self.unit, self.looks = max(instance.voters, 1), 0
        self.money = [0, instance.seats]
        self.level = np.ones(instance.ballots.n, np.int64)

    def price(self, item: int) -> Fraction | None:
        """The smallest highest share at which the supporters can pay a seat; None if they cannot."""
        self.looks += 1
        counts = self._counts(item)
        missing, payers = self.unit, int(self._instance.support[item])
        for level in sorted(np.flatnonzero(counts).tolist(), key=self.money.__getitem__):
            if self.money[level] * payers >= missing:
                return Fraction(missing, payers * self.unit)
            missing -= self.money[level] * int(counts[level])
            payers -= int(counts[level])
        return None

    def pay(self, item: int, price: Fraction) -> None:
        """Each supporter pays the price, or all that it has."""
        unit = lcm(self.unit, price.denominator)
        money = [amount * (unit // self.unit) for amount in self.money]
        self.unit, share = unit, price.numerator * (unit // price.denominator)
        members = self._instance.supporters.of(item)
        known = {amount: level for level, amount in enumerate(money)}
        to = np.arange(len(money))
        for level in np.flatnonzero(self._counts(item)).tolist():
            to[level] = known.setdefault(max(money[level] - share, 0), len(known))
        self.level[members] = to[self.level[members]]
        used = np.bincount(self.level, minlength=len(known)) > 0
        used[0] = True
        self.level = (np.cumsum(used) - 1)[self.level]
        self.money = [amount for amount, kept in zip(known, used.tolist(), strict=True) if kept]

    def held(self, item: int) -> Fraction:
        """All that the supporters of an item have left."""
        counts = self._counts(item)
        return Fraction(sum(int(counts[level]) * self.money[level] for level in np.flatnonzero(counts)), self.unit)

    def _counts(self, item: int) -> Ints:
        members, counts = self._instance.supporters.of(item), np.zeros(len(self.money), np.int64)
        _count(members, self._instance.weights, self.level, counts)
        return counts


@jit
def _count(members: Any, weights: Any, level: Any, counts: Any) -> None:
    for ballot in members:
        counts[level[ballot]] += weights[ballot]


def _buy(instance: CommitteeInstance, room: Room, purse: Purse, step: Callable[[float], None]) -> list[Seat]:
    """Seats that are paid for. `lowest[item]` is its last price, which it cannot fall below again."""
    lowest = {item: Fraction(0) for item in range(instance.m) if instance.support[item]}
    seats: list[Seat] = []
    while room:
        best: Fraction | None = None
        equal: list[int] = []
        for item in sorted((i for i in lowest if room.open[i]), key=lambda item: (lowest[item], item)):
            if best is not None and lowest[item] > best:
                break
            price = purse.price(item)
            if price is None:
                del lowest[item]
                continue
            lowest[item] = price
            if best is None or price < best:
                best, equal = price, [item]
            elif price == best:
                equal.append(item)
        if best is None:
            break
        equal.sort()
        seats.append(Seat(equal[0], decimals(best), tuple(equal)))
        purse.pay(equal[0], best)
        room.take(equal[0])
        step(len(room.chosen) / instance.seats)
    return seats


def _enough(instance: CommitteeInstance, room: Room) -> dict[int, Enough]:
    """How many new ballots have an item chosen, where no limit concerns it: see the rule."""
    found, able = dict[int, Enough](), int(instance.able.sum())
    for item in sorted(set(range(instance.m)).difference(room.chosen)):
        if instance.limits.concern(item):
            continue
        weak = int(instance.weak[item])
        seats = min(instance.wanted, able + bool(weak))
        if seats > able or not room.chosen:  # nothing but support keeps it from a seat
            found[item] = Enough(weak)
        elif seats == 1:
            first = room.chosen[0]
            found[item] = Enough(max(int(instance.support[first] - instance.support[item]) + (item > first), weak, 1))
        else:
            found[item] = Enough(max(-(-instance.voters // (seats - 1)), weak, 1), least=False)
    return found

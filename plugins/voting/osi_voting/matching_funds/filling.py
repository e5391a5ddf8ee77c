"""Sharing a limited sum by one rate for all, and rounding the shares to whole minor units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

__all__ = ["Limit", "Shares", "filled", "whole_units"]


@dataclass(frozen=True)
class Limit:
    """What some items may receive together, in minor units: the budget, or the pot of a category or district."""

    name: str
    amount: int
    members: frozenset[int]


@dataclass(frozen=True)
class Shares:
    """The exact share of each item, and the name of what stopped it: a limit, `cap`, or `formula` (it has all that it
    is due).
    """

    amounts: list[Fraction]
    stopped: list[str]


def filled(due: Sequence[Fraction], caps: Sequence[int], limits: Sequence[Limit], beyond: bool) -> Shares:
    """min(cap, α · due) with one rate α for all, as far as limits allow: α rises from 0 to 1 (with `beyond` further);
    an item whose cap is reached, or one of whose limits is used up, stays where it is, the others go on.

    This is progressive filling (D. Bertsekas, R. Gallager, "Data Networks", 2nd edition, 1992): the
    only shares in which none can grow but at the expense of one with a lower or equal rate. Exact.
    Time O(m (log m + limits)).
    """
    amounts, stopped = [Fraction(0)] * len(due), ["formula"] * len(due)
    active = {item for item, amount in enumerate(due) if amount > 0}
    waiting = sorted(active, key=lambda item: Fraction(caps[item]) / due[item], reverse=True)
    left = [Fraction(limit.amount) for limit in limits]
    pull = [sum((due[item] for item in limit.members & active), Fraction(0)) for limit in limits]
    drawn = [[number for number, limit in enumerate(limits) if item in limit.members] for item in range(len(due))]

    def stop(item: int, rate: Fraction, why: str) -> None:
        amounts[item], stopped[item] = rate * due[item], why
        active.remove(item)
        for number in drawn[item]:
            left[number] -= amounts[item]
            pull[number] -= due[item]

    while active:
        while waiting and waiting[-1] not in active:
            waiting.pop()
        rates = [(left[n] / pull[n], n) for n in range(len(limits)) if pull[n] > 0]
        capped = Fraction(caps[waiting[-1]]) / due[waiting[-1]]
        rate = min([capped] + [rate for rate, _ in rates] + ([] if beyond else [Fraction(1)]))
        if rate == 1 and not beyond:
            for item in list(active):
                stop(item, rate, "formula")
            break
        for bound, number in rates:
            if bound == rate:
                for item in limits[number].members & active:
                    stop(item, rate, limits[number].name)
        while waiting and (waiting[-1] not in active or Fraction(caps[waiting[-1]]) / due[waiting[-1]] == rate):
            if (item := waiting.pop()) in active:
                stop(item, rate, "cap")
    return Shares(amounts, stopped)


def whole_units(
    shares: Sequence[Fraction], caps: Sequence[int], limits: Sequence[Limit], ranks: Sequence[int]
) -> tuple[list[int], list[int]]:
    """The shares as whole minor units that add up to the whole part of their sum: each rounded down, and what is left
    given in single units by falling remainder (the method of A. Hamilton and T. Hare), of equals by rising rank; never
    more than a cap or limit allows. Besides, the items that the ranks alone told apart.
    """
    given = [floor(share) for share in shares]
    rests = [share - whole for share, whole in zip(shares, given, strict=True)]
    left = floor(sum(shares, Fraction(0))) - sum(given)
    drawn = [sum(given[item] for item in limit.members) for limit in limits]
    order = sorted((item for item in range(len(shares)) if rests[item]), key=lambda item: (-rests[item], ranks[item]))
    raised: set[int] = set()
    for item in order:
        here = [number for number, limit in enumerate(limits) if item in limit.members]
        if left and given[item] < caps[item] and all(drawn[number] < limits[number].amount for number in here):
            given[item] += 1
            left -= 1
            raised.add(item)
            for number in here:
                drawn[number] += 1
    got, not_got = ({rests[item] for item in order if (item in raised) == wanted} for wanted in (True, False))
    return given, [item for item in order if rests[item] in got & not_got]

"""Priceability: can equal shares of money explain who paid for what? Answered with proof, yes or no.

Source: D. Peters, P. Skowron, "Proportionality and the Limits of Welfarism", EC 2020, arXiv:1911.11747, section 4.1;
for budgets the voters have together at least the budget (M. Brill, S. Forster, M. Lackner, J. Maly, J. Peters,
AAAI 2023, arXiv:2302.03672, section 4), or choosing nothing would be priceable too.

A price system gives every voter the same b; they pay for chosen items that they approve, exactly the cost of each; and
no unchosen item's supporters have more left than it costs. HiGHS minimises the excess e by which some item's
supporters have more. Its floats prove nothing by themselves: payments are rounded to whole numbers of a small unit and
made to add up, and then e <= 0 is read off (yes); or the multipliers are rounded, and any multipliers give a true lower
bound, which is above 0 (no). Where neither succeeds, the answer is None, with the interval that contains e.
First of all the payments of `payments` are tried; where they are a price system, no programme is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from osi_voting.audits.judged import Judged
from osi_voting.audits.price_programme import PriceProgramme

__all__ = ["Prices", "priceability"]


@dataclass(frozen=True)
class Prices:
    """`holds` is proven (None: not decided). The least excess of money lies from `low` to `high` (minor units; for a
    committee, seats): what some unchosen item's supporters have left beyond its cost. `share` is b of the best price
    system found; `item` the item with that excess; `why` says what needs no programme.
    """

    holds: bool | None
    low: Fraction | None = None
    high: Fraction | None = None
    share: Fraction | None = None
    item: str | None = None
    why: str = ""


def priceability(judged: Judged, seconds: float = 60.0) -> Prices:
    """Whether there is a price system. `seconds` bound HiGHS; beyond them the answer may be None."""
    seen = judged.merged()
    if not seen.voters:
        return Prices(True, why="no voters")
    unpaid = [item for item in seen.order if not seen.support[item] and seen.costs[item]]
    if unpaid and not (judged.committee and _all_supported_chosen(seen)):
        return Prices(False, item=seen.names[unpaid[0]], why="no supporters")
    if not any(seen.support[item] for item in seen.unchosen()):
        return Prices(True, why="nothing else to buy")
    programme = PriceProgramme.of(seen)
    for guess in programme.guesses():
        share, high, item = programme.excess(guess)
        if high <= 0:
            return Prices(True, None, high, share, seen.names[item])
    solved = programme.solve(seconds)
    if solved is None:
        return Prices(None, why="time")
    payments, multipliers = solved
    share, high, item = programme.excess(payments)
    low = programme.bound(multipliers)
    holds = True if high <= 0 else False if low > 0 else None
    return Prices(holds, low, high, share, seen.names[item])


def _all_supported_chosen(seen: Judged) -> bool:
    return all(not seen.support[item] for item in seen.unchosen())

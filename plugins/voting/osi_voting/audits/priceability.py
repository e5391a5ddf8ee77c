"""Priceability: can equal shares of money explain who paid for what? Answered with proof, yes or no.

Source: D. Peters, P. Skowron, "Proportionality and the Limits of Welfarism", EC 2020, arXiv:1911.11747;
for budgets the voters have together at least the budget (M. Brill, S. Forster, M. Lackner, J. Maly, J. Peters,
AAAI 2023, arXiv:2302.03672), or choosing nothing would be priceable too.

A price system gives every voter the same b; they pay for chosen items that they approve, exactly the cost of each; and
no unchosen item's supporters have more left than it costs. HiGHS minimises the excess e by which some item's
supporters have more. Its floats prove nothing by themselves: payments are rounded to whole numbers of a small unit and
made to add up, and then e <= 0 is read off (yes); or the multipliers are rounded, and any multipliers give a true lower
bound, which is above 0 (no). Where neither succeeds, the answer is None, with the interval that contains e.
First of all the payments of `payments` are tried; where they are a price system, no programme is needed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from osi_voting.audits.judged import Judged
from osi_voting.audits.price_programme import Excess, PriceProgramme

__all__ = ["Prices", "Shortcut", "priceability"]


_MORE = 4
"""So many items are watched in addition each time, at most."""


class Shortcut(StrEnum):
    """What is known without a programme, and what keeps one from deciding: floats that lie too close, or the time."""

    NO_VOTERS = "no-voters"
    NO_SUPPORTERS = "no-supporters"
    NOTHING_ELSE = "nothing-else-to-buy"
    TOO_CLOSE = "too-close"
    OUT_OF_TIME = "out-of-time"


@dataclass(frozen=True)
class Prices:
    """`holds` is proven (None: not decided). The least excess of money lies from `low` to `high` (minor units; for a
    committee, seats): what some unchosen item's supporters have left beyond its cost. `share` is b of the best price
    system found; `item` the item with that excess, or on which the proof of a no rests most; `why` says what needed no
    programme, or why none decided.
    """

    holds: bool | None
    low: Fraction | None = None
    high: Fraction | None = None
    share: Fraction | None = None
    item: str | None = None
    why: Shortcut | None = None


def priceability(
    judged: Judged, seconds: float = 60.0, progress: Callable[[float], None] = lambda fraction: None
) -> Prices:
    """Whether there is a price system. `seconds` bound HiGHS; beyond them the answer may be None. `progress` is told
    which part of the items is watched.
    """
    seen = judged.merged()
    if not seen.voters:
        return Prices(True, why=Shortcut.NO_VOTERS)
    unpaid = [item for item in seen.order if not seen.support[item] and seen.costs[item]]
    wanted = [item for item in seen.unchosen() if seen.support[item]]
    if unpaid and not (judged.committee and not wanted):
        return Prices(False, item=seen.names[unpaid[0]], why=Shortcut.NO_SUPPORTERS)
    if not wanted:
        return Prices(True, why=Shortcut.NOTHING_ELSE)
    return _settled(seen, wanted, seconds, progress)


def _settled(seen: Judged, wanted: list[int], seconds: float, progress: Callable[[float], None]) -> Prices:
    """Watches more and more of the `wanted` items, until a no or a yes is proven."""
    guessed = PriceProgramme.of(seen, ())
    alike = 2 * guessed.seen.ballots.n <= seen.ballots.n  # else no programme is much smaller than the whole one
    best = latest = _guessed(guessed)
    watched: list[int] = []
    low: Fraction | None = None
    while latest.most > 0:
        more = [item for item in latest.worst() if item not in watched][:_MORE]
        if not more:
            return _prices(seen, None, low, best, Shortcut.TOO_CLOSE)
        watched += more if alike or not watched else [item for item in wanted if item not in watched]
        progress(len(watched) / len(wanted))
        programme = PriceProgramme.of(seen, watched)
        solution = programme.solve(seconds)
        if solution is None:
            return _prices(seen, None, low, best, Shortcut.OUT_OF_TIME)
        seconds -= solution.seconds
        latest = programme.excess(solution.payments)
        best = min(best, latest, key=lambda one: one.most)
        low = programme.bound(solution.multipliers)
        if low > 0:
            return replace(_prices(seen, False, low, best), item=seen.names[programme.decisive(solution.multipliers)])
    return _prices(seen, True, None, latest)


def _guessed(programme: PriceProgramme) -> Excess:
    """The best of payments as equal shares would have them; the first with which nobody has too much left."""
    found: list[Excess] = []
    for guess in programme.guesses():
        found.append(programme.excess(guess))
        if found[-1].most <= 0:
            break
    return min(found, key=lambda one: one.most)


def _prices(
    seen: Judged, holds: bool | None, low: Fraction | None, best: Excess, why: Shortcut | None = None
) -> Prices:
    item = max(best.over, key=lambda one: best.over[one])
    return Prices(holds, low, best.most, best.share, seen.names[item], why)

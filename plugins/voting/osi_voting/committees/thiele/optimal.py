"""From the search for the best committee to the outcome: which of several, in what order, and why."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from pydantic import Field

from osi_core.plugins import Profile, Progress, Ranking
from osi_core.plugins.ordering import standing
from osi_core.words import Message
from osi_voting.committees.branching import Committee
from osi_voting.committees.explanations import supported
from osi_voting.committees.instance import CommitteeInstance, CommitteeOptions, Seat
from osi_voting.committees.levels import decimals
from osi_voting.committees.thiele.addition import add_by_weight
from osi_voting.committees.thiele.lacking import enough_votes
from osi_voting.committees.thiele.search import ThieleSearch
from osi_voting.lacking import Enough
from osi_voting.limits import Quota
from osi_voting.refusal import CannotDecide

__all__ = ["OptimalOptions", "check_optimal", "optimal_ranking"]

_MILLION = 10**6


class OptimalOptions(CommitteeOptions):
    """`at_least` bounds from below how many items of a category or district are chosen. `programmes`: how many linear
    programmes may be solved before the best committee so far is given with its gap.
    """

    at_least: dict[str, Quota] = Field(default_factory=dict)
    programmes: int = Field(default=300, ge=1)


def optimal_ranking(
    problem: Profile, options: OptimalOptions, seed: bytes, progress: Progress, gains: Sequence[Fraction]
) -> Ranking:
    """The best committee. Of several, the first in the order of committees that begins with the lowest numbers."""
    instance = CommitteeInstance.of(problem, options, seed)
    search = ThieleSearch(instance, gains[: max(instance.seats, 1)] or [Fraction(1)], options.programmes)
    start = None if instance.limits else _greedy(instance, gains)
    best = search.search(search.low, search.high, -1, start=start)
    if best.committee is None:
        raise CannotDecide("voting.option.at-least-no-committee")
    progress(0.5)
    committee, others, complete = best.committee, set[int](), best.bound == best.value
    if complete:
        committee, others, complete = _first_of_equals(instance, search, best.committee, best.value)
    gap = -(-(best.bound - best.value) * _MILLION // max(best.value, 1))
    counters = {"exact_steps": search.programmes, "optimal": int(best.bound == best.value)}
    counters |= {"gap_millionths": gap, "ties_settled": int(complete)}
    enough = enough_votes(instance, search, committee, complete) if counters["optimal"] else {}
    return _told(instance, search, committee, others, counters, enough)


def check_optimal(problem: Profile, options: OptimalOptions, outcome: Ranking, gains: Sequence[Fraction]) -> list[str]:
    """Valid, and nothing is better by more than the stated gap."""
    wrong = list(problem.valid(outcome))
    if wrong:
        return wrong
    instance = CommitteeInstance.of(problem, options, b"")
    numbers = instance.numbers()
    search = ThieleSearch(instance, gains[: max(instance.seats, 1)] or [Fraction(1)], options.programmes)
    value = search.value([numbers[name] for name in outcome.order])
    mark = value + value * outcome.counters.get("gap_millionths", 0) // _MILLION
    better = search.search(search.low, search.high, mark, first=True)
    if better.committee is not None:
        names = ", ".join(instance.name(item) for item in better.committee)
        return [f"order: {names} would score {search.score(better.value)}, more than the stated gap allows"]
    return [] if better.bound <= mark else ["gap: cannot be proven within the stated number of programmes"]


def _greedy(instance: CommitteeInstance, gains: Sequence[Fraction]) -> Committee:
    return tuple(sorted(seat.item for seat in add_by_weight(instance, gains).seats))


def _first_of_equals(
    instance: CommitteeInstance, search: ThieleSearch, committee: Committee, value: int
) -> tuple[Committee, set[int], bool]:
    """The first of the best committees, the items in which the best ones met differ, and whether all was settled."""
    low, high, met = search.low.copy(), search.high.copy(), [committee]
    for item in range(instance.m):
        if low.sum() == len(met[-1]):
            break
        if item not in met[-1] and high[item]:
            within = low.copy()
            within[item] = 1
            found = search.search(within, high, value - 1, first=True)
            met += [found.committee] if found.committee is not None else []
            if found.committee is None and found.bound >= value:
                return met[-1], _differing(met), False
        (low if item in met[-1] else high)[item] = int(item in met[-1])
    first, others = met[-1], _differing(met)
    for item in first:
        if item not in others:
            without = search.high.copy()
            without[item] = 0
            found = search.search(search.low, without, value - 1, first=True)
            others |= set() if found.committee is None else set(found.committee) ^ set(first)
            if found.committee is None and found.bound >= value:
                return first, others, False
    return first, others, True


def _differing(met: list[Committee]) -> set[int]:
    return set[int]().union(*met) - set(met[0]).intersection(*met)


def _told(
    instance: CommitteeInstance, search: ThieleSearch, committee: Committee, others: set[int], counters: dict[str, int],
    enough: dict[int, Enough],
) -> Ranking:  # fmt: skip
    """Items stand by what the committee would lose without them."""
    value, inside = search.value(committee), set(committee)
    worth = {}
    for item in range(instance.m):
        other = search.value([*(inside ^ {item})])
        worth[item] = search.score(abs(other - value) - 1)
    order = sorted(committee, key=lambda item: (-worth[item], item))
    numbers, total = instance.numbers(), Decimal(decimals(search.score(value)))

    def reason(name: str, place: int) -> Message:
        item, supporters = numbers[name], int(instance.support[numbers[name]])
        about = {"standing": standing(place, len(order)), "place": place}
        about |= {"supporters": supporters, "supported": supported(supporters)}
        about |= {"worth": Decimal(decimals(worth[item])), "committee": total}
        if place:
            return Message("thiele.without-it", about)
        displaces = instance.able[item] and not instance.limits.concern(item)
        return Message("thiele.would-add-no-more" if displaces else "thiele.would-add", about)

    tied = tuple(sorted(others))
    seats = [Seat(item, decimals(worth[item]), tied if item in others else ()) for item in order]
    return instance.outcome(seats, reason, counters, enough)

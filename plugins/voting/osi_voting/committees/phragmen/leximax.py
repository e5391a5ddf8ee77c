"""Phragmén's optimal rule, leximax."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np

from osi_core.plugins import PrioritisationRule, Profile, Progress, Ranking
from osi_core.plugins.ordering import standing
from osi_core.words import Message
from osi_voting.committees.explanations import supported
from osi_voting.committees.instance import CommitteeInstance, Seat
from osi_voting.committees.levels import decimals
from osi_voting.committees.phragmen.search import Fairest, LeximaxSearch
from osi_voting.committees.phragmen.sequential import share_loads
from osi_voting.committees.thiele.optimal import OptimalOptions
from osi_voting.lacking import Enough
from osi_voting.refusal import CannotDecide
from osi_voting.with_kernels import WithKernels

__all__ = ["LeximaxPhragmen"]


class LeximaxPhragmen(WithKernels, PrioritisationRule):
    """Each seat is a load of 1 that its supporters share as they like; the committee whose highest load is least, of
    those the one whose second highest is least, and so on.

    L. E. Phragmén 1894-1899, as leximax-Phragmén in M. Brill, R. Freeman, S. Janson, M. Lackner, "Phragmén's Voting
    Methods and Justified Representation", Mathematical Programming 203, 2024, doi:10.1007/s10107-023-01926-8: PJR, and
    perfect representation; NP-hard. Neither EJR nor committee-monotone. Items without supporters, and such as need
    these, fill the seats that are left, most supporters first, then by the tie rule; of equal committees the one with
    the lowest numbers in the tie rule's order is taken.

    The counters say `optimal` where nothing fairer can be, else `gap_millionths`: by how much the highest load might
    be lower.
    """

    name = "phragmen-leximax"
    version = "1"
    Options = OptimalOptions
    claims = frozenset({"PJR", "JR"})
    ballot_kinds = frozenset({"approval"})
    exactness = "checked"
    worst_case = "exponential"

    def solve(self, problem: Profile, options: OptimalOptions, seed: bytes, progress: Progress) -> Ranking:
        instance = CommitteeInstance.of(problem, options, seed)
        search = LeximaxSearch(instance, options.programmes)
        found = search.search(_start(instance, search))
        if found is None:
            raise CannotDecide("voting.option.at-least-no-committee")
        return _told(instance, search, found)

    def check(self, problem: Profile, options: OptimalOptions, outcome: Ranking) -> list[str]:
        """Valid, and no committee is fairer by more than the stated gap."""
        wrong = list(problem.valid(outcome))
        if wrong:
            return wrong
        instance = CommitteeInstance.of(problem, options, b"")
        numbers, search = instance.numbers(), LeximaxSearch(instance, options.programmes)
        given = tuple(sorted(i for i in (numbers[name] for name in outcome.order) if search.high[i]))
        if len(given) != search.size:
            return [f"order: {len(given)} items with supporters, but {search.size} can be chosen"]
        loads, best = search.loads(given), search.search(given)
        assert best is not None
        if outcome.counters.get("optimal") and best.loads < loads:
            return [f"order: {', '.join(instance.name(item) for item in best.committee)} would be fairer"]
        if outcome.counters.get("gap_millionths", 0) < _gap(loads[0][0] if loads else Fraction(0), best.bound):
            return ["gap: cannot be proven within the stated number of programmes"]
        return []


def _start(instance: CommitteeInstance, search: LeximaxSearch) -> tuple[int, ...] | None:
    if instance.limits:
        return None
    seats = share_loads(instance, instance.room()).seats
    return tuple(sorted(seat.item for seat in seats if instance.support[seat.item]))[: search.size]


def _gap(load: Fraction, bound: Fraction) -> int:
    """By how much the load might be lower, in millionths of a seat. Less than 2^-30 is the rounding of the proof."""
    return 0 if load - bound < Fraction(1, 2**30) else -(-(load - bound) * 10**6 // 1)


def _told(instance: CommitteeInstance, search: LeximaxSearch, found: Fairest) -> Ranking:
    chosen, room = set(found.committee), instance.room()
    others = set[int]().union(*found.equal) - chosen.intersection(*found.equal)
    others |= {item for one in chosen for item in (one, *search.twins[one]) if set(search.twins[one]) - chosen}
    for item in chosen:
        room.take(item)
    order = sorted(chosen, key=lambda item: (-int(instance.support[item]), item))
    while room:
        order.append(int(np.argmax(np.where(room.open, instance.support, -1))))
        room.take(order[-1])
    load = found.loads[0][0] if found.loads else Fraction(0)
    numbers, shown, carriers = instance.numbers(), Decimal(decimals(load)), found.loads[0][1] if found.loads else 0

    def reason(name: str, place: int) -> Message:
        """`count` are those who carry the highest load."""
        supporters = int(instance.support[numbers[name]])
        about = {"standing": standing(place, len(order)), "place": place}
        about |= {"supporters": supporters, "supported": supported(supporters)}
        return Message("phragmen-leximax.fairest", {**about, "highest_load": shown, "count": carriers})

    tied = tuple(sorted(others))
    seats = [Seat(item, str(instance.support[item]), tied if item in others else ()) for item in order]
    counters = {
        "exact_steps": search.programmes,
        "optimal": int(found.proven),
        "gap_millionths": _gap(load, found.bound),
    }
    return instance.outcome(seats, reason, counters, _enough(instance, found, chosen))


def _enough(instance: CommitteeInstance, found: Fairest, chosen: set[int]) -> dict[int, Enough]:
    """With N > 1 / (highest load) new voters, who carry less than that, an item in the place of one with the highest
    load makes a fairer committee. Where limits might forbid that, nothing is said.
    """
    if instance.limits or not found.proven:
        return {}
    told: dict[int, Enough] = {}
    for item in (item for item in range(instance.m) if item not in chosen):
        weak, load = int(instance.weak[item]), found.loads[0][0] if found.loads else Fraction(0)
        seat_left = len(chosen) < min(instance.wanted, int(instance.able.sum()) + bool(weak))
        ballots = 1 if seat_left else int(1 / load) + 1
        told[item] = Enough(max(ballots, weak), ballots <= max(weak, 1))
    return told

"""What both rules for matching funds do alike: from what each item is due to awards in whole minor units."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from pydantic import Field

from osi_core.plugins import Allocation, AllocationProblem, AllocationRule, Award, Progress, tie_ranks
from osi_core.plugins.ordering import conflicts_of, needs_of
from osi_voting.budgets.options import BudgetOptions
from osi_voting.limits import Bound, quotas
from osi_voting.matching_funds.contributions import Contributions
from osi_voting.matching_funds.explanations import Case, explained
from osi_voting.matching_funds.filling import Shares, filled, whole_units
from osi_voting.matching_funds.roots import FRACTION_BITS
from osi_voting.refusal import CannotDecide

__all__ = ["MatchingFunds", "MatchingFundsOptions"]


class MatchingFundsOptions(BudgetOptions):
    """`at_most` bounds how many items of a category, or of a district, receive anything. `largest_share`: what part of
    the budget one item may receive at most, in percent. `whole_budget`: where the formula gives less than the budget,
    raise all by the same rate (as Gitcoin does). `contributions_pay`: contributions are part of the cost, so that an
    item receives at most what is missing; only where `partial` allows that.
    """

    largest_share: int = Field(default=100, ge=1, le=100)
    whole_budget: bool = False
    contributions_pay: bool = False


class MatchingFunds(AllocationRule):
    """An item that fewer people gave to than `minimum_support`, that conflicts with one that is due more, that needs
    one which receives nothing beside it, or in whose category or district as many are due more as `at_most` allows,
    receives nothing. Substitutes change nothing, as each gift is for its own item. The others receive what the formula
    gives, times one rate α ≤ 1 for all, as far as cost, largest share, budget and pots allow (`filling.filled`); α is
    below 1 only where money is short. Rounded by largest remainder, so that awards add up to the whole part of their
    sum: to the budget, where it is used up.

    Without `partial` an item gets its cost or nothing: as long as one gets less, the one with the lowest part of its
    cost is left out, and the money shared anew.
    """

    def due(self, given: Contributions, options: Any) -> tuple[list[int], int]:
        """What the formula gives each item, in 2^-96 minor units, and how many of these are not certain."""
        raise NotImplementedError

    def solve(
        self, problem: AllocationProblem, options: MatchingFundsOptions, seed: bytes, progress: Progress
    ) -> Allocation:
        if options.contributions_pay and not problem.partial:
            raise CannotDecide("voting.option.contributions-pay-whole-cost")
        given = Contributions.of(problem)
        scaled, uncertain = self.due(given, options)
        progress(0.7)
        costs = list(problem.costs().values())
        ranks = tie_ranks(problem.items, seed, options.ties, costs)
        case = Case(
            problem, given, [Fraction(one, 1 << FRACTION_BITS) for one in scaled], _caps(problem, given, options)
        )
        tied = _leave_out(case, ranks, quotas(problem, "at_most", options.at_most))
        while True:
            shares, more_tied = _shared(case, options.whole_budget, ranks)
            amounts, last = whole_units(shares.amounts, case.caps, case.limits, ranks)
            tied += more_tied
            if not _leave_out_needing(case, amounts):
                break
        groups = [tuple(sorted(problem.items[item] for item in group)) for group in [*tied, last] if group]
        order = sorted((item for item, amount in enumerate(amounts) if amount), key=lambda i: (-amounts[i], ranks[i]))
        return Allocation(
            currency=problem.currency,
            awards=tuple(Award(item=problem.items[item], amount=amounts[item]) for item in order),
            spent=sum(amounts),
            tied=tuple(groups),
            explanations=explained(case, amounts, shares.stopped),
            counters={"exact_steps": len(scaled), "uncertain": uncertain},
        )


def _caps(problem: AllocationProblem, given: Contributions, options: MatchingFundsOptions) -> list[int]:
    """What each item may receive at most."""
    most = problem.budget * options.largest_share // 100
    paid = [given.raised(item) if options.contributions_pay else 0 for item in range(len(problem.items))]
    return [max(0, min(cost - part, most)) for cost, part in zip(problem.costs().values(), paid, strict=True)]


def _leave_out(case: Case, ranks: list[int], bounds: Sequence[Bound]) -> list[list[int]]:
    """Leaves out what has too few supporters, what needs something that is out or due nothing, and of two in conflict
    or too many of a quota those that are due less. The ties met there.
    """
    conflicts, taken, tied = conflicts_of(case.problem), set[int](), []
    for item in range(len(case.due)):
        if case.given.people(item) < case.problem.minimum_support:
            case.out[item] = "support"
    _leave_out_needing(case, case.due)
    for item in sorted(range(len(case.due)), key=lambda item: (-case.due[item], ranks[item])):
        if item in case.out or not case.due[item]:
            continue
        quota = [members & taken for _, members, number in bounds if item in members and len(members & taken) >= number]
        rivals = (conflicts[item] & taken).union(*quota)
        if not rivals and not quota:
            taken.add(item)
            continue
        case.out[item] = "conflict" if conflicts[item] & taken else "quota"
        equal = sorted(rival for rival in rivals if case.due[rival] == case.due[item])
        tied += [[*equal, item]] if equal else []
    return tied


def _leave_out_needing(case: Case, amounts: Sequence[int | Fraction]) -> bool:
    """Leaves out what needs something that is out or has nothing of these amounts; whether there is any such."""
    needs, before = needs_of(case.problem), len(case.out)
    found = True
    while found:
        found = False
        for item, needed in enumerate(needs):
            if item not in case.out and amounts[item] and any(one in case.out or not amounts[one] for one in needed):
                case.out[item] = "needs"
                found = True
    return len(case.out) > before


def _shared(case: Case, beyond: bool, ranks: list[int]) -> tuple[Shares, list[list[int]]]:
    """The exact shares; without `partial`, of whole costs only. The ties met on the way."""
    tied: list[list[int]] = []
    costs = list(case.problem.costs().values())
    while True:
        due = [Fraction(0) if item in case.out else amount for item, amount in enumerate(case.due)]
        shares = filled(due, case.caps, case.limits, beyond)
        reached = {
            item: shares.amounts[item] / costs[item]
            for item in range(len(costs))
            if due[item] and costs[item] and shares.amounts[item] < costs[item]
        }
        if case.problem.partial or not reached:
            return shares, tied
        hopeless = [item for item in reached if not beyond and due[item] < costs[item]]
        lowest = min(reached.values())
        last = [item for item in reached if reached[item] == lowest]
        if len(last) > 1 and not hopeless:
            tied.append(last)
        for item in hopeless or [max(last, key=ranks.__getitem__)]:
            case.out[item] = "whole"
            case.reached[item] = shares.amounts[item]

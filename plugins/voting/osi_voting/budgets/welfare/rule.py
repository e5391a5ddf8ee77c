"""The exact welfare optimum, to compare the other rules with."""

from __future__ import annotations

import numpy as np
from pydantic import Field

from osi_core.plugins import Allocation, AllocationProblem, AllocationRule, Progress
from osi_core.words import Message
from osi_voting.budgets.explanations import allocation, basics, refusal
from osi_voting.budgets.instance import Instance, Satisfaction
from osi_voting.budgets.lacking import Counted, with_enough
from osi_voting.budgets.options import BudgetOptions
from osi_voting.budgets.standing import FUNDED, OPEN, TOO_POOR, WAITING
from osi_voting.budgets.welfare.lacking import enough_votes
from osi_voting.budgets.welfare.search import WelfareSearch
from osi_voting.budgets.welfare.worth import Welfare
from osi_voting.limits import Quota, quotas
from osi_voting.reasons import Reasons
from osi_voting.refusal import CannotDecide
from osi_voting.with_kernels import WithKernels

__all__ = ["WelfareOptimum", "WelfareOptions"]

_MILLION = 10**6


class WelfareOptions(BudgetOptions):
    """`satisfaction` is what is added up. `at_least` bounds from below how many projects of a category or of a district
    are funded. `nodes`: how many branches the proof may take before the best set so far is given with its gap.
    """

    satisfaction: Satisfaction = "auto"
    at_least: dict[str, Quota] = Field(default_factory=dict)
    nodes: int = Field(default=200_000, ge=1)


class WelfareOptimum(WithKernels, AllocationRule):
    """The set of projects with the highest satisfaction of all voters together that all limits allow.

    A knapsack problem (H. Kellerer, U. Pferschy, D. Pisinger, "Knapsack Problems", 2004, doi:10.1007/978-3-540-24777-7;
    for budgets N. Talmon, P. Faliszewski, "A Framework for Approval-Based Budgeting Methods", AAAI 2019,
    doi:10.1609/aaai.v33i01.33012181), NP-hard, for most elections of cities quickly solved. HiGHS proposes a set and
    multipliers, branch and bound in whole numbers proves it the best, or states the gap. Not proportional. Of several
    best sets the one whose projects rank highest in the tie order, by the sum of their ranks.

    Of substitutes a ballot gets the most that any funded one gives it (on such interactions P. Jain, K. Sornat, N.
    Talmon, "Participatory Budgeting with Project Interactions", IJCAI 2020, doi:10.24963/ijcai.2020/54); one that adds
    nothing to the others of its group is left out. Raises `ValueError` where no set meets `at_least`.
    """

    name = "welfare-optimum"
    version = "1"
    Options = WelfareOptions
    claims = frozenset({"Pareto"})
    exactness = "checked"
    worst_case = "exponential"
    ballot_kinds = frozenset({"approval", "points", "ranked"})

    def solve(self, problem: AllocationProblem, options: WelfareOptions, seed: bytes, progress: Progress) -> Allocation:
        instance = Instance.of(problem, options.satisfaction, options.ties, seed, at_most=options.at_most)
        step = instance.m * (instance.m + 1) + 1
        welfare = Welfare(instance, step)
        search = WelfareSearch(welfare, options.nodes, options.at_least)
        best = search.search()
        if best.value < 0:
            raise _infeasible(options, best.bound)
        order = _without_idle(welfare, best.items, search)
        gap = best.bound // step - best.value // step
        counters = {
            "exact_steps": search.visited,
            "optimal": int(gap == 0),
            "gap_millionths": -(-gap * _MILLION // max(best.value // step, 1)),
        }
        progress(1.0)
        return allocation(instance, order, (), _Explainer(search, order, gap == 0).explain, counters)

    def check(self, problem: AllocationProblem, options: WelfareOptions, outcome: Allocation) -> list[str]:
        """Valid, and no set is better by more than the stated gap."""
        place = {item: p for p, item in enumerate(problem.items)}
        wrong = problem.valid(outcome)
        if wrong or (wrong := _wrong_quotas(problem, options, {place[award.item] for award in outcome.awards})):
            return wrong
        instance = Instance.of(problem, options.satisfaction, options.ties, at_most=options.at_most)
        welfare = Welfare(instance)
        value = welfare.value(frozenset(place[award.item] for award in outcome.awards))
        mark = value + value * outcome.counters.get("gap_millionths", 0) // _MILLION
        best = WelfareSearch(welfare, options.nodes, options.at_least).search(mark)
        if best.value > mark:
            names = ", ".join(sorted(problem.items[p] for p in best.items))
            return [f"awards: {names} would be worth {best.value}, these are worth {value}"]
        return [] if best.bound <= mark else ["gap: cannot be proven within the stated number of nodes"]


def _infeasible(options: WelfareOptions, bound: int) -> CannotDecide:
    wanted = tuple(Message.of("voting.option.so-many", number=n, name=name) for name, n in options.at_least.items())
    if bound >= 0:
        return CannotDecide("voting.option.at-least-not-found", wanted=wanted, nodes=options.nodes)
    return CannotDecide("voting.option.at-least-impossible", wanted=wanted)


def _wrong_quotas(problem: AllocationProblem, options: WelfareOptions, funded: set[int]) -> list[str]:
    wrong = []
    for option, numbers, sign in (("at_most", options.at_most, 1), ("at_least", options.at_least, -1)):
        for name, members, bound in quotas(problem, option, numbers):
            count = len(funded & members)
            if count * sign > bound * sign:
                wrong.append(f"awards: {count} of {name!r}, {option} says {bound}")
    return wrong


def _without_idle(welfare: Welfare, items: frozenset[int], search: WelfareSearch) -> list[int]:
    """The projects of a set by falling satisfaction, without those that add nothing to their substitutes, as far as
    other limits do not ask for them.
    """
    ranks = welfare.instance.ranks
    for item in sorted(items, key=lambda p: (welfare.plain[p], -ranks[p])):
        if welfare.idle(item, items) and search.fits(items - {item}):
            items -= {item}
    return sorted(items, key=lambda p: (-welfare.plain[p], ranks[p]))


class _Explainer:
    def __init__(self, search: WelfareSearch, order: list[int], proven: bool) -> None:
        self._instance = instance = search.welfare.instance
        self._order, self._values = order, search.welfare.plain
        self._spent = sum(int(instance.costs[p]) for p in order)
        self._status = status = instance.status.copy()
        missing = instance.limits.needs.copy()
        for item in order:
            missing[instance.limits.opened_by(item)] -= 1
        status[(status == OPEN) | ((status == WAITING) & (missing == 0))] = TOO_POOR
        status[order] = FUNDED
        wanting = np.flatnonzero(status == TOO_POOR).tolist()
        self._enough = enough_votes(search, order, wanting) if proven else {}
        self._counted: Counted = "points" if instance.satisfaction in ("points", "borda", "ranks") else "votes"

    def explain(self, item: int, place: int) -> Reasons:
        """Why; place 0 is not funded. `count` are its supporters."""
        instance = self._instance
        values = basics(instance, item, place) | {"satisfaction": self._values[item]}
        values["count"] = values["supporters"]
        if place:
            return (Message("welfare-optimum.funded", values),)
        refused = refusal(instance, self._status, item, self._order)
        if refused:
            return refused
        left = instance.money(instance.budget - self._spent)
        reason = Message("welfare-optimum.others-give-more", {**values, "budget_left": left})
        return with_enough((reason,), self._enough.get(item), self._counted)

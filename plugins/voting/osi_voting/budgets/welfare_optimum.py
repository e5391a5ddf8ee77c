"""The exact welfare optimum, to compare the other rules with."""

from __future__ import annotations

from pydantic import Field

from osi_core.plugins import Allocation, AllocationProblem, AllocationRule, Progress
from osi_voting.budgets.greedy_order import totals
from osi_voting.budgets.instance import OPEN, TOO_POOR, Instance, Satisfaction
from osi_voting.budgets.telling import Told, allocation, basics, count_text, money_text, refusal
from osi_voting.budgets.welfare_search import Best, WelfareSearch
from osi_voting.ties import TiesOptions

__all__ = ["WelfareOptimum", "WelfareOptions"]

_MILLION = 10**6


class WelfareOptions(TiesOptions):
    """`satisfaction` is what is added up. `nodes`: how many branches the proof may take before the best set so far is
    given with its gap.
    """

    satisfaction: Satisfaction = "auto"
    nodes: int = Field(default=200_000, ge=1)


class WelfareOptimum(AllocationRule):
    """The set of projects with the highest satisfaction of all voters together that budget, pots and conflicts allow.

    A knapsack problem (H. Kellerer, U. Pferschy, D. Pisinger, "Knapsack Problems", 2004, doi:10.1007/978-3-540-24777-7;
    for budgets N. Talmon, P. Faliszewski, "A Framework for Approval-Based Budgeting Methods", AAAI 2019,
    doi:10.1609/aaai.v33i01.33012181), NP-hard, for most elections of cities quickly solved. HiGHS proposes a set and
    multipliers, branch and bound in whole numbers proves it the best, or states the gap. Not proportional. Of several
    best sets the one whose projects rank highest in the tie order, by the sum of their ranks.
    """

    name = "welfare-optimum"
    version = 1
    Options = WelfareOptions
    claims = frozenset({"Pareto"})
    exactness = "checked"
    worst_case = "exponential"
    ballot_kinds = frozenset({"approval", "points", "ranked"})

    def solve(self, problem: AllocationProblem, options: WelfareOptions, seed: bytes, progress: Progress) -> Allocation:
        instance = Instance.of(problem, options.satisfaction, options.ties, seed)
        worth, step = _with_ties(instance)
        search = WelfareSearch(instance, worth, options.nodes)
        best = search.search()
        values = totals(instance)
        order = sorted(best.items, key=lambda p: (-values[p], instance.ranks[p]))
        teller = _Teller(instance, order, values, best)
        gap = best.bound // step - best.value // step
        counters = {
            "exact_steps": search.visited,
            "optimal": int(gap == 0),
            "gap_millionths": -(-gap * _MILLION // max(best.value // step, 1)),
        }
        progress(1.0)
        return allocation(instance, order, (), teller.tell, counters)

    def check(self, problem: AllocationProblem, options: WelfareOptions, outcome: Allocation) -> list[str]:
        """Valid, and no set is better by more than the stated gap."""
        wrong = problem.valid(outcome)
        if wrong:
            return wrong
        instance = Instance.of(problem, options.satisfaction, options.ties)
        values = totals(instance)
        place = {item: p for p, item in enumerate(problem.items)}
        value = sum(values[place[award.item]] for award in outcome.awards)
        mark = value + value * outcome.counters.get("gap_millionths", 0) // _MILLION
        best = WelfareSearch(instance, values, options.nodes).search(mark)
        if best.value > mark:
            names = ", ".join(sorted(problem.items[p] for p in best.items))
            return [f"awards: {names} would be worth {best.value}, these are worth {value}"]
        return [] if best.bound <= mark else ["gap: cannot be proven within the stated number of nodes"]


def _with_ties(instance: Instance) -> tuple[list[int], int]:
    """Satisfaction with the tie order as its last digits, and what one of the first is worth in these."""
    m = instance.m
    step = m * (m + 1) + 1
    ranks = instance.ranks.tolist()
    return [value * step + m - rank for value, rank in zip(totals(instance), ranks, strict=True)], step


class _Teller:
    def __init__(self, instance: Instance, order: list[int], values: list[int], best: Best) -> None:
        self._instance, self._order, self._values = instance, order, values
        self._spent = sum(int(instance.costs[p]) for p in order)
        self._status = instance.status.copy()
        self._status[self._status == OPEN] = TOO_POOR

    def tell(self, item: int, place: int) -> Told:
        """Data, English, German; place 0 is not funded."""
        instance = self._instance
        data = basics(instance, item, place) | {"satisfaction": str(self._values[item])}
        has_en, has_de = count_text(int(instance.support[item]))
        if place:
            return (
                data,
                f"Funded: with {has_en} supporters it is one of the projects that together satisfy most.",
                f"Gefördert: mit {has_de} Unterstützenden ist es unter den Projekten, die zusammen am meisten geben.",
            )
        left = instance.budget - self._spent
        left_en, left_de = money_text(left, instance.problem.currency)
        return refusal(instance, self._status, item, self._order) or (
            data | {"reason": "others give more", "budget_left": left},
            f"Not funded: its {has_en} supporters would get less than others would lose; {left_en} are left.",
            f"Nicht gefördert: seine {has_de} Unterstützenden bekämen weniger als andere verlören; {left_de} bleiben.",
        )

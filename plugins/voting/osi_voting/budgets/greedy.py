"""The greedy rules: by satisfaction per cost, and by votes."""

from __future__ import annotations

from typing import ClassVar, Literal

from osi_core.plugins import Allocation, AllocationProblem, AllocationRule, Progress
from osi_voting.budgets.greedy_order import by_points, by_ratio, present_totals
from osi_voting.budgets.instance import Instance, Satisfaction
from osi_voting.budgets.options import BudgetOptions
from osi_voting.budgets.standing import Standing
from osi_voting.budgets.telling import Told, allocation, basics, count_text, money_text, refusal

__all__ = ["Greedy", "GreedyOptions", "GreedyVotes"]


class GreedyOptions(BudgetOptions):
    """`satisfaction` is what is added up. With `unsupported`, money that is left goes in the end to projects without a
    supporter too (where no minimum support is asked for), as the rule is commonly defined.
    """

    satisfaction: Satisfaction = "auto"
    unsupported: bool = True


class Greedy(AllocationRule):
    """By falling satisfaction per cost, as long as the money lasts.

    A project's satisfaction is that of all its supporters together; with cost satisfaction the ratio is the number of
    supporters. What no longer fits is passed over. It is the greedy approximation of the knapsack problem (G. B.
    Dantzig, "Discrete-Variable Extremum Problems", Operations Research 5, 1957, doi:10.1287/opre.5.2.266), called
    "utilitarian greedy" in D. Peters, G. Pierczyński, P. Skowron, "Proportional Participatory Budgeting with Additive
    Utilities", NeurIPS 2021, arXiv:2008.13276. Monotone in votes and in points (more support never hurts a project),
    but not on ranked ballots, where a project named last gives a point to those before it; not proportional: a majority
    decides on all of the money. Time: choices on ballots, plus sorting the projects; all ratios are compared exactly.
    """

    name = "greedy"
    version = 1
    Options = GreedyOptions
    claims = frozenset({"exhaustiveness", "discount monotonicity"})
    ballot_kinds = frozenset({"approval", "points", "ranked"})
    by: ClassVar[Literal["ratio", "points"]] = "ratio"

    def solve(self, problem: AllocationProblem, options: GreedyOptions, seed: bytes, progress: Progress) -> Allocation:
        instance = Instance.of(problem, options.satisfaction, options.ties, seed, at_most=options.at_most)
        standing, unsupported = instance.standing(), options.unsupported and problem.minimum_support == 0
        if unsupported:
            instance.open_unsupported(standing.status)
        choose = by_ratio if self.by == "ratio" else by_points
        order, tied = choose(instance, standing, instance.budget, unsupported)
        teller = _Teller(instance, standing, order)
        progress(1.0)
        return allocation(instance, order, tied, teller.tell, {"rounds": len(order), "exact_steps": 0})


class GreedyVotes(Greedy):
    """By falling number of votes (or points), as long as the money lasts: what most cities do.

    `satisfaction` "auto" means votes for approval, points for points, Borda points for ranked ballots. A dear project
    with one vote more comes before ten cheap ones. Monotone as `Greedy` is, not proportional. Time as for `Greedy`.
    """

    name = "greedy-votes"
    by = "points"

    def solve(self, problem: AllocationProblem, options: GreedyOptions, seed: bytes, progress: Progress) -> Allocation:
        if options.satisfaction == "auto" and problem.kind == "approval":
            options = options.model_copy(update={"satisfaction": "count"})
        return super().solve(problem, options, seed, progress)


class _Teller:
    def __init__(self, instance: Instance, standing: Standing, order: list[int]) -> None:
        self._instance, self._standing, self._order = instance, standing, order
        self._totals = present_totals(instance, standing)
        self._left, money = {}, instance.budget
        for item in order:
            self._left[item] = money
            money -= int(instance.costs[item])
        self._rest = money

    def tell(self, item: int, place: int) -> Told:
        instance, currency = self._instance, self._instance.problem.currency
        data = basics(instance, item, place) | {"satisfaction": str(self._totals[item])}
        has_en, has_de = count_text(int(self._standing.support[item]))
        if place:
            left_en, left_de = money_text(self._left[item], currency)
            return (
                data | {"left": self._left[item]},
                f"Funded as number {place}: at its turn, with {has_en} supporters, {left_en} were still there.",
                f"Gefördert als Nummer {place}: als es mit {has_de} Unterstützenden dran war, waren noch {left_de} da.",
            )
        refused = refusal(instance, self._standing.status, item, self._order)
        if refused:
            return refused
        (rest_en, rest_de), (cost_en, cost_de) = money_text(self._rest, currency), money_text(data["cost"], currency)  # type: ignore[arg-type]
        return (
            data | {"reason": "budget spent", "budget_left": self._rest},
            f"Not funded: it costs {cost_en}, more than those before it left; {rest_en} remain in the end.",
            f"Nicht gefördert: es kostet {cost_de}, mehr als die vor ihm übrig ließen; am Ende bleiben {rest_de}.",
        )

"""The greedy rules: by satisfaction per cost, and by votes."""

from __future__ import annotations

from typing import ClassVar, Literal

from osi_core.plugins import Allocation, AllocationProblem, AllocationRule, Progress
from osi_core.words import Message, Value
from osi_voting.budgets.explanations import allocation, basics, refusal
from osi_voting.budgets.greedy.lacking import enough_votes, votes_ahead
from osi_voting.budgets.greedy.order import Taking, points, present_totals, ratio
from osi_voting.budgets.instance import Instance, Satisfaction
from osi_voting.budgets.lacking import Counted, with_ahead, with_enough
from osi_voting.budgets.options import BudgetOptions
from osi_voting.reasons import Reasons
from osi_voting.with_kernels import WithKernels

__all__ = ["Greedy", "GreedyOptions", "GreedyVotes"]


class GreedyOptions(BudgetOptions):
    """`satisfaction` is what is added up. With `unsupported`, money that is left goes in the end to projects without a
    supporter too (where no minimum support is asked for), as the rule is commonly defined.
    """

    satisfaction: Satisfaction = "auto"
    unsupported: bool = True


class Greedy(WithKernels, AllocationRule):
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
    version = "1"
    Options = GreedyOptions
    claims = frozenset({"exhaustiveness", "discount monotonicity"})
    ballot_kinds = frozenset({"approval", "points", "ranked"})
    by: ClassVar[Literal["ratio", "points"]] = "ratio"

    def solve(self, problem: AllocationProblem, options: GreedyOptions, seed: bytes, progress: Progress) -> Allocation:
        instance = Instance.of(problem, options.satisfaction, options.ties, seed, at_most=options.at_most)
        standing, unsupported = instance.standing(), options.unsupported and problem.minimum_support == 0
        if unsupported:
            instance.open_unsupported(standing.status)
        taking = Taking(instance, standing, instance.budget, ratio if self.by == "ratio" else points, unsupported)
        order, tied = taking.run()
        explainer = _Explainer(taking, order)
        progress(1.0)
        return allocation(instance, order, tied, explainer.explain, {"rounds": len(order), "exact_steps": 0})


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


class _Explainer:
    def __init__(self, taking: Taking, order: list[int]) -> None:
        self._instance, self._standing, self._order = taking.instance, taking.standing, order
        self._totals = present_totals(self._instance, self._standing)
        self._left = {item: turn.money for item, turn in zip(order, taking.turns, strict=True)}
        self._rest = taking.money
        self._counted: Counted = "points" if self._instance.satisfaction in ("points", "borda") else "votes"
        self._enough, self._ahead = enough_votes(taking), _ahead(taking, order, self._counted)

    def explain(self, item: int, place: int) -> Reasons:
        reasons = self._funded(item, place) if place else self._not_funded(item)
        return with_enough(reasons, self._enough.get(item), self._counted)

    def _funded(self, item: int, place: int) -> Reasons:
        """`count` are the supporters that it had at its turn."""
        values = self._basics(item, place) | {"left": self._instance.money(self._left[item])}
        return with_ahead((Message("greedy-budgets.funded", values),), self._ahead.get(item), self._counted == "points")

    def _not_funded(self, item: int) -> Reasons:
        refused = refusal(self._instance, self._standing.status, item, self._order)
        if refused:
            return refused
        values = self._basics(item, 0) | {"budget_left": self._instance.money(self._rest)}
        return (Message("greedy-budgets.not-enough-left", values),)

    def _basics(self, item: int, place: int) -> dict[str, Value]:
        counted = {"satisfaction": self._totals[item], "count": int(self._standing.support[item])}
        return basics(self._instance, item, place) | counted


def _ahead(taking: Taking, order: list[int], counted: Counted) -> dict[int, int]:
    """Nothing where limits make it long to count, or where points taken away may leave too few supporters."""
    least = taking.instance.problem.minimum_support
    if taking.instance.limits.any or (counted == "points" and least > 1):
        return {}
    return votes_ahead(taking, order, 0 if taking.unsupported else max(least, 1))

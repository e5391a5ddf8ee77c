"""The greedy rules: by satisfaction per cost, and by votes."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from osi_core.plugins import Allocation, AllocationProblem, AllocationRule, Award, Progress
from osi_core.words import Message, Value
from osi_voting.budgets.explanations import allocation, basics, refusal
from osi_voting.budgets.greedy.lacking import enough_votes, votes_ahead
from osi_voting.budgets.greedy.order import OverBudget, Taking, points, present_totals, ratio
from osi_voting.budgets.instance import Instance, Satisfaction
from osi_voting.budgets.lacking import Counted, with_ahead, with_enough
from osi_voting.budgets.options import BudgetOptions
from osi_voting.budgets.standing import OPEN, TOO_DEAR, WEAK
from osi_voting.reasons import Reasons
from osi_voting.refusal import CannotDecide
from osi_voting.with_kernels import WithKernels

__all__ = ["Greedy", "GreedyOptions", "GreedyVotes"]


class GreedyOptions(BudgetOptions):
    """`satisfaction` is what is added up. With `unsupported`, money that is left goes in the end to projects without a
    supporter too (where no minimum of support or points is asked for), as the rule is commonly defined.

    `over_budget` says what happens when the next project costs more than is left: skip it and go on, stop, or give it
    the part of its cost that is left, and stop; then only where that is `least_part` percent of its cost or more.
    """

    satisfaction: Satisfaction = "auto"
    unsupported: bool = True
    over_budget: OverBudget = "skip"
    least_part: int = Field(default=0, ge=0, le=100)


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
        asked = problem.minimum_support or problem.minimum_points
        standing, unsupported = instance.standing(), options.unsupported and not asked
        if unsupported:
            instance.open_unsupported(standing.status)
            if options.over_budget != "skip":  # one that nobody supports may be what ends it
                standing.status[(standing.status == WEAK) & (instance.costs > instance.budget)] = TOO_DEAR
        if options.over_budget == "part" and not problem.partial:
            raise CannotDecide("voting.option.part-needs-partial")
        key = ratio if self.by == "ratio" else points
        taking = Taking(instance, standing, instance.budget, key, unsupported, options.over_budget, options.least_part)
        order, tied = taking.run()
        explainer = _Explainer(taking, order)
        progress(1.0)
        found = allocation(instance, order, tied, explainer.explain, {"rounds": len(order), "exact_steps": 0})
        return found if taking.part is None else _with_part(found, taking.part)

    def claims_with(self, options: GreedyOptions) -> frozenset[str]:
        """Who stops leaves money that would do for others."""
        return self.claims if options.over_budget == "skip" else self.claims - {"exhaustiveness"}


class GreedyVotes(Greedy):
    """By falling number of votes (or points), as long as the money lasts: what most cities do. Of 1,397 official
    results in Pabulib (April 2026) that name a rule 1,394 name a form of this one, and it gives 1,384 of them.

    `satisfaction` "auto" means votes for approval, points for points, and for ranked ballots as many points as there
    are places from a project's own to the last, so that the last counts 1. A dear project with one vote more comes
    before ten cheap ones. Monotone as `Greedy` is, not proportional. Time as for `Greedy`.
    """

    name = "greedy-votes"
    by = "points"

    def solve(self, problem: AllocationProblem, options: GreedyOptions, seed: bytes, progress: Progress) -> Allocation:
        plain = {"approval": "count", "ranked": "ranks"}
        if options.satisfaction == "auto" and problem.kind in plain:
            options = options.model_copy(update={"satisfaction": plain[problem.kind]})
        return super().solve(problem, options, seed, progress)


class _Explainer:
    def __init__(self, taking: Taking, order: list[int]) -> None:
        self._instance, self._standing, self._order = taking.instance, taking.standing, order
        self._totals = present_totals(self._instance, self._standing)
        self._left = {item: turn.money for item, turn in zip(order, taking.turns, strict=True)}
        self._rest = taking.money
        self._counted: Counted = "points" if self._instance.satisfaction in _IN_POINTS else "votes"
        self._stopped_by, self._part = taking.stopped_by, taking.part
        skips = taking.over_budget == "skip"  # who stops at the first may be moved by votes for any other
        self._enough = enough_votes(taking) if skips else {}
        self._ahead = _ahead(taking, order, self._counted) if skips else {}

    def explain(self, item: int, place: int) -> Reasons:
        reasons = self._funded(item, place) if place else self._not_funded(item)
        return with_enough(reasons, self._enough.get(item), self._counted)

    def _funded(self, item: int, place: int) -> Reasons:
        """`count` are the supporters that it had at its turn."""
        values = self._basics(item, place) | {"left": self._instance.money(self._left[item])}
        reason = Message("greedy-budgets.funded", values)
        if self._part is not None and item == self._stopped_by:
            reason = Message("greedy-budgets.funded-in-part", {**values, "part": self._instance.money(self._part)})
        return with_ahead((reason,), self._ahead.get(item), self._counted == "points")

    def _not_funded(self, item: int) -> Reasons:
        refused = refusal(self._instance, self._standing.status, item, self._order)
        if refused:
            return refused
        if self._stopped_by is not None and item != self._stopped_by and self._standing.status[item] == OPEN:
            ended = {"stopped_by": self._instance.problem.items[self._stopped_by]}
            return (Message("greedy-budgets.behind-the-end", self._basics(item, 0) | ended),)
        values = self._basics(item, 0) | {"budget_left": self._instance.money(self._rest)}
        return (Message("greedy-budgets.not-enough-left", values),)

    def _basics(self, item: int, place: int) -> dict[str, Value]:
        counted = {"satisfaction": self._totals[item], "count": int(self._standing.support[item])}
        return basics(self._instance, item, place) | counted


_IN_POINTS = ("points", "borda", "ranks")


def _with_part(found: Allocation, part: int) -> Allocation:
    """The same, the last of the awards being a part of the cost."""
    last = found.awards[-1]
    awards = (*found.awards[:-1], Award(item=last.item, amount=part))
    return found.model_copy(update={"awards": awards, "spent": sum(award.amount for award in awards)})


def _ahead(taking: Taking, order: list[int], counted: Counted) -> dict[int, int]:
    """Nothing where limits make it long to count, or where points taken away may leave too few supporters."""
    least = taking.instance.problem.minimum_support
    asked = taking.instance.problem.minimum_points
    if taking.instance.limits.any or asked or (counted == "points" and least > 1):
        return {}
    return votes_ahead(taking, order, 0 if taking.unsupported else max(least, 1))

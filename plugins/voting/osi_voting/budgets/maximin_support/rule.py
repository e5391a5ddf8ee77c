"""The maximin support method for participatory budgeting."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd

import numpy as np

from osi_core.plugins import Allocation, AllocationProblem, AllocationRule, Progress
from osi_core.words import Message
from osi_voting.budgets.explanations import allocation, basics, refusal
from osi_voting.budgets.instance import Instance
from osi_voting.budgets.lacking import with_enough
from osi_voting.budgets.limits.arrays import LARGEST
from osi_voting.budgets.maximin_support.flow_kernel import overloaded
from osi_voting.budgets.maximin_support.more_votes import LookingBack
from osi_voting.budgets.maximin_support.network import network
from osi_voting.budgets.options import BudgetOptions
from osi_voting.budgets.standing import CONFLICTS, OPEN, POT_FULL, TOO_POOR, WAITING
from osi_voting.lacking import Enough
from osi_voting.reasons import Reasons
from osi_voting.refusal import CannotDecide
from osi_voting.with_kernels import WithKernels

__all__ = ["MaximinSupport"]


class MaximinSupport(WithKernels, AllocationRule):
    """Round by round the project is funded after which the costs can be spread over supporters most evenly.

    The cost of each funded project is divided among its supporters, as they like; with the best division, the highest
    total of any voter is the load of the set. That project which fits the budget and leads to the lowest load is next.
    L. Sánchez-Fernández, N. Fernández García, J. A. Fisteus, M. Brill, "The maximin support method: an extension of the
    D'Hondt method to approval-based multiwinner elections", Mathematical Programming 203, 2024,
    doi:10.1007/s10107-022-01805-8; for costs: H. Aziz, B. Lee, N. Talmon, "Proportionally Representative Participatory
    Budgeting: Axioms and Algorithms", AAMAS 2018 ("generalised sequential Phragmén"). PJR by count (M. Brill, S.
    Forster, M. Lackner, J. Maly, J. Peters, "Proportionality in Approval-Based Participatory Budgeting", AAAI 2023,
    arXiv:2302.03672), as long as no limit interferes. Not priceable: a dear project that few
    want is funded where a better one does not fit.

    By duality the load is the largest cost(S) / (supporters of any in S) over sets S of funded projects. It is found
    with a maximal flow that shows such an S or that there is none (W. Dinkelbach, "On Nonlinear Fractional
    Programming", 1967, doi:10.1287/mnsc.13.7.492), in whole numbers. Loads only grow, so old ones are lower bounds, and
    few are computed anew: a flow takes about (choices of different ballots) times (funded projects). Any ballot counts
    as an approval.
    """

    name = "maximin-support"
    version = "1"
    Options = BudgetOptions
    claims = frozenset({"JR", "PJR by count"})
    ballot_kinds = frozenset({"approval", "points", "ranked"})

    def solve(self, problem: AllocationProblem, options: BudgetOptions, seed: bytes, progress: Progress) -> Allocation:
        instance = Instance.of(problem, "count", options.ties, seed, True, options.at_most)
        count = MaximinCount(instance)
        count.run(progress)
        explainer = MaximinExplainer(count)
        counters = {"exact_steps": count.flows, "flows": count.flows, "rounds": len(count.order)}
        return allocation(instance, count.order, count.tied, explainer.explain, counters)


@dataclass
class MaximinCount:
    """One count. `costs` are in units of `unit`, their greatest common divisor; `loads` those that rounds led to."""

    instance: Instance
    flows: int = 0
    order: list[int] = field(default_factory=list)
    tied: list[tuple[int, ...]] = field(default_factory=list)
    loads: list[Fraction] = field(default_factory=list)

    def __post_init__(self) -> None:
        instance = self.instance
        self.standing = instance.standing()
        self.money = instance.budget
        self.weights = instance.ballots.weight_array()
        self.unit = gcd(0, *instance.costs.tolist()) or 1
        self.costs = [cost // self.unit for cost in instance.costs.tolist()]
        able = np.flatnonzero((instance.status == OPEN) | (instance.status == WAITING)).tolist()
        if sum(self.costs[p] for p in able) * max(instance.voters, 1) >= LARGEST:
            raise CannotDecide("voting.problem.cost-times-voters")
        self.lowest = {p: Fraction(self.costs[p], int(instance.support[p])) for p in able}

    def run(self, progress: Progress) -> None:
        """Round after round until nothing fits."""
        costs, status = self.instance.costs, self.standing.status
        while True:
            status[(status == OPEN) & (costs > self.money)] = TOO_POOR
            best, first = None, list[int]()
            for item in sorted(np.flatnonzero(status == OPEN).tolist(), key=self.lowest.__getitem__):
                if best is not None and self.lowest[item] > best:
                    break
                load = self.lowest[item] = self._load(item)
                if best is None or load < best:
                    best, first = load, [item]
                elif load == best:
                    first.append(item)
            if best is None:
                return
            self._fund(first, best)
            progress(1 - self.money / max(self.instance.budget, 1))

    def _fund(self, first: list[int], load: Fraction) -> None:
        if len(first) > 1:
            self.tied.append(tuple(first))
        item = min(first, key=self.instance.ranks.__getitem__)
        self.instance.fund(self.standing, item)
        self.money -= int(self.instance.costs[item])
        self.order.append(item)
        self.loads.append(load * self.unit)

    def _load(self, item: int) -> Fraction:
        """The load of what is funded and this project: from a lower bound upwards, each time with a set that exceeds
        it.
        """
        chosen = [*self.order, item]
        offsets, groups, weights = network([self.standing.supporters(p)[0] for p in chosen], self.instance.ballots)
        costs = np.array([self.costs[p] for p in chosen], np.int64)
        load = max(self.lowest[item], self.loads[-1] / self.unit if self.loads else Fraction(0))
        while True:
            self.flows += 1
            supply, room = costs * load.denominator, weights * load.numerator
            reached, lacks = overloaded(offsets, groups, len(weights), supply, room)
            if not lacks:
                return load
            touched = np.zeros(len(weights), bool)
            for project in np.flatnonzero(reached):
                touched[groups[offsets[project] : offsets[project + 1]]] = True
            load = Fraction(int(costs[reached].sum()), int(weights[touched].sum()))


class MaximinExplainer:
    """Explains projects after a count."""

    def __init__(self, count: MaximinCount) -> None:
        self._count, self._back = count, LookingBack(count)

    def explain(self, item: int, place: int) -> Reasons:
        """Why; place 0 is not funded. `count` are the supporters in the end."""
        count, instance = self._count, self._count.instance
        values = basics(instance, item, place) | {"count": int(count.standing.support[item])}
        if place:
            values |= {"round": place, "load": instance.money(round(count.loads[place - 1]))}
            return (Message("maximin-support.funded", values),)
        reasons = refusal(instance, count.standing.status, item, count.order)
        if reasons and count.standing.status[item] not in (CONFLICTS, POT_FULL):
            return reasons
        spent = Message("maximin-support.budget-spent", {**values, "budget_left": instance.money(count.money)})
        more = self._back.least_more(item)
        return with_enough(reasons or (spent,), None if more is None else Enough(more), "votes")

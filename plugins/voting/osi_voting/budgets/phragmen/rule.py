"""Phragmén's sequential rule for participatory budgeting."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cmp_to_key
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from osi_core.plugins import Allocation, AllocationProblem, AllocationRule, Progress
from osi_voting.budgets.explanations import allocation
from osi_voting.budgets.instance import Instance
from osi_voting.budgets.options import BudgetOptions
from osi_voting.budgets.phragmen import kernel
from osi_voting.budgets.phragmen.explanations import PhragmenExplainer
from osi_voting.budgets.phragmen.kernel import Loads, Network
from osi_voting.budgets.recurrence import Recurrence, two_floats
from osi_voting.budgets.standing import OPEN, TOO_POOR
from osi_voting.with_kernels import WithKernels

__all__ = ["Phragmen", "PhragmenOptions"]


class PhragmenOptions(BudgetOptions):
    """`over_budget` says what happens when the project that is next does not fit the budget: stop (as the rule is
    defined) or skip it and go on.
    """

    over_budget: Literal["stop", "skip"] = "stop"


class Phragmen(WithKernels, AllocationRule):
    """Voters earn money at the same speed; as soon as supporters have what a project costs, they buy it.

    Project p is bought at time (cost + sum of its supporters' times of their last purchase) / (number of supporters);
    the one with the earliest time is next, and then its supporters start from there again. It ends where the next one
    exceeds the budget. L. E. Phragmén, "Sur une méthode nouvelle pour réaliser, dans les élections, la représentation
    proportionnelle des partis", 1894; for costs: M. Los, Z. Christoff, D. Grossi, "Proportional Budget Allocations:
    Towards a Systematization", IJCAI 2022, doi:10.24963/ijcai.2022/57. Satisfies priceability where it stops, and PJR
    up to any project, which by count is PJR (M. Brill, S. Forster, M. Lackner, J. Maly, J. Peters, "Proportionality in
    Approval-Based Participatory Budgeting", AAAI 2023, arXiv:2302.03672), as long as no limit interferes; not
    EJR. Any ballot counts as an approval of what it names (points: gives more than 0).

    Supporters of a project that had to wait for another may have more than it costs by then. It is next, and those who
    have most pay, until the rest have as much as they keep: the lowest times of last purchase rise to a common level.
    Of several such the one with the lowest level comes first. This is ours; the sources have no needs.

    Time: (choices on ballots) times (looks at a project before it is bought), which lower bounds keep few.
    """

    name = "phragmen"
    version = "1"
    Options = PhragmenOptions
    claims = frozenset({"JR", "PJR by count", "priceability"})
    ballot_kinds = frozenset({"approval", "points", "ranked"})

    def claims_with(self, options: PhragmenOptions) -> frozenset[str]:
        """What is skipped may be wanted by supporters who have earned more than it costs."""
        return self.claims if options.over_budget == "stop" else self.claims - {"priceability"}

    def solve(
        self, problem: AllocationProblem, options: PhragmenOptions, seed: bytes, progress: Progress
    ) -> Allocation:
        instance = Instance.of(problem, "count", options.ties, seed, at_most=options.at_most)
        count = PhragmenCount(instance)
        count.run(skip=options.over_budget == "skip")
        progress(1.0)
        numbers = count.loads.numbers
        counters = {
            "evaluations": int(numbers[kernel.EVALUATIONS]),
            "exact_steps": count.steps,
            "rounds": int(numbers[kernel.ROUNDS]),
        }
        return allocation(instance, count.order, count.tied, PhragmenExplainer(count).explain, counters)


class _Next(NamedTuple):
    """What is bought next: one of `items`, at `time` as a fraction (None: not known yet, as it exceeds the budget).
    `pays` says by the round of their last purchase which of its supporters pay (empty: all do).
    """

    items: list[int]
    time: tuple[int, int] | None
    pays: NDArray[np.uint8]


_EVERYONE: NDArray[np.uint8] = np.empty(0, np.uint8)


@dataclass
class PhragmenCount:
    """One count. `late` are the rounds of projects that waited longer for others than for the money. It ended at `end`;
    if with such a project, its supporters' lowest loads would have risen to `end_level`.
    """

    instance: Instance
    steps: int = 0
    tied: list[tuple[int, ...]] = field(default_factory=list)
    late: set[int] = field(default_factory=set)
    end: tuple[int, int] = (0, 1)
    end_level: Fraction | None = None
    network: Network = field(init=False)
    loads: Loads = field(init=False)
    times: Recurrence = field(default_factory=Recurrence)

    def __post_init__(self) -> None:
        self.network = Network(np.ascontiguousarray(self.instance.costs), self.instance.limits)
        self.loads = _loads(self.instance)
        self._waited = set(np.flatnonzero(self.instance.limits.needs).tolist())

    @property
    def order(self) -> list[int]:
        """The funded projects."""
        order: list[int] = self.loads.order[: self.loads.numbers[kernel.ROUNDS]].tolist()
        return order

    def run(self, skip: bool) -> None:
        """Buys until the budget ends it. `skip` passes over what does not fit."""
        status, going = self.loads.standing.status, True
        while going:
            found = self._late()
            if found is None and (why := kernel.run(self.network, self.loads)) != kernel.OPENED:
                if why == kernel.FINISHED:
                    self.end = self.clock()
                    break
                found = self._contested(why)
            if found is not None:
                going = self._buy(found, skip)
        status[status == OPEN] = TOO_POOR

    def _contested(self, why: int) -> _Next:
        contest = self.loads.contest[: self.loads.numbers[kernel.CONTESTANTS]].tolist()
        if why == kernel.OVER_BUDGET:
            return _Next(contest, None, _EVERYONE)
        self.steps += 1
        return _Next(*self._exactly(contest), _EVERYONE)

    def _buy(self, found: _Next, skip: bool) -> bool:
        """Buys one of the next, unless they do not fit; whether to go on."""
        loads, k = self.loads, int(self.loads.numbers[kernel.ROUNDS])
        dear = [item for item in found.items if self.network.costs[item] > loads.numbers[kernel.MONEY]]
        if dear and skip:
            loads.standing.status[dear] = TOO_POOR
            return True
        if dear:
            if len(found.pays):
                assert found.time is not None
                self.end, self.end_level = self.clock(), Fraction(*found.time)
            else:
                self.end = self._exactly(found.items)[1]
            return False
        if len(found.items) > 1:
            self.tied.append(tuple(found.items))
        item = min(found.items, key=self.instance.ranks.__getitem__)
        assert found.time is not None
        if len(found.pays):
            self.late.add(k)
        kernel.buy(self.network, loads, item, two_floats(*found.time)[0], found.pays)
        return True

    # -- those that waited --------------------------------------------------------------------------------------------

    def _late(self) -> _Next | None:
        """Those of the open projects that had to wait for others, whose supporters had the money before now, and of
        these the ones that the least loads suffice for.
        """
        opened = [item for item in self._waited if self.loads.standing.status[item] == OPEN]
        found: dict[int, tuple[Fraction, NDArray[np.uint8]]] = {}
        for item in opened:
            level, pays = self._level(item)
            if level < Fraction(*self.clock()):
                found[item] = level, pays
            else:
                self._waited.remove(item)
        if not found:
            return None
        self.steps += 1
        least = min(level for level, _ in found.values())
        items = sorted(item for item, (level, _) in found.items() if level == least)
        first = min(items, key=self.instance.ranks.__getitem__)
        return _Next(items, least.as_integer_ratio(), found[first][1])

    def _level(self, item: int) -> tuple[Fraction, NDArray[np.uint8]]:
        """To which level the lowest loads of its supporters must rise to pay a project, and by round of last purchase
        whose do. If none is above, it is the time at which the project is bought.
        """
        self._follow()
        rounds, counts = (found.tolist() for found in kernel.last_rounds(self.loads, item))
        loads = [Fraction(*self.times.number(k - 1)) if k else Fraction(0) for k in rounds]
        due, units, level = Fraction(int(self.network.costs[item])), 0, Fraction(0)
        for load, count in sorted(zip(loads, counts, strict=True)):
            if units and level <= load:
                break
            due += load * count
            units += count
            level = due / units
        pays = np.zeros(len(self.times) + 1, np.uint8)
        pays[rounds] = [load <= level for load in loads]
        return level, pays

    # -- times --------------------------------------------------------------------------------------------------------

    def clock(self, k: int | None = None) -> tuple[int, int]:
        """When a round is bought, the last without `k`: a late one at the time of the one before."""
        self._follow()
        at = len(self.times) - 1 if k is None else k
        while at in self.late:
            at -= 1
        return self.times.number(at) if at >= 0 else (0, 1)

    def _follow(self) -> None:
        loads, costs = self.loads, self.network.costs
        for k in range(len(self.times), int(loads.numbers[kernel.ROUNDS])):
            item = loads.order[k]
            row = slice(*loads.counted_from[k : k + 2].tolist())
            of, counts = _that_bought(loads.counted_in[row], loads.counted[row])
            self.times.append(int(costs[item]), of, counts, int(loads.payers[k]))

    def _exactly(self, contest: list[int]) -> tuple[list[int], tuple[int, int]]:
        """Which of these are first, and when, compared as fractions over one denominator."""
        tops = {item: self.due(item) for item in contest}
        support = self.loads.standing.support

        def compare(one: int, other: int) -> int:
            left, right = tops[one] * int(support[other]), tops[other] * int(support[one])
            return (left > right) - (left < right)

        first = min(contest, key=cmp_to_key(compare))
        bottom = self.times.denominator * int(support[first])
        return [item for item in contest if compare(item, first) == 0], (tops[first], bottom)

    def due(self, item: int) -> int:
        """Cost and loads of a project's supporters together, over the common denominator."""
        self._follow()
        of, counts = _that_bought(*kernel.last_rounds(self.loads, item))
        return int(self.network.costs[item]) * self.times.denominator + self.times.combined(of, counts)


def _that_bought(rounds: NDArray[np.int32], counts: NDArray[np.int64]) -> tuple[list[int], list[int]]:
    """The rounds that voters bought last in, and how many; without those who never did, which stand first as 0."""
    idle = int(bool(len(rounds)) and not rounds[0])
    return (rounds[idle:] - 1).tolist(), counts[idle:].tolist()


def _loads(instance: Instance) -> Loads:
    m, entries = instance.m, len(instance.ballots.choices)
    with np.errstate(divide="ignore", invalid="ignore"):
        lowest = np.where(instance.support > 0, instance.costs / instance.support, np.inf) * (1.0 - 2.0**-50)
    standing = instance.standing()
    rising = np.argsort(lowest, kind="stable").astype(np.int32)
    heap, waiting = np.zeros(m, np.int32), rising[standing.status[rising] == OPEN]
    heap[: len(waiting)] = waiting
    return Loads(
        standing=standing,
        lowest=lowest,
        heap=heap,
        last=np.zeros(instance.ballots.n, np.int32),
        times=np.zeros(m + 1),
        order=np.zeros(m, np.int32),
        counted_from=np.zeros(m + 1, np.int64),
        counted_in=np.zeros(entries, np.int32),
        counted=np.zeros(entries, np.int64),
        counts=np.zeros(m + 1, np.int64),
        payers=np.zeros(m, np.int64),
        contest=np.zeros(m, np.int32),
        numbers=np.array([0, 0, instance.budget, 0, len(waiting)], np.int64),
    )

"""Phragmén's sequential rule for participatory budgeting."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cmp_to_key
from math import floor
from typing import Literal

import numpy as np

from osi_core.plugins import Allocation, AllocationProblem, AllocationRule, Progress
from osi_voting.budgets import phragmen_kernel as kernel
from osi_voting.budgets.instance import FUNDED, OPEN, TOO_POOR, Instance
from osi_voting.budgets.phragmen_kernel import Loads, Network
from osi_voting.budgets.recurrence import Recurrence, two_floats
from osi_voting.budgets.telling import Told, allocation, basics, count_text, money_text, refusal
from osi_voting.ties import TiesOptions

__all__ = ["Phragmen", "PhragmenOptions"]


class PhragmenOptions(TiesOptions):
    """`over_budget` says what happens when the project that is next does not fit the budget: stop (as the rule is
    defined) or skip it and go on.
    """

    over_budget: Literal["stop", "skip"] = "stop"


class Phragmen(AllocationRule):
    """Voters earn money at the same speed; as soon as supporters have what a project costs, they buy it.

    Project p is bought at time (cost + sum of its supporters' times of their last purchase) / (number of supporters);
    the one with the earliest time is next, and then its supporters start from there again. It ends where the next one
    exceeds the budget. L. E. Phragmén, "Sur une méthode nouvelle pour réaliser, dans les élections, la représentation
    proportionnelle des partis", 1894; for costs: M. Los, Z. Christoff, D. Grossi, "Proportional Budget Allocations:
    Towards a Systematization", IJCAI 2022, doi:10.24963/ijcai.2022/56. Satisfies priceability, and PJR up to any
    project (ibid.), as long as no pot, conflict or minimum support interferes; not EJR. Any ballot counts as an
    approval of what it names (points: gives more than 0).

    Time: (choices on ballots) times (looks at a project before it is bought), which lower bounds keep few.
    """

    name = "phragmen"
    version = 1
    Options = PhragmenOptions
    claims = frozenset({"JR"})
    ballot_kinds = frozenset({"approval", "points", "ranked"})

    def solve(
        self, problem: AllocationProblem, options: PhragmenOptions, seed: bytes, progress: Progress
    ) -> Allocation:
        instance = Instance.of(problem, "count", options.ties, seed)
        count = PhragmenCount(instance)
        count.run(skip=options.over_budget == "skip")
        progress(1.0)
        numbers = count.loads.numbers
        counters = {
            "evaluations": int(numbers[kernel.EVALUATIONS]),
            "exact_steps": count.steps,
            "rounds": int(numbers[kernel.ROUNDS]),
        }
        return allocation(instance, count.order, count.tied, count.tell, counters)


@dataclass
class PhragmenCount:
    """One count from beginning to end."""

    instance: Instance
    steps: int = 0
    tied: list[tuple[int, ...]] = field(default_factory=list)
    next_ones: tuple[int, ...] = ()
    end: tuple[int, int] = (0, 1)
    network: Network = field(init=False)
    loads: Loads = field(init=False)
    _times: Recurrence = field(default_factory=Recurrence)

    def __post_init__(self) -> None:
        self.network, self.loads = _network(self.instance), _loads(self.instance)

    @property
    def order(self) -> list[int]:
        """The funded projects."""
        order: list[int] = self.loads.order[: self.loads.numbers[kernel.ROUNDS]].tolist()
        return order

    def run(self, skip: bool) -> None:
        """Buys until the budget ends it. `skip` passes over what does not fit."""
        loads, costs = self.loads, self.network.costs
        while (why := kernel.run(self.network, loads)) != kernel.FINISHED:
            contest = loads.contest[: loads.numbers[kernel.CONTESTANTS]].tolist()
            best, time = contest, None
            if why == kernel.CONTESTED:
                self.steps += 1
                best, time = self._exactly(contest)
            dear = [item for item in best if costs[item] > loads.numbers[kernel.MONEY]]
            if dear and skip:
                loads.status[dear] = TOO_POOR
                continue
            if dear:
                self.next_ones = tuple(best)
                break
            if len(best) > 1:
                self.tied.append(tuple(best))
            item = min(best, key=self.instance.ranks.__getitem__)
            assert time is not None
            kernel.buy(self.network, loads, item, two_floats(*time)[0])
        self.end = self._exactly(list(self.next_ones))[1] if self.next_ones else self._last_time()
        loads.status[loads.status == OPEN] = TOO_POOR

    def _last_time(self) -> tuple[int, int]:
        self._follow()
        return self._times.number(len(self._times) - 1) if len(self._times) else (0, 1)

    def _follow(self) -> None:
        loads, costs, support = self.loads, self.network.costs, self.network.support
        for k in range(len(self._times), int(loads.numbers[kernel.ROUNDS])):
            item = loads.order[k]
            self._times.append(int(costs[item]), loads.counts[k, 1 : k + 1].tolist(), int(support[item]))

    def _exactly(self, contest: list[int]) -> tuple[list[int], tuple[int, int]]:
        """Which of these are first, and when, compared as fractions over one denominator."""
        tops = {item: self._top(item) for item in contest}
        support = self.network.support

        def compare(one: int, other: int) -> int:
            left, right = tops[one] * int(support[other]), tops[other] * int(support[one])
            return (left > right) - (left < right)

        first = min(contest, key=cmp_to_key(compare))
        bottom = self._times.denominator * int(support[first])
        return [item for item in contest if compare(item, first) == 0], (tops[first], bottom)

    def _top(self, item: int) -> int:
        """Cost and loads of a project's supporters together, over the common denominator."""
        self._follow()
        counts = np.zeros(self.loads.numbers[kernel.ROUNDS] + 1, np.int64)
        kernel.counts_of(self.network, self.loads, item, counts)
        return int(self.network.costs[item]) * self._times.denominator + self._times.combined(counts[1:].tolist())

    # -- telling why --------------------------------------------------------------------------------------------------

    def tell(self, item: int, place: int) -> Told:
        """Data, English, German; place 0 is not funded."""
        instance = self.instance
        data = basics(instance, item, place)
        has_en, has_de = count_text(int(instance.support[item]))
        if self.loads.status[item] == FUNDED:
            time = self._rounded(place - 1)
            data |= {"round": place, "time": time}
            time_en, time_de = money_text(time, instance.problem.currency)
            return (
                data,
                f"Funded in round {place}, when every voter had earned {time_en}: its {has_en} supporters could pay.",
                f"Gefördert in Runde {place}, als alle je {time_de} hatten: {has_de} Unterstützende konnten zahlen.",
            )
        return refusal(instance, self.loads.status, item, self.order) or self._not_in_time(item, data, has_en, has_de)

    def _not_in_time(self, item: int, data: dict[str, int | str], has_en: str, has_de: str) -> Told:
        currency, left = self.instance.problem.currency, int(self.loads.numbers[kernel.MONEY])
        left_en, left_de = money_text(left, currency)
        if data["cost"] > left:  # type: ignore[operator] # a cost is a number
            data |= {"reason": "budget spent", "budget_left": left}
            en, de = f"Not funded: only {left_en} of the budget are left", f"Nicht gefördert: nur {left_de} sind übrig"
        else:
            data |= {"reason": "too late", "budget_left": left}
            en, de = "Not funded: the budget was spent before its turn", "Nicht gefördert: das Budget endete vorher"
        missing, more = self._missing(item)
        if missing > 0:
            data |= {"missing": missing, "more_supporters": more}
            (gap_en, gap_de), (more_en, more_de) = money_text(missing, currency), count_text(more)
            en += f"; its {has_en} supporters lacked {gap_en}, as much as {more_en} more would have earned"
            de += f"; seinen {has_de} Unterstützenden fehlten {gap_de}, so viel wie {more_de} weitere verdient hätten"
        return data, f"{en}.", f"{de}."

    def _missing(self, item: int) -> tuple[int, int]:
        """What the supporters lacked at the end, in whole minor units, and how many more would have had that."""
        end_top, end_bottom = self.end
        if not end_top:
            return int(self.network.costs[item]), 0
        top, bottom = self._top(item), self._times.denominator
        lack = top * end_bottom - end_top * bottom * int(self.network.support[item])
        return -(-lack // (bottom * end_bottom)), max(0, -(-lack // (bottom * end_top)))

    def _rounded(self, k: int) -> int:
        """The time of a round in whole minor units, rounded half up, from the exact number where that matters."""
        time = float(self.loads.times[k + 1])
        if abs(time - floor(time) - 0.5) > 1e-9 * max(time, 1.0) and time < 2**50:
            return floor(time + 0.5)
        self._follow()
        top, bottom = self._times.number(k)
        return (2 * top + bottom) // (2 * bottom)


def _network(instance: Instance) -> Network:
    ballots, supporters, limits = instance.ballots, instance.supporters, instance.limits
    empty = np.empty(0, np.int64)
    return Network(
        costs=np.ascontiguousarray(instance.costs),
        support=instance.support,
        item_offsets=supporters.offsets,
        item_ballots=supporters.ballots,
        item_weights=empty if ballots.weights is None else ballots.weights[supporters.ballots],
        pot_of=limits.pot_of,
        pots=limits.pots,
        rival_of=limits.rival_of,
        rivals=limits.rivals,
    )


def _loads(instance: Instance) -> Loads:
    m = instance.m
    with np.errstate(divide="ignore", invalid="ignore"):
        lowest = np.where(instance.support > 0, instance.costs / instance.support, np.inf) * (1.0 - 2.0**-50)
    return Loads(
        status=instance.status.copy(),
        room=instance.limits.amounts.copy(),
        lowest=lowest,
        last=np.zeros(instance.ballots.n, np.int32),
        times=np.zeros(m + 1),
        order=np.zeros(m, np.int32),
        counts=np.zeros((m, m + 1), np.int64),
        contest=np.zeros(m, np.int32),
        numbers=np.array([0, 0, instance.budget, 0], np.int64),
    )

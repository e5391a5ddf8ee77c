"""What every budgeting rule starts from: costs, ballots as numbers, supporters, ties, pots and conflicts as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from osi_core.plugins import AllocationProblem
from osi_voting.arrays import Ballots, Ints, Supporters, frozen, view
from osi_voting.budgets.limits_kernel import close_excluded
from osi_voting.ties import Ties, tie_ranks

__all__ = ["OPEN", "Instance", "Limits", "Satisfaction", "Status"]

Satisfaction = Literal["auto", "cost", "count", "points", "borda"]
"""What a supporter gets from a funded project. cost: as much as it costs. count: 1. points: the points of the ballot.
borda: on a ranked ballot the number of projects named after it. auto: cost for approval, points for points, Borda for
ranked ballots."""

Status = NDArray[np.uint8]
OPEN, FUNDED, TOO_POOR, WEAK, POT_FULL, CONFLICTS, TOO_DEAR = range(7)
"""Where a project stands. TOO_POOR: its supporters cannot pay it. WEAK: fewer supporters than the minimum (or none).
POT_FULL: its category or district has too little left. CONFLICTS: with a funded one. TOO_DEAR: more than the budget."""

_LARGEST = 2**62


@dataclass(frozen=True)
class Limits:
    """Pots and conflicts in compressed rows: project p draws on `pots[pot_of[p]:pot_of[p + 1]]`, each of which holds
    `amounts[pot]`, and excludes `rivals[rival_of[p]:rival_of[p + 1]]`.
    """

    pot_of: Ints
    pots: Ints
    amounts: Ints
    rival_of: Ints
    rivals: Ints

    @classmethod
    def of(cls, problem: AllocationProblem) -> Limits:
        """The limits of a problem. A pot larger than all costs together is as good as none."""
        index: dict[str, int] = {}
        amounts: list[int] = []
        drawn = problem.pots()
        rows: list[list[int]] = []
        for item in problem.items:
            row = []
            for name, amount in drawn[item]:
                if name not in index:
                    index[name] = len(amounts)
                    amounts.append(min(amount, _LARGEST))
                row.append(index[name])
            rows.append(row)
        place = {item: at for at, item in enumerate(problem.items)} if problem.conflicts else {}
        hostile: list[list[int]] = [[] for _ in problem.items]
        for one, other in problem.conflicts:
            hostile[place[one]].append(place[other])
            hostile[place[other]].append(place[one])
        pot_of, pots = _rows(rows)
        rival_of, rivals = _rows(hostile)
        return cls(pot_of, pots, np.array(amounts, np.int64), rival_of, rivals)

    def hold(self, costs: Ints) -> NDArray[np.bool_]:
        """For each project whether every pot of it holds its cost."""
        fits = np.ones(len(costs), bool)
        for item in np.flatnonzero(np.diff(self.pot_of)):
            pots = self.pots[self.pot_of[item] : self.pot_of[item + 1]]
            fits[item] = bool((self.amounts[pots] >= costs[item]).all())
        return fits


@dataclass(frozen=True)
class Instance:
    """A participatory budgeting instance. Money is whole minor units.

    `voters` counts all ballots by weight, also those that support nothing. `units` are what an entry of a ballot is
    worth (None: 1 each), and a project's satisfaction is units times `scale[p]` (its cost, or 1). `ballots` hold only
    entries with satisfaction above 0, with equal ballots merged where that pays. `status` is what is known beforehand.
    """

    problem: AllocationProblem
    satisfaction: Satisfaction
    costs: Ints
    budget: int
    voters: int
    ballots: Ballots
    supporters: Supporters
    scale: Ints
    ranks: Ints
    support: Ints
    limits: Limits
    status: Status

    @classmethod
    def of(
        cls,
        problem: AllocationProblem,
        satisfaction: Satisfaction = "auto",
        ties: Ties = "seed",
        seed: bytes = b"",
        often: bool = False,
    ) -> Instance:
        """Reads a problem. `often` says that it will be counted many times, so that merging equal ballots pays. Raises
        `ValueError` naming the field where satisfaction and ballots do not fit, or numbers are too large to count with.
        """
        assert problem.cost is not None
        costs = view(problem.cost)
        raw = Ballots.of(problem)
        measure = _measure(raw, satisfaction)
        ballots = _worth_something(raw, measure)
        ballots = ballots.grouped() if often else ballots.grouped_if_worth_it()
        supporters = ballots.transposed()
        support = np.diff(supporters.offsets) if ballots.weights is None else _support(ballots)
        status = np.zeros(len(costs), np.uint8)
        status[costs > min(problem.budget, _LARGEST)] = TOO_DEAR
        limits = Limits.of(problem)
        status[~limits.hold(costs)] = POT_FULL
        status[support < max(problem.minimum_support, 1)] = WEAK
        _check_sizes(problem, costs[status == OPEN], ballots)
        return cls(
            problem=problem,
            satisfaction=measure,
            costs=costs,
            budget=problem.budget,
            voters=raw.total_weight(),
            ballots=ballots,
            supporters=supporters,
            scale=costs if measure == "cost" else np.ones(len(costs), np.int64),
            ranks=tie_ranks(problem.items, seed, ties, costs.tolist()),
            support=support,
            limits=limits,
            status=status,
        )

    def fits_pots(self) -> NDArray[np.bool_]:
        """Which projects each of their pots could pay, were nothing else funded."""
        return self.limits.hold(self.costs) & (self.costs <= self.budget)

    @cached_property
    def cost_list(self) -> list[int]:
        """The costs as whole numbers of Python."""
        return self.costs.tolist()  # type: ignore[no-any-return] # whole numbers

    @cached_property
    def support_list(self) -> list[int]:
        """The supporters as whole numbers of Python."""
        return self.support.tolist()  # type: ignore[no-any-return] # whole numbers

    @property
    def m(self) -> int:
        """How many projects there are."""
        return len(self.costs)

    def close_excluded(self, status: Status, room: Ints, item: int) -> None:
        """After a project is funded: closes its rivals, takes its cost from its pots and closes what no longer fits."""
        limits = self.limits
        close_excluded(self.costs, limits.pot_of, limits.pots, limits.rival_of, limits.rivals, status, room, item)

    def units(self) -> Ints:
        """For each project the sum over its supporters of what it is worth to them, in units."""
        return self.support if self.ballots.values is None else self.ballots.points()


def _measure(ballots: Ballots, satisfaction: Satisfaction) -> Satisfaction:
    if ballots.kind == "paired":
        raise ValueError("kind: paired ballots say nothing about a budget")
    measure = satisfaction
    if measure == "auto":
        by_kind: dict[str, Satisfaction] = {"approval": "cost", "points": "points", "ranked": "borda"}
        measure = by_kind[ballots.kind]
    if (measure == "points" and ballots.kind != "points") or (measure == "borda" and ballots.kind != "ranked"):
        raise ValueError(f"satisfaction: {measure} does not fit {ballots.kind} ballots")
    return measure


def _worth_something(ballots: Ballots, measure: Satisfaction) -> Ballots:
    """Ballots as points of the measure, without entries of 0."""
    values = ballots.values
    if measure == "borda":
        ends = np.repeat(ballots.offsets[1:], np.diff(ballots.offsets))
        values = ends - np.arange(len(ballots.choices)) - 1
    offsets, choices = ballots.offsets, ballots.choices
    if values is not None and len(values) and not values.all():
        keep = values > 0
        offsets = frozen(np.concatenate(([0], np.cumsum(keep)))[offsets])
        choices, values = frozen(choices[keep]), values[keep]
    scored = frozen(values) if values is not None and measure in ("points", "borda") else None
    return Ballots("approval" if scored is None else "points", ballots.m, offsets, choices, scored, ballots.weights)


def _support(ballots: Ballots) -> Ints:
    return Ballots("approval", ballots.m, ballots.offsets, ballots.choices, None, ballots.weights).support()


def _check_sizes(problem: AllocationProblem, costs: Ints, ballots: Ballots) -> None:
    """Sums must fit 64 bits; what does not is refused, not counted wrongly."""
    if float(costs.sum(dtype=np.float64)) >= _LARGEST or problem.budget >= _LARGEST:
        raise ValueError("cost: together more than 4.6 * 10^18 minor units, which is more than can be counted")
    weight = float(np.max(ballots.weights)) if ballots.weights is not None and ballots.n else 1.0
    if ballots.values is not None and float(ballots.values.sum(dtype=np.float64)) * weight >= _LARGEST:
        raise ValueError("values: points add up to more than 4.6 * 10^18, which is more than can be counted")


def _rows(rows: list[list[int]]) -> tuple[Ints, Ints]:
    offsets = np.concatenate(([0], np.cumsum([len(row) for row in rows]))).astype(np.int64)
    return offsets, np.array([one for row in rows for one in row], np.int64)

"""What every budgeting rule starts from: costs, ballots as numbers, supporters, ties and limits as arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

import numpy as np

from osi_core.money import Money
from osi_core.plugins import AllocationProblem, BallotKind, TieRule, tie_ranks
from osi_voting.arrays import Ballots, Ints, Supporters, frozen, view
from osi_voting.budgets.limits.arrays import LARGEST, LimitRows
from osi_voting.budgets.limits.kernel import close_and_open
from osi_voting.budgets.standing import FUNDED, OPEN, POT_FULL, TOO_DEAR, WAITING, WEAK, Standing, Status
from osi_voting.reasons import money
from osi_voting.refusal import CannotDecide

__all__ = ["Instance", "Satisfaction"]

Satisfaction = Literal["auto", "cost", "count", "points", "borda", "ranks"]
"""What a supporter gets from a funded project. cost: as much as it costs. count: 1. points: the points of the ballot.
borda: on a ranked ballot the number of projects named after it. ranks: there the number of places from its own to the
last, which the problem's `places` says, so that the last counts 1. auto: cost for approval, points for points, and
Borda for ranked ballots."""


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
    at_most: Mapping[str, int]
    limits: LimitRows
    status: Status

    @classmethod
    def of(
        cls,
        problem: AllocationProblem,
        satisfaction: Satisfaction = "auto",
        ties: TieRule = "seed",
        seed: bytes = b"",
        often: bool = False,
        at_most: Mapping[str, int] | None = None,
        dear: bool = False,
    ) -> Instance:
        """Reads a problem. `often` says that it will be counted many times, so that merging equal ballots pays.
        `at_most` bounds how many projects of a category or district may be funded. `dear` says that it will be counted
        with more than the budget, so that what costs more than that stays open. Raises `ValueError` naming the field
        where satisfaction and ballots do not fit, a quota has no project, or numbers are too large to count with.
        """
        assert problem.cost is not None
        costs = view(problem.cost)
        raw = Ballots.of(problem)
        measure = _measure(raw, satisfaction)
        ballots = _worth_something(raw, measure, problem.places)
        ballots = ballots.grouped() if often else ballots.grouped_if_worth_it()
        supporters = ballots.transposed()
        support = np.diff(supporters.offsets) if ballots.weights is None else _support(ballots)
        status = np.zeros(len(costs), np.uint8)
        status[costs > (_most_countable(len(costs), problem.budget) if dear else min(problem.budget, LARGEST))] = (
            TOO_DEAR
        )
        limits = LimitRows.of(problem, costs, at_most or {})
        status[~limits.hold()] = POT_FULL
        status[support < max(problem.minimum_support, 1)] = WEAK
        if problem.minimum_points:
            status[_points_of_all(raw, problem.places) < problem.minimum_points] = WEAK
        _check_sizes(problem, costs[status == OPEN], ballots)
        status[(status == OPEN) & (limits.needs > 0)] = WAITING
        return cls(
            problem=problem,
            satisfaction=measure,
            costs=costs,
            budget=problem.budget,
            voters=raw.total_weight(),
            ballots=ballots,
            supporters=supporters,
            scale=costs if measure == "cost" else np.ones(len(costs), np.int64),
            ranks=np.array(tie_ranks(problem.items, seed, ties, costs.tolist()), np.int64),
            support=support,
            at_most=at_most or {},
            limits=limits,
            status=status,
        )

    def standing(self) -> Standing:
        """Where all projects stand before the first is funded, to go on from; a rule changes its own only."""
        supporters, none = self.supporters, np.empty(0, np.int64)
        standing = Standing(
            status=self.status.copy(),
            missing=self.limits.needs.copy(),
            room=self.limits.amounts.copy(),
            offsets=supporters.offsets,
            ends=supporters.offsets[1:],
            ballots=supporters.ballots,
            values=none if supporters.values is None else supporters.values,
            weights=none if self.entry_weights is None else self.entry_weights,
            support=self.support.copy(),
        )
        return standing.with_own_rows() if len(self.limits.substitutes) else standing

    def fund(self, standing: Standing, item: int) -> None:
        """Funds a project, and closes and opens others as the limits say."""
        standing.status[item] = FUNDED
        if self.limits.any:
            close_and_open(self.limits, standing, item)

    def open_unsupported(self, status: Status) -> None:
        """Opens projects without enough supporters, as far as they fit the budget and their pots."""
        fitting = (status == WEAK) & self.limits.hold() & (self.costs <= self.budget)
        status[fitting] = np.where(self.limits.needs[fitting] > 0, WAITING, OPEN)

    def free(self, standing: Standing) -> int | None:
        """The first of the open projects that cost nothing; None where there is none."""
        found = np.flatnonzero((standing.status == OPEN) & (self.costs == 0)).tolist()
        return min(found, key=self.ranks.__getitem__, default=None)

    @cached_property
    def entry_weights(self) -> Ints | None:
        """The weight of the ballot beside each entry of `supporters`; None where all weigh 1."""
        weights = self.ballots.weights
        return None if weights is None else weights[self.supporters.ballots]

    @cached_property
    def cost_list(self) -> list[int]:
        """The costs as whole numbers of Python."""
        return self.costs.tolist()  # type: ignore[no-any-return] # whole numbers

    @cached_property
    def support_list(self) -> list[int]:
        """The supporters as whole numbers of Python."""
        return self.support.tolist()  # type: ignore[no-any-return] # whole numbers

    @cached_property
    def points(self) -> Ints:
        """The points of all ballots together for each project, whatever satisfaction is counted; an approval is one."""
        return _points_of_all(Ballots.of(self.problem), self.problem.places)

    def money(self, amount: int) -> Money | Decimal:
        """Minor units of the problem's currency."""
        return money(amount, self.problem.currency)

    @property
    def m(self) -> int:
        """How many projects there are."""
        return len(self.costs)

    def units(self) -> Ints:
        """For each project the sum over its supporters of what it is worth to them, in units."""
        return self.support if self.ballots.values is None else self.ballots.points()


def _measure(ballots: Ballots, satisfaction: Satisfaction) -> Satisfaction:
    if ballots.kind == "paired":
        raise CannotDecide("voting.problem.paired-in-budget")
    measure = satisfaction
    if measure == "auto":
        by_kind: dict[str, Satisfaction] = {"approval": "cost", "points": "points", "ranked": "borda"}
        measure = by_kind[ballots.kind]
    if (measure == "points" and ballots.kind != "points") or (
        measure in ("borda", "ranks") and ballots.kind != "ranked"
    ):
        raise CannotDecide("voting.option.satisfaction-unfit", measure=measure, kind=ballots.kind)
    return measure


def _points_of_all(ballots: Ballots, places: int | None) -> Ints:
    """The points of all ballots together for each project; an approval is one."""
    measure: Satisfaction = {"points": "points", "ranked": "ranks"}.get(ballots.kind, "count")  # type: ignore[assignment]
    worth = _worth_something(ballots, measure, places)
    return worth.support() if worth.values is None else worth.points()


def _worth_something(ballots: Ballots, measure: Satisfaction, places: int | None) -> Ballots:
    """Ballots as points of the measure, without entries of 0."""
    values = ballots.values
    if measure == "borda":
        ends = np.repeat(ballots.offsets[1:], np.diff(ballots.offsets))
        values = ends - np.arange(len(ballots.choices)) - 1
    if measure == "ranks":
        lengths = np.diff(ballots.offsets)
        most = places or int(lengths.max(initial=0))
        starts = np.repeat(ballots.offsets[:-1], lengths)
        values = np.maximum(most - (np.arange(len(ballots.choices)) - starts), 0)
    offsets, choices = ballots.offsets, ballots.choices
    if values is not None and len(values) and not values.all():
        keep = values > 0
        offsets = frozen(np.concatenate(([0], np.cumsum(keep)))[offsets])
        choices, values = frozen(choices[keep]), values[keep]
    scored = frozen(values) if values is not None and measure in ("points", "borda", "ranks") else None
    return Ballots(
        BallotKind.APPROVAL if scored is None else BallotKind.POINTS,
        ballots.m,
        offsets,
        choices,
        scored,
        ballots.weights,
    )


def _support(ballots: Ballots) -> Ints:
    return Ballots(BallotKind.APPROVAL, ballots.m, ballots.offsets, ballots.choices, None, ballots.weights).support()


def _most_countable(projects: int, budget: int) -> int:
    """A cost that so many projects may have together, and the budget at least."""
    return min(max(budget, LARGEST // (4 * max(projects, 1))), LARGEST)


def _check_sizes(problem: AllocationProblem, costs: Ints, ballots: Ballots) -> None:
    """Sums must fit 64 bits; what does not is refused, not counted wrongly."""
    if float(costs.sum(dtype=np.float64)) >= LARGEST or problem.budget >= LARGEST:
        raise CannotDecide("voting.problem.cost-too-large")
    weight = float(np.max(ballots.weights)) if ballots.weights is not None and ballots.n else 1.0
    if ballots.values is not None and float(ballots.values.sum(dtype=np.float64)) * weight >= LARGEST:
        raise CannotDecide("voting.problem.points-too-many")

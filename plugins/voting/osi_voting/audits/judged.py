"""An outcome to be judged, whoever decided it: who approved what, what it cost, and what was chosen.

No rule is asked here and nothing of a rule's own arithmetic is used: an audit that shares a mistake with the rule it
audits proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from osi_core.plugins import AllocationProblem, BallotKind, Profile
from osi_voting.arrays import Ballots, BallotViews, Ints, frozen, view
from osi_voting.refusal import CannotDecide

__all__ = ["Judged", "Measure"]

Measure = Literal["points", "cost", "count"]
"""What a voter gets from a chosen item: the points they gave it, as much as it costs, or 1."""


@dataclass(frozen=True)
class Judged(BallotViews):
    """`chosen[p]` says whether item p was chosen; `order` are the chosen ones in the order of decision.

    `ballots` are read as approvals: with points, what has more than 0; ranked, all that is named. `points` are what
    they give where they say more than that: points above 0; ranked, one for each item named after. Money is in minor
    units. A committee of k (the `size`; without one, as many as were chosen) is a budget of k with items that cost 1.
    `voters` counts all ballots by weight.
    """

    names: tuple[str, ...]
    costs: Ints
    budget: int
    ballots: Ballots
    chosen: NDArray[np.bool_]
    order: tuple[int, ...]
    committee: bool
    kind: str
    points: Ballots | None = None

    @classmethod
    def of(cls, problem: Profile, winners: Iterable[str]) -> Judged:
        """Raises `ValueError` for a winner that is no item, or stands there twice, or for paired ballots."""
        place = {name: number for number, name in enumerate(problem.items)}
        order: list[int] = []
        for name in winners:
            if name not in place:
                raise CannotDecide("voting.outcome.unknown-winner", name=name, count=len(place))
            if place[name] in order:
                raise CannotDecide("voting.outcome.winner-twice", name=name)
            order.append(place[name])
        if problem.kind == "paired":
            raise CannotDecide("voting.problem.paired-approve-nothing")
        chosen = np.zeros(len(place), bool)
        chosen[order] = True
        committee = not isinstance(problem, AllocationProblem)
        costs = np.ones(len(place), np.int64)
        if isinstance(problem, AllocationProblem) and problem.cost is not None:
            costs = view(problem.cost)
        seats = max(problem.size or 0, len(order))
        budget = problem.budget if isinstance(problem, AllocationProblem) else seats
        given = Ballots.of(problem)
        ballots, points = _approvals(given), _points(given)
        return cls(problem.items, costs, budget, ballots, chosen, tuple(order), committee, problem.kind, points)

    @cached_property
    def spent(self) -> int:
        """What was chosen costs together."""
        return sum(int(self.costs[item]) for item in self.order)

    def unchosen(self) -> list[int]:
        """The items that were not chosen."""
        found: list[int] = np.flatnonzero(~self.chosen).tolist()
        return found

    @property
    def measures(self) -> tuple[Measure, ...]:
        """By what satisfaction can be measured here, first what the ballots say most plainly."""
        spoken: tuple[Measure, ...] = () if self.points is None else ("points",)
        return ("count", *spoken) if self.committee else (*spoken, "cost", "count")

    def worth(self, measure: Measure) -> Ballots:
        """Beside each choice what it is worth to the voter; equal ballots merged. Raises `ValueError` for points that
        nobody gave.
        """
        if measure == "points":
            if self.points is None:
                raise CannotDecide("voting.problem.approvals-give-no-points")
            return self.points.grouped()
        ballots = self.ballots.grouped()
        values = self.costs[ballots.choices] if measure == "cost" else np.ones(len(ballots.choices), np.int64)
        return Ballots(BallotKind.POINTS, self.m, ballots.offsets, ballots.choices, frozen(values), ballots.weights)

    def gets(self) -> Ints:
        """For each ballot how many of the chosen it approves."""
        running = np.concatenate((np.zeros(1, np.int64), np.cumsum(self.chosen[self.ballots.choices])))
        found: Ints = np.diff(running[self.ballots.offsets])
        return found

    def average(self, measure: Measure) -> Fraction:
        """What a voter gets from the chosen, on average."""
        if measure == "points" and self.points is not None:
            given = self.points.points()
        else:
            given = self.support
        worth = self.costs if measure == "cost" else np.ones(self.m, np.int64)
        total = sum(int(given[item]) * int(worth[item]) for item in self.order)
        return Fraction(total, self.voters) if self.voters else Fraction(0)

    def merged(self) -> Judged:
        """The same with equal ballots merged: for what asks neither which voter it was nor for points."""
        return replace(self, ballots=self.ballots.grouped(), points=None)

    def alike(self, items: NDArray[np.bool_]) -> tuple[Judged, Ints]:
        """The same with ballots merged that approve the same of these items, their other choices left out; and for
        each ballot here the number of its merged one.
        """
        kept = _only(self.ballots, items[self.ballots.choices])
        known: dict[bytes, int] = {}
        ends, choices = kept.offsets.tolist(), kept.choices
        rows = (choices[start:end].tobytes() for start, end in pairwise(ends))
        place = np.fromiter((known.setdefault(row, len(known)) for row in rows), np.int64, kept.n)
        weights = np.zeros(len(known), np.int64)
        np.add.at(weights, place, self.weights)
        offsets = frozen(np.cumsum([0, *(len(row) // choices.itemsize for row in known)]))
        named = np.frombuffer(b"".join(known), choices.dtype)
        merged = Ballots(BallotKind.APPROVAL, self.m, offsets, named, None, frozen(weights))
        return replace(self, ballots=merged, points=None), place


def _approvals(ballots: Ballots) -> Ballots:
    """What ballots approve of."""
    kept = ballots if ballots.values is None else _only(ballots, ballots.values > 0)
    return replace(kept, kind=BallotKind.APPROVAL, values=None)


def _points(ballots: Ballots) -> Ballots | None:
    """What ballots give, without nothing; None where they only approve."""
    if ballots.kind == "ranked":
        ends = np.repeat(ballots.offsets[1:], np.diff(ballots.offsets))
        ballots = replace(ballots, kind=BallotKind.POINTS, values=ends - np.arange(len(ballots.choices)) - 1)
    return None if ballots.values is None else _only(ballots, ballots.values > 0)


def _only(ballots: Ballots, kept: NDArray[np.bool_]) -> Ballots:
    """The ballots with these entries only."""
    running = np.concatenate((np.zeros(1, np.int64), np.cumsum(kept, dtype=np.int64)))
    values = None if ballots.values is None else frozen(ballots.values[kept])
    offsets, choices = frozen(running[ballots.offsets]), frozen(ballots.choices[kept])
    return replace(ballots, offsets=offsets, choices=choices, values=values)

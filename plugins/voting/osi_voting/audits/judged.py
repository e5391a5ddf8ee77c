"""An outcome to be judged, whoever decided it: who approved what, what it cost, and what was chosen.

No rule is asked here and nothing of a rule's own arithmetic is used: an audit that shares a mistake with the rule it
audits proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from osi_core.plugins import AllocationProblem, Profile
from osi_voting.arrays import Ballots, Ints, Supporters, view

__all__ = ["Judged", "Measure"]

Measure = Literal["cost", "count"]
"""What a voter gets from a chosen item: as much as it costs, or 1."""


@dataclass(frozen=True)
class Judged:
    """`chosen[p]` says whether item p was chosen; `order` are the chosen ones in the order of decision.

    Ballots are read as approvals: with points, what has more than 0; ranked, all that is named. Money is in minor
    units. A committee of k is a budget of k with items that cost 1. `voters` counts all ballots by weight.
    """

    names: tuple[str, ...]
    costs: Ints
    budget: int
    ballots: Ballots
    chosen: NDArray[np.bool_]
    order: tuple[int, ...]
    committee: bool
    kind: str

    @classmethod
    def of(cls, problem: Profile, winners: Iterable[str]) -> Judged:
        """Raises `ValueError` for a winner that is no item, or stands there twice, or for paired ballots."""
        place = {name: number for number, name in enumerate(problem.items)}
        order: list[int] = []
        for name in winners:
            if name not in place:
                raise ValueError(f"winners: {name!r} is none of the {len(place)} items")
            if place[name] in order:
                raise ValueError(f"winners: {name!r} stands there twice")
            order.append(place[name])
        if problem.kind == "paired":
            raise ValueError("kind: paired ballots approve of nothing")
        chosen = np.zeros(len(place), bool)
        chosen[order] = True
        committee = not isinstance(problem, AllocationProblem)
        costs = np.ones(len(place), np.int64)
        if isinstance(problem, AllocationProblem) and problem.cost is not None:
            costs = view(problem.cost)
        budget = problem.budget if isinstance(problem, AllocationProblem) else len(order)
        ballots = _approvals(Ballots.of(problem))
        return cls(problem.items, costs, budget, ballots, chosen, tuple(order), committee, problem.kind)

    @property
    def m(self) -> int:
        """How many items there are."""
        return len(self.names)

    @cached_property
    def voters(self) -> int:
        """All ballots by weight, also the empty ones."""
        return self.ballots.total_weight()

    @cached_property
    def weights(self) -> Ints:
        """How often each ballot counts."""
        return self.ballots.weight_array()

    @cached_property
    def supporters(self) -> Supporters:
        """For each item the ballots that approve it."""
        return self.ballots.transposed()

    @cached_property
    def support(self) -> Ints:
        """For each item its supporters, by weight."""
        return self.ballots.support()

    @cached_property
    def spent(self) -> int:
        """What was chosen costs together."""
        return sum(int(self.costs[item]) for item in self.order)

    def unchosen(self) -> list[int]:
        """The items that were not chosen."""
        found: list[int] = np.flatnonzero(~self.chosen).tolist()
        return found

    def satisfaction(self, measure: Measure) -> Ints:
        """For each ballot what it approves of the chosen: their cost together, or their number.

        Differences of running sums are right also where these wrap around: each single difference fits 64 bits.
        """
        worth = self.costs if measure == "cost" else np.ones(self.m, np.int64)
        gained = np.where(self.chosen, worth, 0)[self.ballots.choices] if self.m else np.empty(0, np.int64)
        running = np.concatenate((np.zeros(1, np.int64), np.cumsum(gained)))
        found: Ints = np.diff(running[self.ballots.offsets])
        return found

    def merged(self) -> Judged:
        """The same with equal ballots merged: for what does not ask which voter it was."""
        return Judged(
            self.names, self.costs, self.budget, self.ballots.grouped(), self.chosen, self.order, self.committee,
            self.kind,
        )  # fmt: skip


def _approvals(ballots: Ballots) -> Ballots:
    """What ballots approve of, in rising order."""
    offsets, choices = ballots.offsets, ballots.choices
    if ballots.values is not None and len(choices):
        keep = ballots.values > 0
        running = np.concatenate((np.zeros(1, np.int64), np.cumsum(keep, dtype=np.int64)))
        offsets = running[offsets]
        choices = choices[keep]
    return Ballots("approval", ballots.m, offsets, choices, None, ballots.weights)

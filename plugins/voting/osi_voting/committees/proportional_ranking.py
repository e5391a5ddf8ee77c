"""Proportional ranking of all kinds of ballots, for a million of them: equal to the built-in rule of osi-core."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial
from math import lcm
from typing import Any

import numpy as np

from osi_core.plugins import BallotKind, PrioritisationRule, Profile, Progress, Ranking, TieOptions
from osi_core.plugins.builtin.proportional_ranking import ProportionalRanking, supported
from osi_core.plugins.ordering import standing
from osi_core.words import Message
from osi_voting.arrays import Ballots, Ints
from osi_voting.committees.instance import CommitteeInstance, CommitteeOptions, Seat
from osi_voting.committees.levels import best_of, decimals, weighted
from osi_voting.kernels import jit
from osi_voting.limits import QuotaOptions
from osi_voting.refusal import CannotDecide
from osi_voting.with_kernels import WithKernels

__all__ = ["FastProportionalRanking", "ProportionalOptions"]

_LARGEST_LCM_BITS = 8192
_SAFE = 2**62


class ProportionalOptions(QuotaOptions, TieOptions):
    """Quotas besides what osi-core's rule has."""


class FastProportionalRanking(WithKernels, PrioritisationRule):
    """The rule `proportional-ranking` of osi-core, order, scores, ties and explanations alike; its docstring has
    formula, sources and axioms (sequential PAV: P. Skowron et al., "Proportional Rankings", IJCAI 2017,
    doi:10.24963/ijcai.2017/58). Besides, it says how many more approval or ranked ballots would have had an item
    chosen.

    Instead of sums it keeps `table[item, spent]`: the points that ballots which have spent so many give to the item.
    Where the built-in rule leaves exact sums (a least common multiple of more than 8192 bits), or numbers pass 2^62,
    it is asked itself (`built_in` 1); then quotas are refused, and nothing is said of more ballots.
    """

    name = "proportional-ranking-fast"
    version = "1"
    Options = ProportionalOptions

    def solve(self, problem: Profile, options: ProportionalOptions, seed: bytes, progress: Progress) -> Ranking:
        instance = CommitteeInstance.of(problem, CommitteeOptions(ties=options.ties, at_most=options.at_most), seed)
        points = Points.of(instance.ballots)
        if not points.exact(instance.voters):
            if options.at_most:
                raise CannotDecide("voting.option.at-most-too-many-ballots")
            outcome = ProportionalRanking().solve(problem, TieOptions(ties=options.ties), seed, progress)
            return outcome.model_copy(update={"counters": outcome.counters | {"built_in": 1}})
        count, exact_steps = _Count(instance, points), 0
        room, lacking, seats = instance.room(), instance.lacking(), list[Seat]()
        alone = problem.kind in ("approval", "ranked")  # what a ballot with one item says then is plain
        while room:
            values, error = weighted(count.table, count.worth)
            best, steps = best_of(values, error, room.open, count.exact)
            score = count.exact(best[0])
            seats.append(Seat(best[0], decimals(score), best))
            exact_steps += steps
            if lacking.contested and alone:  # a new ballot gives its item `most` points
                level, wide = (float(score) - values) / points.most, error / points.most
                wide += np.abs(level) * 2.0**-48 + float(score) / points.most * 2.0**-48
                lacking.near_turn(best[0], room, level, wide, partial(_level, score, count.exact, points.most))
            room.take(best[0])
            count.place(best[0])
            progress(len(seats) / instance.seats)
        numbers, enough = instance.numbers(), lacking.found(room) if alone else {}

        def reason(name: str, place: int) -> Message:
            item = numbers[name]
            score = seats[place - 1].score if place else decimals(count.exact(item))
            support = int(instance.support[item])
            return supported(standing(place, len(seats)), support, instance.voters, Decimal(score))

        return instance.outcome(seats, reason, {"exact_steps": exact_steps, "fixed_point": 0}, enough)


def _level(score: Fraction, exact: Callable[[int], Fraction], most: int, item: int) -> Fraction:
    """With how many new ballots of its own an item would come to a score."""
    return (score - exact(item)) / most


@dataclass(frozen=True)
class Points:
    """What each ballot gives to each item, in compressed rows; `most` to one item, `largest` by one ballot in all."""

    offsets: Ints
    items: Any
    given: Ints
    most: int
    largest: int

    @classmethod
    def of(cls, ballots: Ballots) -> Points:
        """Approval: 1. Ranked: as many as the longest ballot has items for the first. Paired: 2 a win, 1 a draw."""
        rows, items = ballots.rows().astype(np.int64), ballots.choices
        lengths = np.diff(ballots.offsets)
        if ballots.kind == "approval":
            given = np.ones(len(items), np.int64)
        elif ballots.kind == "ranked":
            given = lengths.max(initial=0) - (np.arange(len(items)) - ballots.offsets[rows])
        elif ballots.values is not None:
            given = ballots.values
        else:
            given = 2 * (np.arange(len(items)) % 2 == 0).astype(np.int64)
        if ballots.kind == "paired":
            pairs, place = np.unique(rows * max(ballots.m, 1) + items, return_inverse=True)
            sums = np.zeros(len(pairs), np.int64)
            np.add.at(sums, place, given)
            rows, items, given = pairs // max(ballots.m, 1), (pairs % max(ballots.m, 1)).astype(np.int32), sums
        kept = given > 0
        rows, items, given = rows[kept], np.ascontiguousarray(items[kept]), np.ascontiguousarray(given[kept])
        offsets = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=ballots.n))]).astype(np.int64)
        most = int(given.max(initial=0)) or 1
        if most >= _SAFE // max(len(given), 1):
            return cls(offsets, items, given, most, _SAFE)
        spends = np.concatenate([[0], np.cumsum(given)])[offsets]
        return cls(offsets, items, given, most, int(np.diff(spends).max(initial=0)))

    def exact(self, voters: int) -> bool:
        """Whether the built-in rule counts exactly here, and whole numbers of 64 bits hold all sums."""
        scale = 1
        for spent in range(self.largest + 1):
            scale = lcm(scale, Fraction(self.most, self.most + spent).denominator)
            if scale.bit_length() > _LARGEST_LCM_BITS:
                return False
        return self.most * max(voters, 1) < 2**53


class _Count:
    """`table[item, spent]`: the points that ballots which have spent so many give to the item; `worth[spent]` what such
    a ballot's point still counts.
    """

    def __init__(self, instance: CommitteeInstance, points: Points) -> None:
        self._points, self._weights = points, instance.weights
        self._spent = np.zeros(instance.ballots.n, np.int64)
        self._supporters = Ballots(
            BallotKind.POINTS, instance.m, points.offsets, points.items, points.given
        ).transposed()
        self.table = np.zeros((instance.m, points.largest + 1), np.int64)
        self.worth = points.most / (points.most + np.arange(points.largest + 1, dtype=np.float64))
        _fill(points.offsets, points.items, points.given, self._weights, self.table)

    def exact(self, item: int) -> Fraction:
        """The score of an item now."""
        row, most = self.table[item], self._points.most
        terms = ((int(row[spent]), int(spent)) for spent in np.flatnonzero(row))
        return sum((Fraction(given * most, most + spent) for given, spent in terms), Fraction())

    def place(self, item: int) -> None:
        """Its supporters have spent their points for it."""
        points, supporters = self._points, self._supporters
        its = slice(supporters.offsets[item], supporters.offsets[item + 1])
        assert supporters.values is not None
        _spend(
            supporters.ballots[its], supporters.values[its], points.offsets, points.items, points.given, self._weights,
            self._spent, self.table,
        )  # fmt: skip


@jit
def _fill(offsets: Any, items: Any, given: Any, weights: Any, table: Any) -> None:
    for ballot in range(len(offsets) - 1):
        for position in range(offsets[ballot], offsets[ballot + 1]):
            table[items[position], 0] += given[position] * weights[ballot]


@jit
def _spend(
    members: Any, points: Any, offsets: Any, items: Any, given: Any, weights: Any, spent: Any, table: Any
) -> None:
    for number in range(len(members)):
        ballot = members[number]
        before = spent[ballot]
        after = before + points[number]
        spent[ballot] = after
        for position in range(offsets[ballot], offsets[ballot + 1]):
            amount = given[position] * weights[ballot]
            table[items[position], before] -= amount
            table[items[position], after] += amount

"""Thiele's addition method for any weights: shared by sequential PAV and greedy Chamberlin-Courant.

T. N. Thiele, "Om Flerfoldsvalg", Oversigt over det Kongelige Danske Videnskabernes Selskabs Forhandlinger, 1895.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from osi_core.plugins import Profile, Progress, Ranking
from osi_core.plugins.ordering import standing
from osi_core.words import Message, Value
from osi_voting.arrays import Ints
from osi_voting.committees.instance import CommitteeInstance, CommitteeOptions, Seat
from osi_voting.committees.levels import Levels, best_of, decimals, weighted
from osi_voting.lacking import Enough

__all__ = ["Additions", "add_by_weight", "thiele_ranking"]


@dataclass
class Additions:
    """What sequential addition chose: seats in order, by how much each was ahead of the next item (empty where none
    was left out), what is left of each other item's sum, what each lacked, and the work.
    """

    seats: list[Seat] = field(default_factory=list)
    ahead: list[Fraction] = field(default_factory=list)
    left: dict[int, Fraction] = field(default_factory=dict)
    enough: dict[int, Enough] = field(default_factory=dict)
    exact_steps: int = 0


def add_by_weight(
    instance: CommitteeInstance, weights: Sequence[Fraction], step: Callable[[float], None] = lambda done: None
) -> Additions:
    """Chooses item after item by the largest sum of `weights[c]` over its supporters with c items chosen already; the
    first weight is 1. Beyond the last a ballot counts nothing.
    """
    width = len(weights) + 1
    levels, floats = Levels(instance, width), np.array([*map(float, weights), 0.0])
    upward = np.minimum(np.arange(1, width + 1), width - 1)

    def exact(item: int) -> Fraction:
        counts = levels.table[item].tolist()
        return sum((count * weight for count, weight in zip(counts, weights, strict=False) if count), Fraction())

    done, room, lacking, gaps = Additions(), instance.room(), instance.lacking(), _Gaps(weights, instance.voters)
    while room:
        values, error = weighted(levels.table, floats)
        best, steps = best_of(values, error, room.open, exact)
        if lacking.contested:
            behind = gaps.behind(levels.table, best[0])
            lacking.turn(best[0], room, behind // gaps.unit, behind % gaps.unit == 0)
            room.open[best[0]] = False
            done.ahead.append(Fraction(min(behind[room.open].tolist(), default=0), gaps.unit))
        done.seats.append(Seat(best[0], decimals(exact(best[0])), best))
        done.exact_steps += steps
        room.take(best[0])
        levels.move(best[0], upward)
        step(len(room.chosen) / instance.seats)
    chosen = set(room.chosen)
    done.left = {item: exact(item) for item in range(instance.m) if item not in chosen}
    done.enough = lacking.found(room)
    return done


class _Gaps:
    """Exact differences of sums, as multiples of 1/`unit`: in 64 bits where they fit, else in Python's numbers."""

    def __init__(self, weights: Sequence[Fraction], voters: int) -> None:
        self.unit = lcm(*(weight.denominator for weight in weights))
        self._type = np.int64 if self.unit * max(voters, 1) < 2**62 else object
        self._parts = np.array([*(int(weight * self.unit) for weight in weights), 0], self._type)

    def behind(self, table: Ints, item: int) -> NDArray[Any]:
        """By how much each item's sum is below that of `item`."""
        sums = table.astype(self._type, copy=False) @ self._parts
        behind: NDArray[Any] = sums[item] - sums
        return behind


def thiele_ranking(
    problem: Profile, options: CommitteeOptions, seed: bytes, progress: Progress,
    weights: Sequence[Fraction], because: Message,
) -> Ranking:  # fmt: skip
    """The outcome of sequential addition; `because` ends its sentences."""
    instance = CommitteeInstance.of(problem, options, seed)
    added = add_by_weight(instance, weights, progress)
    numbers = instance.numbers()

    def reason(name: str, place: int) -> Message:
        item = numbers[name]
        supporters = int(instance.support[item])
        score = added.seats[place - 1].score if place else decimals(added.left[item])
        about: dict[str, Value] = {"standing": standing(place, len(added.seats)), "place": place}
        about |= {"supporters": supporters, "count": supporters, "weight": Decimal(score), "because": because}
        if not place:
            return Message("thiele.counted-in-the-end", about)
        if not added.ahead:
            return Message("thiele.counted", about)
        return Message("thiele.counted-more", {**about, "ahead": Decimal(decimals(added.ahead[place - 1]))})

    return instance.outcome(added.seats, reason, {"exact_steps": added.exact_steps}, added.enough)

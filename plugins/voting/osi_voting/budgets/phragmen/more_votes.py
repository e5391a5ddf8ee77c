"""How many more voters for it alone would have had a project bought by Phragmén's rule: the least number.

As long as it is not bought, all is as it was without them. With v new voters, whose loads are 0, its time is (cost +
loads of its s supporters) / (s + v); it is bought in the first round in which that is before the time of what was
bought, or at that time and by the lot. So of all rounds in which it was open and fitted, the one that asks for fewest
decides. What supporters bore in each is summed up in floating point that knows its error; where that leaves two numbers
open, and one of them would be the least, whole numbers decide.

What had to wait for others may be late: its supporters have more than it costs as soon as it is open. As long as others
are late too, those come first that the lowest loads suffice for.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from osi_voting.arrays import frozen
from osi_voting.budgets.open_rounds import OpenRounds
from osi_voting.budgets.phragmen.looking_back import Back, last_before, least_more, purchases

if TYPE_CHECKING:
    from osi_voting.budgets.phragmen.rule import PhragmenCount

__all__ = ["LookingBack"]

_NEAR: Final = 2.0**-30
"""Times that are further apart, relatively, are not the same."""


class LookingBack:
    """The rounds of a count, seen by projects that were not bought in them."""

    def __init__(self, count: PhragmenCount, order: list[int]) -> None:
        self._count, self._order, self._rounds = count, order, len(order)
        self._open = OpenRounds(count.instance, count.loads.standing, order)
        ballots, room = count.instance.ballots, np.zeros((4, self._rounds + 1))
        late = np.zeros(self._rounds + 1, np.bool_)
        late[list(count.late)], late[-1] = True, count.end_level is not None
        self._late, places = late, np.arange(self._rounds + 1)
        starts, ends, rounds = purchases(count.loads, ballots.n, late)
        self._back = Back(
            starts=starts,
            ends=ends,
            rounds=rounds,
            times=np.concatenate([count.loads.times[1 : self._rounds + 1], [count.end[0] / count.end[1]]]),
            regular=np.maximum.accumulate(np.where(late, -1, places)),
            weights=frozen(np.empty(0, np.int64)) if ballots.weights is None else ballots.weights,
            rise=room[0],
            moved=room[1],
            gone=room[2],
            seen=room[3],
        )

    def least_more(self, item: int) -> int | None:
        """The least number of new voters with whom it is bought; None where no number would do."""
        instance, first, last = self._count.instance, int(self._open.first[item]), int(self._open.last[item])
        if last < first:
            return None
        supporters, until = self._open.served(item)
        late = [self._to_be_late(item, k, supporters, until) for k in self._late_rounds(first, last)]
        numbers = [wanted for wanted in late if wanted is not None]
        cost, support = instance.cost_list[item], instance.support_list[item]
        least, unsure, since = least_more(self._back, supporters, until, cost, support, first, last)
        if least < np.inf:
            numbers.append(int(least) + 1)
        for k, start in zip(unsure.tolist(), since.tolist(), strict=True):
            numbers.append(self._exactly(item, k, max(start, first), supporters, until))
        return min(numbers, default=None)

    def _exactly(self, item: int, k: int, start: int, supporters: NDArray[np.int32], until: NDArray[np.int64]) -> int:
        """How many it needs in round k, or in one from `start` on that was at the same time."""
        due, bottom, present = self._borne(item, k, supporters, until)
        top, under = self._time(k)
        whole, rest = divmod(due * under, bottom * top)
        return whole + 1 - present - (not rest and self._by_lot(item, k, start))

    def _by_lot(self, item: int, k: int, start: int) -> bool:
        """Whether the tie rule has it before what was bought in one of these rounds, at the time of round k."""
        times, ranks = self._back.times, self._count.instance.ranks
        top, bottom = self._time(k)
        for j in range(k, start - 1, -1):
            if times[j] < times[k] * (1.0 - _NEAR):
                break
            if j == self._rounds or self._late[j] or ranks[item] > ranks[self._order[j]]:
                continue
            over, under = self._time(j)
            if over * bottom == top * under:
                return True
        return False

    def _late_rounds(self, first: int, last: int) -> list[int]:
        """The rounds from the first on in which others were late, one after another."""
        k = first
        while first and k <= last and self._late[k]:
            k += 1
        return list(range(first, k))

    def _to_be_late(self, item: int, k: int, supporters: NDArray[np.int32], until: NDArray[np.int64]) -> int | None:
        """How many it needs to be bought in place of what was late in round k."""
        rounds, counts = last_before(self._back, supporters, until, k)
        end = k == self._rounds
        level = self._count.end_level if end else Fraction(*self._time(k))
        assert level is not None
        if not level:
            return None
        loads = [Fraction(*self._time(j)) if j >= 0 else Fraction(0) for j in rounds.tolist()]
        has = sum((count * max(level - load, Fraction(0)) for load, count in zip(loads, counts.tolist(), strict=True)),
                  Fraction(0))  # fmt: skip
        lacks = (self._count.instance.cost_list[item] - has) / level
        ranks = self._count.instance.ranks
        by_lot = not end and lacks.denominator == 1 and bool(ranks[item] < ranks[self._order[k]])
        return int(lacks // 1) + 1 - by_lot

    def _borne(
        self, item: int, k: int, supporters: NDArray[np.int32], until: NDArray[np.int64]
    ) -> tuple[int, int, int]:
        """Cost and loads of its supporters before round k, as numerator and denominator, and how many they are."""
        times = self._count.times
        rounds, counts = (found.tolist() for found in last_before(self._back, supporters, until, k))
        idle = int(bool(rounds) and rounds[0] < 0)
        due = self._count.instance.cost_list[item] * times.denominator + times.combined(rounds[idle:], counts[idle:])
        return due, times.denominator, sum(counts)

    def _time(self, k: int) -> tuple[int, int]:
        return self._count.times.number(k) if k < self._rounds else self._count.end

"""The fairest sharing of a committee's load: each seat is a load of 1 on its supporters, the heaviest load least.

For a fixed committee the highest load that nobody can avoid is the largest |T| / supporters(T) over its subsets T (by
Hall's theorem); those supporters carry it, and the rest is shared out in the same way. Exact: flows of whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from osi_voting.arrays import Ints
from osi_voting.committees.phragmen.loads_kernel import not_carried
from osi_voting.refusal import CannotDecide

__all__ = ["LoadVector", "fairest_loads", "loads_unless_worse"]

LoadVector = tuple[tuple[Fraction, int], ...]
"""Loads from the heaviest to the lightest, each with how many ballots carry it. Of two the lower tuple is fairer."""

_LARGEST = 2**62

Rows = Sequence[tuple[frozenset[int], int]]


def fairest_loads(committee: Iterable[int], ballots: Rows) -> LoadVector:
    """The loads of all ballots, given as (items, weight). Raises `ValueError` for a member without supporters."""
    return tuple(_from_heaviest(committee, ballots))


def loads_unless_worse(committee: Iterable[int], ballots: Rows, mark: LoadVector) -> LoadVector | None:
    """The same, or None as soon as one of the loads shows that they are less fair than `mark`."""
    loads: list[tuple[Fraction, int]] = []
    for load in _from_heaviest(committee, ballots):
        loads.append(load)
        if tuple(loads) > mark[: len(loads)]:
            return None
    return tuple(loads)


def _from_heaviest(committee: Iterable[int], ballots: Rows) -> Iterator[tuple[Fraction, int]]:
    sharing, idle = _Sharing(sorted(set(committee)), ballots), sum(weight for _, weight in ballots)
    while sharing.left.any():
        load, carried = sharing.heaviest()
        idle -= carried
        yield load, carried
    if idle:
        yield Fraction(0), idle


class _Sharing:
    """What is not shared out yet: the members `left`, and the weights of ballots, merged by the members on them, 0 for
    those that carry a load already. Entries are the members on each ballot, in compressed rows.
    """

    def __init__(self, members: Sequence[int], ballots: Rows) -> None:
        place, inside = {item: number for number, item in enumerate(members)}, frozenset(members)
        merged: dict[frozenset[int], int] = {}
        for its, weight in ballots:
            if held := its & inside:
                merged[held] = merged.get(held, 0) + weight
        lengths = np.array([len(held) for held in merged], np.int64)
        self._members = np.array([place[item] for item in chain.from_iterable(merged)], np.int64)
        self._starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        self._rows = np.repeat(np.arange(len(merged)), lengths)
        if sum(merged.values()) * max(len(members), 1) >= _LARGEST:
            raise CannotDecide("voting.problem.ballots-times-members")
        self._weights = np.array([*merged.values()], np.int64)
        self._by_member = np.argsort(self._members, kind="stable")
        self._member_starts = np.searchsorted(self._members[self._by_member], np.arange(len(members) + 1))
        self.left = np.ones(len(members), np.bool_)

    def heaviest(self) -> tuple[Fraction, int]:
        """Shares out the load of the largest set T with the largest |T| / supporters(T) (W. Dinkelbach, "On Nonlinear
        Fractional Programming", Management Science 13(7), 1967); returns that load, and how many carry it.
        """
        group = self.left.copy()
        while True:
            supporters = self._supporters(group)
            carried = int(self._weights[supporters].sum())
            if not carried:
                raise ValueError("committee: a member has no supporters")
            load = Fraction(int(group.sum()), carried)
            closed = self._not_carried(load)
            if (closed == group).all():
                self.left &= ~group
                self._weights[supporters] = 0
                return load, carried
            group = closed

    def _supporters(self, group: NDArray[np.bool_]) -> NDArray[np.bool_]:
        found = np.zeros(len(self._weights), np.bool_)
        found[self._rows[group[self._members]]] = True
        return found

    def _not_carried(self, load: Fraction) -> NDArray[np.bool_]:
        """The largest T that maximises |T| - load · supporters(T): a smallest cut between members and ballots. It holds
        the group of that load, so it is not empty.
        """
        supply: Ints = self.left * np.int64(load.denominator)
        room: Ints = self._weights * load.numerator
        stuck = not_carried(
            self._starts, self._members, self._rows, self._member_starts, self._by_member, supply, room
        )  # fmt: skip
        closed: NDArray[np.bool_] = stuck & self.left
        return closed

"""Comparisons counted: for each pair of items how often one, the other, or neither was preferred."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from osi_core.plugins import Profile
from osi_voting.arrays import Indices, Ints, view
from osi_voting.kernels import jit
from osi_voting.refusal import CannotDecide

__all__ = ["Comparisons"]

_MOST = 2**53
"""Counts above this are no whole numbers as floats."""


@dataclass(frozen=True)
class Comparisons:
    """Counts by pair, of `m` items. Pair e compares `first[e]` with `second[e]`, the smaller number first, each pair at
    most once, in rising order: `wins[e]` times the first was preferred, `losses[e]` times the second, `even[e]` times
    both were as good.
    """

    m: int
    first: Indices
    second: Indices
    wins: Ints
    losses: Ints
    even: Ints

    @classmethod
    def of(cls, profile: Profile) -> Comparisons:
        """The comparisons of a paired profile, its items numbered in the order of their names, so that neither the
        order of items nor that of ballots leaves a trace. The side with the higher value was preferred.

        Raises `ValueError` for ballots of another kind, and for more than 2^53 comparisons.
        """
        if profile.kind != "paired":
            raise CannotDecide("voting.problem.not-paired", kind=profile.kind)
        place = np.empty(len(profile.items), np.int32)
        place[sorted(range(len(place)), key=lambda item: profile.items[item].encode())] = np.arange(len(place))
        sides = view(profile.choices)
        kinds = None if profile.values is None else _kinds(view(profile.values))
        weights = None
        if profile.weights is not None:
            weights = np.repeat(view(profile.weights), np.diff(view(profile.offsets)) // 2)
        return cls.counted(len(place), place[sides[0::2]], place[sides[1::2]], kinds, weights)

    @classmethod
    def counted(
        cls,
        m: int,
        preferred: NDArray[np.integer],
        other: NDArray[np.integer],
        kinds: NDArray[np.uint8] | None = None,
        weights: Ints | None = None,
    ) -> Comparisons:
        """The comparisons of two columns of items. `kinds` says of each 0 (the first was preferred, as without it),
        1 (the other was) or 2 (as good); `weights` how often it counts.

        Time O(n log n), linear where the comparisons are many for m² pairs.
        """
        if weights is not None and float(weights.sum(dtype=np.float64)) > _MOST:
            raise CannotDecide("voting.problem.weights-beyond-53-bits")
        told = np.zeros(0, np.uint8) if kinds is None else kinds
        often = np.zeros(0, np.int64) if weights is None else weights
        first, second = preferred.astype(np.int32, copy=False), other.astype(np.int32, copy=False)
        return cls(m, *_merged(m, first, second, told, often))

    def totals(self) -> Ints:
        """How often each pair was compared."""
        return self.wins + self.losses + self.even

    def of_items(self) -> tuple[Ints, Ints, Ints]:
        """For each item how often it was preferred, as good as another, and not preferred."""
        found: tuple[Ints, Ints, Ints] = _by_item(self.m, self.first, self.second, self.wins, self.losses, self.even)
        return found

    def components(self) -> Ints:
        """For each item the smallest number of an item that comparisons connect it with."""
        found: Ints = _components(self.m, self.first, self.second)
        return found

    def strongly_connected(self) -> bool:
        """Whether from each item a way of wins and ties leads to each other one: then, and only then, the likelihood
        has a maximum (L. R. Ford, "Solution of a Ranking Problem from Binary Comparisons", 1957, doi:10.2307/2308513).
        """
        forth, back = self.wins + self.even > 0, self.losses + self.even > 0
        return all(
            bool(_reached(self.m, self.first, self.second, a, b).all()) for a, b in ((forth, back), (back, forth))
        )


def _kinds(values: Ints) -> NDArray[np.uint8]:
    one, other = values[0::2], values[1::2]
    return np.where(one > other, 0, np.where(one < other, 1, 2)).astype(np.uint8)


@jit
def _merged(
    m: int, preferred: Indices, other: Indices, kinds: NDArray[np.uint8], weights: Ints
) -> tuple[Indices, Indices, Ints, Ints, Ints]:
    """Equal pairs merged: sorted by their lower item by counting, then counted in one row of all higher items."""
    starts, highs, told = _by_lower(m, preferred, other, kinds)
    first, second = np.empty(len(highs), np.int32), np.empty(len(highs), np.int32)
    counts = np.empty((3, len(highs)), np.int64)
    row, met, touched = np.zeros((m, 3), np.int64), np.zeros(m, np.bool_), np.empty(m, np.int32)
    end = 0
    for low in range(m):
        many = 0
        for place in range(starts[low], starts[low + 1]):
            high = highs[place]
            if not met[high]:
                met[high] = True
                touched[many] = high
                many += 1
            if len(weights):
                row[high, told[place] & 3] += weights[told[place] >> 2]
            else:
                row[high, told[place] & 3] += 1
        for high in np.sort(touched[:many]) if many * 16 < m else np.flatnonzero(met).astype(np.int32):
            first[end], second[end] = low, high
            for kind in range(3):
                counts[kind, end] = row[high, kind]
                row[high, kind] = 0
            met[high] = False
            end += 1
    return (
        first[:end].copy(),
        second[:end].copy(),
        counts[0, :end].copy(),
        counts[1, :end].copy(),
        counts[2, :end].copy(),
    )


@jit
def _by_lower(m: int, preferred: Indices, other: Indices, kinds: NDArray[np.uint8]) -> tuple[Ints, Indices, Ints]:
    """The comparisons in the order of their lower item: where each item's begin, the higher items, and of each
    comparison 4 times its number plus its kind as seen from the lower item.
    """
    starts = np.zeros(m + 1, np.int64)
    for k in range(len(other)):
        starts[min(preferred[k], other[k]) + 1] += 1
    for item in range(m):
        starts[item + 1] += starts[item]
    fill = starts[:m].copy()
    highs, told = np.empty(len(other), np.int32), np.empty(len(other), np.int64)
    for k in range(len(other)):
        kind = np.int64(kinds[k]) if len(kinds) else 0
        low, high = preferred[k], other[k]
        if low > high:
            low, high = high, low
            kind = 1 - kind if kind < 2 else kind
        highs[fill[low]] = high
        told[fill[low]] = 4 * k + kind
        fill[low] += 1
    return starts, highs, told


@jit
def _by_item(m: int, first: Indices, second: Indices, wins: Ints, losses: Ints, ties: Ints) -> tuple[Ints, Ints, Ints]:
    won, even, lost = np.zeros(m, np.int64), np.zeros(m, np.int64), np.zeros(m, np.int64)
    for e in range(len(first)):
        i, j = first[e], second[e]
        won[i] += wins[e]
        won[j] += losses[e]
        lost[i] += losses[e]
        lost[j] += wins[e]
        even[i] += ties[e]
        even[j] += ties[e]
    return won, even, lost


@jit
def _components(m: int, first: Indices, second: Indices) -> Ints:
    """Union by the smaller number, with path halving."""
    head = np.arange(m)
    for e in range(len(first)):
        i, j = np.int64(first[e]), np.int64(second[e])
        while head[i] != i:
            head[i] = head[head[i]]
            i = head[i]
        while head[j] != j:
            head[j] = head[head[j]]
            j = head[j]
        if i < j:
            head[j] = i
        else:
            head[i] = j
    for item in range(m):
        head[item] = head[head[item]]
    return head


@jit
def _reached(
    m: int, first: Indices, second: Indices, forth: NDArray[np.bool_], back: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Which items a way from item 0 leads to; passes over all pairs until nothing new is found."""
    reached = np.zeros(m, np.bool_)
    reached[:1] = True
    grows = True
    while grows:
        grows = False
        for e in range(len(first)):
            i, j = first[e], second[e]
            if (reached[i] and not reached[j] and forth[e]) or (reached[j] and not reached[i] and back[e]):
                reached[i] = reached[j] = grows = True
    return reached

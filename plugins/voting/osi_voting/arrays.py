"""Ballots as numpy sees them: views of a profile's columns, turned round, or with equal ballots merged."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from osi_core.plugins import BallotKind, Column, Profile
from osi_voting.grouping import group_rows, transpose
from osi_voting.refusal import CannotDecide

__all__ = ["BallotViews", "Ballots", "Indices", "Ints", "Supporters", "column", "frozen", "view"]

Ints = NDArray[np.int64]
Indices = NDArray[np.int32]

_SAMPLE = 1024
_MOST = 2**53
_LARGEST = 2**62


@dataclass(frozen=True)
class Supporters:
    """For each item its ballots: item p is on the ballots `ballots[offsets[p]:offsets[p + 1]]`, in rising order, with
    the points `values` beside them (None where ballots have none).
    """

    offsets: Ints
    ballots: Indices
    values: Ints | None

    def of(self, item: int) -> Indices:
        """The ballots that name an item."""
        return self.ballots[self.offsets[item] : self.offsets[item + 1]]


@dataclass(frozen=True)
class Ballots:
    """`n` ballots over `m` items in compressed rows: ballot b names `choices[offsets[b]:offsets[b + 1]]`.

    `values` are the points beside the choices, `weights` how often each ballot counts (None: once). All are views of
    the profile's columns where possible and must not be written to.
    """

    kind: BallotKind
    m: int
    offsets: Ints
    choices: Indices
    values: Ints | None = None
    weights: Ints | None = None

    @classmethod
    def of(cls, profile: Profile) -> Ballots:
        """The ballots of a profile, without a copy. Raises `ValueError` where they weigh more than 2^53 together: up to
        there 64 bits hold the sums of all rules, and counts are whole numbers as floats.
        """
        if profile.weights is not None and float(view(profile.weights).sum(dtype=np.float64)) > _MOST:
            raise CannotDecide("voting.problem.ballots-beyond-53-bits")
        return cls(
            kind=profile.kind,
            m=len(profile.items),
            offsets=view(profile.offsets),
            choices=view(profile.choices),
            values=None if profile.values is None else view(profile.values),
            weights=None if profile.weights is None else view(profile.weights),
        )

    @property
    def n(self) -> int:
        """How many ballots there are, weights not counted."""
        return len(self.offsets) - 1

    def total_weight(self) -> int:
        """How many ballots there are, each counted by its weight."""
        return self.n if self.weights is None else int(self.weights.sum())

    def weight_array(self) -> Ints:
        """The weights; ones where none are given."""
        return np.ones(self.n, np.int64) if self.weights is None else self.weights

    def rows(self) -> Indices:
        """The number of the ballot beside each choice."""
        return np.repeat(np.arange(self.n, dtype=np.int32), np.diff(self.offsets))

    def support(self) -> Ints:
        """For each item the ballots that name it (give it points above 0, where there are points), by weight.

        For paired ballots ask the profile: there an item may stand on a ballot more than once.
        """
        named = self.choices if self.values is None else self.choices[self.values > 0]
        if self.weights is None:
            return np.bincount(named, minlength=self.m).astype(np.int64)
        rows = self.rows() if self.values is None else self.rows()[self.values > 0]
        return _sums(named, self.weights[rows], self.m)

    def points(self) -> Ints:
        """For each item the sum of its points, by weight. Raises `ValueError` for ballots without points, and for sums
        that 64 bits do not hold.
        """
        if self.values is None:
            raise ValueError(f"ballots of kind {self.kind} have no points")
        floats = self.values.astype(np.float64)
        if float((floats if self.weights is None else floats * self.weights[self.rows()]).sum()) >= _LARGEST:
            raise CannotDecide("voting.problem.points-too-many")
        given = self.values if self.weights is None else self.values * self.weights[self.rows()]
        return _sums(self.choices, given, self.m)

    def transposed(self) -> Supporters:
        """For each item its ballots, in time and room linear in the choices."""
        offsets, ballots, values = transpose(self.m, self.offsets, self.choices, _or_empty(self.values))
        return Supporters(offsets, ballots, None if self.values is None else values)

    def grouped(self) -> Ballots:
        """Equal ballots merged, with their weights added: exact, in time linear in the choices.

        On approval and points ballots the order of choices says nothing, and they come out in rising order; on ranked
        and paired ballots it counts. Groups stand in the order of their first ballot.
        """
        ordered = self.kind in ("ranked", "paired")
        offsets, choices, values, weights = group_rows(
            self.offsets, self.choices, _or_empty(self.values), _or_empty(self.weights), ordered
        )
        kept = None if self.values is None else frozen(values)
        return Ballots(self.kind, self.m, frozen(offsets), frozen(choices), kept, frozen(weights))

    def grouped_if_worth_it(self) -> Ballots:
        """`grouped()` where a look at the first 1,024 ballots promises at most half as many, else these ballots."""
        if self.n <= _SAMPLE // 4:
            return self.grouped()
        few = min(_SAMPLE, self.n)
        end = self.offsets[few]
        values = None if self.values is None else self.values[:end]
        sample = Ballots(self.kind, self.m, self.offsets[: few + 1], self.choices[:end], values)
        return self.grouped() if sample.grouped().n * 2 <= few else self


class BallotViews:
    """What can be seen of the ballots that a thing has, each computed when it is first asked for."""

    ballots: Ballots

    @property
    def m(self) -> int:
        """How many items there are."""
        return self.ballots.m

    @cached_property
    def voters(self) -> int:
        """All ballots by weight, the empty ones too."""
        return self.ballots.total_weight()

    @cached_property
    def weights(self) -> Ints:
        """How often each ballot counts."""
        return self.ballots.weight_array()

    @cached_property
    def supporters(self) -> Supporters:
        """For each item its ballots."""
        return self.ballots.transposed()

    @cached_property
    def support(self) -> Ints:
        """For each item its supporters, by weight."""
        return self.ballots.support()


def view(data: Column) -> NDArray[Any]:
    """A column as a read-only array, without a copy."""
    return np.asarray(data.view())


def column(type: str, values: NDArray[Any]) -> Column:
    """An array as a column of element type u1, i4, i8 or f8. Raises `ValueError` where a value does not fit."""
    packed = values.astype(f"<{type}", copy=False)
    if not np.array_equal(packed, values):
        raise ValueError(f"column: a value does not fit {type}")
    return Column(type, packed.tobytes())  # type: ignore[arg-type] # an unknown one is refused there


def frozen(values: NDArray[Any]) -> NDArray[Any]:
    """The array, read-only from now on, as views of a profile are: kernels are compiled for one kind of array."""
    values.flags.writeable = False
    return values


_NONE: Ints = frozen(np.empty(0, np.int64))


def _or_empty(values: Ints | None) -> Ints:
    return _NONE if values is None else values


def _sums(items: Indices, amounts: Ints, m: int) -> Ints:
    """Sums of whole numbers by item; `numpy.bincount` would add them as floats."""
    sums = np.zeros(m, np.int64)
    np.add.at(sums, items, amounts)
    return sums

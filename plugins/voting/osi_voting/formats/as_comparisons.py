"""Ballots of any kind as the comparisons that they make, for rules that count comparisons."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from osi_core.plugins import Profile
from osi_voting.arrays import Ballots, column
from osi_voting.formats.columns import with_columns
from osi_voting.refusal import CannotDecide

__all__ = ["as_comparisons"]

MOST: Final = 50_000_000
"""How many comparisons are taken: 400 MB."""

P = TypeVar("P", bound=Profile)


def as_comparisons(profile: P) -> P:
    """A paired profile with the same voters: each ballot prefers an item to all that it puts below, as the pairwise
    rules read it. What is not named stands below all that is; items on a par are not compared. Pairs of one ballot
    depend on each other, so standard errors that a rule computes from them are too small.

    Raises `CannotDecide` where that would be more than 50 million comparisons.
    """
    found, lengths, total = [], [], 0
    for levels in _levels(Ballots.of(profile)):
        above = np.argwhere(levels[:, None] > levels[None, :]).astype(np.int32)
        total += len(above)
        if total > MOST:
            raise CannotDecide("voting.problem.too-many-comparisons", most=MOST)
        found.append(above.ravel())
        lengths.append(above.size)
    offsets, choices = np.cumsum([0, *lengths]), np.concatenate([np.empty(0, np.int32), *found])
    columns = {"kind": "paired", "offsets": column("i8", offsets), "choices": column("i4", choices), "values": None}
    return with_columns(profile, columns.items())


def _levels(ballots: Ballots) -> Iterator[NDArray[np.int64]]:
    """For each ballot how high it puts each item; 0 is not at all."""
    for start, end in zip(ballots.offsets[:-1], ballots.offsets[1:], strict=True):
        levels = np.zeros(ballots.m, np.int64)
        if ballots.values is not None:
            levels[ballots.choices[start:end]] = ballots.values[start:end]
        else:
            ranked = ballots.kind == "ranked"
            levels[ballots.choices[start:end]] = np.arange(end - start, 0, -1) if ranked else 1
        yield levels

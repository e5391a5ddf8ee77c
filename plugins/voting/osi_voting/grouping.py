"""Kernels over compressed rows: turning them round, and merging equal ones. Whole numbers only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from osi_voting.hashing import stirred
from osi_voting.kernels import inner, jit

__all__ = ["group_rows", "transpose"]

Ints = NDArray[np.int64]
Indices = NDArray[np.int32]


@jit
def transpose(m: int, offsets: Ints, choices: Indices, values: Ints) -> tuple[Ints, Indices, Ints]:
    """Rows by item instead of items by row (a counting sort): offsets, rows, and the values moved along."""
    starts = np.zeros(m + 1, np.int64)
    for choice in choices:
        starts[choice + 1] += 1
    for item in range(m):
        starts[item + 1] += starts[item]
    fill = starts[:m].copy()
    rows = np.empty(len(choices), np.int32)
    moved = np.empty(len(values), np.int64)
    if not len(values):
        for row in range(len(offsets) - 1):
            for entry in range(offsets[row], offsets[row + 1]):
                item = choices[entry]
                at = fill[item]
                rows[at] = row
                fill[item] = at + 1
        return starts, rows, moved
    for row in range(len(offsets) - 1):
        for entry in range(offsets[row], offsets[row + 1]):
            item = choices[entry]
            rows[fill[item]] = row
            moved[fill[item]] = values[entry]
            fill[item] += 1
    return starts, rows, moved


@inner
def _sort_row(choices: Indices, values: Ints, start: int, end: int) -> None:
    """Insertion sort of one row by item; rows are short."""
    for at in range(start + 1, end):
        choice = choices[at]
        value = values[at] if len(values) else 0
        to = at
        while to > start and choices[to - 1] > choice:
            choices[to] = choices[to - 1]
            if len(values):
                values[to] = values[to - 1]
            to -= 1
        choices[to] = choice
        if len(values):
            values[to] = value


@inner
def _hash_row(choices: Indices, values: Ints, start: int, end: int) -> int:
    """A hash of a row; equal rows have equal ones, the reverse is checked."""
    mixed = end - start
    for at in range(start, end):
        mixed = stirred(mixed, int(choices[at]))
        if len(values):
            value = int(values[at])
            mixed = stirred(mixed, value ^ (value >> 32))
    return mixed


@inner
def _equal(choices: Indices, values: Ints, one: int, other: int, length: int) -> bool:
    for step in range(length):
        if choices[one + step] != choices[other + step]:
            return False
        if len(values) and values[one + step] != values[other + step]:
            return False
    return True


@jit
def group_rows(
    offsets: Ints, choices: Indices, values: Ints, weights: Ints, ordered: bool
) -> tuple[Ints, Indices, Ints, Ints]:
    """Merges equal rows with a hash table (open addressing, full comparison) and adds their weights.

    Without `ordered` each row is sorted by item first. Empty `values` or `weights` mean that there are none.
    """
    n = len(offsets) - 1
    kept_choices, kept_values = choices.copy(), values.copy()
    kept_offsets = np.zeros(n + 1, np.int64)
    kept_weights = np.zeros(n, np.int64)
    size = 16
    while size < 2 * n:
        size *= 2
    table = np.full(size, -1, np.int32)
    groups, used = 0, 0
    for row in range(n):
        length = offsets[row + 1] - offsets[row]
        for step in range(length):
            kept_choices[used + step] = choices[offsets[row] + step]
            if len(values):
                kept_values[used + step] = values[offsets[row] + step]
        if not ordered:
            _sort_row(kept_choices, kept_values, used, used + length)
        slot = _hash_row(kept_choices, kept_values, used, used + length) & (size - 1)
        while True:
            group = table[slot]
            if group < 0:
                table[slot] = group = groups
                groups += 1
                used += length
                kept_offsets[groups] = used
                break
            start = kept_offsets[group]
            if kept_offsets[group + 1] - start == length and _equal(kept_choices, kept_values, start, used, length):
                break
            slot = (slot + 1) & (size - 1)
        kept_weights[group] += weights[row] if len(weights) else 1
    return (
        kept_offsets[: groups + 1].copy(),
        kept_choices[:used].copy(),
        kept_values[: used if len(values) else 0].copy(),
        kept_weights[:groups].copy(),
    )

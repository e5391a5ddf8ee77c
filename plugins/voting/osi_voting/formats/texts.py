"""Kernels over texts as bytes with offsets: looking up ids, cutting out columns, finding what stands there twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from osi_voting.hashing import stirred
from osi_voting.kernels import inner, jit

__all__ = ["IdTable", "find", "gather", "repeated"]

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class IdTable:
    """Project ids as a hash table over bytes, for the kernel."""

    raw: Bytes
    offsets: Ints
    slots: NDArray[np.int32]

    @classmethod
    def of(cls, ids: list[bytes]) -> IdTable:
        """A table of ids by their place in the list."""
        raw = np.frombuffer(b"".join(ids), np.uint8) if ids else np.empty(0, np.uint8)
        offsets = np.concatenate(([0], np.cumsum([len(one) for one in ids]))).astype(np.int64)
        return cls(raw, offsets, _slots(raw, offsets))


@inner
def _hash(data: Bytes, start: int, end: int) -> Any:
    mixed = 0
    for at in range(start, end):
        mixed = stirred(mixed, int(data[at]) + 1)
    return mixed


@jit
def _slots(raw: Bytes, offsets: Ints) -> Any:
    size = 16
    while size < 4 * len(offsets):
        size *= 2
    slots = np.full(size, -1, np.int32)
    for number in range(len(offsets) - 1):
        slot = _hash(raw, offsets[number], offsets[number + 1]) & (size - 1)
        while slots[slot] >= 0:
            slot = (slot + 1) & (size - 1)
        slots[slot] = number
    return slots


@inner
def find(data: Bytes, start: int, end: int, raw: Bytes, offsets: Ints, slots: Any) -> int:
    """The number of the id that stands in `data[start:end]`, or -1."""
    size = len(slots)
    slot = _hash(data, start, end) & (size - 1)
    while slots[slot] >= 0:
        number = slots[slot]
        first = offsets[number]
        if offsets[number + 1] - first == end - start:
            same = True
            for step in range(end - start):
                if raw[first + step] != data[start + step]:
                    same = False
                    break
            if same:
                return number  # type: ignore[no-any-return]
        slot = (slot + 1) & (size - 1)
    return -1


@jit
def gather(data: Bytes, starts: Ints, ends: Ints) -> Any:
    """The fields of one column as one string of bytes with offsets."""
    offsets = np.zeros(len(starts) + 1, np.int64)
    for row in range(len(starts)):
        offsets[row + 1] = offsets[row] + ends[row] - starts[row]
    text = np.empty(offsets[-1], np.uint8)
    for row in range(len(starts)):
        to = offsets[row]
        for at in range(starts[row], ends[row]):
            text[to] = data[at]
            to += 1
    return text, offsets


@jit
def repeated(text: Bytes, offsets: Ints) -> Any:
    """For each row the first row with the same text, or -1 where it is the first itself."""
    n = len(offsets) - 1
    size = 16
    while size < 2 * n:
        size *= 2
    table = np.full(size, -1, np.int32)
    first = np.full(n, -1, np.int32)
    for row in range(n):
        start, length = offsets[row], offsets[row + 1] - offsets[row]
        slot = _hash(text, start, start + length) & (size - 1)
        while table[slot] >= 0:
            other = offsets[table[slot]]
            same = offsets[table[slot] + 1] - other == length
            step = 0
            while same and step < length:
                same = text[other + step] == text[start + step]
                step += 1
            if same:
                first[row] = table[slot]
                break
            slot = (slot + 1) & (size - 1)
        if first[row] < 0:
            table[slot] = row
    return first

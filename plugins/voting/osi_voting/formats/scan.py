"""The kernel that reads the votes of a Pabulib file from bytes: fields, quotes, project ids and points in one pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from osi_voting.formats.texts import IdTable, find
from osi_voting.kernels import inner, jit

__all__ = [
    "NOT_ONE", "NO_NUMBER", "OTHER_NUMBER", "TOO_FEW", "TOO_FINE", "TOO_MANY", "TWICE", "UNCLOSED", "UNKNOWN",
    "Scan", "scan_votes", "votes_kernel",
]  # fmt: skip

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int64]

_QUOTE, _SEMICOLON, _COMMA, _NEWLINE, _RETURN, _SPACE, _TAB = 34, 59, 44, 10, 13, 32, 9
_MINUS, _PLUS, _DOT, _ZERO, _NINE = 45, 43, 46, 48, 57

FINE, TOO_FEW, TOO_MANY, UNKNOWN, TWICE, OTHER_NUMBER, NO_NUMBER, TOO_FINE, UNCLOSED, NOT_ONE = range(10)
"""What may be wrong with a line of votes. The line as a whole is repaired or refused, never half of it unsaid."""

_TOO_LARGE = 10**12


@inner
def _trim(data: Bytes, start: int, end: int) -> Any:
    while start < end and (data[start] == _SPACE or data[start] == _TAB):
        start += 1
    while end > start and (data[end - 1] == _SPACE or data[end - 1] == _TAB):
        end -= 1
    return start, end


@inner
def _split(data: Bytes, at: int, size: int, last: bool, starts: Ints, ends: Ints) -> Any:
    """Cuts one record into fields: (fields found, where the next record begins or -1, line breaks inside, fault).

    A field that opens with a quote ends with one, may hold semicolons and line breaks, and doubles its own quotes.
    Empty fields beyond the last are not counted: spreadsheets fill lines up with them.
    """
    wanted, fields, breaks = len(starts), 0, 0
    while True:
        start = at
        if at < size and data[at] == _QUOTE:
            at += 1
            start = at
            while True:
                while at < size and data[at] != _QUOTE:
                    if data[at] == _NEWLINE:
                        breaks += 1
                    at += 1
                if at >= size:
                    return fields, (size if last else -1), breaks, UNCLOSED
                if at + 1 < size and data[at + 1] == _QUOTE:
                    at += 2
                    continue
                break
            end = at
            at += 1
            while at < size and data[at] != _SEMICOLON and data[at] != _NEWLINE:
                at += 1
        else:
            while at < size and data[at] != _SEMICOLON and data[at] != _NEWLINE:
                at += 1
            end = at
            if end > start and data[end - 1] == _RETURN and (at >= size or data[at] == _NEWLINE):
                end -= 1
        start, end = _trim(data, start, end)
        if fields < wanted:
            starts[fields], ends[fields] = start, end
        if fields < wanted or start < end:
            fields += 1
        if at >= size:
            return fields, (size if last else -1), breaks, FINE
        at += 1
        if data[at - 1] == _NEWLINE:
            return fields, at, breaks, FINE


@inner
def _empty(starts: Ints, ends: Ints, found: int) -> bool:
    """Whether nothing stands on a line that is too short for a record."""
    for field in range(found):  # noqa: SIM110 # compiled, which a generator cannot be
        if starts[field] < ends[field]:
            return False
    return True


@inner
def _number(data: Bytes, start: int, end: int, scale: int) -> Any:
    """A number of 0 or more times `scale`: (value, fault). "3", "3.0" and, with scale 10, "1.5" are numbers."""
    if start < end and data[start] == _PLUS:
        start += 1
    if start >= end:
        return 0, NO_NUMBER
    value, at = 0, start
    while at < end and _ZERO <= data[at] <= _NINE:
        value = value * 10 + (int(data[at]) - _ZERO)
        if value > _TOO_LARGE:
            return 0, NO_NUMBER
        at += 1
    value *= scale
    if at < end and data[at] == _DOT:
        at += 1
        unit = scale
        while at < end and _ZERO <= data[at] <= _NINE:
            digit = int(data[at]) - _ZERO
            if unit % 10 == 0:
                unit //= 10
                value += digit * unit
            elif digit:
                return 0, TOO_FINE
            at += 1
    return value, (FINE if at == end else NO_NUMBER)


@inner
def _read_votes(
    data: Bytes, start: int, end: int, raw: Bytes, offsets: Ints, slots: Any, out: Any, used: int, seen: Any, mark: int
) -> Any:
    """Comma-separated ids to `out[used:]`: (how many, fault). Empty entries are passed over."""
    found, fault = 0, 0
    at = start
    while at < end:
        first = at
        while at < end and data[at] != _COMMA:
            at += 1
        one, other = _trim(data, first, at)
        at += 1
        if one == other:
            continue
        item = find(data, one, other, raw, offsets, slots)
        if item < 0:
            fault = fault or UNKNOWN
            out[used + found] = -1
        elif seen[item] == mark:
            fault = fault or TWICE
            out[used + found] = -2 - item
        else:
            seen[item] = mark
            out[used + found] = item
        found += 1
    return found, fault


@inner
def _read_points(data: Bytes, start: int, end: int, scale: int, out: Any, used: int, wanted: int) -> Any:
    found, fault = 0, 0
    at = start
    while at < end:
        first = at
        while at < end and data[at] != _COMMA:
            at += 1
        one, other = _trim(data, first, at)
        at += 1
        value, wrong = _number(data, one, other, scale)
        if found < wanted:
            out[used + found] = -1 if wrong else value
        fault = fault or wrong
        found += 1
    if found != wanted:
        fault = fault or OTHER_NUMBER
        for missing in range(found, wanted):
            out[used + missing] = -1
    return fault


@dataclass
class Scan:
    """What the kernel found in one chunk: ballots in compressed rows, where the other fields stand, and faults."""

    consumed: int
    lines: int
    line_of: Ints
    lengths: Ints
    choices: NDArray[np.int32]
    points: Ints
    starts: Ints
    ends: Ints
    faults: NDArray[np.uint8]


@jit
def votes_kernel(
    data: Bytes, rows: int, commas: int, last: bool, fields: int, vote: int, point: int, choose_one: bool, scale: int,
    raw: Bytes, offsets: Ints, slots: Any,
) -> Any:  # fmt: skip
    """`scan_votes`, which says how many lines and commas there are at most."""
    size = len(data)
    line_of, lengths = np.empty(rows, np.int64), np.empty(rows, np.int64)
    starts, ends = np.empty((rows, fields), np.int64), np.empty((rows, fields), np.int64)
    faults = np.zeros(rows, np.uint8)
    choices = np.empty(rows + commas, np.int32)
    points = np.empty(rows + commas if point >= 0 else 0, np.int64)
    seen = np.full(len(offsets), -1, np.int64)
    at, row, line, used = 0, 0, 0, 0
    while at < size:
        found, after, breaks, fault = _split(data, at, size, last, starts[row], ends[row])
        if after < 0:
            break
        line_of[row] = line
        line += 1 + breaks
        at = after
        if found < fields and not fault and _empty(starts[row], ends[row], found):
            continue
        if not fault and found != fields:
            fault = TOO_FEW if found < fields else TOO_MANY
        for missing in range(found, fields):
            starts[row, missing] = ends[row, missing] = 0
        named, wrong = _read_votes(
            data, starts[row, vote], ends[row, vote], raw, offsets, slots, choices, used, seen, row
        )
        fault = fault or wrong
        if point >= 0:
            wrong = _read_points(data, starts[row, point], ends[row, point], scale, points, used, named)
            # What is wrong with points weighs more: points given in two entries are only added up.
            if wrong and (wrong == TOO_FINE or fault in (FINE, UNKNOWN, TWICE)):
                fault = wrong
        if choose_one and named > 1:
            fault = fault or NOT_ONE
        lengths[row] = named
        faults[row] = fault
        used += named
        row += 1
    return (
        at, line, line_of[:row], lengths[:row], choices[:used], points[: used if point >= 0 else 0],
        starts[:row], ends[:row], faults[:row],
    )  # fmt: skip


def scan_votes(
    data: Bytes, last: bool, fields: int, vote: int, point: int, choose_one: bool, scale: int, ids: IdTable
) -> Scan:
    """Reads records up to the last whole one (`last`: to the end of the file).

    `vote` and `point` are the fields that hold projects and points (-1: none). Faulty entries are -1 (unknown project,
    wrong points) or -2 minus a project's number (that project once more), their lines are marked in `faults`.
    """
    rows, commas = (int(np.count_nonzero(data == sign)) + 1 for sign in (_NEWLINE, _COMMA))
    found = votes_kernel(
        data, rows, commas, last, fields, vote, point, choose_one, scale, ids.raw, ids.offsets, ids.slots
    )
    return Scan(*found)

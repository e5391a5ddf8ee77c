"""Elections with one thing changed: an item supported more, cheaper, cloned; a ballot less; one more place."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from typing import TypeVar

from osi_core.plugins import AllocationProblem, Column, Profile

__all__ = ["cheaper", "cloned", "one_more", "raised", "without"]

P = TypeVar("P", bound=Profile)

_Row = tuple[list[int], list[int], int]
"""A ballot: choices, values beside them (or none), weight."""


def raised(problem: P, ballot: int, item: str) -> P | None:
    """The election in which a ballot supports an item more, by one step; None where it cannot."""
    place = problem.items.index(item)
    rows = _rows(problem)
    row, values, weight = rows[ballot]
    change = {"approval": _append, "ranked": _up, "points": _point_more, "paired": _turned}[problem.kind]
    changed = change(row, values, place)
    if changed is None:
        return None
    rows[ballot] = (*changed, weight)
    return _anew(problem, rows)


def without(problem: P, ballot: int) -> P:
    """The election without one voter who casts this ballot."""
    rows = _rows(problem)
    row, values, weight = rows[ballot]
    rows[ballot : ballot + 1] = [(row, values, weight - 1)] if weight > 1 else []
    return _anew(problem, rows)


def cheaper(problem: AllocationProblem, item: str, cost: int) -> AllocationProblem:
    """The election in which an item costs less."""
    costs = {**problem.costs(), item: cost}
    return _copy(problem, cost=Column.of("i8", [costs[name] for name in problem.items]))


def one_more(problem: P) -> P:
    """The election with one more place."""
    assert problem.size is not None
    return _copy(problem, size=problem.size + 1)


def cloned(problem: P, item: str, twin: str, first: Callable[[int], bool]) -> P:
    """The election with a twin right beside an item on every ballot; before it where `first(ballot)`."""
    place, new = problem.items.index(item), len(problem.items)

    def row(number: int, named: list[int]) -> list[int]:
        pair = [new, place] if first(number) else [place, new]
        return [other for index in named for other in (pair if index == place else [index])]

    rows: list[_Row] = [(row(number, named), [], weight) for number, (named, _, weight) in enumerate(_rows(problem))]
    return _anew(problem, rows, items=(*problem.items, twin))


def _append(row: list[int], values: list[int], place: int) -> tuple[list[int], list[int]] | None:
    return None if place in row else ([*row, place], values)


def _up(row: list[int], values: list[int], place: int) -> tuple[list[int], list[int]] | None:
    if place not in row:
        return [*row, place], values
    at = row.index(place)
    return ([*row[: at - 1], place, row[at - 1], *row[at + 1 :]], values) if at else None


def _point_more(row: list[int], values: list[int], place: int) -> tuple[list[int], list[int]]:
    if place not in row:
        return [*row, place], [*values, 1]
    return row, [value + (index == place) for index, value in zip(row, values, strict=True)]


def _turned(row: list[int], values: list[int], place: int) -> tuple[list[int], list[int]] | None:
    """The first comparison that the item lost is won instead."""
    for at in range(0, len(row), 2):
        if row[at + 1] == place and not values:
            return [*row[:at], row[at + 1], row[at], *row[at + 2 :]], values
    return None


def _rows(problem: Profile) -> list[_Row]:
    values = list(problem.value_rows()) if problem.values is not None else [[] for _ in problem.rows()]
    return list(zip(problem.rows(), values, problem.ballot_weights(), strict=True))


def _anew(problem: P, rows: list[_Row], **changes: object) -> P:
    changes |= {
        "offsets": Column.of("i8", accumulate((len(row) for row, _, _ in rows), initial=0)),
        "choices": Column.of("i4", [index for row, _, _ in rows for index in row]),
        "weights": Column.of("i8", [weight for _, _, weight in rows]),
    }
    if problem.values is not None:
        changes["values"] = Column.of("i8", [value for _, values, _ in rows for value in values])
    return _copy(problem, **changes)


def _copy(problem: P, **changes: object) -> P:
    fields = {name: getattr(problem, name) for name in type(problem).model_fields}
    return type(problem).model_validate(fields | changes)

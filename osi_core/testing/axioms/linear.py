"""A small exact linear program: is there a solution at all? For priceability on small elections."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

__all__ = ["Constraint", "solution"]

Constraint = tuple[Sequence[int], Literal["<=", "=="], int]
"""Coefficients, relation, right-hand side."""


def solution(variables: int, constraints: Sequence[Constraint]) -> list[Fraction] | None:
    """Values of 0 and more that meet all constraints, exactly; None where there are none.

    The first phase of the simplex method with the pivots of R. Bland, "New Finite Pivoting Rules for the Simplex
    Method", 1977, which never go round in circles.
    """
    table, basis, width = _start(variables, constraints)
    goal = [sum((row[c] for row, b in zip(table, basis, strict=True) if b >= width), Fraction(0)) for c in range(width)]
    rest = sum((row[-1] for row, b in zip(table, basis, strict=True) if b >= width), Fraction(0))
    goal.append(rest)
    while (column := next((c for c in range(width) if goal[c] > 0), None)) is not None:
        able = [(row[-1] / row[column], basis[r], r) for r, row in enumerate(table) if row[column] > 0]
        if not able:
            break
        _pivot(table, goal, min(able)[2], column)
        basis[min(able)[2]] = column
    if goal[-1] != 0:
        return None
    values = [Fraction(0)] * variables
    for row, name in zip(table, basis, strict=True):
        if name < variables:
            values[name] = row[-1]
    return values


def _start(variables: int, constraints: Sequence[Constraint]) -> tuple[list[list[Fraction]], list[int], int]:
    """The table with a slack for each inequality, and the basis: a slack, or an artificial variable from `width` on."""
    slacks = [number for number, (_, relation, _) in enumerate(constraints) if relation == "<="]
    width = variables + len(slacks)
    table, basis = [], []
    for number, (coefficients, relation, right) in enumerate(constraints):
        row = [Fraction(value) for value in coefficients] + [Fraction(0)] * len(slacks) + [Fraction(right)]
        if relation == "<=":
            row[variables + slacks.index(number)] = Fraction(1)
        if right < 0:
            row = [-value for value in row]
        table.append(row)
        has_slack = relation == "<=" and right >= 0
        basis.append(variables + slacks.index(number) if has_slack else width + number)
    return table, basis, width


def _pivot(table: list[list[Fraction]], goal: list[Fraction], at: int, column: int) -> None:
    divisor = table[at][column]
    table[at] = pivot = [value / divisor for value in table[at]]
    for row in (*(row for number, row in enumerate(table) if number != at), goal):
        factor = row[column]
        if factor:
            row[:] = [value - factor * other for value, other in zip(row, pivot, strict=True)]

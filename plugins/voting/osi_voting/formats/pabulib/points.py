"""Points with decimals as whole numbers, and back."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

__all__ = ["points_text", "whole_points"]


def points_text(value: int, scale: int) -> str:
    """A whole number of points as the decimal number it stands for."""
    return str(value) if scale == 1 else format((Decimal(value) / scale).normalize(), "f")


def whole_points(rows: Sequence[Sequence[str | int]]) -> tuple[int, list[list[int]]]:
    """The power of ten that makes all points whole, and the points times that."""
    numbers = [[Decimal(str(value)) for value in row] for row in rows]
    decimals = max((_decimals(value) for row in numbers for value in row), default=0)
    scale = 10**decimals
    return scale, [[int(value * scale) for value in row] for row in numbers]


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"points: expected a number, found {value}")
    return max(0, -exponent)

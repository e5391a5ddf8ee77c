"""Rational numbers x_0, x_1, ... each of which is a whole combination of those before, divided by a whole number.

x_k = (constant_k + sum over j < k of count_kj * x_j) / units_k. Over the common denominator D_k = units_0 * ... *
units_k every numerator is whole, and Horner's scheme adds up combinations with multiplications by small numbers only:
no fraction is ever reduced, none is ever rounded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

__all__ = ["Recurrence", "two_floats"]


@dataclass
class Recurrence:
    """The numbers known so far."""

    _tops: list[int] = field(default_factory=list)
    _bottoms: list[int] = field(default_factory=lambda: [1])
    _units: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self._tops)

    @property
    def denominator(self) -> int:
        """The common denominator of all numbers known so far."""
        return self._bottoms[-1]

    def append(self, constant: int, counts: Iterable[int], units: int) -> None:
        """Adds the next number."""
        self._tops.append(constant * self.denominator + self.combined(counts))
        self._bottoms.append(self.denominator * units)
        self._units.append(units)

    def combined(self, counts: Iterable[int]) -> int:
        """The numerator, over `denominator`, of the numbers times these counts (one for each of them)."""
        total = 0
        for count, top, units in zip(counts, self._tops, self._units, strict=True):
            total = total * units + count * top
        return total

    def number(self, k: int) -> tuple[int, int]:
        """x_k as numerator and denominator, not reduced."""
        return self._tops[k], self._bottoms[k + 1]


def two_floats(top: int, bottom: int) -> tuple[float, float]:
    """A fraction as the sum of two floats, the first of them the nearest there is."""
    high = top / bottom
    above, below = high.as_integer_ratio()
    return high, (top * below - above * bottom) / (bottom * below)

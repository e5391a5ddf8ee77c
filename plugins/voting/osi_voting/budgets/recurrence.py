"""Rational numbers x_0, x_1, ... each of which is a whole combination of those before, divided by a whole number.

x_k = (constant_k + sum over some j < k of count_kj * x_j) / units_k. Each is kept as a whole numerator over D_k, where
D_k divides D_k+1, so that Horner's scheme adds up combinations without reducing any fraction. D grows by what a number
needs and no more: where a few voters buy a few things each it stays small for a hundred thousand numbers, else it is
about the product of all units.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import gcd

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

    def append(self, constant: int, of: Iterable[int], counts: Iterable[int], units: int) -> None:
        """Adds the next number: `counts` are those of the numbers `of`, in rising order."""
        top = constant * self.denominator + self.combined(of, counts)
        shared = gcd(top, units)
        self._tops.append(top // shared)
        self._units.append(units // shared)
        self._bottoms.append(self.denominator * self._units[-1])

    def combined(self, of: Iterable[int], counts: Iterable[int]) -> int:
        """The numerator, over `denominator`, of the numbers `of`, in rising order, times these counts."""
        total, bottoms, at = 0, self._bottoms, -1
        for k, count in zip(of, counts, strict=True):
            factor = self._units[k] if k == at + 1 else bottoms[k + 1] // bottoms[at + 1]
            total = total * factor + count * self._tops[k]
            at = k
        return total * (self.denominator // bottoms[at + 1])

    def number(self, k: int) -> tuple[int, int]:
        """x_k as numerator and denominator, not reduced."""
        return self._tops[k], self._bottoms[k + 1]


def two_floats(top: int, bottom: int) -> tuple[float, float]:
    """A fraction as the sum of two floats, the first of them the nearest there is."""
    high = top / bottom
    above, below = high.as_integer_ratio()
    return high, (top * below - above * bottom) / (bottom * below)

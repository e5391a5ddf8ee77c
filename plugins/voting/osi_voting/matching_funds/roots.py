"""Sums of square roots in whole numbers: intervals that hold the true value, narrowed until its rounding is certain.

An interval is two whole numbers, in units of 2^-bits: the true value is not below the first and not above the second.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isqrt

__all__ = ["FRACTION_BITS", "Interval", "quotient", "root", "rounded"]

Interval = tuple[int, int]

FRACTION_BITS = 96
"""Matches are whole numbers of 2^-96 minor units: values that differ by less are equal."""

_FIRST_BITS = 256
_MOST_BITS = 4096


def root(number: int, bits: int) -> Interval:
    """√number; a point where it is a whole number of units."""
    scaled = number << (2 * bits)
    low = isqrt(scaled)
    return low, low + (low * low != scaled)


def quotient(above: Interval, below: Interval, bits: int) -> Interval:
    """Above / below, for numbers above 0."""
    return (above[0] << bits) // below[1], -(-(above[1] << bits) // below[0])


def rounded(values: Callable[[int], list[Interval]]) -> tuple[list[int], int]:
    """Each value rounded to a whole number of 2^-96, nearest, halves up; and how many could not be told for certain.

    `values(bits)` gives their intervals in units of 2^-bits. These are computed with 256 bits, and with twice as many
    as long as the two ends of one round differently (A. Ziv, "Fast evaluation of elementary mathematical functions
    with correctly rounded last bit", 1991, doi:10.1145/114697.116813). A value that even 4,096 bits do not tell from
    half a unit is taken for that half, the same on every machine.
    """
    bits = _FIRST_BITS
    while True:
        shift = bits - FRACTION_BITS
        half = 1 << (shift - 1)
        ends = [((low + half) >> shift, (high + half) >> shift) for low, high in values(bits)]
        open_ = sum(low != high for low, high in ends)
        if not open_ or bits >= _MOST_BITS:
            return [high for _, high in ends], open_
        bits *= 2

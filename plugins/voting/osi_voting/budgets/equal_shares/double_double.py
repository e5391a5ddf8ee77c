"""Numbers as unevaluated sums of two floats, with about 106 bits: compiled, and the same on every machine.

T. J. Dekker, "A floating-point technique for extending the available precision", Numerische Mathematik 18, 1971,
doi:10.1007/BF01397083. They rest on IEEE operations in a fixed order: no fused and no reassociated ones (numba's
default).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from osi_voting.kernels import inner

__all__ = ["add", "divide", "from_whole", "times", "two_product", "two_sum"]


@inner
def two_sum(a: float, b: float) -> Any:
    """A + b as the nearest float and what it lacks (D. E. Knuth, TAOCP 2, 4.2.2, theorem B)."""
    total = a + b
    part = total - a
    return total, (a - (total - part)) + (b - part)


@inner
def two_product(a: float, b: float) -> Any:
    """A * b as the nearest float and what it lacks (Dekker 1971, G. W. Veltkamp's splitting)."""
    product = a * b
    big = 134217729.0 * a
    a_high = big - (big - a)
    a_low = a - a_high
    big = 134217729.0 * b
    b_high = big - (big - b)
    b_low = b - b_high
    return product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low


@inner
def from_whole(value: int) -> Any:
    """A whole number below 2^63 in size, without error."""
    high = float(value)
    return high, float(value - np.int64(high))


@inner
def add(a: float, a_low: float, b: float, b_low: float) -> Any:
    """A + b; off by less than 2^-102 of |a| + |b|."""
    high, low = two_sum(a, b)
    other, rest = two_sum(a_low, b_low)
    high, low = two_sum(high, low + other)
    return two_sum(high, low + rest)


@inner
def times(a: float, a_low: float, whole: int) -> Any:
    """A times a whole number; off by less than 2^-100 of the result."""
    b, b_low = from_whole(whole)
    high, low = two_product(a, b)
    return two_sum(high, low + (a * b_low + a_low * b))


@inner
def divide(a: float, a_low: float, whole: int) -> Any:
    """A divided by a whole number above 0; off by less than 2^-98 of the result."""
    b, _ = from_whole(whole)
    first = a / b
    high, low = times(first, 0.0, whole)
    rest, rest_low = add(a, a_low, -high, -low)
    second = rest / b
    high, low = times(second, 0.0, whole)
    rest, _ = add(rest, rest_low, -high, -low)
    high, low = two_sum(first, second)
    return two_sum(high, low + rest / b)

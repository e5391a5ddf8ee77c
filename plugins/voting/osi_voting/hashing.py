"""The hash of the tables in kernels: words of 32 bits in whole numbers of 64, so that nothing wraps around."""

from __future__ import annotations

from osi_voting.kernels import inner

__all__ = ["stirred"]


@inner
def stirred(mixed: int, word: int) -> int:
    """A hash of 32 bits with one more whole number stirred in: xor, multiply, shift. The product is below 2^63."""
    mixed = ((mixed ^ (word & 0xFFFFFFFF)) * 0x5BD1E995) & 0xFFFFFFFF
    return mixed ^ (mixed >> 15)

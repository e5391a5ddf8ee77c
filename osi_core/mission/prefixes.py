"""What the code of a receipt begins with: who has issued it."""

from __future__ import annotations

import hashlib
from functools import lru_cache

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that a code can be read out and typed."""


@lru_cache(maxsize=1024)
def prefix_of(chain: str) -> str:
    """Four characters that name a chain, from 20 bits of the SHA-256 of its name; nothing for one without a name.

    They only choose whom to ask, the other 128 bits of a code say what for. A few chains serve a mission, and one whose
    prefix is taken there is not listed; of two in different missions the store that has the code knows it for its own.
    """
    if not chain:
        return ""
    number = int.from_bytes(hashlib.sha256(chain.encode()).digest()[:3], "big") >> 4
    return "".join(ALPHABET[number >> shift & 31] for shift in (15, 10, 5, 0))

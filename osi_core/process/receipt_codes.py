"""Receipt codes: 128 bits that only the contributor holds; the store keeps a digest.

A code is a MAC over the contribution's position under a key of the mission, so the same request, sent again, gets the
same code, though no store keeps the code itself.
"""

from __future__ import annotations

import hashlib

from osi_core.macs import mac
from osi_core.words import WordedError

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that a code can be read out and typed."""
_PAIRS = tuple(first + second for first in _ALPHABET for second in _ALPHABET)
"""Two characters for each 10 bits."""
_BEFORE_DASH = tuple(f"{pair}-" for pair in _PAIRS)
_AROUND_DASH = tuple(f"{pair[0]}-{pair[1]}" for pair in _PAIRS)
_SPELLED = tuple(
    ({2: _BEFORE_DASH, 5: _AROUND_DASH, 7: _BEFORE_DASH, 10: _AROUND_DASH}.get(place, _PAIRS), 120 - 10 * place)
    for place in range(13)
)
"""How the pair at each place of a code is written, and where in the number it stands: a code is made at nearly every
command, and putting the dashes in afterwards took as long as all the rest.
"""
RECEIPT_KEY = "receipt-key"
"""Under which name the private store keeps a mission's receipt key: no seal, so no event leads to it."""
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0"})
_LENGTH = 26


class ReceiptMalformed(WordedError, ValueError):
    """What was given cannot be a receipt's code."""


def receipt_code(key: bytes, position: int) -> str:
    """The code of the contribution at a position, as the contributor gets it: 26 characters in groups."""
    number = int.from_bytes(mac(key, b"%d" % position)[:16], "big")
    return "".join([table[number >> shift & 1023] for table, shift in _SPELLED])


def digest_of_own(code: str) -> str:
    """`receipt_digest` of a code as `receipt_code` spells it, without the reading of what people type."""
    return hashlib.sha256(code.replace("-", "").encode()).hexdigest()


def receipt_digest(code: str) -> str:
    """What the store keeps of a code. Raises ReceiptMalformed for what cannot be a code."""
    plain = code.strip().upper().replace("-", "").replace(" ", "").translate(_READ_AS)
    if len(plain) != _LENGTH or not set(plain) <= set(_ALPHABET):
        raise ReceiptMalformed("receipt.malformed", code=code, length=_LENGTH)
    return hashlib.sha256(plain.encode()).hexdigest()

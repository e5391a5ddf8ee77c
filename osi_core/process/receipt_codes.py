"""Receipt codes: who has issued it, and 128 bits that only the contributor holds, of which the store keeps a digest.

A code is a MAC over the contribution's position under a key of the mission, so the same request, sent again, gets the
same code, though no store keeps the code itself. In front of it stands the prefix of the chain that the contribution
stands in: the digest does not cover it, so codes from before there were prefixes still lead where they led.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from osi_core.macs import mac
from osi_core.mission.prefixes import ALPHABET, prefix_of
from osi_core.words import WordedError

_PAIRS = tuple(first + second for first in ALPHABET for second in ALPHABET)
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
_PREFIX, _SECRET = 4, 26
"""How many characters say who has issued a code, and how many what for."""


class ReceiptMalformed(WordedError, ValueError):
    """What was given cannot be a receipt's code."""


class GivenCode(NamedTuple):
    """A code that somebody has typed."""

    prefix: str
    """Who has issued it; empty in a code from before codes said so."""
    digest: str
    """What the store keeps of it."""

    def is_of(self, chain: str) -> bool:
        """Whether a chain of this name may have issued it."""
        return self.prefix in ("", prefix_of(chain))


def receipt_code(key: bytes, position: int, chain: str, *, renewed: bool = False) -> str:
    """The code of the contribution at a position of a chain, as the contributor gets it: 30 characters in groups; only
    26 in a chain without a name, of which nothing says who it is.

    `renewed` where a log that was restored from a copy goes on in this chain: the former one may have had another
    contribution at that position, whose code is in somebody's hands.
    """
    number = int.from_bytes(
        mac(key, b"%d %s" % (position, chain.encode()) if renewed else b"%d" % position)[:16], "big"
    )
    secret = "".join([table[number >> shift & 1023] for table, shift in _SPELLED])
    prefix = prefix_of(chain)
    return f"{prefix}-{secret}" if prefix else secret


def digest_of_own(code: str) -> str:
    """The digest of a code as `receipt_code` spells it, without the reading of what people type."""
    return hashlib.sha256(code.replace("-", "")[-_SECRET:].encode()).hexdigest()


def read_code(code: str) -> GivenCode:
    """A code as people type it. Raises ReceiptMalformed for what cannot be one."""
    plain = code.strip().upper().replace("-", "").replace(" ", "").translate(_READ_AS)
    if len(plain) not in (_SECRET, _PREFIX + _SECRET) or not set(plain) <= set(ALPHABET):
        raise ReceiptMalformed("receipt.malformed", code=code, length=_PREFIX + _SECRET, without=_SECRET)
    return GivenCode(plain[:-_SECRET], hashlib.sha256(plain[-_SECRET:].encode()).hexdigest())

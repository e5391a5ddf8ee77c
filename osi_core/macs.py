"""Message authentication codes: HMAC-SHA256 (RFC 2104) under keys that many MACs are made with, several a command."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

_BLOCK = 64
"""Bytes that SHA-256 works on at once."""
_INNER, _OUTER = (bytes(byte ^ pad for byte in range(256)) for pad in (0x36, 0x5C))


class MacKey:
    """A key, taken in once: SHA-256(key ⊕ opad ‖ SHA-256(key ⊕ ipad ‖ message)), with both paddings made before.

    It says what `hmac.digest` says, which looks the hash up and pads the key anew at each call: between other work that
    took ten times as long. Raises ValueError for a key of more than 64 bytes, which would have to be hashed first.
    """

    __slots__ = ("_inner", "_outer")

    def __init__(self, key: bytes) -> None:
        if len(key) > _BLOCK:
            raise ValueError(f"a key of {len(key)} bytes; {_BLOCK} at most")
        padded = key.ljust(_BLOCK, b"\0")
        self._inner, self._outer = padded.translate(_INNER), padded.translate(_OUTER)

    def mac(self, message: bytes) -> bytes:
        """The MAC of a message, 32 bytes."""
        return sha256(self._outer + sha256(self._inner + message).digest()).digest()


def mac(key: bytes, message: bytes) -> bytes:
    """The MAC under a key that lives as long as its mission: it is kept here, taken in."""
    return _taken_in(key).mac(message)


_taken_in = lru_cache(maxsize=256)(MacKey)

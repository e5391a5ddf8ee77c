"""Ids of new resources that nobody gave one (AIP-133)."""

from __future__ import annotations

import os
import time
import uuid
from hashlib import sha256

__all__ = ["minted_again", "minted_now"]


def minted_now() -> str:
    """A UUID that sorts by the time of its making (RFC 9562, section 5.7)."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = milliseconds << 80 | 0x7 << 76 | (random >> 64 & 0xFFF) << 64 | 0b10 << 62 | random & (1 << 62) - 1
    return str(uuid.UUID(int=value))


def minted_again(mission: str, actor: str, request_id: str, key: bytes | None) -> str | None:
    """The same UUID for the same request id, so that a request that is sent again is the same request (RFC 9562,
    section 5.8).

    `key` is the mission's key of command ids. Without it only a random request id, a UUID, may leave something in the
    log that could be compared with guesses; for others there is None.
    """
    if key is None:
        try:
            if uuid.UUID(request_id).version not in (4, 7):
                return None
        except ValueError:
            return None
    told = "\0".join((mission, actor, request_id)).encode("utf-8", "surrogatepass")
    value = int.from_bytes(sha256(b"osi-minted\0" + (key or b"") + b"\0" + told).digest()[:16], "big")
    value &= ~(0xF << 76 | 0b11 << 62)
    return str(uuid.UUID(int=value | 0x8 << 76 | 0b10 << 62))

"""MACs under the keys of a mission, several at every command."""

from __future__ import annotations

import hmac
from functools import lru_cache


def mac(key: bytes, message: bytes) -> bytes:
    """HMAC-SHA256, 32 bytes. For keys that live as long as their mission: the key is kept here, made ready.

    `hmac.digest` finds the hash and takes the key in anew each time, which takes longer than all the rest.
    """
    ready = _ready(key).copy()
    ready.update(message)
    return ready.digest()


@lru_cache(maxsize=256)
def _ready(key: bytes) -> hmac.HMAC:
    return hmac.new(key, digestmod="sha256")

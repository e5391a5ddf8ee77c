"""Verified tokens, remembered until they expire: verifying one costs as much as all else that a call does."""

from __future__ import annotations

import time
from collections.abc import Callable
from hashlib import blake2b
from typing import NamedTuple

from osi_runtime.auth.callers import Caller


class _Kept(NamedTuple):
    caller: Caller
    until: float
    generation: int


class Remembered:
    """Token → caller, for so many tokens at most; what was used longest ago goes first.

    It holds digests, never the tokens themselves: they would open a mission to whoever reads this process's memory
    when it has crashed.
    """

    def __init__(self, size: int, clock: Callable[[], float] = time.time) -> None:
        self._size, self._clock = size, clock
        self._kept: dict[bytes, _Kept] = {}

    def find(self, token: str, generation: int) -> Caller | None:
        """Who brings this token, if it was verified with the keys that there are, and has not expired."""
        digest = _digest(token)
        kept = self._kept.pop(digest, None)
        if kept is None or kept.generation != generation or self._clock() >= kept.until:
            return None
        self._kept[digest] = kept  # now it was used last
        return kept.caller

    def keep(self, token: str, caller: Caller, until: float, generation: int) -> None:
        """Remembers a verified token."""
        if self._size:
            while len(self._kept) >= self._size:
                del self._kept[next(iter(self._kept))]
            self._kept[_digest(token)] = _Kept(caller, until, generation)

    def __len__(self) -> int:
        return len(self._kept)


def _digest(token: str) -> bytes:
    return blake2b(token.encode("utf-8", "surrogatepass"), digest_size=16).digest()

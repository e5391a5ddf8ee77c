"""How much is taken of each caller, and of all: beyond it a call is answered RESOURCE_EXHAUSTED, at once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from time import monotonic

from grpc import StatusCode

from osi_runtime.errors import CallRefused

__all__ = ["Concurrency", "Rate"]


class Concurrency:
    """How many may be under way at a time: `enter`, and `leave` in the end."""

    __slots__ = ("code", "most", "under_way")

    def __init__(self, most: int, code: str) -> None:
        self.most, self.code, self.under_way = most, code, 0

    def enter(self) -> None:
        """Raises CallRefused where there are as many as there may be."""
        if self.under_way >= self.most:
            raise CallRefused(StatusCode.RESOURCE_EXHAUSTED, self.code, retry_seconds=0.5, most=self.most)
        self.under_way += 1

    def leave(self) -> None:
        """Makes room."""
        self.under_way -= 1


class Rate:
    """A token bucket for each caller: `burst` calls at once, and so many a second in the long run; 0: no limit.

    Of callers who have not called for long nothing is kept; when there are too many, those who called first are
    forgotten, and begin anew.
    """

    def __init__(self, per_second: float, burst: int, callers: int, clock: Callable[[], float] = monotonic) -> None:
        self._per_second, self._burst, self._callers, self._clock = per_second, float(burst), callers, clock
        self._left: dict[Hashable, tuple[float, float]] = {}
        """Caller → how many calls were left at a time; the one who called last is the last."""

    def take(self, caller: Hashable, calls: float = 1.0) -> None:
        """Counts calls. Raises CallRefused, with when to try again, where they are too many."""
        if not self._per_second:
            return
        now = self._clock()
        left, at = self._left.pop(caller, (self._burst, now))
        left = min(self._burst, left + (now - at) * self._per_second)
        if left < calls:
            self._left[caller] = (left, now)
            wait = (calls - left) / self._per_second
            raise CallRefused(
                StatusCode.RESOURCE_EXHAUSTED,
                "runtime.rate",
                retry_seconds=wait,
                per_second=int(self._per_second) or 1,
                burst=int(self._burst),
            )
        self._left[caller] = (left - calls, now)
        if len(self._left) > self._callers:
            del self._left[next(iter(self._left))]

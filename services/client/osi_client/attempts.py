"""When a call is tried again, and after how long: pure, so that both clients do the same.

What is sent again happens once: by its `request_id`, by the ids of its ballots, or because it only reads. Waits grow
exponentially with full jitter (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015), so that who
was turned away together does not come back together; the caller's deadline bounds them all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import grpc
from google.protobuf.message import Message

from osi_client.errors import ServiceError
from osi_client.methods import Method


@dataclass(frozen=True)
class Retries:
    """How often and how patiently a call is tried again."""

    attempts: int = 10
    """At most so many in all; 1 never tries again."""
    initial: float = 0.05
    """Seconds: the longest first wait. Each wait is by chance between none and its longest."""
    factor: float = 2.0
    """How much longer each next wait may be."""
    longest: float = 5.0
    """Seconds: no wait by chance is longer."""
    attempt_timeout: float | None = 15.0
    """Seconds after which one attempt is given up, so that a connection which died in silence does not take the whole
    deadline. None: an attempt may take it."""

    def wait(self, failed: int, chance: float) -> float:
        """Seconds to wait after so many failed attempts; `chance` is from 0 to 1."""
        return chance * min(self.longest, self.initial * self.factor ** min(failed - 1, 60))


class Attempts:
    """The attempts of one call. `now` is a monotonic clock, `chance` gives numbers from 0 to 1."""

    def __init__(
        self,
        method: Method[Any, Any],
        request: Message | None,
        timeout: float | None,
        retries: Retries,
        *,
        now: Callable[[], float],
        chance: Callable[[], float],
    ) -> None:
        self._method, self._request, self._retries = method, request, retries
        self._now, self._chance = now, chance
        self._ends = None if timeout is None else now() + timeout
        self._failed = 0
        self._has_fresh_token = False

    def timeout(self) -> float | None:
        """Seconds that the next attempt may take; None: as long as it likes."""
        left = None if self._ends is None else max(0.0, self._ends - self._now())
        most = None if self._method.is_meant_to_last else self._retries.attempt_timeout
        return min((one for one in (left, most) if one is not None), default=None)

    def came(self) -> None:
        """A stream brought something: what failed before counts no more."""
        self._failed = 0

    def wait(self, error: ServiceError, *, renews_token: bool = False) -> float:
        """Seconds to wait before the next attempt; raises the error where there is none."""
        self._failed += 1
        if error.code is grpc.StatusCode.UNAUTHENTICATED and renews_token and not self._has_fresh_token:
            self._has_fresh_token = True
            return 0.0
        if self._failed >= self._retries.attempts or not self._may_again(error):
            raise error
        wait = self._retries.wait(self._failed, self._chance()) + (error.retry_delay or 0.0)
        if self._ends is not None and self._now() + wait >= self._ends:
            raise error
        return wait

    def _may_again(self, error: ServiceError) -> bool:
        if not self._method.is_safe_again:
            return False
        match error.code:
            case grpc.StatusCode.UNAVAILABLE | grpc.StatusCode.DEADLINE_EXCEEDED:
                return True
            case grpc.StatusCode.CANCELLED:  # not by the caller, who gets no status of that: by a server that ends
                return True
            case grpc.StatusCode.RESOURCE_EXHAUSTED | grpc.StatusCode.FAILED_PRECONDITION:
                return error.retry_delay is not None  # the service says that it passes by itself, and when
            case grpc.StatusCode.ABORTED:  # with an etag it says that the caller has to look again
                return not (self._method.takes_etag and bool(getattr(self._request, "etag", "")))
            case _:
                return False

"""What both clients share of a call: what it carries, what its answer brings, and the errors of a channel."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import grpc
import grpc_status.rpc_status  # type: ignore[import-untyped]
from google.protobuf.message import Message
from google.rpc.status_pb2 import Status

from osi_client.attempts import Attempts, Retries
from osi_client.errors import ServiceError, error_of
from osi_client.methods import Method
from osi_client.positions import AFTER, POSITION, Positions
from osi_client.tokens import Held
from osi_client.tracing import trace_context

Metadata = list[tuple[str, str]]
TIME = "osi-time"
"""The key of the time that a call is given at, in a simulated mission."""

CHANNEL_OPTIONS: tuple[tuple[str, int], ...] = (
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.min_reconnect_backoff_ms", 1_000),
    ("grpc.max_reconnect_backoff_ms", 2_000),  # a service that comes back is found again by the next attempts
    ("grpc.use_local_subchannel_pool", 1),  # what one connection learnt of an address holds up no other
    ("grpc.max_receive_message_length", 64 * 2**20),
)


@dataclass
class Session:
    """All that is the same for every call of a connection."""

    token: Held
    positions: Positions
    language: str = ""
    timeout: float | None = 60.0
    """Seconds for a call with all its attempts, where the caller names none."""
    retries: Retries = field(default_factory=Retries)
    now: Callable[[], float] = time.monotonic
    clock: Callable[[], float] = time.time
    """Seconds since 1970, for the ends of tokens."""
    chance: Callable[[], float] = random.random
    at: Callable[[], datetime] | None = None
    """The time that goes along with each call, in a simulated mission."""

    def attempts(
        self, method: Method[Any, Any], request: Message | None, timeout: float | None, *, lasts: bool = False
    ) -> Attempts:
        """Those of one call; one that `lasts` has no end but the caller's."""
        within = self.timeout if timeout is None and not lasts else timeout
        return Attempts(method, request, within, self.retries, now=self.now, chance=self.chance)

    def metadata(self, mission: str, token: str) -> Metadata:
        """What a call carries beside its request."""
        carried = [("authorization", f"Bearer {token}")] if token else []
        if self.language:
            carried.append(("accept-language", self.language))
        if self.at is not None:
            carried.append((TIME, self.at().astimezone(UTC).isoformat().replace("+00:00", "Z")))
        if mission and (after := self.positions.after(mission)):
            carried.append((AFTER, after))
        return carried + trace_context()

    def keep(self, mission: str, *metadata: Iterable[tuple[str, str | bytes]] | None) -> None:
        """Takes from an answer's metadata how far the mission's chains are."""
        for some in metadata:
            for key, value in some or ():
                if key == POSITION:
                    self.positions.take(mission, value if isinstance(value, str) else value.decode("ascii", "replace"))


def error_of_call(error: grpc.RpcError, method: Method[Any, Any], request: Message | None) -> ServiceError:
    """The typed error of what a channel raised."""
    call: Any = error
    code, message = call.code(), call.details() or ""
    sent_as = getattr(request, "request_id", "")
    return error_of(code, message, _status(call), method=method.descriptor.name, sent_as=sent_as)


def _status(call: Any) -> Status | None:
    try:
        status: Status | None = grpc_status.rpc_status.from_call(_Ended(call))
    except (
        Exception
    ):  # another status than the call's own, or bytes that are none: not to be trusted, nor to hide the error
        return None
    return status


class _Ended:
    """A failed call of either kind, as grpc_status reads it: grpc.aio may have no trailing metadata."""

    def __init__(self, call: Any) -> None:
        self.code, self.details = call.code, call.details
        self._trailing = call.trailing_metadata()

    def trailing_metadata(self) -> Any:
        return self._trailing or ()

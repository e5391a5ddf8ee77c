"""What takes longer than a call: a handle that is asked how far it is, waited for, or cancelled."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from google.longrunning import operations_proto_pb2 as operations
from google.protobuf import any_pb2, empty_pb2
from google.protobuf.message import Message

from osi_client.aio import AsyncChannel
from osi_client.errors import DeadlineExceeded, error_of_status
from osi_client.methods import method
from osi_client.plain import Channel

ResultT = TypeVar("ResultT", bound=Message)
ProgressT = TypeVar("ProgressT", bound=Message)

_SERVICE = operations.DESCRIPTOR.services_by_name["Operations"]
GET = method(_SERVICE, "GetOperation", operations.GetOperationRequest, operations.Operation)
WAIT = method(_SERVICE, "WaitOperation", operations.WaitOperationRequest, operations.Operation)
CANCEL = method(_SERVICE, "CancelOperation", operations.CancelOperationRequest, empty_pb2.Empty)

LONGEST_WAIT = 20.0
"""Seconds that one call waits for a result; then it asks again."""


class _Known(Generic[ResultT, ProgressT]):
    """What was last heard of an operation."""

    def __init__(self, message: operations.Operation, result: type[ResultT], progress: type[ProgressT]) -> None:
        self.message = message
        """As the service told it last."""
        self._kinds = result, progress

    @property
    def name(self) -> str:
        """Its name, by which another process can ask for it too: `osi.operation(name, GrantRound, …)`."""
        return self.message.name

    @property
    def done(self) -> bool:
        """Whether it has ended, by what was last heard."""
        return self.message.done

    @property
    def progress(self) -> ProgressT | None:
        """How far it is, by what was last heard; None where nothing was said."""
        return unpacked(self.message.metadata, self._kinds[1]) if self.message.HasField("metadata") else None

    def _ended(self) -> ResultT:
        if self.message.HasField("error"):
            raise error_of_status(self.message.error, method=self.name)
        return unpacked(self.message.response, self._kinds[0])

    def _next_wait(self, ends: float | None) -> operations.WaitOperationRequest:
        left = LONGEST_WAIT if ends is None else min(LONGEST_WAIT, ends - time.monotonic())
        if left <= 0:
            raise DeadlineExceeded("the operation has not ended yet", method=self.name)
        request = operations.WaitOperationRequest(name=self.name)
        request.timeout.FromNanoseconds(int(left * 1e9))
        return request


class Operation(_Known[ResultT, ProgressT]):
    """An operation, for the plain client."""

    def __init__(
        self,
        channel: Channel,
        message: operations.Operation,
        result: type[ResultT],
        progress: type[ProgressT],
    ) -> None:
        super().__init__(message, result, progress)
        self._channel = channel

    def refresh(self) -> None:
        """Asks how far it is."""
        self.message = self._channel.unary(GET, operations.GetOperationRequest(name=self.name), None)

    def result(self, timeout: float | None = None, *, told: Callable[[ProgressT], object] | None = None) -> ResultT:
        """Waits for the result, `timeout` seconds at most; `told` gets each progress that is heard meanwhile.

        Raises what it failed by, or DeadlineExceeded: then it goes on.
        """
        ends = None if timeout is None else time.monotonic() + timeout
        while not self.done:
            request = self._next_wait(ends)
            self.message = self._channel.unary(WAIT, request, _within(request))
            if told is not None and (progress := self.progress) is not None:
                told(progress)
        return self._ended()

    def cancel(self) -> None:
        """Stops it; whether it was stopped in time says `result`."""
        self._channel.unary(CANCEL, operations.CancelOperationRequest(name=self.name), None)


class AsyncOperation(_Known[ResultT, ProgressT]):
    """An operation, for the async client."""

    def __init__(
        self,
        channel: AsyncChannel,
        message: operations.Operation,
        result: type[ResultT],
        progress: type[ProgressT],
    ) -> None:
        super().__init__(message, result, progress)
        self._channel = channel

    async def refresh(self) -> None:
        """Asks how far it is."""
        self.message = await self._channel.unary(GET, operations.GetOperationRequest(name=self.name), None)

    async def result(
        self, timeout: float | None = None, *, told: Callable[[ProgressT], object] | None = None
    ) -> ResultT:
        """Waits for the result, `timeout` seconds at most; `told` gets each progress that is heard meanwhile.

        Raises what it failed by, or DeadlineExceeded: then it goes on.
        """
        ends = None if timeout is None else time.monotonic() + timeout
        while not self.done:
            request = self._next_wait(ends)
            self.message = await self._channel.unary(WAIT, request, _within(request))
            if told is not None and (progress := self.progress) is not None:
                told(progress)
        return self._ended()

    async def cancel(self) -> None:
        """Stops it; whether it was stopped in time says `result`."""
        await self._channel.unary(CANCEL, operations.CancelOperationRequest(name=self.name), None)


def unpacked(packed: any_pb2.Any, kind: type[ResultT]) -> ResultT:
    """What an `Any` holds. Raises TypeError where it is of another kind."""
    read = kind()
    if not packed.Unpack(read):
        raise TypeError(
            f"the operation tells {packed.TypeName() or 'nothing'}, where {kind.DESCRIPTOR.full_name} is due"
        )
    return read


def _within(request: operations.WaitOperationRequest) -> float:
    return request.timeout.ToNanoseconds() / 1e9 + 10.0

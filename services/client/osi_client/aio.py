"""The async client's channel: calls that are tried again, on the loop that it was opened on."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import Any, cast

import grpc
import grpc.aio

from osi_client.attempts import Attempts
from osi_client.calling import Session, error_of_call
from osi_client.errors import ServiceError, error_of
from osi_client.methods import Method, ReplyT, RequestT

PAUSE = 0.01
"""Seconds between the parts of a stream for each time that it was sent before."""


class AsyncChannel:
    """Calls methods over a channel of grpc.aio."""

    def __init__(
        self, channel: grpc.aio.Channel, session: Session, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._channel, self.session, self._sleep = channel, session, sleep
        self._calls: dict[str, Any] = {}
        self._renewing = asyncio.Lock()

    async def unary(self, method: Method[RequestT, ReplyT], request: RequestT, timeout: float | None) -> ReplyT:
        """One request, one reply."""
        return await self._answered(self._channel.unary_unary, method, lambda: request, request, timeout)

    async def send(
        self, method: Method[RequestT, ReplyT], requests: Callable[[], Iterable[RequestT]], timeout: float | None
    ) -> ReplyT:
        """A stream of requests, one reply; `requests` gives the same ones anew for each attempt."""
        first, sent = next(iter(requests()), None), 0

        def again() -> AsyncIterator[RequestT]:
            nonlocal sent
            sent += 1
            return _paced(requests(), PAUSE * (sent - 1))

        return await self._answered(self._channel.stream_unary, method, again, first, timeout)

    async def _answered(
        self,
        kind: Callable[..., Any],
        method: Method[RequestT, ReplyT],
        sent: Callable[[], object],
        first: RequestT | None,
        timeout: float | None,
    ) -> ReplyT:
        call, mission = self._call(kind, method), "" if first is None else method.mission_of(first)
        attempts = self.session.attempts(method, first, timeout)
        while True:
            token = await self._token()
            metadata = self.session.metadata(mission, token)
            try:
                ended = call(sent(), timeout=attempts.timeout(), metadata=metadata)
                reply = await ended
                initial, trailing = await ended.initial_metadata(), await ended.trailing_metadata()
            except grpc.RpcError as error:
                await self._wait(error, attempts, method, first, mission, token)
            else:
                self.session.keep(mission, initial, trailing)
                return cast(ReplyT, reply)

    async def receive(
        self,
        method: Method[RequestT, ReplyT],
        request: RequestT,
        timeout: float | None,
        behind: Callable[[RequestT, ReplyT], RequestT] | None = None,
    ) -> AsyncIterator[ReplyT]:
        """One request, a stream of replies. A stream that breaks off goes on with what `behind` asks for, behind the
        last reply; without it, it is tried again only while nothing has come. Only a `timeout` given here ends it.
        """
        call = self._call(self._channel.unary_stream, method)
        attempts = self.session.attempts(method, request, timeout, lasts=True)
        mission, came = method.mission_of(request), False
        while True:
            token = await self._token()
            metadata = self.session.metadata(mission, token)
            replies = call(request, timeout=attempts.timeout(), metadata=metadata)
            try:
                async for reply in replies:
                    came = True
                    attempts.came()
                    if behind is not None:
                        request = behind(request, reply)
                    yield reply
                return
            except grpc.RpcError as error:
                if came and behind is None:
                    raise error_of_call(error, method, request) from error
                await self._wait(error, attempts, method, request, mission, token)
            finally:
                replies.cancel()

    def _call(self, kind: Callable[..., Any], method: Method[Any, Any]) -> Any:
        if method.path not in self._calls:
            self._calls[method.path] = kind(
                method.path,
                request_serializer=method.request.SerializeToString,
                response_deserializer=method.reply.FromString,
            )
        return self._calls[method.path]

    async def _token(self) -> str:
        held = self.session.token
        if (current := held.current(self.session.clock())) is not None:
            return current
        async with self._renewing:
            if (current := held.current(self.session.clock())) is not None:
                return current
            given = held.source() if held.source is not None else ""
            return held.put(await given if inspect.isawaitable(given) else given)

    async def _wait(
        self,
        raised: grpc.RpcError,
        attempts: Attempts,
        method: Method[Any, Any],
        request: Any,
        mission: str,
        token: str,
    ) -> None:
        call: Any = raised
        self.session.keep(mission, call.initial_metadata(), call.trailing_metadata())
        error = with_its_status(error_of_call(raised, method, request), method)
        wait = attempts.wait(error, renews_token=self.session.token.source is not None)
        if error.code is grpc.StatusCode.UNAUTHENTICATED:
            self.session.token.drop(token)
        if wait:
            await self._sleep(wait)


async def _paced(requests: Iterable[RequestT], pause: float) -> AsyncIterator[RequestT]:
    """The requests; with pauses between them the status of a service that wants no more comes before the next one."""
    for number, request in enumerate(requests):
        if pause and number:
            await asyncio.sleep(pause)
        yield request


def with_its_status(error: ServiceError, method: Method[Any, Any]) -> ServiceError:
    """The error itself; of a stream whose status grpc.aio has lost, one that may pass.

    It puts a status of its own in the place of the service's where that comes while a part is being sent
    (https://github.com/grpc/grpc/issues/36066). Asked again, more slowly, the service says it again.
    """
    is_lost = error.code is grpc.StatusCode.INTERNAL and error.message == "Internal error from Core"
    if not (is_lost and method.descriptor.client_streaming):
        return error
    return error_of(grpc.StatusCode.UNAVAILABLE, "the stream ended, and why was lost", method=error.method)

"""The plain client's channel: calls that are tried again, in the caller's thread. Threads may share it."""

from __future__ import annotations

import inspect
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

import grpc

from osi_client.attempts import Attempts
from osi_client.calling import Session, error_of_call
from osi_client.methods import Method, ReplyT, RequestT


class Channel:
    """Calls methods over a channel of gRPC."""

    def __init__(self, channel: grpc.Channel, session: Session, sleep: Callable[[float], None] = time.sleep) -> None:
        self._channel, self.session, self._sleep = channel, session, sleep
        self._calls: dict[str, Any] = {}
        self._renewing = threading.Lock()

    def unary(self, method: Method[RequestT, ReplyT], request: RequestT, timeout: float | None) -> ReplyT:
        """One request, one reply."""
        return self._answered(self._channel.unary_unary, method, lambda: request, request, timeout)

    def send(
        self, method: Method[RequestT, ReplyT], requests: Callable[[], Iterable[RequestT]], timeout: float | None
    ) -> ReplyT:
        """A stream of requests, one reply; `requests` gives the same ones anew for each attempt."""
        first = next(iter(requests()), None)
        return self._answered(self._channel.stream_unary, method, lambda: iter(requests()), first, timeout)

    def _answered(
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
            token = self._token()
            metadata = self.session.metadata(mission, token)
            try:
                reply, ended = call.with_call(sent(), timeout=attempts.timeout(), metadata=metadata)
            except grpc.RpcError as error:
                self._wait(error, attempts, method, first, mission, token)
            else:
                self.session.keep(mission, ended.initial_metadata(), ended.trailing_metadata())
                return cast(ReplyT, reply)

    def receive(
        self,
        method: Method[RequestT, ReplyT],
        request: RequestT,
        timeout: float | None,
        behind: Callable[[RequestT, ReplyT], RequestT] | None = None,
    ) -> Iterator[ReplyT]:
        """One request, a stream of replies. A stream that breaks off goes on with what `behind` asks for, behind the
        last reply; without it, it is tried again only while nothing has come. Only a `timeout` given here ends it.
        """
        call = self._call(self._channel.unary_stream, method)
        attempts = self.session.attempts(method, request, timeout, lasts=True)
        mission, came = method.mission_of(request), False
        while True:
            token = self._token()
            metadata = self.session.metadata(mission, token)
            replies = call(request, timeout=attempts.timeout(), metadata=metadata)
            try:
                for reply in replies:
                    came = True
                    attempts.came()
                    if behind is not None:
                        request = behind(request, reply)
                    yield reply
                return
            except grpc.RpcError as error:
                if came and behind is None:
                    raise error_of_call(error, method, request) from error
                self._wait(error, attempts, method, request, mission, token)
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

    def _token(self) -> str:
        held = self.session.token
        if (current := held.current(self.session.clock())) is not None:
            return current
        with self._renewing:
            if (current := held.current(self.session.clock())) is not None:
                return current
            given = held.source() if held.source is not None else ""
            if inspect.iscoroutine(given):
                given.close()
            if not isinstance(given, str | tuple):
                raise TypeError(
                    "the plain client takes no token that has to be awaited; give a callable that returns it"
                )
            return held.put(given)

    def _wait(
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
        error = error_of_call(raised, method, request)
        wait = attempts.wait(error, renews_token=self.session.token.source is not None)
        if error.code is grpc.StatusCode.UNAUTHENTICATED:
            self.session.token.drop(token)
        if wait:
            self._sleep(wait)

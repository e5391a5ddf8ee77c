"""`connect`: one address, to be entered with `with` or with `async with`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Any

import grpc
import grpc.aio
from google.longrunning.operations_proto_pb2 import Operation as OperationMessage

from osi_client.aio import AsyncChannel
from osi_client.attempts import Retries
from osi_client.calling import CHANNEL_OPTIONS, Session
from osi_client.facades.hearing import AsyncHearingMethods, HearingMethods
from osi_client.facades.log import AsyncLogMethods, LogMethods
from osi_client.facades.matching import AsyncMatchingMethods, MatchingMethods
from osi_client.facades.participation import AsyncParticipationMethods, ParticipationMethods
from osi_client.facades.reads import AsyncReadsMethods, ReadsMethods
from osi_client.facades.receipts import AsyncReceiptsMethods, ReceiptsMethods
from osi_client.facades.tokens import AsyncTokensMethods, TokensMethods
from osi_client.funding import AsyncFunding, Funding
from osi_client.operations import AsyncOperation, Operation, ProgressT, ResultT
from osi_client.plain import Channel
from osi_client.positions import Positions
from osi_client.security import Tls, credentials_of
from osi_client.tokens import Held, Source


class Client:
    """The services behind an address, to be called. Threads may share it."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self.participation = ParticipationMethods(channel)
        self.matching = MatchingMethods(channel)
        self.funding = Funding(channel)
        self.reads = ReadsMethods(channel)
        self.hearing = HearingMethods(channel)
        self.log = LogMethods(channel)
        self.receipts = ReceiptsMethods(channel)
        self.tokens = TokensMethods(channel)
        self.positions = channel.session.positions
        """What was written through this client, so that it is read."""

    def operation(self, name: str, result: type[ResultT], progress: type[ProgressT]) -> Operation[ResultT, ProgressT]:
        """An operation that another process, or an earlier one, has begun."""
        return Operation(self._channel, OperationMessage(name=name), result, progress)


class AsyncClient:
    """The services behind an address, to be awaited."""

    def __init__(self, channel: AsyncChannel) -> None:
        self._channel = channel
        self.participation = AsyncParticipationMethods(channel)
        self.matching = AsyncMatchingMethods(channel)
        self.funding = AsyncFunding(channel)
        self.reads = AsyncReadsMethods(channel)
        self.hearing = AsyncHearingMethods(channel)
        self.log = AsyncLogMethods(channel)
        self.receipts = AsyncReceiptsMethods(channel)
        self.tokens = AsyncTokensMethods(channel)
        self.positions = channel.session.positions
        """What was written through this client, so that it is read."""

    def operation(
        self, name: str, result: type[ResultT], progress: type[ProgressT]
    ) -> AsyncOperation[ResultT, ProgressT]:
        """An operation that another process, or an earlier one, has begun."""
        return AsyncOperation(self._channel, OperationMessage(name=name), result, progress)


@dataclass
class Connection:
    """An address with all that goes for its calls; `connect` makes it, `with` or `async with` opens it."""

    target: str
    session: Session
    credentials: grpc.ChannelCredentials | None
    options: tuple[tuple[str, Any], ...] = CHANNEL_OPTIONS
    interceptors: Sequence[Any] = ()
    _open: list[Any] = field(default_factory=list)

    def __enter__(self) -> Client:
        channel = (
            grpc.insecure_channel(self.target, self.options)
            if self.credentials is None
            else grpc.secure_channel(self.target, self.credentials, self.options)
        )
        self._open.append(channel)
        watched = grpc.intercept_channel(channel, *self.interceptors) if self.interceptors else channel
        return Client(Channel(watched, self.session))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.pop().close()

    async def __aenter__(self) -> AsyncClient:
        watched = list(self.interceptors)
        channel = (
            grpc.aio.insecure_channel(self.target, self.options, interceptors=watched)
            if self.credentials is None
            else grpc.aio.secure_channel(self.target, self.credentials, self.options, interceptors=watched)
        )
        self._open.append(channel)
        return AsyncClient(AsyncChannel(channel, self.session))

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.pop().close()


def connect(
    target: str,
    *,
    token: Source | None = None,
    tls: Tls | None = None,
    plaintext: bool = False,
    language: str = "",
    timeout: float | None = 60.0,
    retries: Retries | None = None,
    positions: Positions | None = None,
    options: Sequence[tuple[str, Any]] = (),
    interceptors: Sequence[Any] = (),
    at: Callable[[], datetime] | None = None,
) -> Connection:
    """Connects to the services behind `target`, an address as gRPC takes it: `localhost:4433`.

    - `token`: of the mission, or a callable that gets one, whenever the last one ends or a service refuses it.
    - `tls`: what TLS goes by. Without it, addresses of this machine are spoken to in plaintext, all others with TLS.
    - `plaintext`: speak in plaintext to others too: whoever sits between reads everything, tokens too.
    - `language`: which one a service's sentences are wanted in, as `accept-language` has it: `de`, `en`.
    - `timeout`: seconds for a call with all its attempts, where a call names none; None: no end.
    - `retries`: how often and how patiently a call is tried again.
    - `positions`: share one among the clients of several services, so that each knows what was written to the others.
    - `at`: tells the time that goes along with each call; for simulated missions, others refuse it.
    - `options`, `interceptors`: handed on to gRPC; of interceptors those of the kind of client that is opened.

    Raises ValueError where these contradict each other, and OSError for a certificate that cannot be read.
    """
    session = Session(
        Held(token), Positions() if positions is None else positions, language, timeout, retries or Retries(), at=at
    )
    return Connection(
        target, session, credentials_of(target, tls, plaintext), (*CHANNEL_OPTIONS, *options), interceptors
    )

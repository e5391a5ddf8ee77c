"""The connection to one other service: its address, what this service shows it, and how long it may take."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import grpc
from grpc import aio
from osi.log.v1 import log_service_pb2 as pb
from osi.log.v1.log_service_pb2_grpc import LogServiceStub

from osi_core.domain import mission_name
from osi_core.files import InputRefused, read_input
from osi_core.log.heard import LARGEST_RAW, HeardHead
from osi_runtime.peers.settings import PeerSettings, PeersSettings, PeerTls

if TYPE_CHECKING:
    from osi_runtime.telemetry.calling import Calling

_SERVICE = pb.DESCRIPTOR.services_by_name["LogService"].full_name
_LARGEST_MESSAGE = 2 * LARGEST_RAW
"""Bytes: the largest event there is, with what stands beside it."""
_LARGEST_FILE = 1 << 20
_Metadata = tuple[tuple[str, str], ...]
_MOST_PAGES = 1_000


class Link:
    """Asks one other service. Raises `grpc.aio.AioRpcError`; where what is to be shown cannot be read, InputRefused."""

    def __init__(self, peer: PeerSettings, settings: PeersSettings, calling: Calling | None = None) -> None:
        self.peer, self._settings, self._calling = peer, settings, calling
        self._channel: aio.Channel | None = None
        self._secured: tuple[int, ...] = ()
        """When the files were written that the connection is secured by."""
        self._token: tuple[float, str] = (-1.0, "")

    @property
    def name(self) -> str:
        """How it is called in logs and in health."""
        return f"{self.peer.organisation}/{self.peer.service.value} at {self.peer.address}"

    async def heads(self) -> list[pb.Head]:
        """Where its chains end, of all missions that are open to this service."""
        found: list[pb.Head] = []
        token = ""
        for _ in range(_MOST_PAGES):
            answer = await self._ask("ListHeads", pb.ListHeadsRequest(page_token=token))
            found += answer.heads
            token = answer.next_page_token
            if not token:
                break
        return found

    async def head(self, mission: str) -> pb.Head:
        """Where its chain of a mission ends."""
        answer: pb.Head = await self._ask("GetHead", pb.GetHeadRequest(mission=mission_name(mission)))
        return answer

    async def heard_head(self, mission: str, chain: str) -> HeardHead:
        """How far it has heard a chain."""
        request = pb.GetHeardHeadRequest(mission=mission_name(mission), chain=chain)
        answer = await self._ask("GetHeardHead", request)
        return HeardHead(answer.position, answer.hash)

    async def public(
        self, mission: str, chain: str, after: int, *, follow: bool
    ) -> AsyncIterator[pb.ReadPublicResponse]:
        """Its public events behind a position. Ends where they do, and raises TimeoutError where it is silent for too
        long. Closing the iterator ends the call.
        """
        request = pb.ReadPublicRequest(mission=mission_name(mission), chain=chain, after=after, follow=follow)
        with self._traced("ReadPublic") as trace:
            call: Any = (await self._stub()).ReadPublic(request, metadata=await self._shown(trace))
            try:
                while True:
                    async with asyncio.timeout(self._settings.silence_seconds):  # `wait_for` may swallow a cancellation
                        answer = await call.read()
                    if answer is aio.EOF:
                        return
                    yield answer
            finally:
                call.cancel()

    async def close(self) -> None:
        """Ends the connection and all calls over it."""
        channel, self._channel = self._channel, None
        if channel is not None:
            await channel.close(None)

    async def _stub(self) -> Any:
        """Over a connection that is begun anew where certificates were renewed: gRPC reads them once."""
        if self.peer.tls is not None:
            secured = await asyncio.to_thread(_written, self.peer.tls)
            if secured != self._secured:
                self._secured = secured
                await self.close()
        if self._channel is None:
            self._channel = channel_to(self.peer, self._settings)
        return LogServiceStub(self._channel)

    async def _ask(self, method: str, request: Any) -> Any:
        with self._traced(method) as trace:
            ask, shown = getattr(await self._stub(), method), await self._shown(trace)
            return await ask(request, timeout=self._settings.call_seconds, metadata=shown)

    def _traced(self, method: str) -> AbstractContextManager[_Metadata]:
        if self._calling is None:
            return nullcontext(())
        return self._calling.call(f"{_SERVICE}/{method}", self.peer.address)

    async def _shown(self, trace: _Metadata) -> _Metadata:
        """What goes with each call."""
        if self.peer.token_file is None:
            return trace
        token = await asyncio.to_thread(self._shown_token, self.peer.token_file)
        return (("authorization", f"Bearer {token}"), *trace)

    def _shown_token(self, file: Path) -> str:
        try:
            changed = file.stat().st_mtime
        except OSError:  # the reader says better what is wrong
            changed = -1.0
        if changed != self._token[0] or not self._token[1]:
            self._token = (changed, read_input(file, limit=_LARGEST_FILE).decode("ascii", "replace").strip())
        return self._token[1]


UNASKED = (aio.AioRpcError, InputRefused, TimeoutError, OSError)
"""What comes of another service that cannot be asked now: it is tried again."""


def channel_to(peer: PeerSettings, settings: PeersSettings) -> aio.Channel:
    """A connection to a service, secured as the settings say."""
    options: list[tuple[str, Any]] = [
        ("grpc.max_receive_message_length", _LARGEST_MESSAGE),
        ("grpc.keepalive_time_ms", 30_000),
        ("grpc.keepalive_timeout_ms", 10_000),
        ("grpc.initial_reconnect_backoff_ms", int(settings.retry_first_seconds * 1000)),
        ("grpc.min_reconnect_backoff_ms", int(settings.retry_first_seconds * 1000)),
        ("grpc.max_reconnect_backoff_ms", int(settings.retry_most_seconds * 1000)),
        ("grpc.use_local_subchannel_pool", 1),
    ]
    if peer.tls is None:
        return aio.insecure_channel(peer.address, options=options)
    if peer.tls.name:
        options.append(("grpc.ssl_target_name_override", peer.tls.name))
    return aio.secure_channel(peer.address, _credentials(peer.tls), options=options)


def _written(tls: PeerTls) -> tuple[int, ...]:
    """When each file was written; what cannot be looked at, the reader says better."""
    found = []
    for one in (tls.ca, tls.cert, tls.key):
        try:
            found.append(one.stat().st_mtime_ns if one is not None else 0)
        except OSError:
            found.append(-1)
    return tuple(found)


def _credentials(tls: PeerTls) -> grpc.ChannelCredentials:
    ca, key, cert = (
        None if file is None else read_input(file, limit=_LARGEST_FILE) for file in (tls.ca, tls.key, tls.cert)
    )
    return grpc.ssl_channel_credentials(ca, key, cert)

"""How services are: whether they serve, and how far each has heard the others."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, NamedTuple

from grpc import aio
from grpc_health.v1 import health_pb2, health_pb2_grpc  # type: ignore[import-untyped]
from osi.log.v1 import log_service_pb2 as pb
from osi.log.v1.log_service_pb2_grpc import LogServiceStub
from osi.reads.v1 import read_service_pb2 as reads
from osi.reads.v1.read_service_pb2_grpc import ReadServiceStub

from osi_core.domain import Service

__all__ = ["Due", "Lag", "Looking"]

_SECONDS = 2.0
_MOST_DUE = 10
_MISSIONS = 20
"""Missions that are looked at each time, at most: looking must not be what a laptop is busy with."""
_LISTING = pb.ListHeadsRequest(page_size=_MISSIONS)


class Lag(NamedTuple):
    """How far a service is behind what another chain has said in public."""

    hearer: Service
    chain: str
    missions: int
    """In how many missions it is behind."""
    positions: int
    """By how many positions of the chain, over all of these."""


class Due(NamedTuple):
    """Something that is due."""

    name: str
    """Full name of the resource that it is about."""
    code: str
    time: datetime
    """Until when, or since when if that is over."""
    sentence: str


class Looking:
    """Asks the services of a network. For one event loop; `close` it in the end."""

    def __init__(self, addresses: Mapping[Service, str], token: Callable[[], str]) -> None:
        self._token = token
        options = [("grpc.use_local_subchannel_pool", 1), ("grpc.max_reconnect_backoff_ms", 500)]
        self._channels = {one: aio.insecure_channel(address, options) for one, address in addresses.items()}

    async def close(self) -> None:
        """Ends the connections."""
        await asyncio.gather(*(one.close(None) for one in self._channels.values()))

    def well(self, service: Service) -> Callable[[], Awaitable[bool]]:
        """What asks whether a service serves."""
        return lambda: self._serves(service, "")

    def listens(self, address: str) -> Callable[[], Awaitable[bool]]:
        """What asks whether a broker takes connections."""
        host, _, port = address.rpartition(":")

        async def ask() -> bool:
            try:
                async with asyncio.timeout(_SECONDS):
                    _, writer = await asyncio.open_connection(host, int(port))
            except (OSError, TimeoutError):
                return False
            writer.close()
            return True

        return ask

    async def all_hear(self, services: Iterable[Service]) -> bool:
        """Whether each has heard of all others since it began: before that, it decides nothing."""
        return all(await asyncio.gather(*(self._serves(one, "osi.peers") for one in services)))

    async def _serves(self, service: Service, part: str) -> bool:
        stub = health_pb2_grpc.HealthStub(self._channels[service])
        try:
            found = await stub.Check(health_pb2.HealthCheckRequest(service=part), timeout=_SECONDS)
        except aio.AioRpcError:
            return False
        return bool(found.status == health_pb2.HealthCheckResponse.SERVING)

    async def lags(self) -> list[Lag]:
        """Every pair of services of which one hears the other; of those that do not answer, nothing."""
        shown = (("authorization", f"Bearer {self._token()}"),)
        found = await asyncio.gather(*(self._of(service, shown) for service in self._channels))
        return [lag for some in found for lag in some]

    async def due(self, language: str) -> list[Due]:
        """What is due in the missions that are looked at, the earliest first; nothing of who does not answer."""
        shown = (("authorization", f"Bearer {self._token()}"), ("accept-language", language))
        found = await asyncio.gather(*(self._due_at(service, shown) for service in self._channels))
        return sorted((one for some in found for one in some), key=lambda one: (one.time, one.name))[:_MOST_DUE]

    async def _due_at(self, service: Service, shown: Any) -> list[Due]:
        stub = ReadServiceStub(self._channels[service])
        try:
            heads = (await self._log(service).ListHeads(_LISTING, metadata=shown, timeout=_SECONDS)).heads
            asked = (reads.ListDueRequest(parent=head.mission, page_size=_MOST_DUE) for head in heads)
            answers = await asyncio.gather(*(stub.ListDue(one, metadata=shown, timeout=_SECONDS) for one in asked))
        except aio.AioRpcError:
            return []
        return [
            Due(one.name, one.code, one.time.ToDatetime(UTC), one.sentence) for answer in answers for one in answer.due
        ]

    async def _of(self, origin: Service, shown: Any) -> list[Lag]:
        try:
            heads = (await self._log(origin).ListHeads(_LISTING, metadata=shown, timeout=_SECONDS)).heads
        except aio.AioRpcError:
            return []
        own = [one for one in heads if one.chain and one.last_public]
        if not own:
            return []
        others = [one for one in self._channels if one is not origin]
        found = await asyncio.gather(*(self._between(other, own, shown) for other in others))
        return [one for one in found if one is not None]

    async def _between(self, hearer: Service, heads: list[pb.Head], shown: Any) -> Lag | None:
        behind: list[int] = []
        for head in heads:
            request = pb.GetHeardHeadRequest(mission=head.mission, chain=head.chain)
            with suppress(aio.AioRpcError):  # it serves other missions, or does not answer just now
                heard = await self._log(hearer).GetHeardHead(request, metadata=shown, timeout=_SECONDS)
                behind.append(max(0, head.last_public - heard.position))
        if not behind:
            return None
        return Lag(hearer, heads[0].chain, sum(map(bool, behind)), sum(behind))

    def _log(self, service: Service) -> Any:
        return LogServiceStub(self._channels[service])

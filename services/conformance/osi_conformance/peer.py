"""`osi.log.v1` of the services that the kit plays, each on an address of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import grpc
from google.protobuf.message import Message
from osi.log.v1 import log_service_pb2 as log
from osi.log.v1 import log_service_pb2_grpc as log_grpc
from osi.type.v1 import terms_pb2 as terms

from osi_conformance.played import Played, Spoken
from osi_conformance.services import chain_of
from osi_conformance.setup import Setup
from osi_core.log.heard import PublicEntry

__all__ = ["HEARTBEAT", "LogOfPeer", "peers_served"]

HEARTBEAT = 1.0
"""Seconds between two signs of life on a stream that follows."""
_BATCH = 200
_KINDS = {
    "participation": terms.SERVICE_PARTICIPATION,
    "matching": terms.SERVICE_MATCHING,
    "funding": terms.SERVICE_FUNDING,
}


class LogOfPeer(log_grpc.LogServiceServicer):
    """What one of the played services answers. It asks nobody who they are: there is nothing to hide."""

    def __init__(self, service: str, played: Played, serving: str) -> None:
        """`serving` is the name of the chain of the service that is tested."""
        self._service, self._played, self._serving = service, played, serving

    async def ListHeads(self, request: log.ListHeadsRequest, context: _Context) -> log.ListHeadsResponse:
        """All missions, in one page or several."""
        names = [name for name in self._played.missions(self._service) if name > request.page_token]
        size = min(request.page_size or 1_000, 1_000)
        more = names[size - 1] if len(names) > size else ""
        heads = [self._head(self._played.of(self._service, name)) for name in names[:size]]
        return log.ListHeadsResponse(heads=heads, next_page_token=more)

    async def GetHead(self, request: log.GetHeadRequest, context: _Context) -> log.Head:
        """Where the chain ends."""
        return self._head(await self._found(request.mission, context))

    async def GetHeardHead(self, request: log.GetHeardHeadRequest, context: _Context) -> log.HeardHead:
        """The kit keeps nothing of what it hears, so it knows of nothing that a service could have lost."""
        await self._found(request.mission, context)
        return log.HeardHead()

    async def ReadPublic(
        self, request: log.ReadPublicRequest, context: _Context
    ) -> AsyncIterator[log.ReadPublicResponse]:
        """What was said behind a position, and with `follow` what comes."""
        spoken = await self._found(request.mission, context)
        if request.chain != spoken.chain:
            await context.abort(grpc.StatusCode.INVALID_ARGUMENT, f"chain: this service writes {spoken.chain} alone")
        spoken.asked += 1
        after = request.after
        while True:
            entries = spoken.behind(after, request.upto)
            for start in range(0, len(entries), _BATCH):
                yield self._told(spoken, entries[start : start + _BATCH])
            after = max([after, *(one.position for one in entries)])
            if not request.follow:
                return
            if not await _more(spoken, after):
                yield self._told(spoken, ())

    def _told(self, spoken: Spoken, entries: Sequence[PublicEntry]) -> log.ReadPublicResponse:
        return log.ReadPublicResponse(events=map(_event, entries), last_public=spoken.last.position)

    async def _found(self, mission: str, context: _Context) -> Spoken:
        try:
            spoken = self._played.of(self._service, mission.removeprefix("missions/"))
        except KeyError:
            spoken = None
        if spoken is None or not spoken.entries:
            await context.abort(grpc.StatusCode.NOT_FOUND, f"{mission} is not known here")
        assert spoken is not None, "abort raises"
        return spoken

    def _head(self, spoken: Spoken) -> log.Head:
        last = spoken.last
        others = [chain_of(peer) for peer in self._played.tested.peers if peer != "participation"]
        serving = [*others, self._serving] if self._service == "participation" else []
        return log.Head(
            mission=f"missions/{spoken.mission}",
            chain=spoken.chain,
            service=_KINDS[self._service],
            position=last.position,
            hash=last.hash,
            last_public=last.position,
            serving_chains=serving,
        )


async def _more(spoken: Spoken, after: int) -> bool:
    """Waits for more; not longer than for a sign of life."""
    async with spoken.changed:
        if spoken.last.position > after:
            return True
        with suppress(TimeoutError):
            await asyncio.wait_for(spoken.changed.wait(), HEARTBEAT)
            return True
    return False


def _event(entry: PublicEntry) -> log.PublicEvent:
    return log.PublicEvent(
        id=f"{entry.chain}:{entry.mission}:{entry.position}",
        mission=f"missions/{entry.mission}",
        chain=entry.chain,
        position=entry.position,
        previous=entry.previous,
        stream=entry.stream,
        version=entry.version,
        type=entry.type,
        envelope=entry.raw,
        hash=entry.hash,
    )


@asynccontextmanager
async def peers_served(setup: Setup, played: Played, *only: str) -> AsyncIterator[None]:
    """Plays the services around the tested one, all or those that are named, for as long as the context lasts. Raises
    OSError for an address that is taken.
    """
    async with AsyncExitStack() as ends:
        for name in only or played.tested.peers:
            server = await _serve(name, played, setup.address(name), setup.chain)
            ends.push_async_callback(server.stop, 0)
        yield


async def _serve(service: str, played: Played, address: str, serving: str) -> grpc.aio.Server:
    """A server of a played service that has begun. Raises OSError where the address is taken."""
    server = grpc.aio.server(options=[("grpc.so_reuseport", 0)])
    log_grpc.add_LogServiceServicer_to_server(LogOfPeer(service, played, serving), server)
    try:
        bound = server.add_insecure_port(address)
    except RuntimeError as error:
        raise OSError(f"{address} cannot be listened on") from error
    if not bound:
        raise OSError(f"{address} cannot be listened on")
    await server.start()
    return server


_Context = grpc.aio.ServicerContext[Message, Message]

"""A store that was restored from an older copy: what of its chain others have, what is lost, and how it goes on.

The chain in which missions began, participation's, cannot be replaced: of that one nobody else holds what is private.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, NamedTuple

from grpc import aio
from osi.participation.v1 import participation_service_pb2 as pb
from osi.participation.v1.participation_service_pb2_grpc import ParticipationServiceStub
from osi.participation.v1.resources_pb2 import Chain

from osi_core.domain import DataOrigin, Service, mission_name
from osi_core.log.envelope import origin_of, time_of
from osi_core.log.store import EventStore
from osi_core.mission.resources import CHAIN
from osi_core.process.telling import require_as_heard
from osi_runtime.metadata import TIME
from osi_runtime.peers.comparing import NOT_THERE
from osi_runtime.peers.link import Link, channel_to
from osi_runtime.peers.messages import mission_of_wire, wire_service
from osi_runtime.peers.settings import PeerSettings, PeersSettings

__all__ = ["Standing", "go_on", "standings"]

_REASON = "Its store was restored from an older copy"


class Standing(NamedTuple):
    """What there is of a chain in one mission."""

    mission: str
    after: int
    """Up to here it stands in the store, private things too."""
    last: int
    """Up to here others have heard it."""
    adopted: int
    """How many public events behind `after` they have."""
    time: str = ""
    """When the last of all that happened; empty in a real mission, which has the clock's."""

    @property
    def lost(self) -> int:
        """How many events between both nobody has any more: private ones. What stood behind `last` nobody can count."""
        return max(0, self.last - self.after - self.adopted)


async def standings(store: EventStore, chain: str, link: Link) -> AsyncIterator[Standing]:
    """Compares a store with what the participation at the link has heard of its chain, mission by mission.

    Raises StoreError for a store that says otherwise than what was heard, and what `Link` raises.
    """
    told = {mission_of_wire(head.mission) for head in await link.heads()}
    for mission in sorted({*store.missions(), *(one for one in told if one)}):
        try:
            heard = await link.heard_head(mission, chain)
        except aio.AioRpcError as error:
            if error.code() not in NOT_THERE:
                raise
            continue
        after = store.head(mission).position
        if heard.position <= after:
            require_as_heard(store, mission, heard)
        adopted, raw = 0, next((entry.raw for entry in store.read(mission, after - 1, after)), b"")
        async for answer in link.public(mission, chain, after, follow=False):
            for one in answer.events:
                if one.position > after:
                    adopted, raw = adopted + 1, one.envelope
        yield Standing(mission, after, heard.position, adopted, _time_given(raw))


def _time_given(raw: bytes) -> str:
    """The time of an event, in a mission that takes it from its commands."""
    return "" if not raw or origin_of(raw) is DataOrigin.REAL else time_of(raw)


async def go_on(
    standing: Standing, former: str, chain: str, service: Service, at: tuple[PeerSettings, PeersSettings], token: str
) -> None:
    """Lets a mission retire the former chain where it was heard to, and list the new one; said again, nothing changes.

    `token` is an operator's. Raises `grpc.aio.AioRpcError`.
    """
    named = CHAIN.within(standing.mission, former)
    metadata = [("authorization", f"Bearer {token}"), *([(TIME, standing.time)] if standing.time else ())]
    shown: Any = {"metadata": metadata, "timeout": at[1].call_seconds}
    async with channel_to(*at) as channel:
        stub: Any = ParticipationServiceStub(channel)
        before: Chain = await stub.GetChain(pb.GetChainRequest(name=named), **shown)
        retire = pb.RetireChainRequest(
            name=named, last=standing.last, reason=_REASON, request_id=f"adopt-{former}-{standing.last}"
        )
        await stub.RetireChain(retire, **shown)
        listed = Chain(service=wire_service(service))
        if before.HasField("address"):
            listed.address = before.address
        if before.HasField("key"):
            listed.key = before.key
        create = pb.CreateChainRequest(
            parent=mission_name(standing.mission), chain=listed, chain_id=chain, request_id=f"adopt-{chain}"
        )
        await stub.CreateChain(create, **shown)

"""The servicer of `osi.log.v1`: what this service says in public, for the other services of a mission and the operator.

Reading waits in the readers' pool; a stream that follows sleeps until the writer has committed something, and holds no
more than one answer at a time: who reads slowly keeps nobody waiting, and nothing grows.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import NamedTuple

from osi.log.v1 import log_service_pb2 as pb

from osi_core.domain import Service, mission_name
from osi_core.log.heard import PublicEntry
from osi_core.mission.facts import ServingChain
from osi_core.process import Engine
from osi_runtime.auth.callers import Caller, Operator, Peer
from osi_runtime.peers.bell import CommitBell
from osi_runtime.peers.messages import MessageOf, event_of, heard_of, mission_of_wire, wire_service
from osi_runtime.peers.reading import Read
from osi_runtime.peers.refused import (
    beyond_end,
    follow_and_upto,
    other_chain,
    page_token_malformed,
    unknown_mission,
)

OrganisationOf = Callable[[str], str | None]
"""Mission → whose it is."""

MOST_HEADS = 1_000
MOST_EVENTS = 256
MOST_AGAIN = 16
"""Events of another chain in one answer: the largest may have half a mebibyte."""
MOST_BYTES = 1 << 20
"""Of events in one answer; a single larger one goes alone."""
_NEAR = 64


class _Known(NamedTuple):
    """A mission as far as the log says it."""

    chain: str
    """The own one; empty where nothing was written and none was given."""
    position: int
    hash: bytes
    serving: tuple[str, ...]
    """Names of all chains that serve it or did."""
    open: tuple[str, ...]
    """Names of the others that serve it now."""


class PublicLog:
    """Answers for the log of one engine. Raises CallRefused and Refused, which the runtime puts into a status."""

    def __init__(
        self,
        engine: Engine,
        bell: CommitBell,
        read: Read,
        organisation_of: OrganisationOf,
        *,
        heartbeat: float = 15.0,
        message_of: MessageOf | None = None,
    ) -> None:
        self._engine, self._bell, self._read = engine, bell, read
        self._organisation_of, self._heartbeat, self._message_of = organisation_of, heartbeat, message_of
        self._ends: dict[str, int] = {}

    # The four methods

    async def list_heads(self, caller: Caller, request: pb.ListHeadsRequest) -> pb.ListHeadsResponse:
        """The missions that are open to the caller, with where each chain ends."""
        size = min(request.page_size or MOST_HEADS, MOST_HEADS)
        behind = request.page_token
        if behind and mission_of_wire(mission_name(behind)) is None:
            raise page_token_malformed()
        return await self._read(lambda: self._heads(caller, size, behind))

    async def get_head(self, caller: Caller, request: pb.GetHeadRequest) -> pb.Head:
        """Where a mission's chain ends."""
        mission = self._mission(request.mission)
        return await self._read(lambda: self._head(mission, self._open(caller, mission)))

    async def get_heard_head(self, caller: Caller, request: pb.GetHeardHeadRequest) -> pb.HeardHead:
        """How far another chain was heard here."""
        mission = self._mission(request.mission)

        def heard() -> pb.HeardHead:
            self._open(caller, mission)
            return heard_of(self._engine.store.heard_heads(mission).get(request.chain))

        return await self._read(heard)

    async def read_public(self, caller: Caller, request: pb.ReadPublicRequest) -> AsyncIterator[pb.ReadPublicResponse]:
        """The public events of the own chain, in order; with `follow`, for as long as the caller stays."""
        mission = self._mission(request.mission)
        if request.follow and request.upto:
            raise follow_and_upto()
        known = await self._read(lambda: self._open(caller, mission))
        if request.chain != known.chain:
            async for again in self._again(caller, request, mission):
                yield again
            return
        if request.after > known.position:
            raise beyond_end(request.after, known.position)
        after, upto = request.after, request.upto or None
        with self._bell.listening(mission) as rung:
            while True:
                rung.clear()
                answer = await self._read(lambda after=after: self._answer(mission, after, upto))  # type: ignore[misc]
                if answer.events:
                    after = answer.events[-1].position
                    yield answer
                    continue
                if not request.follow:
                    return
                try:
                    async with asyncio.timeout(self._heartbeat):
                        await rung.wait()
                except TimeoutError:  # also where another replica writes, of whose commits nobody here hears
                    yield answer

    async def _again(
        self, caller: Caller, request: pb.ReadPublicRequest, mission: str
    ) -> AsyncIterator[pb.ReadPublicResponse]:
        """What was heard of a chain of the caller's own service, as far as it was kept: for one that takes over, or
        that was restored from an older copy.
        """
        if not await self._read(lambda: self._is_of_its_service(caller, mission, request.chain)):
            raise other_chain(request.chain)
        after = request.after

        def told() -> list[PublicEntry]:
            return self._engine.told(mission, after, MOST_AGAIN, of=request.chain)

        while entries := await self._read(told):
            after = entries[-1].position
            events = [event_of(one, self._message_of) for one in entries if one.position <= (request.upto or after)]
            yield pb.ReadPublicResponse(events=events, last_public=after)

    # In a reader's thread

    def _is_of_its_service(self, caller: Caller, mission: str, chain: str) -> bool:
        row = self._engine.memory(mission).rows[ServingChain].get(chain)
        return isinstance(caller, Peer) and isinstance(row, ServingChain) and row.service is caller.service

    def _heads(self, caller: Caller, size: int, behind: str) -> pb.ListHeadsResponse:
        store = self._engine.store
        missions = sorted(one for one in {*store.missions(), *store.heard_missions()} if one > behind)
        answer = pb.ListHeadsResponse()
        for place, mission in enumerate(missions):
            known = self._known_to(caller, mission)
            if known is None:
                continue
            answer.heads.append(self._head(mission, known))
            if len(answer.heads) == size and place + 1 < len(missions):
                answer.next_page_token = mission
                break
        return answer

    def _head(self, mission: str, known: _Known) -> pb.Head:
        service = self._engine.share.service
        runs = service is Service.PARTICIPATION
        return pb.Head(
            mission=mission_name(mission),
            chain=known.chain,
            service=wire_service(service),
            position=known.position,
            hash=known.hash if known.position else b"",
            last_public=self._said(mission, known.position),
            serving_chains=known.open if runs else (),
        )

    def _answer(self, mission: str, after: int, upto: int | None) -> pb.ReadPublicResponse:
        events: list[pb.PublicEvent] = []
        size = 0
        for entry in self._engine.told(mission, after, MOST_EVENTS):
            if upto is not None and entry.position > upto:
                break
            if events and size + len(entry.raw) > MOST_BYTES:
                break
            events.append(event_of(entry, self._message_of))
            size += len(entry.raw)
        end = max(self._last_public(mission), events[-1].position if events else 0)
        return pb.ReadPublicResponse(events=events, last_public=end)

    def _said(self, mission: str, end: int) -> int:
        """The position of the last public event of the chain that is written; a log that was restored from a copy of
        another one has events of that, too.
        """
        last = self._last_public(mission, end)
        return last if last > self._engine.memory(mission).begins_behind else 0

    def _last_public(self, mission: str, end: int | None = None) -> int:
        """The position of the last public event: known from the last time, or looked for by halves."""
        store = self._engine.store
        low = max(self._ends.get(mission, 0), self._bell.last_public(mission))
        high = store.head(mission).position if end is None else end
        while high - low > _NEAR:
            middle = (low + high) // 2
            found = next(iter(store.read_public(mission, middle, limit=1)), None)
            low, high = (low, middle) if found is None else (found[1].position, high)
        for _, entry in store.read_public(mission, low, high):
            low = entry.position
        self._ends[mission] = max(low, self._ends.get(mission, 0))
        return low

    # Who may ask about what

    def _mission(self, name: str) -> str:
        mission = mission_of_wire(name)
        if mission is None:
            raise unknown_mission("…")
        return mission

    def _open(self, caller: Caller, mission: str) -> _Known:
        known = self._known_to(caller, mission)
        if known is None:
            raise unknown_mission(mission)
        return known

    def _known_to(self, caller: Caller, mission: str) -> _Known | None:
        """The mission, if it is open to the caller: to services of it, and to the operator of its organisation."""
        whose = self._organisation_of(mission)
        if isinstance(caller, Operator):
            return self._known(mission) if caller.runs(whose) else None
        if not isinstance(caller, Peer) or whose not in caller.organisations:
            return None
        known = self._known(mission)
        # A chain that is retired may still read that it is.
        return known if known and not caller.chains.isdisjoint(known.serving) else None

    def _known(self, mission: str) -> _Known | None:
        memory = self._engine.memory(mission)
        if not memory.is_there:
            return None
        rows = {name: row for name, row in memory.rows[ServingChain].items() if isinstance(row, ServingChain)}
        own = memory.chain or self._engine.chain or ""
        listed = tuple(name for name, row in rows.items() if row.last is None and name != own)
        head = self._engine.head(mission)
        return _Known(own, head.position, head.hash, tuple(rows), listed)

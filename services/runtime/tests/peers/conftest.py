"""Services over real gRPC on the loopback address: engines, stores, writers, and what hears between them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import grpc
import pytest
from grpc import aio
from osi.log.v1 import log_service_pb2 as pb
from osi.log.v1.log_service_pb2_grpc import LogServiceServicer, add_LogServiceServicer_to_server

from osi_core.domain import Refused, Service
from osi_core.log.memory import MemoryStore
from osi_core.log.sql import SqlStore
from osi_core.log.store import EventStore
from osi_core.mission.chain_commands import ListChain
from osi_core.mission.commands import CreateMission, JoinMission
from osi_core.mission.playbook import Playbook
from osi_core.plugins import Plugins
from osi_core.process import Engine, Request, Writer, share_of
from osi_runtime.auth import Peer
from osi_runtime.errors import CallRefused
from osi_runtime.peers import HeldOrganisations, Organisations, Peers, PeerSettings, PeersSettings, SqlOrganisations

QUICK: dict[str, Any] = {
    "head_seconds": 0.05,
    "retry_first_seconds": 0.01,
    "retry_most_seconds": 0.1,
    "heartbeat_seconds": 0.2,
    "silence_seconds": 5,
    "compare_seconds": 5,
}
PATIENCE = 60.0
"""Seconds after which a test gives up; none of them says how fast anything is."""


async def until(condition: Callable[[], Any], what: str = "") -> None:
    """Waits until something holds."""
    ends = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < ends, what or "it did not come to that"
        await asyncio.sleep(0.005)


class Plain(LogServiceServicer):
    """The public log over gRPC, without the runtime around it."""

    def __init__(self, peers: Peers, caller: Peer) -> None:
        self._log, self._caller = peers.log, caller
        self.followed = 0
        """Streams that are open now and wait for more."""

    async def ListHeads(self, request: Any, context: Any) -> Any:
        return await self._answer(self._log.list_heads(self._caller, request), context)

    async def GetHead(self, request: Any, context: Any) -> Any:
        return await self._answer(self._log.get_head(self._caller, request), context)

    async def GetHeardHead(self, request: Any, context: Any) -> Any:
        return await self._answer(self._log.get_heard_head(self._caller, request), context)

    async def ReadPublic(self, request: Any, context: Any) -> Any:
        self.followed += request.follow
        try:
            async for answer in self._log.read_public(self._caller, request):
                yield answer
        except (Refused, CallRefused) as error:
            await context.abort(status_of(error), str(error))
        finally:
            self.followed -= request.follow

    async def _answer(self, call: Coroutine[Any, Any, Any], context: Any) -> Any:
        try:
            return await call
        except (Refused, CallRefused) as error:
            await context.abort(status_of(error), str(error))


def status_of(error: Exception) -> grpc.StatusCode:
    return error.status if isinstance(error, CallRefused) else grpc.StatusCode.NOT_FOUND


class Door:
    """A server at an address that stays the same, which opens and closes."""

    def __init__(self) -> None:
        self.port = 0
        self._server: aio.Server | None = None

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def open(self, servicer: LogServiceServicer) -> None:
        self._server = aio.server(options=[("grpc.so_reuseport", 0)])
        add_LogServiceServicer_to_server(servicer, self._server)
        self.port = self._server.add_insecure_port(f"127.0.0.1:{self.port}")
        await self._server.start()

    async def close(self) -> None:
        if self._server is not None:
            await self._server.stop(None)
            self._server = None


class Served:
    """One service, which can be ended and begun again over the same store."""

    def __init__(self, service: Service, store: EventStore, organisations: Organisations, chain: str = "") -> None:
        self.service, self.store, self.organisations = service, store, organisations
        self.chain = chain or f"{service.value}-1"
        self.door = Door()
        self.settings = PeersSettings(**QUICK)
        self.reader = Peer(Service.MATCHING, frozenset({"matching-1"}), frozenset({"town"}))
        self.own: str | None = "town" if service is Service.PARTICIPATION else None
        self._stack = AsyncExitStack()
        self._new()

    def _new(self) -> None:
        self.engine = Engine(
            self.store, share=share_of(self.service.value), plugins=Plugins.builtin(), chain=self.chain
        )

    def hears(self, *others: Served, **changes: Any) -> None:
        """Lets it hear others, whose doors are open."""
        peers = tuple(
            PeerSettings(organisation="town", service=one.service, address=one.door.address) for one in others
        )
        self.settings = PeersSettings(services=peers, **{**QUICK, **changes})

    async def prepare(self) -> None:
        """All but serving."""
        self.writer = self._stack.enter_context(Writer(self.engine))
        self.peers = Peers(self.engine, self.writer, self.settings, self.organisations, own=self.own)

    async def begin(self) -> None:
        await self.prepare()
        await self.peers.compare()
        await self._stack.enter_async_context(self.peers.running())
        await self.open()

    async def open(self) -> None:
        self.plain = Plain(self.peers, self.reader)
        await self.door.open(self.plain)

    async def end(self) -> None:
        await self.door.close()
        await self._stack.aclose()
        self._new()

    def heard(self, chain: str) -> int:
        head = self.store.heard_heads("m").get(chain)
        return head.position if head else 0

    def has_heard(self, other: Served) -> bool:
        told = other.engine.told("m", self.heard(other.chain), limit=1)
        return self.heard(other.chain) > 0 and not told


class Town:
    """A participation and a funding that hear each other."""

    def __init__(self, stores: Callable[[Service], tuple[EventStore, Organisations]]) -> None:
        self.stores = stores
        self.participation = self._service(Service.PARTICIPATION)
        self.funding = self._service(Service.FUNDING)
        self.participation.reader = Peer(Service.FUNDING, frozenset({"funding-1"}), frozenset({"town"}))
        self.funding.reader = Peer(Service.PARTICIPATION, frozenset({"participation-1"}), frozenset({"town"}))

    def _service(self, service: Service) -> Served:
        return Served(service, *self.stores(service))

    def create(
        self, mission: str = "m", *, lists: Sequence[str] = ("funding",), minutes: int = 60, address: str | None = None
    ) -> None:
        engine = self.participation.engine
        playbook = Playbook.model_validate({"mission": {"knowledge_minutes": minutes}})
        engine.handle(CreateMission(mission=mission, title="Climate-neutral", playbook=playbook))
        for service in lists:
            listed = ListChain(mission=mission, chain=f"{service}-1", service=Service(service), address=address)
            engine.handle(listed)

    def join(self, count: int, mission: str = "m", start: int = 0) -> None:
        """Adds public events."""
        people = [f"p-{number:032x}" for number in range(start, start + count)]
        for at in range(0, count, 256):
            self.participation.engine.handle_many(
                [Request(JoinMission(mission=mission, participant=one), one) for one in people[at : at + 256]]
            )

    async def begin(self, **changes: Any) -> None:
        """Participation first; then funding, which participation hears too."""
        await self.participation.begin()
        self.funding.hears(self.participation, **changes)
        await self.funding.begin()

    async def both_ways(self) -> None:
        await self.funding.prepare()
        await self.funding.open()
        await self.funding.end()
        self.participation.hears(self.funding)
        await self.begin()

    async def end(self) -> None:
        for one in (self.funding, self.participation):
            await one.end()


class Stores:
    """Makes stores of both kinds, and closes them."""

    def __init__(self, folder: Path, kinds: dict[Service, str]) -> None:
        self._folder, self._kinds = folder, kinds
        self._made: list[EventStore] = []

    def __call__(self, service: Service) -> tuple[EventStore, Organisations]:
        if self._kinds.get(service, "memory") == "memory":
            return MemoryStore(), HeldOrganisations()
        path = str(self._folder / f"{service.value}.db")
        store = SqlStore.create(path)
        self._made.append(store)
        return store, SqlOrganisations(path)

    def close(self) -> None:
        for one in self._made:
            one.close()


@pytest.fixture
def town(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Town]:
    """Of stores in memory; or of those that `request.param` says, of participation and of funding."""
    of_participation, of_funding = getattr(request, "param", ("memory", "memory"))
    kinds = {Service.PARTICIPATION: of_participation, Service.FUNDING: of_funding}
    stores = Stores(tmp_path, kinds)
    yield Town(stores)
    stores.close()


@pytest.fixture
def wait() -> Callable[..., Coroutine[Any, Any, None]]:
    return until


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def make_service(tmp_path: Path) -> Callable[..., Served]:
    def make(service: Service, chain: str = "") -> Served:
        return Served(service, MemoryStore(), HeldOrganisations(), chain)

    return make


class Recorded(LogServiceServicer):
    """An origin that says what one lets it say: of a chain, in whatever order, and cut off wherever."""

    def __init__(self, head: pb.Head, events: Sequence[pb.PublicEvent]) -> None:
        self.head, self.events = head, list(events)
        self.asked: list[int] = []
        self.cut_after = 10**9
        self.minds_after = True
        self.stays = asyncio.Event()

    async def ListHeads(self, request: Any, context: Any) -> Any:
        return pb.ListHeadsResponse(heads=[self.head])

    async def GetHeardHead(self, request: Any, context: Any) -> Any:
        return pb.HeardHead()

    async def ReadPublic(self, request: Any, context: Any) -> Any:
        self.asked.append(request.after)
        given = [one for one in self.events if one.position > request.after or not self.minds_after][: self.cut_after]
        for one in given:
            yield pb.ReadPublicResponse(events=[one], last_public=self.head.last_public)
        if len(given) == self.cut_after:
            await context.abort(grpc.StatusCode.UNAVAILABLE, "cut")
        if request.follow:
            await self.stays.wait()


@pytest.fixture
def record() -> type[Recorded]:
    return Recorded

"""What stands where an engine stands in a play: commands go by gRPC, each to the service whose it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Self

from grpc import StatusCode
from osi.log.v1 import log_service_pb2 as log
from osi.participation.v1 import participation_service_pb2 as participation
from osi.participation.v1 import resources_pb2 as res
from osi.type.v1 import terms_pb2

from osi_core.domain import Event, Fact, Refused, Service, mission_name
from osi_core.log.sql import SqlStore
from osi_core.mission.chain_commands import ListChain
from osi_core.mission.commands import CreateMission
from osi_core.mission.events import Question
from osi_core.plugins import Plugins
from osi_core.process import OPERATOR, ClosePhase, Engine, Handled, ReceiptNote, Request, share_of
from osi_core.process.due import Due
from osi_core.process.share import service_of
from osi_demo.calling import Caller, Refusal
from osi_demo.house import House, Place

__all__ = ["ClosingRefused", "Known", "WireEngines"]

_PATIENCE = 120.0


class ClosingRefused(RuntimeError):
    """A phase stays open, by what a service has answered, or because its gate no longer holds."""


class Known(NamedTuple):
    """What is known of a mission: each kind of fact as the service knows it whose it is."""

    rows: Mapping[type[Fact], Mapping[str, Fact]]


class _Rows(dict[type[Fact], Mapping[str, Fact]]):
    def __init__(self, find: Callable[[type[Fact]], Mapping[str, Fact]]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, kind: type[Fact]) -> Mapping[str, Fact]:
        rows = self[kind] = self._find(kind)
        return rows


class WireEngines:
    """The services of a house, as a play asks them. A context, for it looks into their stores."""

    def __init__(self, house: House, plugins: Plugins) -> None:
        self.plugins, self.caller = plugins, Caller(house)
        self._house = house
        self._looks: dict[Place, Engine] = {}
        self.calls = 0
        """How many commands were given."""
        self.codes: dict[str, tuple[str, Service]] = {}
        """Stream of a contribution → code of its latest receipt, and who issued it."""
        self.last_time: datetime | None = None
        """When the last command was given, in the time of the play."""
        parts = [part for service in Service for part in share_of(service.value).parts]
        self._others_act_on: tuple[type[Event], ...] = (Question, *(one.to for part in parts for one in part.reactions))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for engine in self._looks.values():
            engine.store.close()

    # Commands

    def handle_many(self, requests: Sequence[Request]) -> list[Handled | Refused]:
        """Gives commands in their order, each to its service, which waits until it has heard what was seen of the
        others (`osi-after`). Where others act by themselves, their acts are waited for. Raises Refusal.
        """
        return [self._given(one) for one in requests]

    def _given(self, request: Request) -> Handled:
        command, service = request.command, self.caller.service_for(request.command)
        self.calls += 1
        by = OPERATOR if request.actor is OPERATOR else str(request.actor)
        reply = self.caller.give(command, by, request_id=request.command_id, time=request.time)
        if isinstance(command, CreateMission):
            for other in (Service.MATCHING, Service.FUNDING):
                address, _, chain = self._house.places[other]
                listed = ListChain(mission=command.mission, chain=chain, service=other, address=address)
                self.caller.give(listed, time=request.time)
        line = share_of(service.value).rules[type(command)]
        if isinstance(command, CreateMission) or any(issubclass(one, self._others_act_on) for one in line.events):
            self.all_heard(command.mission)
        if isinstance(command, ClosePhase):
            self._until_closed(command)
        self.last_time = request.time
        code, place = reply.receipt
        if not code:
            return Handled(())
        self.codes[command.stream()] = code, service
        position, _, digest = place.partition(":")
        return Handled((), ReceiptNote(code, int(position), digest, ""))

    def _until_closed(self, command: ClosePhase) -> None:
        """All are asked, and answer; then it is closed, or somebody has something against it."""
        ends, phase = time.monotonic() + _PATIENCE, terms_pb2.Phase.Value(f"PHASE_{command.phase.upper()}")
        asked = participation.GetMissionRequest(name=mission_name(command.mission))
        while True:
            mission: res.Mission = self.caller.ask("GetMission", asked, OPERATOR, mission=command.mission).message
            status = next(one.status for one in mission.phases if one.phase == phase)
            if status == res.PHASE_STATUS_CLOSED:
                return
            if status == res.PHASE_STATUS_OPEN:
                raise ClosingRefused(f"something speaks against closing the phase {command.phase}")
            if time.monotonic() > ends:
                raise TimeoutError(f"the phase {command.phase} is not closed")
            time.sleep(0.02)

    # Hearing

    def all_heard(self, mission: str) -> None:
        """Waits until each service has heard what the others have said, and has done what follows from that."""
        name, ends = mission_name(mission), time.monotonic() + _PATIENCE
        before: dict[Service, int] = {}
        while True:
            heads = {one: self._last_public(one, name) for one in Service}
            behind = [
                (hearer, origin)
                for origin, last in heads.items()
                for hearer in Service
                if hearer is not origin and last and self._heard(hearer, origin, name) < last
            ]
            if not behind and heads == before:
                return
            before = heads if not behind else {}
            if time.monotonic() > ends:
                raise TimeoutError(f"not all was heard: {behind}")

    def _last_public(self, service: Service, mission: str) -> int:
        request = log.GetHeadRequest(mission=mission)
        return self._of_log("GetHead", request, service, "last_public")

    def _heard(self, service: Service, origin: Service, mission: str) -> int:
        request = log.GetHeardHeadRequest(mission=mission, chain=self._house.places[origin].chain)
        return self._of_log("GetHeardHead", request, service, "position")

    def _of_log(self, method: str, request: object, service: Service, field: str) -> int:
        try:
            found: int = getattr(self.caller.ask(method, request, OPERATOR, at=service).message, field)
        except Refusal as refusal:
            if refusal.status is not StatusCode.NOT_FOUND:  # it has not heard of the mission yet
                raise
            return 0
        return found

    # Decisions

    def all_hearing(self, mission: str) -> Iterable[Engine]:
        """The services decide what is due by themselves; when they have, there is nobody left to do so."""
        ends = time.monotonic() + _PATIENCE
        while any(self.look(one).memory(mission).rows[Due] for one in Service):
            if time.monotonic() > ends:
                raise TimeoutError("what is due is not decided")
            time.sleep(0.02)
        self.all_heard(mission)
        return ()

    # Looking

    def memory(self, mission: str) -> Known:
        """Every kind of fact of a service's own, as its store has it."""

        def find(kind: type[Fact]) -> Mapping[str, Fact]:
            service = service_of(kind)
            if service is None:
                raise LookupError(kind.__name__)
            return self.look(service).memory(mission).rows[kind]

        return Known(_Rows(find))

    def look(self, service: Service) -> Engine:
        """A service's log, to be read."""
        place = self._house.places[service]
        if place not in self._looks:
            store = SqlStore.open(place.store, read_only=True)
            self._looks[place] = Engine(store, share=share_of(service.value), plugins=self.plugins, chain=place.chain)
        return self._looks[place]

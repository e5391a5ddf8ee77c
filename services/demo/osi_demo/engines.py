"""What stands where an engine stands in a play: what is asked for goes by gRPC, to the service whose it is."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from grpc import StatusCode
from osi.log.v1 import log_service_pb2 as log
from osi.matching.v1 import matching_service_pb2 as matching
from osi.participation.v1 import participation_service_pb2 as participation
from osi.participation.v1 import resources_pb2 as res
from osi.type.v1 import terms_pb2

from osi_core.domain import Event, Fact, Recorded, Refused, Service, mission_name
from osi_core.mission.chain_commands import ListChain
from osi_core.mission.commands import CreateMission
from osi_core.mission.events import Question
from osi_core.mission.facts import Member
from osi_core.plugins import Plugins
from osi_core.process import OPERATOR, ClosePhase, Engine, Handled, ReceiptNote, Request, share_of
from osi_core.solutions.facts import Kickoff, Registration
from osi_core.solutions.resources import KICKOFF
from osi_core.testing.divided import Known
from osi_demo.calling import Caller, Refusal
from osi_demo.house import House
from osi_demo.knowing import PublicLogs

__all__ = ["ClosingRefused", "WireEngines"]

_PATIENCE = 120.0
_SHOWN = next(
    view for part in share_of(Service.MATCHING.value).parts for view in part.views if view.made_of is Registration
)
"""As what a registration is told."""


class ClosingRefused(RuntimeError):
    """A phase stays open, by what a service has answered, or because its gate no longer holds."""


class WireEngines:
    """The services of a house, as a play asks them."""

    def __init__(self, house: House, plugins: Plugins) -> None:
        self.plugins, self.caller = plugins, Caller(house)
        self._house = house
        self._logs: dict[str, PublicLogs] = {}
        self.calls = 0
        """How many commands were given."""
        self.codes: dict[str, tuple[str, Service]] = {}
        """Stream of a contribution → code of its latest receipt, and who issued it."""
        self.last_time: datetime | None = None
        """When the last command was given, in the time of the play."""
        parts = [part for service in Service for part in share_of(service.value).parts]
        self._others_act_on: tuple[type[Event], ...] = (Question, *(one.to for part in parts for one in part.reactions))

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
        while self.is_due(mission):
            if time.monotonic() > ends:
                raise TimeoutError("what is due is not decided")
            time.sleep(0.02)
        self.all_heard(mission)
        return ()

    def is_due(self, mission: str) -> bool:
        """Whether a decision is closed, and neither recorded nor cancelled yet."""
        return self._as_it_stands(mission).due()

    # Looking

    def memory(self, mission: str) -> Known:
        """What the services say in public, and whose place is where at a kick-off, which they tell the operator."""
        logs = self._as_it_stands(mission)
        return Known.by(lambda kind: self._registrations(logs) if kind is Registration else logs.facts(kind))

    def records(self, mission: str) -> Iterator[Recorded]:
        """All that the services say in public, service by service."""
        return self._as_it_stands(mission).records()

    def head(self, service: Service, mission: str) -> log.Head:
        """Where a service's chain ends."""
        request = log.GetHeadRequest(mission=mission_name(mission))
        found: log.Head = self.caller.ask("GetHead", request, OPERATOR, at=service).message
        return found

    def _as_it_stands(self, mission: str) -> PublicLogs:
        logs = self._logs.get(mission)
        if logs is None:
            chains = {service: place.chain for service, place in self._house.places.items()}
            logs = self._logs[mission] = PublicLogs(mission, self.caller.told, chains)
        logs.look_again()
        return logs

    def _registrations(self, logs: PublicLogs) -> Mapping[str, Fact]:
        mission, wire, found = logs.mission, self.caller.wires[Service.MATCHING], {}
        members = logs.facts(Member)
        for kickoff in logs.facts(Kickoff):
            request = matching.ListRegistrationsRequest(parent=KICKOFF.within(mission, kickoff), page_size=1_000)
            while True:
                page = self.caller.ask("ListRegistrations", request, OPERATOR, mission=mission).message
                for one in page.registrations:
                    told = wire.view_of(_SHOWN, one).model_dump(include={*Registration.model_fields})
                    row = Registration(member=members[told["participant"]].index, **told)  # type: ignore[attr-defined]
                    found[Registration.key(kickoff, row.participant)] = row
                request.page_token = page.next_page_token
                if not request.page_token:
                    break
        return found

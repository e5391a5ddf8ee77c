"""Calls: a command becomes a request to the service whose it is, and a refusal is told with its codes."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple, TypeVar

import grpc
from google.longrunning import operations_pb2
from google.protobuf import message_factory
from google.protobuf.descriptor import MethodDescriptor
from google.rpc import error_details_pb2 as details
from google.rpc.status_pb2 import Status
from osi.funding.v1 import events_pb2 as funding_events
from osi.funding.v1 import funding_service_pb2
from osi.log.v1 import answers_pb2, hearing_service_pb2, log_service_pb2, receipt_service_pb2
from osi.matching.v1 import events_pb2 as matching_events
from osi.matching.v1 import matching_service_pb2
from osi.participation.v1 import events_pb2 as participation_events
from osi.participation.v1 import participation_service_pb2, token_service_pb2
from osi.reads.v1 import read_service_pb2

from osi_core.domain import Command, Service
from osi_core.process import OPERATOR, Office, share_of
from osi_demo.house import House
from osi_runtime.metadata import AFTER, POSITION, RECEIPT, RECEIPT_PLACE, STATUS, TIME
from osi_runtime.peers.refused import MISSING, TOO_OLD
from osi_wire import Wire

__all__ = ["Caller", "Refusal", "Reply"]

_BESIDE = (answers_pb2.DESCRIPTOR, hearing_service_pb2.DESCRIPTOR)
_CONTRACTS = {
    Service.PARTICIPATION: (participation_service_pb2.DESCRIPTOR, participation_events.DESCRIPTOR),
    Service.MATCHING: (matching_service_pb2.DESCRIPTOR, matching_events.DESCRIPTOR),
    Service.FUNDING: (funding_service_pb2.DESCRIPTOR, funding_events.DESCRIPTOR),
}
_EVERYWHERE = (log_service_pb2, receipt_service_pb2, read_service_pb2, hearing_service_pb2, operations_pb2)
A = TypeVar("A")
_PATIENCE = 180.0
"""Seconds that a service has to be there, and to hear of others, on a machine that does other things too."""
_ONCE = 20.0
"""Seconds after which a call is tried again."""
_AWAY = frozenset({grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.CANCELLED})
_COME_BACK = frozenset({"runtime.behind", "runtime.waits", "store.full", MISSING, TOO_OLD})
"""Codes that time makes good, or somebody who frees a disk."""


class Reply(NamedTuple):
    """An answer, and what came beside it."""

    message: Any
    metadata: Mapping[str, str]

    @property
    def receipt(self) -> tuple[str, str]:
        """Code and place; empty where there is none."""
        return self.metadata.get(RECEIPT, ""), self.metadata.get(RECEIPT_PLACE, "")


class Refusal(Exception):
    """A call was answered with no; `codes` are all that the answer names."""

    def __init__(self, method: str, error: Any) -> None:
        self.status: grpc.StatusCode = error.code()
        said = error.details()
        raw = {one[0]: one[1] for one in error.trailing_metadata() or ()}.get(STATUS)
        self.codes = frozenset(_codes(Status.FromString(raw))) if isinstance(raw, bytes) else frozenset()
        super().__init__(f"{method} was answered {self.status.name}: {said} {sorted(self.codes)}")


class Caller:
    """Calls the services of a house."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.wires = {service: _wire(service) for service in Service}
        self._methods: dict[str, tuple[Service, MethodDescriptor]] = {}
        for service, files in _CONTRACTS.items():
            for contract in files[0].services_by_name.values():
                self._methods |= {one.name: (service, one) for one in contract.methods}
        tokens = token_service_pb2.DESCRIPTOR.services_by_name["TokenService"].methods
        self._methods |= {one.name: (Service.PARTICIPATION, one) for one in tokens}
        self._everywhere = {
            one.name: one
            for file in _EVERYWHERE
            for s in file.DESCRIPTOR.services_by_name.values()
            for one in s.methods
        } | {one.name: one for one in operations_pb2.DESCRIPTOR.services_by_name["Operations"].methods}
        self._commands = {kind: service for service, wire in self.wires.items() for kind in wire.commands}
        self._of_request = {
            one.input_type.full_name: one for _, one in self._methods.values() if not one.client_streaming
        }
        self._stubs: dict[tuple[str, str], Any] = {}
        self.seen: dict[str, dict[str, int]] = {}
        """Mission → the positions that were seen, which every answer has to stand on."""

    def service_for(self, command: Command) -> Service:
        """The service that takes a command."""
        return self._commands[type(command)]

    def give(
        self,
        command: Command,
        by: str | Office = OPERATOR,
        *,
        request_id: str = "",
        time: datetime | None = None,
    ) -> Reply:
        """Asks for a command. Raises Refusal."""
        service = self.service_for(command)
        request = self.wires[service].request_of(command, request_id)
        method = self._of_request[request.DESCRIPTOR.full_name]
        return self.call(service, method, request, by=by, mission=command.mission, time=time)

    def ask(
        self, name: str, request: Any, by: str | Office | None = None, *, at: Service | None = None, mission: str = ""
    ) -> Reply:
        """Calls a method by its name; `at` says which service, for those that all have. Raises Refusal."""
        if at is None or name in self._methods:
            service, method = self._methods[name]
        else:
            service, method = at, self._everywhere[name]
        return self.call(service, method, request, by=by, mission=mission)

    def call(
        self,
        service: Service,
        method: MethodDescriptor,
        request: Any,
        *,
        by: str | Office | None,
        mission: str,
        time: datetime | None = None,
    ) -> Reply:
        """Calls a method; what a service has still to hear of is waited for. Raises Refusal."""
        metadata = self._shown(by, mission)
        if time is not None:
            metadata.append((TIME, time.isoformat()))
        seen = self.seen.get(mission, {}) if mission else {}
        if seen:
            metadata.append((AFTER, ",".join(f"{chain}={position}" for chain, position in sorted(seen.items()))))
        stub = self._stub(service, method)
        ask = partial(stub.with_call, request, metadata=metadata, timeout=_ONCE)
        answer, call = self._patiently(method.name, ask)
        beside = {key: value for key, value in call.trailing_metadata() or () if isinstance(value, str)}
        if mission:
            self._saw(mission, beside.get(POSITION, ""))
        return Reply(answer, beside)

    def watch(
        self,
        name: str,
        request: Any,
        by: str | Office | None = None,
        *,
        at: Service | None = None,
        seconds: float = _PATIENCE,
    ) -> Any:
        """A stream of answers, as everybody may see them, or as the operator; after so many seconds it ends."""
        if at is None or name in self._methods:
            service, method = self._methods[name]
        else:
            service, method = at, self._everywhere[name]
        make = message_factory.GetMessageClass(method.output_type).FromString
        path = f"/{method.containing_service.full_name}/{method.name}"
        stub = self._house.channel(service).unary_stream(path, type(request).SerializeToString, make)
        return stub(request, metadata=tuple(self._shown(by)), timeout=seconds)

    def told(self, name: str, request: Any, by: str | Office, *, at: Service) -> list[Any]:
        """All parts of a stream of answers that ends by itself. Raises Refusal."""
        return self._patiently(name, lambda: list(self.watch(name, request, by, at=at, seconds=_ONCE)))

    def _shown(self, by: str | Office | None, mission: str = "") -> list[tuple[str, str]]:
        return [] if by is None else [("authorization", f"Bearer {self._house.token(mission, by)}")]

    def _patiently(self, name: str, ask: Callable[[], A]) -> A:
        ends = time.monotonic() + _PATIENCE
        while True:
            try:
                return ask()
            except grpc.RpcError as error:
                refusal = Refusal(name, error)
                passes = refusal.status in _AWAY or refusal.codes & _COME_BACK
                if time.monotonic() > ends or not passes:
                    raise refusal from None
            time.sleep(0.05)

    def _stub(self, service: Service, method: MethodDescriptor) -> Any:
        key = (self._house.addresses[service], method.full_name)
        if key not in self._stubs:
            path = f"/{method.containing_service.full_name}/{method.name}"
            make = message_factory.GetMessageClass(method.output_type).FromString
            self._stubs[key] = self._house.channel(service).unary_unary(path, _bytes, make)
        return self._stubs[key]

    def _saw(self, mission: str, positions: str) -> None:
        seen = self.seen.setdefault(mission, {})
        for one in positions.split(",") if positions else ():
            chain, _, position = one.rpartition("=")
            seen[chain] = max(int(position), seen.get(chain, 0))


def _wire(service: Service) -> Wire:
    share = share_of(service.value)
    views = [view for part in share.parts for view in part.views]
    files = {one.name: one for one in (*_CONTRACTS[service], *_BESIDE)}
    for file in list(files.values()):
        files |= {one.name: one for one in file.dependencies if one.package == file.package}
    return Wire(files.values(), share.rules, views)


def _bytes(message: Any) -> bytes:
    found: bytes = message.SerializeToString()
    return found


def _codes(status: Status) -> set[str]:
    found: set[str] = set()
    for packed in status.details:
        info, bad, failed = details.ErrorInfo(), details.BadRequest(), details.PreconditionFailure()
        if packed.Unpack(info):
            found.add(info.reason)
        elif packed.Unpack(bad):
            found |= {one.reason for one in bad.field_violations}
        elif packed.Unpack(failed):
            found |= {one.type for one in failed.violations}
    return found - {""}

"""Where the services of a mission answer: at the addresses that were named, or where the mission lists its chains."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import datetime
from functools import cached_property
from types import TracebackType
from typing import Any, Self

import grpc
from google.protobuf.descriptor import ServiceDescriptor
from grpc_health.v1 import health_pb2, health_pb2_grpc  # type: ignore[import-untyped]
from osi.funding.v1 import funding_service_pb2
from osi.matching.v1 import matching_service_pb2
from osi.participation.v1 import participation_service_pb2
from osi.type.v1 import terms_pb2

import osi_client
from osi_client.security import credentials_of
from osi_client.tokens import Source
from osi_core.cli import Session, Stop
from osi_core.cli.access import Server
from osi_core.cli.session import Exit
from osi_core.domain import Service, mission_name
from osi_remote.errors import answered

__all__ = ["CONTRACTS", "Addresses", "At"]

CONTRACTS: dict[Service, ServiceDescriptor] = {
    Service.PARTICIPATION: participation_service_pb2.DESCRIPTOR.services_by_name["ParticipationService"],
    Service.MATCHING: matching_service_pb2.DESCRIPTOR.services_by_name["MatchingService"],
    Service.FUNDING: funding_service_pb2.DESCRIPTOR.services_by_name["FundingService"],
}
_SECONDS = 30.0
"""For a call with all its attempts."""
_PATIENCE = osi_client.Retries(attempts=6, attempt_timeout=10.0)


class At:
    """A service at its address."""

    def __init__(self, address: str, connection: osi_client.Connection, client: osi_client.Client) -> None:
        self.address, self.connection, self.client = address, connection, client

    def at_time(self, time: datetime | None) -> None:
        """Lets a time go along with the calls from here on, as simulated missions take it."""
        self.connection.session.at = None if time is None else lambda: time


class Addresses:
    """The services of one mission. A context: it closes its connections."""

    def __init__(self, session: Session, server: Server, token: Source | None) -> None:
        self._session, self._server, self._token = session, server, token
        self._ends = ExitStack()
        self._open: dict[str, At] = {}
        self._listed: dict[Service, str] = {}
        self.positions = osi_client.Positions()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ends.close()

    def at(self, service: Service) -> At:
        """A service. Raises Stop where its address is not known, or nothing answers there."""
        address = self._given.get(service) or self._listed.get(service)
        if address is None:
            raise self._session.stop(Exit.CANNOT, "no_address", service=self._session.term(service))
        return self._connected(address)

    def known(self) -> Iterator[Service]:
        """The services whose address is known, participation first."""
        yield from (one for one in Service if one in self._given or one in self._listed)

    def learn(self, mission: str) -> None:
        """Takes from the mission where its chains are served, of services whose address was not named."""
        if set(Service) <= self._given.keys() | self._listed.keys() or Service.PARTICIPATION not in self._given:
            return
        at = self.at(Service.PARTICIPATION)
        with answered(self._session, at.address), suppress(osi_client.NotFound):
            for chain in at.client.participation.list_chains(parent=mission_name(mission)):
                service = Service(terms_pb2.Service.Name(chain.service).removeprefix("SERVICE_").lower())
                if chain.address and not chain.HasField("last"):
                    self._listed.setdefault(service, chain.address)

    @cached_property
    def _given(self) -> dict[Service, str]:
        """Which services answer at the addresses that were named: their health tells."""
        found: dict[Service, str] = {}
        for address in self._server.addresses:
            serving = [one for one in Service if self._serves(address, one)]
            if not serving:
                raise self._session.stop(Exit.CANNOT, "no_service", address=address)
            for service in serving:
                found.setdefault(service, address)
        return found

    def _serves(self, address: str, service: Service) -> bool:
        target, credentials = self._secured(address)
        options = (("grpc.use_local_subchannel_pool", 1),)
        with (
            grpc.insecure_channel(target, options)
            if credentials is None
            else grpc.secure_channel(target, credentials, options)
        ) as channel:
            asked = health_pb2.HealthCheckRequest(service=CONTRACTS[service].full_name)
            try:
                health_pb2_grpc.HealthStub(channel).Check(asked, timeout=5.0)
            except grpc.RpcError as error:
                failed: Any = error  # a call too, which the stubs do not say
                if failed.code() in (grpc.StatusCode.NOT_FOUND, grpc.StatusCode.UNIMPLEMENTED):
                    return False
                said = (failed.details() or failed.code().name).splitlines()[0][:200]
                raise self._session.stop(Exit.CANNOT, "unavailable", address=address, said=said) from error
        return True

    def _secured(self, address: str) -> tuple[str, grpc.ChannelCredentials | None]:
        scheme, _, rest = address.rpartition("://")
        try:
            return rest, credentials_of(rest, self._tls(scheme), scheme == "grpc")
        except (ValueError, OSError) as error:
            raise Stop(Exit.CANNOT, str(error)) from error

    def _tls(self, scheme: str) -> osi_client.Tls | None:
        server = self._server
        if scheme == "grpc" or (not scheme and not server.roots and not server.certificate):
            return None
        return osi_client.Tls(server.roots, server.certificate, server.key)

    def _connected(self, address: str) -> At:
        if address not in self._open:
            scheme, _, target = address.rpartition("://")
            try:
                connection = osi_client.connect(
                    target,
                    token=self._token,
                    tls=self._tls(scheme),
                    plaintext=scheme == "grpc",
                    language=self._session.language,
                    timeout=_SECONDS,
                    retries=_PATIENCE,
                    positions=self.positions,
                )
            except (ValueError, OSError) as error:
                raise Stop(Exit.CANNOT, str(error)) from error
            self._open[address] = At(address, connection, self._ends.enter_context(connection))
        return self._open[address]

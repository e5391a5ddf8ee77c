"""A mission behind running services: the port `Access`, over gRPC."""

from __future__ import annotations

import time as clock
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from osi.participation.v1 import resources_pb2

import osi_client
from osi_client import Operation
from osi_core.cli import Session, Stop
from osi_core.cli.access import Done, Server
from osi_core.cli.session import Exit
from osi_core.domain import Command, Resource, Service, mission_name
from osi_core.process import Trail, share_of
from osi_core.process.gates_ahead import GateAhead
from osi_core.process.judging import May
from osi_core.process.reads import DEFAULT_PAGE, DueItem, DueItems, FoundItem, FoundItems, Page
from osi_core.view import View
from osi_remote import told
from osi_remote.addresses import Addresses, At
from osi_remote.contracts import Contract, contract_of, service_for
from osi_remote.errors import answered
from osi_remote.tokens import GRANT_TYPE, JWT_TYPE, claims_of, is_a_person_s
from osi_remote.words import CATALOGUE

__all__ = ["RemoteMission", "reach"]

V = TypeVar("V", bound=View)
_SHOWN = 8
"""Missions that are named where one has to be chosen."""
_CLOSING_SECONDS = 20.0
"""How long it is waited for all services to answer that a phase closes."""


@contextmanager
def reach(session: Session, server: Server, mission: str | None, by: str) -> Iterator[RemoteMission]:
    """The mission that services serve; `by` is `operator` where the token is not to be exchanged."""
    remote = RemoteMission(session.with_words("remote", CATALOGUE), server, mission, by)
    with remote.addresses:
        yield remote


class RemoteMission:
    """What a command line needs of a mission, asked of its services; who asks, the token says."""

    def __init__(self, session: Session, server: Server, mission: str | None, by: str) -> None:
        self._session, self._server, self._given = session, server, mission
        self._token, self._participant = server.token, ""
        exchanged = bool(server.token) and by != "operator" and is_a_person_s(server.token)
        self._is_exchanged = exchanged
        self.addresses = Addresses(session, server, self._mission_token if exchanged else server.token or None)

    # Which mission, and who

    @cached_property
    def mission(self) -> str:
        named = (self._given or "").removeprefix("missions/") or claims_of(self._token).get("mission")
        if isinstance(named, str) and named:
            return named
        with self._anonymous() as asked:
            at = asked.at(Service.PARTICIPATION)
            with answered(self._session, at.address):
                found = at.client.participation.list_missions(page_size=_SHOWN + 1).page().missions
        ids = [one.name.removeprefix("missions/") for one in found]
        if len(ids) == 1:
            return ids[0]
        if not ids:
            raise self._session.stop(Exit.CANNOT, "no_mission")
        more = " …" if len(ids) > _SHOWN else ""
        raise self._session.stop(Exit.USAGE, "several_missions", known=", ".join(ids[:_SHOWN]) + more)

    def participant(self) -> str:
        if self._is_exchanged and not self._participant:
            self._mission_token()
        claims = claims_of(self._token)
        return self._participant or (str(claims.get("sub", "")) if "mission" in claims else "")

    def _mission_token(self) -> str:
        """Exchanges a person's own token; whoever was not in the mission joins it."""
        with self._anonymous() as asked:
            at = asked.at(Service.PARTICIPATION)
            with answered(self._session, at.address):
                given = at.client.tokens.exchange_token(
                    grant_type=GRANT_TYPE,
                    subject_token=self._token,
                    subject_token_type=JWT_TYPE,
                    mission=mission_name(self.mission),
                )
        self._participant = given.participant.rpartition("/")[2]
        return given.access_token

    def _anonymous(self) -> Addresses:
        return Addresses(self._session, self._server, None)

    # Reading

    def get(self, view: type[V], *ids: str) -> V:
        contract = self._contract_of(view)
        at = self._at(contract.service)
        with answered(self._session, at.address):
            found = _facade(at, contract.service, contract.gets(view))(name=view.at.within(self.mission, *ids))
        return contract.wire.view_of(view, found)

    def page(
        self,
        view: type[V],
        *parent: str,
        where: str = "",
        order_by: str = "",
        page_size: int = 0,
        page_token: str = "",
    ) -> Page[V]:
        contract = self._contract_of(view)
        at = self._at(contract.service)
        above = Resource(view.at.pattern.rpartition("/")[0].rpartition("/")[0])
        with answered(self._session, at.address):
            pages = _facade(at, contract.service, contract.lists(view))(
                parent=above.within(self.mission, *parent),
                filter=where,
                order_by=order_by,
                page_size=page_size,
                page_token=page_token,
            )
            reply = pages.page()
        items = next(field.name for field in reply.DESCRIPTOR.fields if field.is_repeated)
        shown = tuple(contract.wire.view_of(view, one) for one in getattr(reply, items))
        return Page(shown, reply.next_page_token, getattr(reply, "total_size", len(shown)))

    def search(self, query: str, *, page_size: int = 0, page_token: str = "") -> FoundItems:
        """Service by service; a page token says in which one it goes on."""
        found: list[FoundItem] = []
        size, (begin, _, token) = page_size or DEFAULT_PAGE, page_token.partition(":")
        services = list(self._services())
        services = services[services.index(Service(begin)) :] if begin in services else services
        for place, service in enumerate(services):
            at = self.addresses.at(service)
            with answered(self._session, at.address):
                parent, left = mission_name(self.mission), size - len(found)
                page = at.client.reads.search(parent=parent, query=query, page_size=left, page_token=token).page()
            found += (FoundItem(one.name, one.title, tuple(one.fields)) for one in page.results)
            token = ""
            if page.next_page_token:
                return FoundItems(tuple(found), f"{service}:{page.next_page_token}")
            if len(found) >= size and place + 1 < len(services):
                return FoundItems(tuple(found), f"{services[place + 1]}:")
        return FoundItems(tuple(found), "")

    def due(self, *, page_size: int = 0) -> DueItems:
        size, is_more = page_size or DEFAULT_PAGE, False
        items: list[DueItem] = []
        for service in self._services():
            at = self.addresses.at(service)
            with answered(self._session, at.address):
                page = at.client.reads.list_due(parent=mission_name(self.mission), page_size=size).page()
            items += map(told.due_of, page.due)
            is_more |= bool(page.next_page_token)
        return DueItems(tuple(sorted(items)[:size]), "more" if is_more or len(items) > size else "")

    def trail(self, code: str) -> Trail:
        """Of whichever service issued the code."""
        first: Stop | None = None
        for service in self._all_services():
            at = self.addresses.at(service)
            try:
                with answered(self._session, at.address):
                    return told.trail_of(at.client.receipts.get_trail(code=code))
            except Stop as stop:
                if not isinstance(stop.__cause__, osi_client.NotFound):
                    raise
                first = first or stop
        assert first is not None, "participation is asked at least"
        raise first

    # What may be done, and doing it

    def gates(self) -> list[GateAhead]:
        at = self._caught_up(Service.PARTICIPATION)
        with answered(self._session, at.address):
            outlook = at.client.reads.get_outlook(parent=mission_name(self.mission))
        return [told.gate_of(one) for one in outlook.gates]

    def may(self, at: str | None = None) -> list[May]:
        if not self._token:
            raise self._session.stop(Exit.CANNOT, "no_token")
        lines = {line.name: line for line in share_of("all").rules.values()}
        found: dict[str, May] = {}
        for service in self._services():
            there = self._caught_up(service)
            with answered(self._session, there.address):
                outlook = there.client.reads.get_outlook(parent=mission_name(self.mission), resource=at or "")
            found |= {
                one.command: told.may_of(one, lines[one.command]) for one in outlook.commands if one.command in lines
            }
        return [found[name] for name in lines if name in found]

    def do(self, command: Command, request_id: str, time: datetime | None = None) -> Done:
        if not self._token:
            raise self._session.stop(Exit.CANNOT, "no_token")
        if type(command).__name__ == "JoinMission":  # whoever has a token of the mission is in it
            return Done(f"{mission_name(self.mission)}/participants/{self.participant()}")
        service = service_for(type(command))
        if service is None:
            raise self._session.stop(Exit.USAGE, "no_method", command=type(command).__name__)
        contract = contract_of(service)
        begins = type(command).__name__ == "CreateMission"
        at = self.addresses.at(service) if begins else self._caught_up(service)
        at.at_time(time)
        request = contract.wire.request_of(command, request_id)
        with answered(self._session, at.address):
            reply = _facade(at, service, contract.does(type(command)))(request)
            if isinstance(reply, Operation):
                reply = reply.result()
        receipt = getattr(reply, "receipt", None)
        code, place = (receipt.code, receipt.place) if receipt is not None else ("", "")
        return Done(command.stream(), code, place, self._waits(at, reply))

    def _waits(self, at: At, reply: Any) -> bool:
        """Whether a phase still has to close. All services answer by themselves; that is waited for."""
        ends = clock.monotonic() + _CLOSING_SECONDS
        while isinstance(reply, resources_pb2.Mission):
            if all(one.status != resources_pb2.PHASE_STATUS_CLOSING for one in reply.phases):
                return False
            if clock.monotonic() > ends:
                return True
            clock.sleep(0.1)
            with answered(self._session, at.address):
                reply = at.client.participation.get_mission(name=reply.name)
        return False

    # Which service

    def _contract_of(self, view: type[View]) -> Contract:
        """Of the service whose resource it is."""
        shares = {one: share_of(one.value) for one in Service}
        service = next(one for one, share in shares.items() if any(view in part.views for part in share.parts))
        return contract_of(service)

    def _at(self, service: Service) -> At:
        if service is not Service.PARTICIPATION:
            self.addresses.learn(self.mission)
        return self.addresses.at(service)

    def _services(self) -> Iterator[Service]:
        """Those of the mission whose addresses are known."""
        self.addresses.learn(self.mission)
        return self.addresses.known()

    def _all_services(self) -> Iterator[Service]:
        """For what asks for no mission: participation first; the others where they can be found."""
        asked = set()
        for service in self.addresses.known():
            asked.add(service)
            yield service
        with suppress(Stop):
            self.addresses.learn(self.mission)
        yield from (one for one in self.addresses.known() if one not in asked)

    def _caught_up(self, service: Service) -> At:
        """The service, asked from here on to know all that the others know now: an earlier call may have told them."""
        for other in self._services():
            if other is not service:
                at = self.addresses.at(other)
                with suppress(osi_client.ServiceError):
                    self._look(at, other)
        return self._at(service)

    def _look(self, at: At, service: Service) -> None:
        """Any answer brings how far the mission's chains are there."""
        name = mission_name(self.mission)
        match service:
            case Service.PARTICIPATION:
                at.client.participation.get_mission(name=name)
            case Service.MATCHING:
                at.client.matching.list_solutions(parent=name, page_size=1).page()
            case Service.FUNDING:
                at.client.funding.list_funds(parent=name, page_size=1).page()


def _facade(at: At, service: Service, method: str) -> Any:
    return getattr(getattr(at.client, service.value), method)

"""Services of one version beside those of the next, over NATS: all go on, what the older ones cannot read waits until
they can, and from a version that has written nothing new one goes back.
"""

from __future__ import annotations

from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc  # type: ignore[import-untyped]
from osi.log.v1 import hearing_service_pb2 as hearing
from osi.participation.v1 import participation_service_pb2 as participation
from osi.participation.v1 import resources_pb2 as res

from osi_core.domain import Sector, Service
from osi_core.log.sql import SqlStore
from osi_core.mission.chain_commands import ListChain
from osi_core.mission.commands import CreateMission, RegisterInstitution
from osi_core.mission.events import PlaybookChanged
from osi_core.plugins import Plugins
from osi_core.process import OPERATOR
from osi_demo import Caller, WireEngines
from tests.system.faults.checker import assert_all_know_the_same
from tests.system.faults.network import Network, network
from tests.system.faults.newer import NEWER, NEWEST, UNKNOWN
from tests.system.waiting import until

pytestmark = [pytest.mark.system, pytest.mark.nats]

MISSION, NAME = "versions", "missions/versions"


def waiting(caller: Caller, service: Service) -> list[hearing.ParkedMessage]:
    """What waits there to be taken up."""
    request = hearing.ListParkedRequest(parent=NAME)
    return list(caller.ask("ListParked", request, OPERATOR, at=service, mission=MISSION).message.parked)


def serves(one: Network, service: Service) -> bool:
    stub = health_pb2_grpc.HealthStub(one.channel(service))
    try:
        found = stub.Check(health_pb2.HealthCheckRequest(), timeout=10)
    except grpc.RpcError:
        return False
    return bool(found.status == health_pb2.HealthCheckResponse.SERVING)


def types_heard(one: Network, hearer: Service, origin: Service) -> dict[str, bool]:
    """The types that a service has heard of another one, and whether it has kept what they say."""
    with closing(SqlStore.open(one.store_of(hearer), read_only=True)) as store:
        return {entry.type: bool(entry.raw) for entry in store.heard(MISSION, f"{origin}-1")}


def types_said(one: Network) -> set[str]:
    """The types in participation's log."""
    with closing(SqlStore.open(one.store_of(Service.PARTICIPATION), read_only=True)) as store:
        return {entry.type for entry in store.read(MISSION)}


def test_a_newer_service_and_older_ones_go_on_side_by_side(tmp_path: Path) -> None:
    with network(tmp_path) as one:
        engines = WireEngines(one, Plugins.builtin())
        caller = engines.caller
        one.change_version(Service.MATCHING, NEWEST)
        caller.give(CreateMission(mission=MISSION, title="A dry town"))
        for service in (Service.MATCHING, Service.FUNDING):
            caller.give(ListChain(mission=MISSION, chain=f"{service}-1", service=service))
        until(lambda: waiting(caller, Service.PARTICIPATION), "a later form does not wait")
        engines.all_heard(MISSION)

        (waits,) = waiting(caller, Service.PARTICIPATION)
        assert (waits.reason, waits.type) == ("unreadable", "hearing.playbook_answered")
        assert types_heard(one, Service.PARTICIPATION, Service.MATCHING)[UNKNOWN] is False
        for number, service in enumerate(Service):  # whatever a service's version is, all go on
            about: dict[str, Any] = {"institution": f"of-{number}", "name": f"Of {number}", "sector": Sector.BUSINESS}
            caller.give(RegisterInstitution(mission=MISSION, **about))
            until(partial(serves, one, service), f"{service} does not serve")

        one.change_version(Service.PARTICIPATION, NEWEST)
        take_up = hearing.TakeUpMessageRequest(name=waits.name, position=waits.position)
        caller.ask("TakeUpMessage", take_up, OPERATOR, at=Service.PARTICIPATION, mission=MISSION)
        assert not waiting(caller, Service.PARTICIPATION)
        change = participation.ChangePlaybookRequest(name=NAME, playbook=res.Playbook(), reason="less waiting")
        change.playbook.mission.knowledge_minutes = 7
        caller.ask("ChangePlaybook", change, OPERATOR, mission=MISSION)  # which all have to answer, in either form
        until(lambda: PlaybookChanged.type in types_said(one), "what was answered is not understood")
        engines.all_heard(MISSION)
        assert_all_know_the_same(one, engines.plugins, [MISSION])


def test_a_service_goes_to_the_next_version_and_back_over_the_same_store(tmp_path: Path) -> None:
    with network(tmp_path) as one:
        engines = WireEngines(one, Plugins.builtin())
        caller = engines.caller
        caller.give(CreateMission(mission=MISSION, title="A dry town"))
        for service in (Service.MATCHING, Service.FUNDING):
            caller.give(ListChain(mission=MISSION, chain=f"{service}-1", service=service))
        steps = [(service, version) for service in Service for version in (NEWER, "")]
        for number, (service, version) in enumerate(steps):
            one.change_version(service, version)
            about: dict[str, Any] = {"institution": f"of-{number}", "name": f"Of {number}", "sector": Sector.BUSINESS}
            caller.give(RegisterInstitution(mission=MISSION, **about))
            engines.all_heard(MISSION)
            until(partial(serves, one, service), f"{service} does not serve")
        assert not any(waiting(caller, service) for service in Service)
        assert_all_know_the_same(one, engines.plugins, [MISSION])

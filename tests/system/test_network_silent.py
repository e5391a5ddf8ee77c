"""A service of a network that never answers: a phase closes all the same once knowledge of it is too old, and says so;
an erasure names whose answer is missing; and when it is there again, it catches up.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from osi.participation.v1 import participation_service_pb2 as participation
from osi.participation.v1 import resources_pb2 as res
from osi.participation.v1 import token_service_pb2 as tokens

from osi_core.domain import Phase, Sector, Service
from osi_core.domain.terms import Role
from osi_core.mission.chain_commands import ListChain
from osi_core.mission.commands import (
    ConfirmMandate,
    CreateMission,
    EndorseMission,
    EraseParticipant,
    GrantRole,
    Indicator,
    RegisterInstitution,
    SetGoal,
)
from osi_core.mission.events import PhaseClosed
from osi_core.mission.facts import Member
from osi_core.plugins import Plugins
from osi_core.process import ClosePhase, erasures_of
from osi_demo import Caller, WireEngines
from tests.system.faults.network import Network, network
from tests.system.looking import looking
from tests.system.waiting import until

pytestmark = [pytest.mark.system, pytest.mark.nats]

MISSION, NAME = "silent", "missions/silent"


def joined(network: Network, caller: Caller, subject: str) -> str:
    """The participant that a person becomes."""
    request = tokens.ExchangeTokenRequest(
        grant_type="urn:ietf:params:oauth:grant-type:token-exchange",
        subject_token=network.person_token(subject),
        subject_token_type="urn:ietf:params:oauth:token-type:id_token",
        mission=NAME,
    )
    found: str = caller.ask("ExchangeToken", request).message.participant
    return found.rpartition("/")[2]


def agreed(network: Network, caller: Caller) -> list[str]:
    """A mission whose goal all sectors endorse; those who speak for them."""
    caller.give(CreateMission(mission=MISSION, title="A cool town"))
    for service in (Service.MATCHING, Service.FUNDING):
        caller.give(ListChain(mission=MISSION, chain=f"{service}-1", service=service))
    deadline = (datetime.now(UTC) + timedelta(days=400)).date()
    indicator = Indicator(
        name="Days above 30 degrees", unit="days", baseline=Decimal(30), target=Decimal(10), deadline=deadline
    )
    caller.give(SetGoal(mission=MISSION, statement="A cool town for all", indicator=indicator))
    people = []
    for sector in Sector:
        institution = f"of-{sector.value.replace('_', '-')}"
        caller.give(RegisterInstitution(mission=MISSION, institution=institution, name=institution, sector=sector))
        person = joined(network, caller, institution)
        about = {"mission": MISSION, "participant": person, "institution": institution}
        caller.give(GrantRole(role=Role.REPRESENTATIVE, **about))
        caller.give(ConfirmMandate(document="A letter of today", **about))
        caller.give(EndorseMission(mission=MISSION, institution=institution), person)
        people.append(person)
    return people


def phase_status(caller: Caller) -> int:
    found: res.Mission = caller.ask("GetMission", participation.GetMissionRequest(name=NAME)).message
    return found.phases[0].status


def test_a_service_that_never_answers_is_named_and_nobody_waits_for_it_for_ever(tmp_path: Path) -> None:
    with network(tmp_path) as one, looking(one) as look:
        engines = WireEngines(one, Plugins.builtin())
        caller = engines.caller
        people = agreed(one, caller)
        engines.all_heard(MISSION)
        one.kill(Service.MATCHING)
        caller.give(ClosePhase(mission=MISSION, phase=Phase.MISSION))
        caller.give(EraseParticipant(mission=MISSION, participant=people[0]), people[0])
        assert phase_status(caller) == res.PHASE_STATUS_CLOSING
        for service in Service:
            one.turn_clock(service, 61 * 60)  # by then nobody may decide by what is known of the one that is away
        until(lambda: phase_status(caller) == res.PHASE_STATUS_CLOSED, "the phase is not closed")
        log = look(Service.PARTICIPATION)
        (closed,) = (record.event for record in log.events(MISSION) if isinstance(record.event, PhaseClosed))
        assert closed.silent == ("matching-1",)
        (erasure,) = erasures_of(log.memory(MISSION))
        assert tuple(erasure.silent) == ("matching-1",)

        one.start(Service.MATCHING)
        until(
            lambda: not erasures_of(look(Service.PARTICIPATION).memory(MISSION))[0].silent,
            "the erasure is not answered",
        )
        row = look(Service.MATCHING).memory(MISSION).rows[Member][people[0]]
        assert isinstance(row, Member)
        assert row.erased

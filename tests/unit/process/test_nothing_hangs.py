"""Whatever people of all roles do, with time passing: no mission is reached that can neither go on nor be closed.

`make test` plays some hundred commands, `make soak` as many as `OSI_SOAK_STEPS` says. Each step is a number that
people, command and fields are drawn from.
"""

from __future__ import annotations

import os
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import Phase as Generation
from hypothesis import given, settings
from hypothesis import strategies as st

from osi_core.domain import Malformed, Phase, Refused
from osi_core.funding.facts import Fund
from osi_core.log.decisions import RecordDecision
from osi_core.money.ledger import Account
from osi_core.plugins import Plugins
from osi_core.process.due import Due
from osi_core.process.early import CloseMissionEarly, ResumeMission
from osi_core.process.export import write_bundle
from osi_core.process.gates import OpenPhase
from osi_core.process.request import OPERATOR, Office
from osi_core.process.verifying import verify_export
from osi_core.solutions.facts import Solution
from osi_core.support.facts import Need, Offer
from tests.unit.process.drawn import drawn
from tests.unit.process.going_on import ON_THE_WAY, Organiser

PLUGINS = Plugins.builtin()
SOAK = int(os.environ.get("OSI_SOAK_STEPS", "0"))
STEPS_OF_A_MISSION = 200 if SOAK else 40
MISSIONS = max(1, SOAK // STEPS_OF_A_MISSION) if SOAK else 8
PLAYBOOK: dict[str, Any] = {
    "challenges": {"top": 2, "least_ballots": 0, "round_days": 0},
    "curation": {"min_reviewers": 1},
    "scaling": {"min_pilot_institutions": 1},
    "solutions": {"table_min": 1},
}
"""Few people are enough, so that a few steps lead far."""
LEFT_OUT = {"CreateMission", "AdoptRules", "ChangePlaybook", "CorrectClock", "CloseMissionEarly", "ResumeMission"}
"""What is no step of a mission."""
PEOPLE: tuple[str | Office, ...] = ("ada", "ben", "eli", "olga", "rita", OPERATOR)


def plays_a_step(mission: Organiser, number: int) -> None:
    """Somebody asks for something that the table lets their role ask for now; or time passes, or a phase opens."""
    chance = Random(number)
    mission.later(hours=chance.choice([0] * 12 + [1, 30, 30, 24 * 40]))
    turn = chance.random()
    if turn < 0.05:
        mission.decide()
    elif turn < 0.06:
        given_up_and_resumed(mission)
    elif turn < 0.1:
        opens_the_next_phase(mission)
    else:
        asks(mission, chance)


def opens_the_next_phase(mission: Organiser) -> None:
    """As an organiser would, who does what the gate lacks."""
    following = next((phase for phase in Phase if phase not in mission.state.opened), None)
    if following not in (None, Phase.SCALING):
        mission.achieves(OpenPhase(mission="m", phase=following))


def asks(mission: Organiser, chance: Random) -> None:
    teams = [author for author in (row.author for row in mission.facts(Solution).values()) if author not in PEOPLE]
    who = chance.choice([*PEOPLE, *teams])
    lines = [
        one.line
        for one in mission.engine.may("m", who)
        if not one.unmet
        and one.line.name not in LEFT_OUT
        and not issubclass(one.line.command, RecordDecision)
        and (one.line.name != "EraseParticipant" or chance.random() < 0.1)
    ]
    if not lines:
        return
    part = chance.choice(sorted({line.command.__module__ for line in lines}))  # most would be of the first phases
    line = chance.choice([line for line in lines if line.command.__module__ == part])
    before = mission.engine.head("m")
    for _ in range(12):  # most fields do not fit together; the first that do count
        try:
            mission.do(drawn(line.command, chance, mission, who), by=who)
            return
        except (Refused, Malformed):
            assert mission.engine.head("m") == before


def nothing_hangs(mission: Organiser) -> None:
    """What must be true of every mission that can be reached."""
    money_is_somewhere(mission)
    given_up_and_resumed(mission)
    mission.goes_to_the_end()
    assert mission.state.open_phases == set()
    mission.decide()
    assert mission.facts(Due) == {}
    money_is_somewhere(mission)
    the_export_verifies(mission)


def given_up_and_resumed(mission: Organiser) -> None:
    """Wherever a mission is, it can be closed early, and goes on from there."""
    before = mission.state
    if before.open_phases:
        mission.do(CloseMissionEarly(mission="m", reason="Nobody has time"))
        assert mission.state.open_phases == set()
        mission.decide()
        mission.do(ResumeMission(mission="m", reason="Somebody has"))
        assert mission.state == before


def money_is_somewhere(mission: Organiser) -> None:
    for fund in mission.facts(Fund).values():
        balances = [fund.ledger.balance(account).minor for account in Account]
        assert sum(balances) == 0
        assert all(fund.ledger.balance(account).minor >= 0 for account in Account if account is not Account.GIVER)
    needs = mission.facts(Need)
    for name, offer in mission.facts(Offer).items():
        held = [need for need in needs.values() if need.offer == name and need.status != "cancelled"]
        assert len(held) == offer.taken
        if offer.budget is not None and offer.granted is not None:
            assert sum(need.granted.minor for need in held if need.granted) == offer.granted.minor <= offer.budget.minor


def the_export_verifies(mission: Organiser) -> None:
    with TemporaryDirectory() as folder:
        bundle = Path(folder) / "bundle"
        write_bundle(mission.engine.store, "m", bundle)
        report = verify_export(bundle, PLUGINS)
        assert (report.exit_code, report.findings) == (0, ())


@pytest.mark.timeout(0 if SOAK else 300)
@settings(max_examples=MISSIONS, phases=(Generation.generate,))  # to shrink hundreds of steps takes hours
@given(steps=st.lists(st.integers(0, 2**32 - 1), min_size=STEPS_OF_A_MISSION // 2, max_size=STEPS_OF_A_MISSION))
def test_no_mission_is_reached_that_can_neither_go_on_nor_be_closed(steps):
    mission = Organiser(**PLAYBOOK)
    for _ in range(Random(steps[0]).randrange(len(ON_THE_WAY))):  # half of all steps would else be of the first phases
        opens_the_next_phase(mission)
    for number in steps:
        plays_a_step(mission, number)
    nothing_hangs(mission)

"""A town's own program around osi_core: its own database, its own user ids, its own reaction to what happens."""

import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

from osi_core.challenges.commands import SubmitChallenge
from osi_core.challenges.events import ChallengeSubmitted
from osi_core.domain import Phase, Recorded, Refused, Role, Sector
from osi_core.log.sql import SqlStore
from osi_core.mission.commands import (
    ConfirmMandate,
    CreateMission,
    EndorseMission,
    GrantRole,
    Indicator,
    RegisterInstitution,
    SetGoal,
)
from osi_core.plugins import Plugins, hookimpl
from osi_core.process import ClosePhase, Engine, OpenPhase, playbook_of, trail_of

MISSION = "cool-town"
HOT_NIGHTS = Indicator(
    name="Hot nights", unit="a year", baseline=Decimal(24), target=Decimal(8), deadline=date(2040, 1, 1)
)


@hookimpl
def osi_event_recorded(event: Recorded) -> None:
    """Our newsroom hears of every challenge after it is safely stored."""
    if isinstance(event.event, ChallengeSubmitted):
        print(f"newsroom: new challenge in {event.stream}")


def run(database: Path) -> str:
    plugins = Plugins.load()
    plugins.register(SimpleNamespace(osi_event_recorded=osi_event_recorded), name="town hall")
    engine = Engine(SqlStore.create(database), plugins=plugins)
    if engine.head(MISSION).position:
        sys.exit(f"{database} holds the mission already; name another file")
    playbook = playbook_of({"mission": {"required_sectors": ["administration"]}})
    engine.handle(CreateMission(mission=MISSION, title="A town that stays cool", language="en", playbook=playbook))
    engine.handle(SetGoal(mission=MISSION, statement="Nobody is ill from heat", indicator=HOT_NIGHTS))
    engine.handle(
        RegisterInstitution(mission=MISSION, institution="town", name="The town", sector=Sector.ADMINISTRATION)
    )
    mayor = engine.join(MISSION, alias="staff/0001")  # our ids stay beside the log; the log knows a random one
    engine.handle(GrantRole(mission=MISSION, participant=mayor, role=Role.REPRESENTATIVE, institution="town"))
    engine.handle(
        ConfirmMandate(mission=MISSION, participant=mayor, institution="town", document="The council's vote of 3 March")
    )
    engine.handle(EndorseMission(mission=MISSION), actor=mayor)
    engine.handle(ClosePhase(mission=MISSION, phase=Phase.MISSION))
    try:
        engine.handle(OpenPhase(mission=MISSION, phase=Phase.SOLUTIONS))
    except Refused as refused:
        print(refused)
    engine.handle(OpenPhase(mission=MISSION, phase=Phase.CHALLENGES))
    resident = engine.join(MISSION, alias="residents/4711")
    wish = SubmitChallenge(mission=MISSION, challenge="shade", title="No shade at the bus stops", language="en")
    receipt = engine.handle(wish, actor=resident, command_id="form-2026-0815").receipt
    assert receipt is not None, "a challenge is a contribution, and contributions get receipts"
    print(trail_of(engine, receipt.code).ended("en"))
    return receipt.code


if __name__ == "__main__":
    run(Path(sys.argv[1] if len(sys.argv) > 1 else "town.db"))

"""Real, imported or simulated: each event says what it is, and all that is told of a mission reads it there."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from osi_core.challenges.commands import AcceptChallenge, SubmitChallenge
from osi_core.domain import DataOrigin, Event, Malformed, Phase, Refused
from osi_core.log.envelope import origin_of
from osi_core.log.memory import MemoryStore
from osi_core.mission.commands import CreateMission, Indicator, JoinMission, SetGoal
from osi_core.process import Engine, trail_of, write_bundle
from osi_core.process.gates import ClosePhase, OpenPhase
from osi_core.process.origins import PARTS, origins_of, part_of, parts_by_origin
from osi_core.process.playbook import playbook_of
from osi_core.process.request import OPERATOR, Office, Request

THEN = datetime(2022, 4, 27, 9, tzinfo=UTC)
IMPORTED, SIMULATED, REAL = DataOrigin.IMPORTED, DataOrigin.SIMULATED, DataOrigin.REAL

ADA = f"p-{0:032x}"


def asked(
    engine: Engine, command, origin: DataOrigin | None = None, by: str | Office = OPERATOR, time: datetime | None = THEN
):
    (answer,) = engine.handle_many([Request(command, by, time=time, origin=origin)])
    if isinstance(answer, Refused):
        raise answer
    return answer


@pytest.fixture
def imported() -> Engine:
    """A mission with one real challenge, which somebody who was made up has accepted."""
    engine = Engine(MemoryStore())
    rules = playbook_of({"mission": {"required_sectors": []}})
    asked(engine, CreateMission(mission="m", title="Repair", playbook=rules, origin=IMPORTED))
    indicator = Indicator(
        name="n", unit="u", baseline=Decimal(1), target=Decimal(2), deadline=THEN.date() + timedelta(days=900)
    )
    asked(engine, SetGoal(mission="m", statement="g", indicator=indicator))
    asked(engine, ClosePhase(mission="m", phase=Phase.MISSION))
    asked(engine, OpenPhase(mission="m", phase=Phase.CHALLENGES))
    asked(engine, JoinMission(mission="m", participant=ADA), by=ADA)
    return engine


def test_every_type_of_event_belongs_to_a_part_but_what_belongs_to_all():
    types = {name for name, kind in Event.registry.items() if kind.__module__.startswith("osi_core.")}
    parts = {name: part_of(name) for name in types}
    assert {part for part in parts.values() if part} == set(PARTS)
    assert {name for name, part in parts.items() if part is None} == {
        "hearing.chain_adopted",
        "hearing.closing_answered",
        "hearing.erasure_answered",
        "hearing.handover_taken",
        "hearing.parked",
        "hearing.playbook_answered",
        "hearing.stopped",
        "hearing.taken_up",
        "mission.chain_listed",
        "mission.chain_retired",
        "mission.clock_corrected",
        "mission.closing_asked",
        "mission.closing_cancelled",
        "mission.playbook_asked",
        "mission.playbook_declined",
        "mission.closed_early",
        "mission.resumed",
        "mission.phase_opened",
        "mission.phase_closed",
        "mission.playbook_changed",
        "mission.provenance_stated",
        "mission.rules_adopted",
    }


def test_what_is_played_on_a_real_contribution_says_so_in_its_receipt_and_its_end(imported):
    said = asked(imported, SubmitChallenge(mission="m", challenge="heat", title="Repair is dear"), by=ADA)
    before = trail_of(imported, said.receipt.code)
    assert (before.origin, before.as_plain()["origin"]) == (IMPORTED, "imported")
    asked(imported, AcceptChallenge(mission="m", challenge="heat"), SIMULATED)
    trail = trail_of(imported, said.receipt.code)
    assert [step.origin for step in trail.steps] == [IMPORTED, SIMULATED]
    assert trail.origin is SIMULATED
    assert [step["origin"] for step in trail.as_plain()["steps"]] == ["imported", "simulated"]


def test_parts_are_counted_by_the_origin_of_their_events(imported, tmp_path):
    asked(imported, SubmitChallenge(mission="m", challenge="heat", title="Repair is dear"), by=ADA)
    asked(imported, AcceptChallenge(mission="m", challenge="heat"), SIMULATED)
    found = origins_of(imported.store.read("m"))
    assert found["challenges"] == {IMPORTED: 1, SIMULATED: 1}
    assert parts_by_origin(found, PARTS) == {
        IMPORTED: ["mission", "people", "challenges"],
        SIMULATED: ["challenges"],
    }
    manifest = write_bundle(imported.store, "m", tmp_path / "bundle")
    assert manifest["origins"] == {"imported": 6, "simulated": 1}


def test_an_event_says_its_origin_in_the_bytes_that_are_hashed(imported):
    for entry in imported.store.read("m"):
        assert json.loads(entry.raw)["origin"] == origin_of(entry.raw) == "imported"


@pytest.mark.parametrize(
    ("mission", "origin"),
    [(REAL, IMPORTED), (REAL, SIMULATED), (IMPORTED, REAL), (SIMULATED, IMPORTED), (SIMULATED, REAL)],
)
def test_nothing_is_more_real_than_its_mission_and_in_a_real_one_all_is_real(mission, origin):
    engine = Engine(MemoryStore())
    time = None if mission is REAL else THEN
    asked(engine, CreateMission(mission="m", title="Repair", origin=mission), time=time)
    with pytest.raises(Refused, match=f"a mission that is {mission} holds nothing that is {origin}") as refused:
        asked(engine, JoinMission(mission="m", participant=ADA), origin, by=ADA, time=time)
    assert refused.value.codes == ("origin-not-the-missions",)


def test_an_origin_is_one_of_three():
    with pytest.raises(Malformed, match="origin: must be one of real, imported, simulated"):
        Request(JoinMission(mission="m", participant=ADA), ADA, origin="invented")  # type: ignore[arg-type]

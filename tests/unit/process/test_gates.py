"""The gates: a phase opens and closes only when what the table asks for holds, and all that is missing is named."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from osi_core.domain import Phase, Refused
from osi_core.mission.commands import EraseParticipant
from osi_core.plugins import Plugins, hookimpl
from osi_core.plugins.report import Origin
from osi_core.process.gates import ClosePhase, OpenPhase
from osi_core.scaling.commands import PublishFinalReport, RecordReading
from tests.unit.process.journey import Journey, travelled


def opening(phase):
    return OpenPhase(mission="m", phase=phase)


def closing(phase):
    return ClosePhase(mission="m", phase=phase)


def open_phases(journey):
    state = journey.engine.memory("m").mission_state(journey.engine.store)
    assert state is not None
    return state.open_phases


def test_a_mission_goes_through_all_six_phases_and_every_gate(journey):
    assert open_phases(journey) == set()
    assert {event.phase for event in (r.event for r in journey.records()) if hasattr(event, "phase")} == set(Phase)


def test_support_and_curation_run_side_by_side():
    journey = travelled(upto=5)
    assert open_phases(journey) == {Phase.SUPPORT, Phase.CURATION}


@pytest.mark.parametrize(
    ("phase", "unmet"),
    [
        (Phase.MISSION, ("phase-open-already",)),
        (Phase.CHALLENGES, ("mission-not-agreed",)),
        (Phase.SOLUTIONS, ("no-commitment",)),
        (Phase.SUPPORT, ("no-kickoff-held",)),
        (Phase.CURATION, ("no-initiative",)),
        (Phase.SCALING, ("nothing-to-scale",)),
    ],
)
def test_no_phase_opens_before_its_time(scenario, phase, unmet):
    assert scenario.refused(opening(phase)) == unmet


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase is not Phase.MISSION])
def test_a_phase_that_is_not_open_is_not_closed(scenario, phase):
    assert scenario.refused(closing(phase)) == ("phase-not-open",)


def test_a_phase_opens_once(scenario):
    scenario.agree_the_mission()
    scenario.open(Phase.CHALLENGES)
    assert scenario.refused(opening(Phase.CHALLENGES)) == ("phase-open-already",)


def test_a_phase_that_was_closed_opens_again_with_a_reason_and_closes_again_through_its_gate(scenario):
    scenario.agree_the_mission()
    assert scenario.refused(closing(Phase.MISSION)) == ("phase-not-open",)
    assert scenario.refused(opening(Phase.MISSION)) == ("reason-missing",)
    again = OpenPhase(mission="m", phase=Phase.MISSION, reason="Two districts joined, and want to endorse it too.")
    (opened,) = scenario.do(again).events
    assert opened.event.reason == "Two districts joined, and want to endorse it too."
    scenario.do(closing(Phase.MISSION))
    assert scenario.refused(closing(Phase.MISSION)) == ("phase-not-open",)


def test_a_phase_that_opens_again_passes_its_gate_again(scenario):
    scenario.open_without_gates(Phase.SOLUTIONS)
    assert scenario.refused(opening(Phase.CHALLENGES)) == ("mission-not-agreed",)


def test_citizens_neither_open_nor_close_phases(scenario):
    assert "role-missing" in scenario.refused(opening(Phase.CHALLENGES), by="ada")
    assert "role-missing" in scenario.refused(closing(Phase.MISSION), by="ada")


# What each phase asks for before it closes


def closed_too_early(scenario, phase, say="en"):
    """What a phase that is opened without its gate lacks."""
    scenario.open_without_gates(phase)
    with pytest.raises(Refused) as refused:
        scenario.do(closing(phase))
    return refused.value.codes, refused.value.say(say)


def test_the_solutions_close_when_the_kickoff_was_held_and_every_priority_has_a_solution(scenario):
    scenario.agree_the_mission()
    scenario.find_challenges()
    scenario.open(Phase.SOLUTIONS)
    with pytest.raises(Refused) as refused:
        scenario.do(closing(Phase.SOLUTIONS))
    assert refused.value.codes == ("no-kickoff-held", "priority-unsolved", "priority-unsolved")
    assert "challenges/water has neither a solution nor an acknowledged gap" in refused.value.say()


def test_the_support_closes_when_the_programme_has_ended(scenario):
    codes, said = closed_too_early(scenario, Phase.SUPPORT, "de")
    assert codes == ("no-programme-started",)
    assert "es wurde kein Unterstützungsprogramm begonnen" in said


def test_a_running_programme_says_until_when():
    journey = travelled(upto=4)
    with pytest.raises(Refused, match="programmes/first has not ended; it runs until 2026-12-25"):
        journey.do(closing(Phase.SUPPORT))


def test_the_curation_closes_when_every_initiative_is_finally_assessed():
    journey = travelled(upto=5)
    with pytest.raises(Refused, match="2 initiatives have no final assessment, first of them initiatives/sails"):
        journey.do(closing(Phase.CURATION))


def in_scaling_alone():
    journey = travelled(upto=6)
    journey.close_without_gates(Phase.SUPPORT, Phase.CURATION)
    return journey


def test_the_scaling_does_not_close_while_initiatives_are_supported_and_assessed():
    journey = travelled(upto=6)
    journey.do(PublishFinalReport(mission="m", summary="Done"))
    journey.now = journey.now.replace(year=2041)
    with pytest.raises(Refused, match="these phases are to be closed first: curation, support"):
        journey.do(closing(Phase.SCALING))


def test_the_scaling_closes_at_the_target_with_a_final_report():
    journey = in_scaling_alone()
    with pytest.raises(Refused) as refused:
        journey.do(closing(Phase.SCALING))
    assert refused.value.codes == ("target-not-reached", "final-report-missing")
    assert "Emissions stands at 8 t, the target is 0 by 2040-12-31" in refused.value.say()


def test_the_scaling_closes_after_the_deadline_though_the_target_was_missed():
    journey = in_scaling_alone()
    journey.do(PublishFinalReport(mission="m", summary="We missed it"))
    journey.now = journey.now.replace(year=2040, month=12, day=31)
    assert journey.refused(closing(Phase.SCALING)) == ("target-not-reached",)
    journey.later(days=1)
    journey.do(closing(Phase.SCALING))


@pytest.mark.parametrize(("value", "reached"), [("0.01", False), ("0", True), ("-1", True)])
def test_a_target_below_the_baseline_is_reached_from_above(value, reached):
    journey = in_scaling_alone()
    journey.do(PublishFinalReport(mission="m", summary="Done"))
    reading: dict[str, Any] = {"mission": "m", "value": value, "on": date(2026, 3, 3), "source": "office"}
    journey.do(RecordReading.model_validate(reading))
    if reached:
        journey.do(closing(Phase.SCALING))
    else:
        assert journey.refused(closing(Phase.SCALING)) == ("target-not-reached",)


def test_the_scaling_opens_for_a_fit_that_has_not_expired():
    journey = travelled(upto=5)
    journey.later(days=365)
    with pytest.raises(Refused, match="no initiative has both a fit valid on 2027-04-29"):
        journey.do(opening(Phase.SCALING))


def test_the_playbook_says_in_how_many_institutions_pilots_must_succeed():
    journey = travelled(upto=5, scaling={"min_pilot_institutions": 3})
    with pytest.raises(Refused, match="successful pilots in 3 institutions"):
        journey.do(opening(Phase.SCALING))


def test_what_an_erased_person_contributed_still_opens_gates():
    journey = travelled(upto=5)
    journey.do(EraseParticipant(mission="m", participant="ada"), by="ada")
    journey.open(Phase.SCALING)


# An institution's own gates


class TwoThirds:
    """Asks for a number of members before the challenges open."""

    name = "enough-members"

    def unmet(self, state, facts, phase, opening):
        if phase is Phase.CHALLENGES and opening:
            members = next(rows for kind, rows in facts.items() if kind.__name__ == "Member")
            if len(members) < 20:
                yield f"{len(members)} people take part, the council asks for 20"


class GatePlugin:
    """An institution's plugin."""

    @hookimpl
    def osi_phase_gates(self):
        return [TwoThirds()]


def test_an_institutions_own_gate_stands_beside_ours():
    plugins = Plugins.builtin()
    row = plugins.add(GatePlugin(), Origin("council", "council-plugin", "1.0", ""))
    assert row.failures == []
    journey = Journey(plugins=plugins)
    assert journey.refused(opening(Phase.CHALLENGES)) == ("mission-not-agreed", "own-gate")
    journey.agree_the_mission()
    with pytest.raises(Refused, match="16 people take part, the council asks for 20"):
        journey.open(Phase.CHALLENGES)
    journey.citizen("eva", "finn", "gil", "hal")
    journey.open(Phase.CHALLENGES)

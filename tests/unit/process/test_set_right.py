"""What an orchestrator's first month brings, and what must not end a mission for good."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from osi_core.challenges import commands as challenges
from osi_core.challenges.events import Lack
from osi_core.challenges.round_facts import VoteBox
from osi_core.curation import commands as curation
from osi_core.curation.events import Score
from osi_core.domain import Phase, StopReason
from osi_core.funding import commands as funding
from osi_core.mission.commands import AdoptRules, CreateMission
from osi_core.mission.events import MissionClosedEarly
from osi_core.money import Money
from osi_core.process.due import Due
from osi_core.process.early import CloseMissionEarly, ResumeMission
from osi_core.process.gates import ClosePhase, OpenPhase
from osi_core.scaling import commands as scaling
from osi_core.support import commands as support
from osi_core.support.events import ProgrammeExtended
from osi_core.support.facts import Initiative, Programme
from osi_core.testing.scenario import Scenario
from tests.unit.process.journey import CRITERIA, REVIEWERS, Journey, travelled

M: dict[str, Any] = {"mission": "m"}


def closing(phase: Phase) -> ClosePhase:
    return ClosePhase(**M, phase=phase)


@pytest.fixture
def challenged() -> Journey:
    """The challenges phase is open, and nothing is prioritised."""
    journey = travelled(upto=1)
    journey.open(Phase.CHALLENGES)
    for name in ("heat", "water"):
        journey.do(challenges.SubmitChallenge(**M, challenge=name, title=name), by="ada")
        journey.do(challenges.AcceptChallenge(**M, challenge=name), by="olga")
    return journey


def second_round(journey: Journey) -> None:
    journey.do(challenges.OpenRound(**M, round="second", closes_at=journey.now + timedelta(days=7)), by="olga")


def test_challenges_closed_with_gaps_alone_let_the_solutions_open(challenged):
    challenged.prioritise()
    for name in ("heat", "water"):
        gap = challenges.AcknowledgeGap(**M, challenge=name, lacks=Lack.COMMITMENT, reason="nobody is in charge")
        challenged.do(gap, by="olga")
    challenged.do(closing(Phase.CHALLENGES), by="olga")
    challenged.do(OpenPhase(**M, phase=Phase.SOLUTIONS), by="olga")


def test_a_phase_does_not_close_over_a_round_that_is_open_or_waits_for_its_result():
    journey = travelled(upto=2)
    second_round(journey)
    assert "round-hangs" in journey.refused(closing(Phase.CHALLENGES), by="olga")
    ballot = challenges.CastBallot(**M, round="second", participant="ada", ballot="b9", choices=("heat", "water"))
    journey.do(ballot, by="ada")
    journey.later(days=8)
    journey.do(challenges.CloseRound(**M, round="second"), by="olga")
    assert "round-hangs" in journey.refused(closing(Phase.CHALLENGES), by="olga")
    journey.decide()
    journey.do(closing(Phase.CHALLENGES), by="olga")


def test_a_decision_that_a_phase_was_closed_over_waits_until_it_is_open_again():
    """As under version 1 of the rules, which let a phase close over it."""
    journey = travelled(upto=5)
    journey.open(Phase.SCALING)
    for command in (scaling.OpenPlan, scaling.RequestPlan):
        journey.do(command(**M, initiative="sails"), by="olga")
    assert "plan-hangs" in journey.refused(closing(Phase.SCALING), by="olga")
    journey.close_without_gates(Phase.SCALING)
    journey.decide()
    assert len(journey.facts(Due)) == 1
    journey.do(OpenPhase(**M, phase=Phase.SCALING, reason="a result is missing"), by="olga")
    journey.decide()
    assert journey.facts(Due) == {}


def test_support_does_not_close_over_a_grant_round():
    journey = travelled(upto=3)
    journey.support_initiatives()
    amount = Money(minor=100, currency="EUR")
    journey.do(funding.OpenFund(**M, fund="f2", institution="aue", purpose="More", amount=amount), by="aue-speaker")
    days: dict[str, Any] = {
        "applications_until": journey.now + timedelta(days=2),
        "closes_at": journey.now + timedelta(days=400),
    }
    journey.do(funding.OpenGrantRound(**M, round="g2", fund="f2", budget=amount, **days), by="olga")
    journey.later(days=300)
    journey.do(support.EndProgramme(**M, programme="first"), by="olga")
    assert journey.refused(closing(Phase.SUPPORT), by="olga") == ("round-hangs",)


def test_curation_does_not_close_over_an_assessment_that_waits_for_its_result():
    journey = travelled(upto=4)
    journey.open(Phase.CURATION)
    journey.do(curation.OpenAssessment(**M, initiative="sails"), by="olga")
    scores = tuple(Score(criterion=name, score=4) for name in CRITERIA)
    for who in REVIEWERS:
        journey.do(curation.SubmitReview(**M, initiative="sails", scores=scores), by=who)
    assert "assessment-hangs" in journey.refused(closing(Phase.CURATION), by="olga")
    journey.do(curation.CloseAssessment(**M, initiative="sails"), by="olga")
    assert "assessment-hangs" in journey.refused(closing(Phase.CURATION), by="olga")
    journey.decide()
    assert "assessment-hangs" not in journey.refused(closing(Phase.CURATION), by="olga")


# Closed early


def test_a_mission_is_closed_early_in_public_and_goes_on_where_it_was():
    journey = travelled(upto=5)
    before = journey.engine.memory("m").mission_state(journey.engine.store)
    early = CloseMissionEarly(**M, reason="the council has dissolved")
    assert "role-missing" in journey.refused(early, by="ada")
    journey.do(early, by="olga")
    assert journey.refused(closing(Phase.CURATION), by="olga") == ("mission-closed-early", "phase-not-open")
    again = OpenPhase(**M, phase=Phase.SCALING)
    assert "mission-closed-early" in journey.refused(again, by="olga")
    assert journey.refused(early, by="olga") == ("nothing-is-open",)
    journey.do(ResumeMission(**M, reason="a new council"), by="olga")
    assert journey.engine.memory("m").mission_state(journey.engine.store) == before
    assert journey.refused(ResumeMission(**M, reason="twice"), by="olga") == ("not-closed-early",)
    journey.open(Phase.SCALING)


def test_a_mission_that_was_never_agreed_does_not_pass_its_gate_by_being_closed_early():
    scenario = Scenario()
    scenario.do(CloseMissionEarly(**M, reason="nobody came"))
    scenario.do(ResumeMission(**M, reason="somebody came"))
    assert scenario.refused(OpenPhase(**M, phase=Phase.CHALLENGES)) == ("mission-not-agreed",)


def test_nobody_can_tell_any_more_who_has_cast_what_in_a_mission_that_was_closed_early(challenged):
    second_round(challenged)
    statement = challenges.SubmitStatement(**M, statement="trees", text="Trees", challenge="heat")
    challenged.do(statement, by="ben")
    challenged.do(CloseMissionEarly(**M, reason="the council has dissolved"), by="olga")
    (closed,) = challenged.events(MissionClosedEarly)
    assert len(closed.ended_boxes) == 2
    for box in closed.ended_boxes:
        assert challenged.engine.store.text("m", box) is None
    assert challenged.fact(VoteBox, "votes").box_sha256 is None
    challenged.do(ResumeMission(**M, reason="a new council"), by="olga")
    ballot = challenges.CastBallot(**M, round="second", participant="ada", ballot="b1", choices=("heat",))
    assert challenged.refused(ballot, by="ada") != ()
    challenged.later(days=8)
    challenged.do(challenges.CloseRound(**M, round="second"), by="olga")


def test_a_mission_of_the_first_rules_adopts_the_new_ones_to_be_closed_early():
    scenario = Scenario()
    scenario.engine.handle(CreateMission(mission="old", title="Old", rules=1))
    early = CloseMissionEarly(mission="old", reason="nobody came")
    with pytest.raises(Exception, match="CloseMissionEarly"):
        scenario.engine.handle(early)
    scenario.engine.handle(AdoptRules(mission="old", rules=2, reason="it must end"))
    scenario.engine.handle(early)


# Programmes


def test_a_programme_is_extended_with_a_reason_told_to_its_initiatives():
    journey = travelled(upto=4)
    ends_on = journey.fact(Programme, "first").ends_on
    later = support.ExtendProgramme(**M, programme="first", ends_on=ends_on + timedelta(days=60), reason="a lockdown")
    assert journey.refused(later.model_copy(update={"ends_on": ends_on}), by="olga") == ("not-an-extension",)
    far = later.model_copy(update={"ends_on": date(2206, 1, 1)})
    assert journey.refused(far, by="olga") == ("programme-too-long",)
    journey.do(later, by="olga")
    (extended,) = journey.events(ProgrammeExtended)
    assert extended.initiatives == ("sails", "wells")
    journey.now = journey.now.replace(year=ends_on.year, month=ends_on.month, day=ends_on.day)
    assert journey.refused(support.EndProgramme(**M, programme="first"), by="olga") == ("programme-not-over",)
    journey.later(days=60)
    journey.do(support.EndProgramme(**M, programme="first"), by="olga")
    assert journey.refused(later, by="olga")[0] == "programme-ended"


def test_facts_tell_when_an_initiative_was_last_admitted():
    journey = travelled(upto=4)
    first, again = journey.fact(Initiative, "sails").last_admitted_at, journey.later(days=3)
    journey.do(support.MarkDroppedOut(**M, initiative="sails", reason=StopReason.NO_TIME), by="ada")
    journey.do(support.AdmitInitiative(**M, initiative="sails", programme="first"), by="olga")
    row = journey.fact(Initiative, "sails")
    assert (row.admitted_at, row.last_admitted_at) == (first, again)

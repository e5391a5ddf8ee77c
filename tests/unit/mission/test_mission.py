"""Phase 1: a goal that can be measured, endorsed by every required sector, under rules that change in the open."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from osi_core.domain import Malformed, Phase, Refused, Role, Sector
from osi_core.mission import commands as c
from osi_core.mission import events as e
from osi_core.mission.facts import Institution
from osi_core.mission.state import Mission
from osi_core.process.gates import ClosePhase
from osi_core.process.playbook import Playbook, playbook_of
from osi_core.testing.scenario import Scenario

SECTORS = {
    "citizens-league": Sector.CIVIL_SOCIETY,
    "town": Sector.ADMINISTRATION,
    "works": Sector.BUSINESS,
    "university": Sector.SCIENCE,
}


def indicator(**fields):
    known = {
        "name": "Emissions",
        "unit": "t CO2e per head",
        "baseline": "7.9",
        "target": "0",
        "deadline": date(2040, 12, 31),
    }
    return c.Indicator.model_validate(known | fields)


def goal(**fields):
    return c.SetGoal(mission="m", statement="No emissions by 2040", indicator=indicator(**fields))


def state_of(scenario: Scenario) -> Mission:
    state = scenario.engine.memory("m").mission_state(scenario.engine.store)
    assert state is not None
    return state


@pytest.fixture
def scenario() -> Scenario:
    """A mission with an organiser and an institution of each sector, each with a representative."""
    scenario = Scenario()
    scenario.member("olga", Role.ORGANISER)
    for institution, sector in SECTORS.items():
        scenario.institution(institution, sector, speaker=f"rep-{institution}")
    return scenario


# The goal


def test_a_goal_has_an_indicator_with_unit_baseline_target_and_deadline(scenario):
    scenario.do(goal(), by="olga")
    (event,) = scenario.events(e.GoalSet)
    assert (event.unit, event.baseline, event.target) == ("t CO2e per head", Decimal("7.9"), Decimal(0))
    assert event.deadline == date(2040, 12, 31)


def test_a_goal_can_be_sharpened_while_the_mission_phase_is_open(scenario):
    scenario.do(goal(), by="olga")
    scenario.do(goal(target="1.5"), by="olga")
    found = state_of(scenario).goal
    assert found is not None
    assert found.target == Decimal("1.5")


def test_a_goal_whose_deadline_has_passed_is_refused(scenario):
    assert scenario.refused(goal(deadline=date(2026, 3, 2)), by="olga") == ("day-past",)


def test_a_target_that_equals_the_baseline_is_refused(scenario):
    assert scenario.refused(goal(target="7.90"), by="olga") == ("target-is-baseline",)


def test_a_goal_that_is_late_and_asks_for_nothing_is_refused_for_both_reasons(scenario):
    late = goal(deadline=date(2020, 1, 1), target="7.9")
    assert scenario.refused(late, by="olga") == ("day-past", "target-is-baseline")


def test_a_citizen_sets_no_goal(scenario):
    scenario.citizen("ada")
    assert scenario.refused(goal(), by="ada") == ("role-missing",)


def test_a_goal_without_a_unit_cannot_be_said():
    with pytest.raises(ValidationError, match="unit"):
        c.Indicator.model_validate({"name": "x", "baseline": 1, "target": 2, "deadline": date(2040, 1, 1)})


@pytest.mark.parametrize("wrong", ["18", "0", "13.", "climate"])
def test_a_development_goal_that_does_not_exist_cannot_be_referred_to(wrong):
    with pytest.raises(Malformed, match="sdg"):
        c.CreateMission(mission="m", title="t", sdg=(wrong,))


def test_a_mission_refers_to_development_goals_and_their_targets():
    assert c.CreateMission(mission="m", title="t", sdg=("13", "11.6", "17.18")).sdg == ("13", "11.6", "17.18")


# Endorsement


def test_a_mission_is_agreed_when_its_goal_stands_and_every_sector_endorses_it(scenario):
    scenario.do(goal(), by="olga")
    for institution in SECTORS:
        scenario.do(c.EndorseMission(mission="m"), by=f"rep-{institution}")
    scenario.do(ClosePhase(mission="m", phase=Phase.MISSION), by="olga")
    assert state_of(scenario).closed == {Phase.MISSION}


def test_every_sector_that_is_missing_is_named_and_so_is_the_goal(scenario):
    closing = ClosePhase(mission="m", phase=Phase.MISSION)
    assert scenario.refused(closing, by="olga")[:2] == ("goal-missing", "endorsement-missing")
    scenario.do(goal())
    scenario.do(c.EndorseMission(mission="m"), by="rep-town")
    with pytest.raises(Refused) as refused:
        scenario.do(closing, by="olga")
    assert refused.value.codes == ("endorsement-missing",) * 3
    missing = [unmet.values["sector"] for unmet in refused.value.unmet]
    assert missing == [Sector.CIVIL_SOCIETY, Sector.BUSINESS, Sector.SCIENCE]


def test_the_playbook_says_which_sectors_must_endorse():
    scenario = Scenario(mission={"required_sectors": ["science"]})
    scenario.institution("university", Sector.SCIENCE, speaker="ursula")
    scenario.do(goal())
    closing = ClosePhase(mission="m", phase=Phase.MISSION)
    assert scenario.refused(closing) == ("endorsement-missing",)
    scenario.do(c.EndorseMission(mission="m", statement="We are in"), by="ursula")
    scenario.do(closing)


def test_a_goal_is_endorsed_and_stays_as_it_was_endorsed(scenario):
    assert scenario.refused(c.EndorseMission(mission="m"), by="rep-town") == ("goal-missing",)
    scenario.do(goal())
    scenario.do(c.EndorseMission(mission="m"), by="rep-town")
    assert scenario.refused(goal()) == ("goal-endorsed",)


def test_an_endorsement_records_institution_and_sector_and_gives_a_receipt(scenario):
    scenario.do(goal())
    handled = scenario.do(c.EndorseMission(mission="m", statement="We join in"), by="rep-town")
    (event,) = scenario.events(e.MissionEndorsed)
    assert (event.institution, event.sector, event.statement) == ("town", Sector.ADMINISTRATION, "We join in")
    assert handled.receipt is not None
    assert handled.events[0].refs == ("missions/m/institutions/town",)


def test_an_institution_endorses_once_whoever_speaks_for_it(scenario):
    scenario.member("rolf", Role.REPRESENTATIVE, "town")
    scenario.do(goal())
    scenario.do(c.EndorseMission(mission="m"), by="rep-town")
    assert scenario.refused(c.EndorseMission(mission="m"), by="rolf") == ("endorsed-already",)


def test_a_citizen_endorses_for_nobody(scenario):
    scenario.citizen("ada")
    scenario.do(goal())
    assert scenario.refused(c.EndorseMission(mission="m"), by="ada") == ("role-missing",)


def test_nobody_endorses_once_the_mission_is_agreed(scenario):
    scenario.do(goal())
    for institution in SECTORS:
        scenario.do(c.EndorseMission(mission="m"), by=f"rep-{institution}")
    scenario.do(ClosePhase(mission="m", phase=Phase.MISSION))
    assert scenario.refused(c.EndorseMission(mission="m"), by="rep-town") == ("phase-not-open", "endorsed-already")
    assert scenario.refused(goal()) == ("phase-not-open", "goal-endorsed")


# The mission itself


def test_a_mission_is_created_once():
    scenario = Scenario()
    assert scenario.refused(c.CreateMission(mission="m", title="Again")) == ("already-exists",)


def test_only_the_operator_creates_missions():
    scenario = Scenario()
    scenario.citizen("ada")
    with pytest.raises(Refused, match="ada acts as nobody known here; this takes one of: operator"):
        scenario.do(c.CreateMission(mission="another", title="Mine"), by="ada")


def test_nothing_happens_in_a_mission_that_does_not_exist():
    scenario = Scenario()
    with pytest.raises(Refused, match="missions/nowhere does not exist") as refused:
        scenario.do(c.JoinMission(mission="nowhere", participant="ada"), by="ada")
    assert refused.value.codes == ("mission-unknown",)


def test_where_the_data_comes_from_is_said_in_the_log(scenario):
    part = c.StateProvenance(mission="m", part="votes", source="seed 7", licence="CC0")
    scenario.do(part, by="olga")
    (event,) = scenario.events(e.ProvenanceStated)
    assert (event.part, event.source, event.licence) == ("votes", "seed 7", "CC0")


def test_an_institution_is_registered_once_with_its_sector_and_place(scenario):
    town = scenario.fact(Institution, "town")
    assert (town.name, town.sector, town.place) == ("Town", Sector.ADMINISTRATION, "town")
    again = c.RegisterInstitution(mission="m", institution="town", name="Town", sector=Sector.BUSINESS)
    assert scenario.refused(again, by="olga") == ("already-exists",)


def test_a_place_on_earth_has_a_latitude_between_the_poles():
    with pytest.raises(Malformed, match="latitude"):
        c.RegisterInstitution(mission="m", institution="x", name="X", sector=Sector.SCIENCE, latitude=Decimal(91))


# The playbook


def test_a_mission_records_every_value_of_the_playbook_it_runs_under():
    scenario = Scenario(challenges={"top": 3})
    (created,) = scenario.events(e.MissionCreated)
    challenges, support = created.playbook.challenges, created.playbook.support
    assert (challenges.top, challenges.strategy, support.months) == (3, "proportional-ranking", 9)


def test_a_playbook_is_changed_in_the_open_with_a_reason(scenario):
    change = c.ChangePlaybook(
        mission="m", playbook=playbook_of({"challenges": {"top": 5}}), reason="Fewer, but answered"
    )
    scenario.do(change, by="olga")
    (event,) = scenario.events(e.PlaybookChanged)
    assert event.reason == "Fewer, but answered"
    assert scenario.engine.memory("m").playbook(scenario.engine.store).challenges.top == 5


def test_a_playbook_is_not_changed_without_a_reason():
    with pytest.raises(Malformed, match="reason"):
        c.ChangePlaybook.model_validate({"mission": "m", "playbook": {}})
    with pytest.raises(Malformed, match="reason"):
        c.ChangePlaybook(mission="m", playbook=Playbook(), reason="   ")


def test_a_playbook_with_an_unknown_key_and_two_thresholds_out_of_range_is_malformed_for_all_three():
    wrong = {"challenges": {"topp": 5, "top": 0}, "support": {"months": 0}}
    with pytest.raises(Malformed) as malformed:
        c.ChangePlaybook.model_validate({"mission": "m", "playbook": wrong, "reason": "Typing"})
    assert sorted(malformed.value.codes) == ["extra-forbidden", "greater-than-equal", "greater-than-equal"]
    assert "playbook.challenges.topp: there is no such field" in malformed.value.say()
    assert "playbook.challenges.top: muss mindestens 1 sein" in malformed.value.say("de")
    assert "playbook.support.months: muss mindestens 1 sein" in malformed.value.say("de")


def test_a_playbook_that_names_a_strategy_nobody_provides_is_refused(scenario):
    playbook = playbook_of({"scaling": {"strategy": "by-dice"}})
    change = c.ChangePlaybook(mission="m", playbook=playbook, reason="For fun")
    with pytest.raises(Refused, match=r"playbook\.scaling: no scaling strategy 'by-dice'") as refused:
        scenario.do(change, by="olga")
    assert refused.value.codes == ("strategy-unusable",)


def test_a_playbook_that_gives_a_strategy_options_it_does_not_take_is_refused(scenario):
    playbook = playbook_of({"challenges": {"options": {"magic": 1}}})
    change = c.ChangePlaybook(mission="m", playbook=playbook, reason="For fun")
    with pytest.raises(Refused, match=r"playbook\.challenges: options of 'proportional-ranking': magic") as refused:
        scenario.do(change, by="olga")
    assert refused.value.codes == ("strategy-unusable",)


def test_a_mission_is_not_created_under_a_playbook_that_cannot_be_read():
    with pytest.raises(Malformed, match=r"playbook\.weather: there is no such field"):
        c.CreateMission.model_validate({"mission": "m", "title": "Clean air", "playbook": {"weather": "fine"}})

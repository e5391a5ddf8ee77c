"""The goal, version by version: drafted, commented, endorsed; a change asks anew, and silence keeps the old one."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from osi_core.cli.standing import Standing
from osi_core.domain import Phase, Role, Sector
from osi_core.mission import commands as c
from osi_core.mission import events as e
from osi_core.process import trail_of
from osi_core.process.gates import ClosePhase
from osi_core.process.verifying_store import verify_store
from osi_core.report.measures.mission import mission_part
from osi_core.report.source import Source
from osi_core.testing import scenario as playing
from osi_core.testing.scenario import Scenario

SECTORS = {
    "club": Sector.CIVIL_SOCIETY,
    "town": Sector.ADMINISTRATION,
    "works": Sector.BUSINESS,
    "lab": Sector.SCIENCE,
}
BY_2035 = "Half the heat by 2035"
BY_2030 = "Half the heat by 2030"


class Agreeing(Scenario):
    """Olga and Oda organise; Ada is a citizen; club, town, works and lab have a speaker each, called like them."""

    def __init__(self, store=None, **playbook):
        super().__init__(store, **playbook)
        self.citizen("ada")
        for name in ("olga", "oda"):
            self.member(name, Role.ORGANISER)
        for name, sector in SECTORS.items():
            self.institution(name, sector, speaker=f"{name}-speaker")

    def endorse(self, *institutions, version=None):
        """Institutions endorse, through their speakers."""
        return [self.do(c.EndorseMission(mission="m", version=version), by=f"{one}-speaker") for one in institutions]

    @property
    def mission_now(self):
        return self.engine.memory("m").mission_state(self.engine.store)


def words(statement):
    indicator = {"name": "Hot days", "unit": "days", "baseline": "30", "target": "15", "deadline": "2035-12-31"}
    return {"mission": "m", "statement": statement, "indicator": c.Indicator.model_validate(indicator)}


def setting(statement=BY_2035):
    return c.SetGoal(**words(statement))


def proposing(statement=BY_2030):
    return c.ProposeGoal(**words(statement), reason="The towns can do it faster.")


def taking_back():
    return c.TakeBackGoal(mission="m", reason="The lab has doubts.")


def commenting(text="Count the nights too", version=None):
    return c.CommentGoal(mission="m", text=text, version=version)


@pytest.fixture
def agreeing() -> Agreeing:
    """A goal that nobody has endorsed."""
    scenario = Agreeing()
    scenario.do(setting(), by="olga")
    return scenario


@pytest.fixture
def agreed(agreeing) -> Agreeing:
    """All four sectors have endorsed the goal."""
    agreeing.endorse(*SECTORS)
    return agreeing


def says(scenario, receipt):
    """What a receipt tells of the goal, in short."""
    return [step.type.removeprefix("mission.") for step in trail_of(scenario.engine, receipt.code).steps]


# A draft


def test_a_goal_is_drafted_commented_sharpened_and_endorsed_by_version(agreeing):
    receipt = agreeing.do(commenting(), by="ada").receipt
    agreeing.do(setting(BY_2030), by="oda")
    assert agreeing.refused(c.EndorseMission(mission="m", version=1), by="town-speaker") == ("goal-version-not-asked",)
    agreeing.endorse("town", version=2)
    agreeing.endorse("lab")  # the one that stands, as nothing else is asked
    assert [event.version for event in agreeing.events(e.MissionEndorsed)] == [2, 2]
    trail = trail_of(agreeing.engine, receipt.code)
    assert (trail.words, says(agreeing, receipt)) == ("Count the nights too", ["goal_commented", "goal_set"])
    assert trail.steps[-1].say() == "the goal is: Half the heat by 2030 (Hot days: from 30 to 15 days until 2035-12-31)"


def test_a_comment_is_a_persons_own_text_which_the_log_does_not_hold(agreeing):
    agreeing.do(commenting("I know whose fault it is"), by="ada")
    (comment,) = agreeing.events(e.GoalCommented)
    assert agreeing.engine.words("m", comment.text) == "I know whose fault it is"
    assert all(b"fault" not in entry.raw for entry in agreeing.engine.store.read("m"))
    agreeing.do(c.EraseParticipant(mission="m", participant="ada"), by="ada")
    assert agreeing.engine.words("m", comment.text) is None
    assert verify_store(agreeing.engine.store).exit_code == 0


def test_before_there_is_a_goal_there_is_nothing_to_comment_to_endorse_or_to_change():
    scenario = Agreeing()
    assert scenario.refused(commenting(), by="ada") == ("goal-missing",)
    assert scenario.refused(c.EndorseMission(mission="m"), by="town-speaker") == ("goal-missing",)
    assert scenario.refused(proposing(), by="olga") == ("goal-not-endorsed",)


def test_while_nobody_has_endorsed_it_a_goal_is_set_and_afterwards_proposed(agreeing):
    assert agreeing.refused(proposing(), by="olga") == ("goal-not-endorsed",)
    agreeing.endorse("town")
    assert agreeing.refused(setting(BY_2030), by="olga") == ("goal-endorsed",)
    agreeing.do(proposing(), by="olga")


# A change


def test_a_change_asks_the_endorsers_anew_and_is_the_goal_once_each_sector_endorses_it(agreeing):
    receipts = [handled.receipt for handled in agreeing.endorse(*SECTORS)]
    comment = agreeing.do(commenting(), by="ada").receipt
    agreeing.do(proposing(), by="olga")
    agreeing.endorse("club", "town", "works", version=2)
    assert agreeing.mission_now.goal.statement == BY_2035
    agreeing.endorse("lab", version=2)
    assert (agreeing.mission_now.goal.statement, agreeing.mission_now.goal.version) == (BY_2030, 2)
    for receipt in receipts:
        assert says(agreeing, receipt) == ["endorsed", "goal_proposed", "goal_adopted"]
    assert says(agreeing, comment) == ["goal_commented", "goal_proposed", "goal_adopted"]
    asked = trail_of(agreeing.engine, receipts[0].code).steps[1]
    assert "version 2 of the goal is proposed: Half the heat by 2030" in asked.say()
    agreeing.do(ClosePhase(mission="m", phase=Phase.MISSION), by="olga")


def test_who_endorses_the_proposed_version_has_to_name_it(agreed):
    agreed.do(proposing(), by="olga")
    assert agreed.refused(c.EndorseMission(mission="m"), by="town-speaker") == ("endorsed-already",)
    agreed.endorse("town", version=2)
    again = c.EndorseMission(mission="m", version=2)
    assert agreed.refused(again, by="town-speaker") == ("endorsed-already",)


def test_one_person_endorses_the_proposed_version_for_one_sector_too(agreed):
    agreed.do(c.GrantRole(mission="m", participant="town-speaker", role=Role.REPRESENTATIVE, institution="lab"))
    agreed.do(proposing(), by="olga")
    agreed.do(c.EndorseMission(mission="m", institution="town", version=2), by="town-speaker")
    for_the_lab = c.EndorseMission(mission="m", institution="lab", version=2)
    assert agreed.refused(for_the_lab, by="town-speaker") == ("endorsed-for-another-sector",)


def test_an_institution_that_comes_later_counts_for_the_new_version(agreed):
    agreed.institution("hospital", Sector.SCIENCE, speaker="hospital-speaker")
    agreed.do(proposing(), by="olga")
    agreed.endorse("club", "town", "works", "hospital", version=2)
    assert set(agreed.mission_now.endorsements) == {"club", "town", "works", "hospital"}
    sectors = {sector.sector: sector.endorsed_by for sector in mission_part(Source(agreed.engine, "m")).sectors}
    assert sectors[Sector.SCIENCE] == ("Hospital",)
    agreed.endorse("lab")  # who was silent can still endorse what is the goal now


def test_after_thirty_days_of_silence_the_old_goal_stays(agreed):
    agreed.do(proposing(), by="olga")
    agreed.endorse("club", "town", "works", version=2)
    agreed.later(days=30)
    late = c.EndorseMission(mission="m", version=2)
    assert agreed.refused(late, by="lab-speaker") == ("goal-version-not-asked",)
    assert agreed.refused(commenting(version=2), by="ada") == ("goal-version-not-asked",)
    assert agreed.refused(taking_back(), by="olga") == ("goal-not-proposed",)
    assert agreed.mission_now.goal.statement == BY_2035
    agreed.do(proposing("Half the heat by 2032"), by="olga")
    assert agreed.events(e.GoalProposed)[-1].version == 3


def test_the_playbook_says_how_long_a_version_waits():
    scenario = Agreeing(mission={"goal_days": 7, "required_sectors": ["science"]})
    scenario.do(setting(), by="olga")
    scenario.endorse("lab")
    scenario.do(proposing(), by="olga")
    assert scenario.events(e.GoalProposed)[0].until == scenario.now + timedelta(days=7)
    scenario.later(days=6)
    scenario.endorse("lab", version=2)
    assert scenario.mission_now.goal.statement == BY_2030


def test_a_version_is_taken_back_by_who_has_proposed_it_alone(agreed):
    agreed.do(proposing(), by="olga")
    agreed.endorse("town", version=2)
    receipt = agreed.do(commenting(version=2), by="ada").receipt
    for other in ("oda", "town-speaker"):
        assert agreed.refused(taking_back(), by=other) == ("not-the-proposer",)
    agreed.do(taking_back(), by="olga")
    assert agreed.mission_now.proposed is None
    assert says(agreed, receipt) == ["goal_commented", "goal_taken_back"]
    assert agreed.refused(taking_back(), by="olga") == ("goal-not-proposed",)
    agreed.do(proposing(), by="oda")  # a correction of a correction
    assert agreed.events(e.GoalProposed)[-1].version == 3


def test_one_version_is_proposed_at_a_time(agreed):
    agreed.do(proposing(), by="olga")
    assert agreed.refused(proposing("Half the heat tomorrow"), by="oda") == ("goal-proposed-already",)


@pytest.mark.parametrize(("who", "why"), [("ada", "role-missing"), ("town-speaker", "role-missing")])
def test_who_organises_proposes_another_version(agreed, who, why):
    assert agreed.refused(proposing(), by=who) == (why,)


def test_the_gate_judges_the_version_that_is_the_goal(agreeing):
    closing = ClosePhase(mission="m", phase=Phase.MISSION)
    agreeing.endorse("club", "town", "works")
    agreeing.do(proposing(), by="olga")
    agreeing.endorse("lab", version=2)
    assert agreeing.refused(closing, by="olga") == ("endorsement-missing",)
    agreeing.endorse("lab")
    agreeing.do(closing, by="olga")
    assert agreeing.mission_now.goal.statement == BY_2035


def test_the_status_shows_the_version_that_waits_and_for_whom(agreed):
    assert Standing(agreed.engine, "m").proposed_goal() is None
    agreed.do(proposing(), by="olga")
    agreed.endorse("town", version=2)
    waits = Standing(agreed.engine, "m").proposed_goal()
    assert waits is not None
    assert waits.values["sectors"] == (Sector.CIVIL_SOCIETY, Sector.BUSINESS, Sector.SCIENCE)
    agreed.later(days=30)
    assert Standing(agreed.engine, "m").proposed_goal() is None
    agreed.later(days=-1)
    told = Standing(agreed.engine, "m").as_json(lambda message: message.code)["proposed_goal"]
    assert (told["values"]["version"], told["says"]) == (2, "cli.status.goal")
    agreed.endorse("club", "works", "lab", version=2)
    assert Standing(agreed.engine, "m").proposed_goal() is None


def test_under_the_second_rules_a_goal_that_was_endorsed_stays(monkeypatch):
    monkeypatch.setattr(playing, "CreateMission", partial(c.CreateMission, rules=2))
    old = Agreeing()
    old.do(setting(), by="olga")
    old.endorse(*SECTORS)
    assert old.refused(proposing(), by="olga") == ("not-of-this-share",)
    old.do(c.AdoptRules(mission="m", rules=3, reason="The goal is to be sharpened"), by="olga")
    old.do(proposing(), by="olga")
    old.endorse(*SECTORS, version=2)
    assert old.mission_now.goal.statement == BY_2030

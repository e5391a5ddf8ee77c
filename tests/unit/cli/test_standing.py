"""Where a mission stands, counted from its facts."""

from __future__ import annotations

from osi_core.cli.standing import Standing
from osi_core.domain import Sector
from osi_core.mission.commands import JoinInstitutions, ProposeJoining
from tests.unit.solutions.world import World, two_kickoffs


def test_all_kickoffs_are_counted_together():
    counted = Standing(two_kickoffs().engine, "m").counts()["kickoff"]
    assert counted == {"registered": 5, "attended": 1, "placed": 4}


def test_without_a_kickoff_nothing_is_counted_of_it():
    assert Standing(World().engine, "m").counts()["kickoff"] == {}


def test_an_institution_that_was_entered_twice_is_proposed_and_then_counted_once():
    world = World()
    world.institution("city", Sector.ADMINISTRATION)
    world.do(ProposeJoining(mission="m", institution="city", into="town", reason="The same"), by="olga")
    proposed = Standing(world.engine, "m")
    assert proposed.counts()["institutions"] == {"administration": 2, "to_join": 1}
    assert proposed.as_json(str)["proposed_joinings"] == {"city": "town"}
    world.do(JoinInstitutions(mission="m", institution="city", into="town"), by="rita")
    joined = Standing(world.engine, "m")
    assert joined.counts()["institutions"] == {"administration": 1}
    assert joined.as_json(str)["proposed_joinings"] == {}

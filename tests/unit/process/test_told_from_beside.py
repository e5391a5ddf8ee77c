"""What a receipt tells from beside its way: that the mission was closed early and resumed, that a call was amended."""

from __future__ import annotations

from typing import Any

import pytest

from osi_core.domain import StopReason
from osi_core.mission.commands import EraseParticipant
from osi_core.process import trail_of
from osi_core.process.early import CloseMissionEarly, ResumeMission
from osi_core.process.request import Handled
from osi_core.solutions import commands as c
from tests.unit.process.journey import Journey, travelled
from tests.unit.solutions.world import World

CLOSED, RESUMED, AMENDED = "mission.closed_early", "mission.resumed", "solutions.call_amended"


def give_up(scenario, reason="the council has dissolved"):
    scenario.do(CloseMissionEarly(mission="m", reason=reason), by="olga")


def go_on(scenario):
    scenario.do(ResumeMission(mission="m", reason="a new council"), by="olga")


@pytest.fixture(scope="module")
def given_up() -> Journey:
    """Given up in the fourth phase, and everything else stands as it was."""
    journey = travelled(upto=4)
    give_up(journey)
    return journey


def trail(journey, name):
    return trail_of(journey.engine, journey.receipts[name])


def told(journey, name):
    """What is told of the mission itself, and of calls."""
    return [step.type for step in trail(journey, name).steps if step.type in (CLOSED, RESUMED, AMENDED)]


# The mission is given up


ON_THEIR_WAY = ("heat", "water", "warmth", "trees", "commitment", "sails", "wells", "team", "comment")
OVER = ("spam", "ballot-ada", "grant-ballot", "need", "offer")


@pytest.mark.parametrize("name", ON_THEIR_WAY)
def test_whatever_is_on_its_way_is_told_that_the_mission_was_closed_early(given_up, name):
    assert told(given_up, name) == [CLOSED]
    said = next(step for step in trail(given_up, name).steps if step.type == CLOSED)
    assert said.say() == "the mission was closed early: the council has dissolved"


@pytest.mark.parametrize("name", ["heat", "sails", "trees"])
def test_its_receipt_says_that_it_stopped_there_and_why(given_up, name):
    end = trail(given_up, name).ended()
    assert trail(given_up, name).steps[-1].stage == trail(given_up, name).reached
    assert end.endswith("There it stopped: the mission was closed early: the council has dissolved")


@pytest.mark.parametrize("name", OVER)
def test_what_had_come_to_its_end_is_not_told(given_up, name):
    assert told(given_up, name) == []
    before = trail_of(travelled(upto=4).engine, given_up.receipts[name])
    assert trail(given_up, name).ended() == before.ended()


def test_when_it_is_resumed_the_receipts_say_so_and_go_on():
    journey = travelled(upto=4)
    before = trail(journey, "sails").ended()
    give_up(journey)
    go_on(journey)
    assert told(journey, "sails") == [CLOSED, RESUMED]
    assert trail(journey, "sails").ended() == before
    give_up(journey, "no money is left")
    assert told(journey, "sails") == [CLOSED, RESUMED, CLOSED]
    assert "no money is left" in trail(journey, "sails").ended()


def test_what_was_contributed_afterwards_is_not_told_what_was_before():
    world = World()
    give_up(world)
    go_on(world)
    handled = world.do(c.SubmitSolution(mission="m", solution="shade", **WORDS), by="ada")
    assert types(world, handled) == ["solutions.submitted"]


def test_who_was_erased_still_has_the_way_and_what_befell_it():
    journey = travelled(upto=2)
    journey.do(EraseParticipant(mission="m", participant="ada"), by="ada")
    give_up(journey)
    assert (trail(journey, "heat").words, told(journey, "heat")) == (None, [CLOSED])


# A call is amended

WORDS: dict[str, Any] = {"challenges": ("heat",), "origin": "existing", "title": "Shade", "text": "How shade works"}


def types(world: World, handled: Handled) -> list[str]:
    assert handled.receipt is not None
    return [step.type for step in trail_of(world.engine, handled.receipt.code).steps]


def amend(world, call="first"):
    text = c.AmendCall(mission="m", call=call, text="Who has one that works?", reason="It was unclear")
    world.do(text, by="olga")


def test_who_answered_a_call_is_told_that_it_was_amended():
    world = World()
    before = world.do(c.SubmitSolution(mission="m", solution="shade", **WORDS), by="ada")
    amend(world)
    after = world.do(c.SubmitSolution(mission="m", solution="well", **WORDS), by="ben")
    assert types(world, before) == ["solutions.submitted", AMENDED]
    assert before.receipt is not None
    said = trail_of(world.engine, before.receipt.code).steps[-1].say()
    assert said == "the call was amended: It was unclear"
    assert types(world, after) == ["solutions.submitted"]


def test_who_came_before_a_call_and_who_has_withdrawn_is_not_told():
    world = World()
    shade = world.do(c.SubmitSolution(mission="m", solution="shade", **WORDS), by="ada")
    well = world.do(c.SubmitSolution(mission="m", solution="well", **WORDS), by="ben")
    world.do(c.WithdrawSolution(mission="m", solution="well", reason=StopReason.NO_TIME), by="ben")
    world.do(c.PublishCall(mission="m", call="second", text="Who else?"), by="olga")
    amend(world, "second")
    assert AMENDED not in types(world, shade)
    amend(world, "first")
    assert AMENDED in types(world, shade)
    assert AMENDED not in types(world, well)

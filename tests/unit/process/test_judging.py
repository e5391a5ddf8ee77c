"""The judge: one answer to "may this actor do this now?", whoever asks, and nothing is written by asking."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from osi_core.challenges.commands import AcceptChallenge, SubmitChallenge
from osi_core.domain import Basis, DataOrigin, Phase, Refused, basis_of
from osi_core.log.memory import MemoryStore
from osi_core.mission.commands import CreateMission
from osi_core.plugins import Plugins
from osi_core.process import OPERATOR, Engine, OpenPhase
from osi_core.process.always import ALWAYS
from osi_core.process.gates import own_gates_agree
from osi_core.testing.scenario import Scenario


@pytest.fixture
def town() -> Scenario:
    scenario = Scenario()
    scenario.citizen("ada")
    scenario.open_without_gates(Phase.CHALLENGES)
    return scenario


def heat() -> SubmitChallenge:
    return SubmitChallenge(mission="m", challenge="heat", title="Too hot")


# Asking


def test_what_would_be_granted_has_nothing_unmet_and_asking_writes_nothing(town):
    before = town.engine.head("m")
    assert town.engine.unmet(heat(), actor="ada") == ()
    assert town.engine.head("m") == before
    town.do(heat(), by="ada")


def test_asking_and_doing_give_the_same_answer(town):
    for command, actor in (
        (heat(), "nobody"),
        (AcceptChallenge(mission="m", challenge="heat"), "ada"),
        (OpenPhase(mission="m", phase=Phase.SUPPORT), OPERATOR),
        (SubmitChallenge(mission="elsewhere", challenge="heat", title="Too hot"), "ada"),
    ):
        asked = town.engine.unmet(command, actor=actor)
        with pytest.raises(Refused) as refused:
            town.do(command, by=actor)
        assert asked == refused.value.unmet != ()


def test_a_simulated_missions_now_is_its_last_event():
    engine = Engine(MemoryStore(), plugins=Plugins.builtin())
    then = datetime(2021, 5, 7, tzinfo=UTC)
    engine.handle(CreateMission(mission="m", title="Played", origin=DataOrigin.SIMULATED), time=then)
    codes = [unmet.code for unmet in engine.unmet(OpenPhase(mission="m", phase=Phase.CHALLENGES))]
    assert codes == ["mission-not-agreed"]


# What a person may do


def test_a_person_is_told_what_is_open_now_and_what_the_rest_waits_for(town):
    told = {one.line.name: one for one in town.engine.may("m", "ada")}
    assert told["SubmitChallenge"].unmet == ()
    assert [unmet.code for unmet in told["AcceptChallenge"].unmet] == ["role-missing"]
    assert [unmet.code for unmet in told["SubmitSolution"].unmet] == ["phase-not-open"]
    assert told["CastVotes"].asked == town.engine.share.rules[told["CastVotes"].line.command].when


def test_at_a_resource_only_its_own_commands_are_listed_and_its_state_is_looked_at(town):
    town.do(heat(), by="ada")
    told = {one.line.name: one for one in town.engine.may("m", OPERATOR, at="missions/m/challenges/heat")}
    assert told["AcceptChallenge"].unmet == ()
    assert "already-exists" in [unmet.code for unmet in told["SubmitChallenge"].unmet]
    assert "SubmitSolution" not in told
    absent = {one.line.name: one for one in town.engine.may("m", OPERATOR, at="missions/m/challenges/water")}
    assert [unmet.code for unmet in absent["AcceptChallenge"].unmet] == ["not-found"]
    assert [unmet.values["name"] for unmet in absent["AcceptChallenge"].unmet] == ["challenges/water"]


def test_of_what_a_mission_has_one_of_the_state_is_known_without_a_name(town):
    told = {one.line.name: one for one in town.engine.may("m", OPERATOR)}
    assert [(unmet.code, unmet.values["name"]) for unmet in told["CreateMission"].unmet] == [
        ("already-exists", "missions/m")
    ]
    assert told["StateProvenance"].unmet == ()
    of_the_mission = {one.line.name for one in town.engine.may("m", OPERATOR, at="missions/m")}
    assert {"OpenPhase", "ClosePhase", "StateProvenance"} <= of_the_mission
    assert "SubmitChallenge" not in of_the_mission


def test_of_a_mission_that_is_not_there_nothing_can_be_said(town):
    with pytest.raises(Refused) as refused:
        town.engine.may("elsewhere", "ada")
    assert refused.value.codes == ("mission-unknown",)


# What conditions judge by


def test_every_condition_says_what_it_judges_by():
    assert {basis_of(condition) for condition in ALWAYS} == {Basis.LOG, Basis.REQUEST, Basis.BOX}
    assert basis_of(own_gates_agree) is Basis.INSTALLATION

"""Offices are objects of the program: no name that somebody passes on bears one, and nobody acts as the engine."""

from __future__ import annotations

import pytest

from osi_core import process
from osi_core.domain import OFFICES, RULES_VERSION, Malformed, Phase, Role
from osi_core.mission.commands import ChangePlaybook, GrantRole, JoinMission
from osi_core.process import OPERATOR, Office, OpenPhase, Request, Writer, playbook_of
from osi_core.process.acting import actor_of
from osi_core.process.request import ENGINE
from osi_core.testing.scenario import Scenario

CHANGE = ChangePlaybook(mission="m", playbook=playbook_of({"challenges": {"top": 3}}), reason="fewer")


@pytest.fixture
def town():
    town = Scenario()
    town.citizen("ada")
    return town


def ways(town):
    """Every way in which a program brings an actor to the engine."""
    return (
        lambda actor: town.engine.handle(CHANGE, actor=actor),
        lambda actor: town.engine.handle_many([Request(CHANGE, actor)]),
        lambda actor: Writer(town.engine).submit(Request(CHANGE, actor)),
        lambda actor: town.engine.unmet(CHANGE, actor=actor),
        lambda actor: town.engine.may("m", actor),
    )


@pytest.mark.parametrize("name", [str(role) for role in OFFICES])
@pytest.mark.parametrize("kind", [str, Role])
def test_a_name_of_an_office_is_no_office_and_the_refusal_says_what_to_give(town, name, kind):
    before = town.engine.head("m")
    for way in ways(town):
        with pytest.raises(Malformed, match="actor: ") as malformed:
            way(kind(name))
        assert malformed.value.codes == ("office-is-no-name",)
        assert "osi_core.process.OPERATOR" in malformed.value.say("en")
    assert town.engine.head("m") == before


@pytest.mark.parametrize("office", [ENGINE, Office(Role.OPERATOR), Office(Role.ENGINE), Office(Role.ORGANISER)])
def test_nobody_but_the_engine_acts_as_the_engine_and_an_office_made_anew_is_none(town, office):
    for way in ways(town):
        with pytest.raises(Malformed, match="actor: ") as malformed:
            way(office)
        if office is ENGINE:
            assert malformed.value.codes == ("engine-acts-alone",)


def test_the_engines_office_is_not_exported():
    assert "OPERATOR" in process.__all__
    assert not any(getattr(process, name) is ENGINE for name in process.__all__)


@pytest.mark.parametrize("name", OFFICES)
def test_nobody_joins_under_the_name_of_an_office(town, name):
    assert town.refused(JoinMission(mission="m", participant=name)) == ("participant-reserved",)


@pytest.mark.parametrize("role", OFFICES)
def test_no_mission_grants_an_office(town, role):
    assert town.refused(GrantRole(mission="m", participant="ada", role=role)) == ("role-not-granted",)


def test_the_log_names_the_operator_and_who_reads_it_again_finds_the_office(town):
    memory = town.engine.memory("m")
    assert town.records()[0].actor == "operator"
    assert Office.named("operator") is OPERATOR
    assert Office.named("engine") is ENGINE
    assert actor_of(Office.named("operator"), memory, RULES_VERSION, town.now).roles == {Role.OPERATOR}
    assert actor_of(Office.named("engine"), memory, RULES_VERSION, town.now).roles == {Role.ENGINE}
    assert actor_of(Office.named("ada"), memory, RULES_VERSION, town.now).roles == {Role.CITIZEN}
    assert actor_of("operator", memory, RULES_VERSION, town.now).roles == frozenset()


def test_the_operator_does_what_the_software_has_to(town):
    town.do(CHANGE, by=OPERATOR)
    town.refused(OpenPhase(mission="m", phase=Phase.CHALLENGES), by=OPERATOR)
    assert town.records()[-1].actor == "operator"

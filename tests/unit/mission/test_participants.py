"""Who takes part: people join by themselves, roles are given, and whoever wants to go is forgotten."""

from __future__ import annotations

import re

import pytest

from osi_core.challenges.commands import SubmitChallenge
from osi_core.domain import Phase, Refused, Role, Sector
from osi_core.mission import commands as c
from osi_core.mission import events as e
from osi_core.mission.facts import Member
from osi_core.plugins import Plugins
from osi_core.process.engine import Engine
from osi_core.testing.scenario import Scenario


@pytest.fixture
def scenario() -> Scenario:
    """A mission with an organiser, two citizens and a town."""
    scenario = Scenario()
    scenario.member("olga", Role.ORGANISER)
    scenario.citizen("ada", "ben")
    scenario.institution("town", Sector.ADMINISTRATION)
    scenario.institution("works", Sector.BUSINESS)
    return scenario


def grant(participant, role, institution=None):
    return c.GrantRole(mission="m", participant=participant, role=role, institution=institution)


# Joining


def test_a_person_joins_as_a_citizen_and_is_counted(scenario):
    scenario.citizen("cem")
    cem = scenario.fact(Member, "cem")
    assert (cem.index, cem.roles) == (3, {Role.CITIZEN})


def test_a_person_joins_once(scenario):
    assert scenario.refused(c.JoinMission(mission="m", participant="ada"), by="ada") == ("joined-already",)


def test_nobody_joins_for_somebody_else(scenario):
    assert scenario.refused(c.JoinMission(mission="m", participant="cem"), by="ada") == ("not-oneself",)


def test_the_operator_may_let_a_person_join(scenario):
    scenario.do(c.JoinMission(mission="m", participant="cem"))
    assert scenario.fact(Member, "cem").roles == {Role.CITIZEN}


def test_an_id_that_is_no_chance_is_refused(scenario):
    """It would stay in the log for good: a name, an address, the id that another system knows the person by."""
    engine = Engine(scenario.engine.store, plugins=Plugins.builtin(), clock=lambda: scenario.now)
    for given in ("jane-doe", "jane-example-org", "p-1", "p-" + "0" * 31, "p-" + "0" * 33, "p-" + "g" * 32):
        with pytest.raises(Refused, match="16 bytes of chance") as refused:
            engine.handle(c.JoinMission(mission="m", participant=given), actor=given)
        assert "participant-not-minted" in refused.value.codes
    minted = [engine.join("m", f"user {number}") for number in range(3)]
    assert all(re.fullmatch("p-[0-9a-f]{32}", one) for one in minted)
    engine.handle(c.JoinMission(mission="m", participant="p-" + "0" * 32))


# Roles


def test_one_person_may_hold_several_roles(scenario):
    scenario.do(grant("ada", Role.EXPERT), by="olga")
    scenario.do(grant("ada", Role.ORGANISER), by="olga")
    assert scenario.fact(Member, "ada").roles == {Role.CITIZEN, Role.EXPERT, Role.ORGANISER}


def test_a_representative_speaks_for_an_institution_and_its_sector(scenario):
    scenario.do(grant("ada", Role.REPRESENTATIVE, "town"), by="olga")
    member = scenario.fact(Member, "ada")
    assert (member.institution, member.sector) == ("town", Sector.ADMINISTRATION)


def test_a_representative_of_nobody_is_refused(scenario):
    assert scenario.refused(grant("ada", Role.REPRESENTATIVE), by="olga") == ("institution-missing",)


def test_an_institution_that_is_not_registered_has_no_representatives(scenario):
    assert scenario.refused(grant("ada", Role.REPRESENTATIVE, "moon"), by="olga") == ("institution-unknown",)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.CITIZEN])
def test_nobody_is_made_operator_or_citizen(scenario, role):
    assert scenario.refused(grant("ada", role), by="olga") == ("role-not-granted",)


def test_a_citizen_gives_no_roles(scenario):
    assert scenario.refused(grant("ben", Role.ORGANISER), by="ada") == ("role-missing",)


def test_a_role_is_not_given_to_somebody_who_has_not_joined(scenario):
    assert scenario.refused(grant("zoe", Role.EXPERT), by="olga") == ("not-found",)


def test_another_role_never_changes_whom_a_representative_speaks_for(scenario):
    scenario.do(grant("ada", Role.REPRESENTATIVE, "town"), by="olga")
    scenario.do(grant("ada", Role.EXPERT, "works"), by="olga")
    assert set(scenario.fact(Member, "ada").mandates) == {"town"}


# Erasure


def test_a_person_is_forgotten_on_request_and_keeps_no_role(scenario):
    scenario.do(c.EraseParticipant(mission="m", participant="ada"), by="ada")
    ada = scenario.fact(Member, "ada")
    assert ada == Member(index=1, joined_at=ada.joined_at, roles=frozenset(), erased=True)
    assert [event.participant for event in scenario.events(e.ParticipantErased)] == ["ada"]


def test_nobody_erases_somebody_else(scenario):
    erase = c.EraseParticipant(mission="m", participant="ada")
    assert scenario.refused(erase, by="ben") == ("not-oneself",)
    assert scenario.refused(erase, by="olga") == ("not-oneself",)


def test_the_operator_erases_on_a_persons_behalf(scenario):
    scenario.do(c.EraseParticipant(mission="m", participant="ada"))
    assert scenario.fact(Member, "ada").erased


def test_an_erased_person_can_do_nothing_more_and_cannot_come_back_under_that_id(scenario):
    scenario.open_without_gates(Phase.CHALLENGES)
    scenario.do(c.EraseParticipant(mission="m", participant="ada"), by="ada")
    assert scenario.refused(SubmitChallenge(mission="m", challenge="x", title="X"), by="ada") == (
        "role-missing",
        "actor-erased",
    )
    again = c.JoinMission(mission="m", participant="ada")
    assert scenario.refused(again, by="ada") == ("actor-erased", "participant-erased")
    assert scenario.refused(grant("ada", Role.EXPERT), by="olga") == ("participant-erased",)
    erase = c.EraseParticipant(mission="m", participant="ada")
    assert scenario.refused(erase) == ("participant-erased",)
    assert scenario.refused(erase, by="ada") == ("actor-erased", "participant-erased")


def test_a_person_who_never_joined_cannot_be_erased(scenario):
    assert scenario.refused(c.EraseParticipant(mission="m", participant="zoe")) == ("not-found",)


def test_the_others_keep_their_place_when_one_is_erased(scenario):
    scenario.do(c.EraseParticipant(mission="m", participant="ada"), by="ada")
    scenario.citizen("cem")
    assert (scenario.fact(Member, "ben").index, scenario.fact(Member, "cem").index) == (2, 3)

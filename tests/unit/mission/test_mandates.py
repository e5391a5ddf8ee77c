"""Who speaks for an institution: stated by the organisers, confirmed by the institution, with an end, and revocable."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from osi_core.challenges.commands import AcceptChallenge, KeepCommitment, MakeCommitment, SubmitChallenge
from osi_core.domain import Phase, Refused, Role, Sector
from osi_core.mission import commands as c
from osi_core.mission.commands import Indicator
from osi_core.mission.facts import Member
from osi_core.process.gates import ClosePhase
from osi_core.process.request import OPERATOR
from osi_core.testing.scenario import Scenario

M: dict[str, Any] = {"mission": "m"}


def grant(participant: str, institution: str) -> c.GrantRole:
    return c.GrantRole(**M, participant=participant, role=Role.REPRESENTATIVE, institution=institution)


def confirm(participant: str, institution: str, document: str | None = None) -> c.ConfirmMandate:
    return c.ConfirmMandate(**M, participant=participant, institution=institution, document=document)


def revoke(participant: str, institution: str | None, role: Role = Role.REPRESENTATIVE) -> c.RevokeRole:
    return c.RevokeRole(**M, participant=participant, role=role, institution=institution, reason="No longer there")


def commit(name: str, institution: str | None = None) -> MakeCommitment:
    return MakeCommitment(
        **M, commitment=name, challenge="heat", institution=institution, scope="A street", resources="Trees", due=DUE
    )


DUE = datetime(2030, 1, 1, tzinfo=UTC).date()


class Town(Scenario):
    """Olga organises; Rita speaks for the town by the operator's document; Ada, Ben and Cem are citizens."""

    def __init__(self, **playbook: Any) -> None:
        super().__init__(**playbook)
        self.citizen("ada", "ben", "cem")
        self.member("olga", Role.ORGANISER)
        self.institution("town", Sector.ADMINISTRATION, speaker="rita")
        self.institution("works", Sector.BUSINESS)
        self.institution("club", Sector.CIVIL_SOCIETY)
        self.institution("lab", Sector.SCIENCE)
        indicator = Indicator(name="Heat", unit="days", baseline=Decimal(30), target=Decimal(10), deadline=DUE)
        self.do(c.SetGoal(**M, statement="A cooler town", indicator=indicator))

    def challenges(self) -> None:
        """The heat is a challenge that institutions may commit to."""
        self.open_without_gates(Phase.CHALLENGES)
        self.do(SubmitChallenge(**M, challenge="heat", title="The heat"), by="cem")
        self.do(AcceptChallenge(**M, challenge="heat"), by="olga")

    def speaks_for(self, who: str) -> dict[str, bool]:
        """The institutions that somebody speaks for now, and whether each has confirmed it."""
        held = self.fact(Member, who).speaks_for(self.now)
        return {name: mandate.confirmed for name, mandate in held.items()}


@pytest.fixture
def town() -> Town:
    return Town()


# An organiser who grants herself a representative's role at any institution gets nowhere


def test_an_organiser_who_makes_herself_a_representative_gets_nowhere(town):
    assert town.refused(grant("olga", "works"), by="olga") == ("asked-oneself", "organises-and-represents")
    town.member("otto", Role.ORGANISER)
    assert town.refused(grant("olga", "works"), by="otto") == ("organises-and-represents",)
    assert town.refused(c.EndorseMission(**M, institution="works"), by="olga") == (
        "role-missing",
        "not-own-institution",
    )


def test_a_representative_does_not_begin_to_organise(town):
    organiser = c.GrantRole(**M, participant="rita", role=Role.ORGANISER)
    assert town.refused(organiser, by="olga") == ("organises-and-represents",)
    town.do(revoke("rita", "town"), by="rita")
    town.do(organiser, by="olga")


def test_a_helper_whom_nobody_confirms_moves_no_money_and_is_gone_in_two_weeks(town):
    town.do(grant("ada", "works"), by="olga")
    assert town.speaks_for("ada") == {"works": False}
    assert town.refused(confirm("ada", "works"), by="ada") == ("asked-oneself", "no-confirmed-mandate")
    town.do(grant("ben", "works"), by="olga")
    assert town.refused(confirm("ada", "works"), by="ben") == ("no-confirmed-mandate",)
    town.later(days=14)
    assert town.speaks_for("ada") == {}
    assert "role-missing" in town.refused(c.EndorseMission(**M), by="ada")


def test_one_person_granted_anew_four_times_stands_for_one_sector(town):
    """She endorsed for four sectors, and the mission was agreed by herself."""
    houses = ("works", "club", "lab")
    for house in houses:
        town.do(grant("rita", house), by="olga")
        town.do(confirm("rita", house, document="A letter"))
    town.do(c.EndorseMission(**M, institution="town"), by="rita")
    for house in houses:
        assert town.refused(c.EndorseMission(**M, institution=house), by="rita") == ("endorsed-for-another-sector",)
    assert town.refused(ClosePhase(**M, phase=Phase.MISSION)) == ("endorsement-missing",) * 3


# Confirmed


def test_the_operator_confirms_by_a_document_and_a_colleague_by_being_one(town):
    town.do(grant("ada", "town"), by="olga")
    assert town.refused(confirm("ada", "town")) == ("document-missing",)
    town.do(confirm("ada", "town"), by="rita")
    town.do(grant("ben", "works"), by="olga")
    assert town.refused(confirm("ben", "works"), by="rita") == ("no-confirmed-mandate",)
    town.do(confirm("ben", "works", document="Register of firms, 3 March 2026"))
    assert (town.speaks_for("ada"), town.speaks_for("ben")) == ({"town": True}, {"works": True})


def test_what_was_not_confirmed_in_time_begins_anew(town):
    town.do(grant("ada", "works"), by="olga")
    assert town.refused(grant("ada", "works"), by="olga") == ("mandate-held",)
    town.later(days=14)
    assert town.refused(confirm("ada", "works", document="A letter")) == ("mandate-missing",)
    town.do(grant("ada", "works"), by="olga")
    town.do(confirm("ada", "works", document="A letter"))


@pytest.mark.parametrize(
    ("begins", "last", "over"),
    [
        ("2026-03-02", "2028-03-01", "2028-03-02"),
        ("2026-10-25", "2028-10-24", "2028-10-25"),  # the clocks change
        ("2027-12-31", "2029-12-30", "2029-12-31"),
        ("2028-02-29", "2030-02-27", "2030-02-28"),
    ],
)
def test_a_mandate_ends_after_24_months(town, begins, last, over):
    def at(day: str) -> datetime:
        return datetime.fromisoformat(f"{day}T12:00:00+00:00")

    town.now = at(begins)
    town.do(grant("ada", "works"), by="olga")
    town.do(confirm("ada", "works", document="A letter"))
    town.now = at(last)
    assert town.speaks_for("ada") == {"works": True}
    town.now = at(over)
    assert town.speaks_for("ada") == {}


def test_the_playbook_says_how_long_and_a_mandate_confirmed_again_goes_on():
    town = Town(mission={"mandate_months": 2, "mandate_confirm_days": 3})
    town.do(grant("ada", "works"), by="olga")
    town.later(days=2)
    town.do(confirm("ada", "works", document="A letter"))
    town.later(days=50)
    town.do(confirm("ada", "works", document="Another letter"))
    town.later(days=50)
    assert town.speaks_for("ada") == {"works": True}


# Several at once


def test_who_speaks_for_several_says_for_which(town):
    town.do(grant("rita", "works"), by="olga")
    assert town.refused(c.EndorseMission(**M), by="rita") == ("institution-not-named",)
    assert town.refused(c.EndorseMission(**M, institution="lab"), by="rita") == ("not-own-institution",)
    town.do(c.EndorseMission(**M, institution="works"), by="rita")
    mission = town.engine.memory("m").mission_state(town.engine.store)
    assert mission is not None
    assert mission.endorsements == {"works": Sector.BUSINESS}


def test_a_grant_takes_no_other_mandate_away(town):
    """A new grant had overwritten the one affiliation, and so hid a conflict of interest."""
    town.do(grant("rita", "works"), by="olga")
    town.do(c.GrantRole(**M, participant="rita", role=Role.EXPERT, institution="lab"), by="olga")
    assert town.speaks_for("rita") == {"town": True, "works": False}
    assert town.fact(Member, "rita").institutions(town.now) == {"town", "works", "lab"}
    town.do(revoke("rita", "works"), by="olga")
    assert town.fact(Member, "rita").institutions(town.now - timedelta(days=365)) == {"town", "works", "lab"}
    town.later(days=366)
    assert town.fact(Member, "rita").institutions(town.now - timedelta(days=365)) == {"town", "lab"}


# Revoked


def test_nobody_acts_for_an_institution_whose_mandate_was_revoked(town):
    town.challenges()
    town.do(commit("trees"), by="rita")
    town.do(revoke("rita", "town"), by="olga")
    keep = KeepCommitment(**M, commitment="trees", evidence="Planted")
    assert town.refused(keep, by="rita") == ("role-missing", "not-own-commitment")
    assert Role.REPRESENTATIVE not in town.fact(Member, "rita").roles
    town.do(grant("ada", "town"), by="olga")
    town.do(keep, by="ada")


def test_an_institution_revokes_its_own_mandates_and_no_others(town):
    town.do(grant("ada", "town"), by="olga")
    town.do(grant("ben", "works"), by="olga")
    assert town.refused(revoke("ben", "works"), by="rita") == ("not-oneself",)
    assert town.refused(revoke("rita", "town"), by="ada") == ("not-oneself",), "hers is not confirmed"
    town.do(revoke("ada", "town"), by="rita")
    assert town.refused(revoke("ada", "town"), by="rita") == ("mandate-missing",)
    town.do(revoke("ben", "works"), by="ben")


def test_each_role_can_be_revoked_but_taking_part(town):
    town.do(c.GrantRole(**M, participant="ada", role=Role.EXPERT), by="olga")
    town.do(revoke("ada", None, Role.EXPERT), by="olga")
    assert town.fact(Member, "ada").roles == {Role.CITIZEN}
    assert town.refused(revoke("ada", None, Role.EXPERT), by="olga") == ("role-not-held",)
    assert town.refused(revoke("ada", None, Role.CITIZEN), by="olga") == ("role-not-held",)
    assert town.refused(revoke("rita", None), by="olga") == ("institution-missing",)
    town.do(revoke("olga", None, Role.ORGANISER))
    assert "role-missing" in town.refused(grant("ada", "works"), by="olga")


def test_a_mandate_ends_with_the_person(town):
    town.do(c.EraseParticipant(**M, participant="rita"), by="rita")
    assert town.speaks_for("rita") == {}
    assert "mandate-missing" in town.refused(confirm("rita", "town", document="A letter"))


# Rules that hold


def test_nobody_accepts_what_they_submitted(town):
    """Another platform's applicants approved themselves."""
    town.open_without_gates(Phase.CHALLENGES)
    town.do(SubmitChallenge(**M, challenge="heat", title="The heat"), by="olga")
    assert town.refused(AcceptChallenge(**M, challenge="heat"), by="olga") == ("asked-oneself",)
    town.do(AcceptChallenge(**M, challenge="heat"), by=OPERATOR)


def test_under_the_first_rules_one_speaks_for_the_institution_named_last():
    """Until newer rules are adopted; then mandates of before hold until they are revoked."""
    town = Scenario()
    engine = town.engine
    engine.handle(c.CreateMission(mission="old", title="Old", rules=1))
    old: dict[str, Any] = {"mission": "old"}
    engine.handle(c.RegisterInstitution(**old, institution="town", name="Town", sector=Sector.ADMINISTRATION))
    engine.handle(c.JoinMission(**old, participant="rita"), actor="rita")
    granted = c.GrantRole(**old, participant="rita", role=Role.REPRESENTATIVE, institution="town")
    engine.handle(granted)
    engine.handle(granted)
    with pytest.raises(Refused, match="no command of the share"):
        engine.handle(
            c.RevokeRole(**old, participant="rita", role=Role.REPRESENTATIVE, institution="town", reason="Old")
        )
    engine.handle(c.AdoptRules(**old, rules=2, reason="Mandates have an end"))
    with pytest.raises(Refused, match="confirm it or revoke it"):
        engine.handle(granted)
    engine.handle(c.RevokeRole(**old, participant="rita", role=Role.REPRESENTATIVE, institution="town", reason="New"))
    engine.handle(granted)

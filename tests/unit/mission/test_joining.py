"""An institution that was entered twice: proposed as one, confirmed by whom it concerns, and one in all that counts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from osi_core.challenges.commands import AcceptChallenge, KeepCommitment, SubmitChallenge
from osi_core.challenges.events import CommitmentMade
from osi_core.curation.commands import (
    CloseAssessment,
    ConfirmOverride,
    OpenAssessment,
    OrderAssessment,
    OverrideAssessment,
)
from osi_core.curation.events import AssessmentClosed
from osi_core.curation.problem import assessment_problem
from osi_core.domain import Phase, Role, Sector
from osi_core.funding.commands import OpenFund
from osi_core.mission import commands as c
from osi_core.mission import events as e
from osi_core.mission.commands import Indicator
from osi_core.mission.facts import Member
from osi_core.money import Money
from osi_core.plugins.problems import Fit
from osi_core.process.deciding import StoredLog
from osi_core.process.gates import ClosePhase
from osi_core.process.receipts import trail_of
from osi_core.process.request import OPERATOR
from osi_core.report.measures import measure
from osi_core.report.source import Source
from osi_core.scaling import commands as s
from osi_core.scaling.events import PlanRequested
from osi_core.support.commands import AcceptMatch, ConfirmDelivery, DeliverSupport, MatchNeed, OfferSupport, StateNeed
from osi_core.support.events import SupportKind
from osi_core.testing.scenario import Scenario
from tests.unit.curation.world import REVIEWERS, CuratedWorld, pilot_agreement, review
from tests.unit.mission.test_mandates import DUE, commit, grant
from tests.unit.scaling.world import ScaledWorld

M: dict[str, Any] = {"mission": "m"}
WHY = "The same house at another address"


def say(institution: str, into: str) -> c.ProposeJoining:
    return c.ProposeJoining(**M, institution=institution, into=into, reason=WHY)


def yes(institution: str, into: str) -> c.JoinInstitutions:
    return c.JoinInstitutions(**M, institution=institution, into=into)


def undo(institution: str) -> c.PartInstitutions:
    return c.PartInstitutions(**M, institution=institution, reason="They only share a roof")


def joined(world: Scenario, institution: str, into: str) -> None:
    """The joining of two institutions of which neither can answer: two of the staff do it."""
    world.do(say(institution, into), by="olga")
    world.do(yes(institution, into))


def bonn_is_aue(world: Scenario) -> None:
    """Both of them say so."""
    world.do(say("bonn", "aue"), by="olga")
    for who in ("anna", "bert"):
        world.do(yes("bonn", "aue"), by=who)


def city_is_the_town(town: Scenario) -> None:
    """Both of them say so."""
    town.do(say("city", "town"), by="olga")
    for who in ("carl", "rita"):
        town.do(yes("city", "town"), by=who)


class Town(Scenario):
    """The town was entered twice: as `town`, for which Rita speaks, and as `city`, for which Carl does. Olga and Otto
    organise; nobody speaks for `hall`, which is the town once more.
    """

    def __init__(self, **playbook: Any) -> None:
        super().__init__(**playbook)
        self.citizen("ada")
        self.member("olga", Role.ORGANISER)
        self.member("otto", Role.ORGANISER)
        self.institution("town", Sector.ADMINISTRATION, speaker="rita")
        self.institution("city", Sector.BUSINESS, speaker="carl")
        self.institution("hall", Sector.ADMINISTRATION)
        indicator = Indicator(name="Heat", unit="days", baseline=30, target=10, deadline=DUE)  # type: ignore[arg-type]
        self.do(c.SetGoal(**M, statement="A cooler town", indicator=indicator))

    def challenges(self) -> None:
        self.open_without_gates(Phase.CHALLENGES)
        self.do(SubmitChallenge(**M, challenge="heat", title="The heat"), by="ada")
        self.do(AcceptChallenge(**M, challenge="heat"), by="olga")


@pytest.fixture
def town() -> Town:
    return Town()


# Proposed by one, confirmed by others


def test_each_of_both_says_yes_by_its_own_representative(town):
    town.do(say("city", "town"), by="olga")
    for who in ("olga", "otto", OPERATOR):
        assert "institution-confirms" in town.refused(yes("city", "town"), by=who)
    town.do(yes("city", "town"), by="carl")
    assert [event.agreed for event in town.events(e.JoiningAgreed)] == [("city",)]
    assert town.refused(yes("city", "town"), by="carl") == ("institution-confirms",)
    town.challenges()
    assert town.refused(commit("c1", "town"), by="carl") == ("not-own-institution",)
    town.do(yes("city", "town"), by="rita")
    assert [(event.institution, event.into) for event in town.events(e.InstitutionsJoined)] == [("city", "town")]


def test_an_institution_that_organisers_have_made_up_takes_no_other_over(town):
    """Its representative would speak for the town, had the town not to say yes."""
    town.institution("shadow", Sector.BUSINESS, speaker="sam")
    town.do(say("shadow", "town"), by="olga")
    town.do(yes("shadow", "town"), by="sam")
    assert town.events(e.InstitutionsJoined) == []
    town.challenges()
    assert town.refused(commit("c1", "town"), by="sam") == ("not-own-institution",)


def test_where_neither_has_anybody_a_second_of_the_staff_confirms(town):
    town.institution("annex", Sector.ADMINISTRATION)
    town.do(say("annex", "hall"), by="olga")
    assert town.refused(yes("annex", "hall"), by="olga") == ("asked-oneself",)
    assert town.refused(yes("annex", "hall"), by="rita") == ("no-confirmed-mandate",)
    assert town.refused(yes("annex", "hall"), by="ada") == ("role-missing", "no-confirmed-mandate")
    town.do(yes("annex", "hall"), by="otto")
    assert town.events(e.InstitutionsJoined)


def test_only_two_that_stand_are_joined_and_only_as_proposed(town):
    assert town.refused(say("city", "city"), by="olga") == ("joined-with-itself",)
    assert town.refused(say("city", "atlantis"), by="olga") == ("institution-unknown",)
    assert town.refused(say("city", "town"), by="rita") == ("role-missing",)
    assert "joining-not-proposed" in town.refused(yes("hall", "town"), by="rita")
    town.do(say("hall", "town"), by="olga")
    assert "joining-not-proposed" in town.refused(yes("hall", "city"), by="carl")
    town.do(yes("hall", "town"), by="rita")
    assert town.refused(say("hall", "city"), by="olga") == ("institution-joined",)
    assert town.refused(say("town", "hall"), by="olga") == ("institution-joined",), "that would lead in a circle"
    town.do(say("town", "city"), by="olga")


# The mandate of either speaks for both


def test_the_mandate_of_either_speaks_for_the_one_that_goes_on(town):
    town.challenges()
    town.do(commit("of-the-city"), by="carl")
    city_is_the_town(town)
    town.do(KeepCommitment(**M, commitment="of-the-city", evidence="Trees stand there"), by="rita")
    town.do(commit("of-both", "city"), by="carl")
    town.do(commit("of-one"), by="carl")
    made = [(event.commitment, event.institution) for event in town.events(CommitmentMade)]
    assert made == [("of-the-city", "city"), ("of-both", "town"), ("of-one", "town")]


def test_who_speaks_for_both_names_none_and_is_not_given_the_same_mandate_again(town):
    town.do(grant("rita", "hall"), by="olga")
    town.do(c.ConfirmMandate(**M, participant="rita", institution="hall", document="A letter"))
    town.challenges()
    assert town.refused(commit("c1"), by="rita") == ("institution-not-named", "no-institution")
    town.do(say("hall", "town"), by="olga")
    town.do(yes("hall", "town"), by="rita")
    town.do(commit("c1"), by="rita")
    assert town.refused(grant("carl", "city"), by="olga") == ("mandate-held",)
    city_is_the_town(town)
    assert town.refused(grant("carl", "hall"), by="olga") == ("mandate-held",)


# Endorsements count once, for one sector


def test_two_ids_endorse_for_one_sector(town):
    for who in ("rita", "carl"):
        town.do(c.EndorseMission(**M), by=who)
    missing = town.refused(ClosePhase(**M, phase=Phase.MISSION))
    assert missing == ("endorsement-missing",) * 2, "civil society and science"
    city_is_the_town(town)
    assert town.refused(ClosePhase(**M, phase=Phase.MISSION)) == ("endorsement-missing",) * 3, "business is not there"
    assert town.refused(c.EndorseMission(**M), by="carl") == ("endorsed-already",)
    town.institution("district", Sector.ADMINISTRATION)
    town.do(grant("carl", "district"), by="olga")
    town.do(c.EndorseMission(**M, institution="district"), by="carl")
    sectors = {
        one.sector: (one.registered, len(one.endorsed_by)) for one in measure(Source(town.engine, "m")).mission.sectors
    }
    assert (sectors[Sector.ADMINISTRATION], sectors[Sector.BUSINESS]) == ((3, 2), (0, 0))


def test_what_one_id_has_endorsed_the_other_has_too(town):
    town.do(c.EndorseMission(**M), by="carl")
    city_is_the_town(town)
    assert town.refused(c.EndorseMission(**M), by="rita") == ("endorsed-already",)


# Pilots, uses, plans


def test_pilots_at_two_ids_of_one_institution_prove_nothing():
    world = ScaledWorld()
    claim = s.OpenPlan(**M, initiative="shade")
    bonn_is_aue(world)
    assert world.refused(claim, by="olga") == ("too-few-uses",)
    world.do(undo("bonn"), by="bert")
    world.do(claim, by="olga")


def test_uses_at_two_ids_are_one_and_are_entered_once():
    world = ScaledWorld(ready=False)
    world.assess()
    before = (world.now - timedelta(days=100)).date()
    world.do(world.adoption("a1", "aue", on=before), by="anna")
    world.do(world.adoption("a2", "bonn", on=before), by="bert")
    assert world.engine.unmet(s.OpenPlan(**M, initiative="shade"), actor="olga") == ()
    bonn_is_aue(world)
    assert world.refused(s.OpenPlan(**M, initiative="shade"), by="olga") == ("too-few-uses",)
    assert world.refused(world.adoption("a3", "bonn", place="aue"), by="bert") == ("adopted-already",)
    assert measure(Source(world.engine, "m")).scaling.institutions == 1


def test_a_plan_asks_one_institution_once_with_the_promises_of_both():
    world = ScaledWorld()
    world.do(s.OpenPlan(**M, initiative="shade"), by="olga")
    world.commit("c1", by="anna")
    world.commit("c2", by="bert")
    bonn_is_aue(world)
    twice = tuple(s.Capacity(institution=name, units=units) for name, units in (("aue", 2), ("bonn", 3)))
    world.do(s.RequestPlan(**M, initiative="shade", capacities=twice), by="olga")
    world.decide()
    (asked,) = world.events(PlanRequested)
    assert [(one.institution, one.capacity, one.commitment) for one in asked.candidates] == [("aue", 3, 1)]


# Reviewers and their ties


def test_reviewers_of_two_ids_are_of_one_house():
    world = CuratedWorld()
    joined(world, "lab", "uni")
    world.open_assessment()
    world.review(*REVIEWERS)
    assert world.refused(CloseAssessment(**M, initiative="shade"), by="olga") == ("too-few-institutions",)
    world.do(undo("lab"), by="olga")
    world.close()


def test_colleagues_by_another_id_are_recused_as_are_pilots_at_the_teams_own_house():
    world = CuratedWorld()
    world.do(c.GrantRole(**M, participant="ada", role=Role.EXPERT, institution="lab"), by="olga")
    joined(world, "lab", "uni")
    world.do(OpenAssessment(**M, initiative="shade"), by="olga")
    assert world.refused(review(), by="rosa") == ("conflict-colleague",)
    world.institution("institute", Sector.SCIENCE, speaker="ines")
    at_home = pilot_agreement(world, "p1", "institute")
    assert world.engine.unmet(at_home, actor="ines") == ()
    world.do(say("institute", "uni"), by="olga")
    world.do(yes("institute", "uni"), by="ines")
    assert world.refused(at_home, by="ines") == ("pilot-at-own-institution",)


@pytest.mark.parametrize(("town", "by", "reviewer"), [("aue", "anna", "bert"), ("bonn", "bert", "anna")])
def test_who_pilots_it_by_another_id_reviews_it_not_and_may_order_another_assessment(town, by, reviewer):
    world = CuratedWorld()
    world.agree_pilot("p1", town, by)
    world.open_assessment()
    assert world.engine.unmet(review(), actor=reviewer) == ()
    bonn_is_aue(world)
    assert world.refused(review(), by=reviewer) == ("conflict-pilot",)
    order = OrderAssessment(**M, initiative="shade", reason="It is another thing now")
    assert "not-in-partners" not in world.refused(order, by=reviewer)
    world.review(*REVIEWERS)
    world.close()
    closing = next(record for record in world.records() if isinstance(record.event, AssessmentClosed))
    evidence = assessment_problem(StoredLog(world.engine.store, "m", closing.position), closing)
    assert [one.institution for one in evidence.pilots] == ["aue"]


def test_who_funds_it_by_another_id_reviews_it_not():
    world = CuratedWorld()
    money = Money(minor=100_000, currency="EUR")
    world.do(OpenFund(**M, fund="f1", institution="bonn", purpose="Shade", amount=money), by="bert")
    stipend: dict[str, Any] = {"offer": "o1", "kind": SupportKind.STIPEND, "fund": "f1", "budget": money}
    world.do(OfferSupport(**M, **stipend), by="bert")
    world.do(
        StateNeed(**M, need="n1", initiative="shade", kind=SupportKind.STIPEND, text="Rent", amount=money), by="ada"
    )
    match: dict[str, Any] = {**M, "offer": "o1", "need": "n1"}
    world.do(MatchNeed(**match), by="olga")
    world.do(AcceptMatch(**match), by="ada")
    world.do(DeliverSupport(**match), by="bert")
    for who in ("bert", "ada"):
        world.do(ConfirmDelivery(**match), by=who)
    world.open_assessment()
    assert world.engine.unmet(review(), actor="anna") == ()
    world.do(OfferSupport(**M, offer="o2", kind=SupportKind.EXPERT), by="anna")
    assert measure(Source(world.engine, "m")).support.institutions_offering == 2
    bonn_is_aue(world)
    assert world.refused(review(), by="anna") == ("conflict-funder",)
    assert measure(Source(world.engine, "m")).support.institutions_offering == 1


def test_a_mandate_is_confirmed_and_revoked_by_whichever_id(town):
    town.do(say("hall", "town"), by="olga")
    town.do(yes("hall", "town"), by="rita")
    town.do(grant("ada", "hall"), by="olga")
    town.do(c.ConfirmMandate(**M, participant="ada", institution="town"), by="rita")
    town.challenges()
    town.do(commit("c1"), by="ada")
    town.do(c.RevokeRole(**M, participant="ada", role=Role.REPRESENTATIVE, institution="town", reason="Moved"))
    assert "role-missing" in town.refused(commit("c2"), by="ada")


def test_revoked_is_what_speaks_for_both(town):
    """Who held a mandate of either would speak for the one that goes on by the other still."""
    town.do(grant("rita", "hall"), by="olga")
    town.do(say("hall", "town"), by="olga")
    town.do(yes("hall", "town"), by="rita")
    town.do(c.RevokeRole(**M, participant="rita", role=Role.REPRESENTATIVE, institution="hall", reason="Moved"))
    assert town.fact(Member, "rita").speaks_for(town.now) == {}


def test_who_decides_is_recused_by_another_id_of_the_teams_house():
    world = CuratedWorld()
    world.assess(score=2)
    world.do(OverrideAssessment(**M, initiative="shade", result=Fit.FIT, reason="the heatwave"), by="olga")
    world.do(c.GrantRole(**M, participant="ada", role=Role.EXPERT, institution="bonn"), by="olga")
    bonn_is_aue(world)
    assert world.refused(ConfirmOverride(**M, initiative="shade", result=Fit.FIT), by="anna") == ("conflict-colleague",)


# Set right


def test_it_is_taken_back_with_a_reason_proposed_or_done_and_proposed_again(town):
    assert town.refused(undo("hall"), by="olga") == ("institution-not-joined",)
    town.do(say("hall", "town"), by="olga")
    town.do(undo("hall"), by="rita")
    assert town.refused(yes("hall", "town"), by="rita")[0] == "joining-not-proposed"
    town.do(say("hall", "town"), by="olga")
    town.do(yes("hall", "town"), by="rita")
    assert town.refused(undo("hall"), by="carl") == ("no-confirmed-mandate",)
    town.do(undo("hall"), by="olga")
    assert town.refused(undo("hall"), by="olga") == ("institution-not-joined",)
    town.do(say("hall", "city"), by="otto")
    town.do(yes("hall", "city"), by="carl")
    kinds = (e.JoiningDropped, e.InstitutionsJoined, e.InstitutionsParted)
    assert [len(town.events(kind)) for kind in kinds] == [1, 2, 1]


def test_what_was_joined_with_one_that_is_joined_later_goes_on_there_and_comes_back(town):
    town.challenges()
    town.institution("annex", Sector.ADMINISTRATION)
    joined(town, "annex", "hall")
    town.do(say("hall", "town"), by="olga")
    town.do(yes("hall", "town"), by="rita")
    town.do(commit("c1", "annex"), by="rita")
    town.do(undo("hall"), by="olga")
    assert town.refused(commit("c2", "annex"), by="rita") == ("not-own-institution",)


def test_the_proposer_may_be_erased_and_the_proposal_stands(town):
    town.do(say("hall", "town"), by="otto")
    town.do(c.EraseParticipant(**M, participant="otto"), by="otto")
    town.do(yes("hall", "town"), by="rita")


# Told


def test_the_receipt_of_what_either_did_tells_it(town):
    town.challenges()
    receipt = town.do(commit("c1"), by="carl").receipt.code
    town.do(commit("c2"), by="rita")
    endorsed = town.do(c.EndorseMission(**M), by="rita").receipt.code
    city_is_the_town(town)
    town.do(undo("city"), by="olga")
    told = [step.message for step in trail_of(town.engine, receipt).steps if step.type.startswith("mission.")]
    assert [one.code for one in told] == ["step.mission.institutions_joined", "step.mission.institutions_parted"]
    assert told[0].values["institution"] == "City"
    assert told[1].values["reason"] == "They only share a roof"
    other = [step.type for step in trail_of(town.engine, endorsed).steps]
    assert other == ["mission.endorsed"], "the one that goes on was not entered twice"
    assert trail_of(town.engine, receipt).reached == "commitment"


def test_the_report_shows_one_institution_with_one_sector_and_the_promises_of_both(town):
    town.challenges()
    town.do(commit("c1"), by="carl")
    town.do(commit("c2"), by="rita")
    city_is_the_town(town)
    (one,) = measure(Source(town.engine, "m")).commitments.by_institution
    assert (one.institution, one.sector, one.total) == ("Town", "administration", 2)

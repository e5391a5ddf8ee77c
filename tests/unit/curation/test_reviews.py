"""Reviews: who may review what, by which criteria, and that nobody judges their own."""

from __future__ import annotations

import pytest

from osi_core.curation import commands as c
from osi_core.curation import events as e
from osi_core.curation.facts import Dossier
from osi_core.curation.review_facts import Reviewer, Reviews
from osi_core.domain import Refused, StopReason
from osi_core.mission.commands import EraseParticipant
from osi_core.solutions.commands import InviteToTeam, JoinTeam
from osi_core.support.commands import MarkDroppedOut
from tests.unit.curation.world import REVIEWERS, pilot_agreement, review, scored


def opening(initiative="shade"):
    return c.OpenAssessment(mission="m", initiative=initiative)


def test_an_assessment_calls_for_reviews_under_rules_fixed_from_its_opening_on(world):
    world.open_assessment()
    (opened,) = world.events(e.AssessmentOpened)
    assert (opened.number, opened.scale, opened.min_reviewers) == (1, e.Scale(low=1, high=5), 5)
    assert [one.id for one in opened.criteria] == ["problem", "solution", "fit", "feasibility", "impact"]


def test_only_organisers_call_for_reviews(world):
    assert world.refused(opening(), by="rosa") == ("role-missing",)


def test_an_initiative_is_assessed_once_at_a_time(world):
    world.open_assessment()
    assert world.refused(opening(), by="olga") == ("assessment-under-way",)


def test_only_what_is_in_the_programme_is_assessed(world):
    assert world.refused(opening("noise"), by="olga") == ("initiative-unknown",)
    world.do(MarkDroppedOut(mission="m", initiative="well", reason=StopReason.NO_TIME), by="ada")
    assert world.refused(opening("well"), by="olga") == ("initiative-dropped-out",)


def test_a_review_gets_a_receipt_and_its_comment_stays_out_of_the_log(world):
    world.open_assessment()
    command = review().model_copy(update={"comment": "Works in every street I have seen"})
    handled = world.do(command, by="rosa")
    assert handled.receipt is not None
    (event,) = world.events(e.ReviewSubmitted)
    assert "every street" not in event.model_dump_json()
    assert world.engine.words("m", event.comment) == "Works in every street I have seen"
    world.do(EraseParticipant(mission="m", participant="rosa"), by="rosa")
    assert world.engine.words("m", event.comment) is None


def test_reviews_never_leave_the_service_that_decides(world):
    assert not e.ReviewSubmitted.public
    assert all(source.public for source in Dossier.sources)


def test_it_is_known_who_has_reviewed(world):
    world.open_assessment()
    world.review("rosa", "raul")
    assert world.fact(Reviews, "shade").count == 2
    assert [one.latest for one in world.facts(Reviewer).values()] == [{"shade": 1}, {"shade": 1}]


def test_a_review_needs_an_open_assessment(world):
    assert world.refused(review(), by="rosa") == ("assessment-not-open",)
    world.assess()
    assert world.refused(review(), by="carla") == ("assessment-not-open",)


def test_citizens_do_not_review(world):
    world.open_assessment()
    assert world.refused(review(), by="ben") == ("role-missing", "independence-undeclared")


def test_each_person_reviews_once_in_an_assessment(world):
    world.open_assessment()
    world.review("rosa")
    assert world.refused(review(), by="rosa") == ("reviewed-already",)


def test_scores_are_of_the_criteria_and_on_the_scale(world):
    world.open_assessment()
    assert world.refused(review(beauty=3, impact=6, fit=0), by="rosa") == (
        "criterion-unknown",
        "score-off-scale",
        "score-off-scale",
    )


def test_a_criterion_is_scored_once(world):
    world.open_assessment()
    twice = (*scored(fit=3), *scored(fit=4))
    command = c.SubmitReview(mission="m", initiative="shade", scores=twice)
    with pytest.raises(Refused, match=r"scores\.1\.criterion: fit stands there more than once") as refused:
        world.do(command, by="rosa")
    assert refused.value.codes == ("criterion-repeated",)


def test_a_refusal_names_the_criterion_in_both_languages(world):
    world.open_assessment()
    with pytest.raises(Refused) as refused:
        world.do(review(impact=6), by="rosa")
    assert refused.value.say("en") == "SubmitReview refused: scores.4.score: 6 on impact is not on the scale of 1 to 5"
    in_german = "scores.4.score: 6 für impact liegt nicht auf der Skala von 1 bis 5"
    assert refused.value.say("de") == f"SubmitReview abgelehnt: {in_german}"


def test_a_criterion_that_one_cannot_judge_may_be_left_open(world):
    world.open_assessment()
    world.do(c.SubmitReview(mission="m", initiative="shade", scores=scored(problem=5)), by="rosa")


# Conflicts of interest


def test_nobody_reviews_what_they_are_part_of(world):
    world.do(InviteToTeam(mission="m", solution="shade", participant="rosa"), by="ada")
    world.do(JoinTeam(mission="m", solution="shade"), by="rosa")
    world.open_assessment()
    assert world.refused(review(), by="rosa") == ("conflict-team",)


def test_nobody_reviews_what_a_colleague_is_part_of(world):
    world.do(InviteToTeam(mission="m", solution="shade", participant="rosa"), by="ada")
    world.do(JoinTeam(mission="m", solution="shade"), by="rosa")
    world.open_assessment()
    assert world.refused(review(), by="raul") == ("conflict-colleague",)


def test_nobody_reviews_what_their_institution_pilots(world):
    world.agree_pilot("p1", "aue", "anna")
    world.open_assessment()
    assert world.refused(review(), by="anna") == ("conflict-pilot",)
    world.review("bert")


def test_who_has_no_institution_declares_to_be_independent(world):
    world.open_assessment()
    assert world.refused(review(), by="eli") == ("independence-undeclared",)
    world.do(review().model_copy(update={"independent": True}), by="eli")
    assert [event.independent for event in world.events(e.ReviewSubmitted)] == [True]


def test_a_conflict_with_one_initiative_is_none_with_another(world):
    world.do(pilot_agreement(world, "p1", "aue"), by="anna")
    world.open_assessment("well")
    world.review("anna", initiative="well")


def test_an_assessment_needs_at_least_five_reviewers(world):
    world.open_assessment()
    world.review(*REVIEWERS[:4])
    closing = c.CloseAssessment(mission="m", initiative="shade")
    with pytest.raises(Refused, match="4 of at least 5 reviewers have reviewed"):
        world.do(closing, by="olga")
    world.review(REVIEWERS[4])
    world.do(closing, by="olga")

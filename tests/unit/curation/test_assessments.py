"""Assessments: from the reviews to a result that expires, and what people may say of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from osi_core.curation import commands as c
from osi_core.curation import events as e
from osi_core.curation.facts import Dossier
from osi_core.curation.problem import assessment_problem
from osi_core.domain import StopReason
from osi_core.mission.commands import ChangePlaybook
from osi_core.plugins.problems import Fit
from osi_core.process.deciding import StoredLog
from osi_core.process.playbook import PlaybookInvalid, playbook_of
from osi_core.support.commands import MarkDroppedOut
from tests.unit.curation.world import REVIEWERS, CuratedWorld, scored


def dossier(world, initiative="shade"):
    return world.fact(Dossier, initiative)


def means_of(assessment):
    return {one.criterion: one.mean for one in assessment.means}


def test_good_reviews_on_every_criterion_make_a_fit(world):
    world.assess(score=4)
    (assessed,) = world.events(e.InitiativeAssessed)
    assert (assessed.result, assessed.reviewers, assessed.number) == ("fit", 5, 1)
    assert dossier(world).is_fit(world.now.date())


def test_no_criterion_makes_up_for_another(world):
    world.assess(score=5, impact=2)
    (assessed,) = world.events(e.InitiativeAssessed)
    assert (assessed.result, means_of(assessed)["impact"], means_of(assessed)["fit"]) == ("not_yet", "2", "5")


def test_means_are_exact(world):
    world.open_assessment()
    world.review(*REVIEWERS[:4], score=4)
    world.review(REVIEWERS[4], score=3)
    world.close()
    assert means_of(dossier(world).latest)["fit"] == "19/5"


def test_a_criterion_that_nobody_could_judge_leaves_the_result_unclear(world):
    world.open_assessment()
    for name in REVIEWERS:
        scores = scored(problem=5, solution=5, fit=5, feasibility=5)
        world.do(c.SubmitReview(mission="m", initiative="shade", scores=scores), by=name)
    world.close()
    (assessed,) = world.events(e.InitiativeAssessed)
    assert assessed.result == "unclear"
    assert "impact" not in means_of(assessed)


def test_the_result_carries_the_record_by_which_it_can_be_computed_again(world):
    world.assess()
    (closed,), (assessed,) = world.events(e.AssessmentClosed), world.events(e.InitiativeAssessed)
    record = assessed.record
    assert (record.decision, record.strategy) == ("missions/m/assessments/shade", "review-mean")
    assert closed.secret


def test_a_record_of_another_initiative_is_refused(world):
    world.assess(initiative="well")
    world.open_assessment()
    world.review(*REVIEWERS)
    world.do(c.CloseAssessment(mission="m", initiative="shade"), by="olga")
    (of_well,) = world.events(e.InitiativeAssessed)
    command = c.RecordAssessment(mission="m", initiative="shade", record=of_well.record, result=Fit.FIT)
    assert "record-differs" in world.refused(command)


def test_a_result_names_no_unknown_criterion(world):
    world.assess()
    (assessed,) = world.events(e.InitiativeAssessed)
    means = tuple(e.MeanScore(criterion=name, mean="5") for name in ("beauty", "fit", "fit"))
    command = c.RecordAssessment(mission="m", initiative="shade", record=assessed.record, result=Fit.FIT, means=means)
    assert {"decided-already", "criterion-unknown", "criterion-repeated"} <= set(world.refused(command))


# The evidence


def evidence(world):
    *_, closing = (r for r in world.records() if isinstance(r.event, e.AssessmentClosed))
    return assessment_problem(StoredLog(world.engine.store, "m", closing.position), closing)


def test_the_evidence_does_not_depend_on_who_was_faster(world):
    world.assess()
    first = evidence(world)
    other = CuratedWorld()
    other.open_assessment()
    other.review(*reversed(REVIEWERS))
    other.close()
    assert evidence(other) == first


def test_the_same_reviewers_other_reviews_stand_beside_to_tell_how_lenient_they_are(world):
    world.assess(initiative="well", score=2)
    world.assess(initiative="shade", score=5)
    problem = evidence(world)
    assert problem.own_scores("fit") == [5, 5, 5, 5, 5]
    assert {review.initiative for review in problem.reviews} == {"shade", "well"}


def test_pilots_are_evidence_and_abandoned_ones_are_not(world):
    world.pilot("p2", "bonn", "bert")
    world.pilot("p1", "aue", "anna", result="failed")
    world.agree_pilot("p3", "celle", "carla")
    world.do(c.AbandonPilot(mission="m", pilot="p3", reason="no trees left"), by="carla")
    world.assess()
    assert [(pilot.id, pilot.institution, pilot.result) for pilot in evidence(world).pilots] == [
        ("p1", "aue", "failed"),
        ("p2", "bonn", "succeeded"),
    ]


def test_a_playbook_may_ask_for_pilots_before_anything_is_a_fit():
    world = CuratedWorld(curation={"min_pilots": 1})
    world.assess()
    assert dossier(world).standing(world.now.date()) == "not_yet"
    world.pilot("p1", "aue", "anna")
    world.later(days=30)
    world.assess()
    assert dossier(world).standing(world.now.date()) == "fit"


# A living dossier


def test_a_fit_expires(world):
    world.assess()
    assessed_on = world.now.date()
    assert dossier(world).expires_on == assessed_on + timedelta(days=365)
    assert dossier(world).is_fit(assessed_on + timedelta(days=364))
    assert not dossier(world).is_fit(assessed_on + timedelta(days=365))
    assert dossier(world).standing(assessed_on + timedelta(days=365)) == "unclear"


def test_an_initiative_is_assessed_again_and_the_old_assessment_stays_in_its_dossier(world):
    world.assess(score=2)
    world.later(days=100)
    world.assess(score=5)
    assert [(note.number, note.result) for note in dossier(world).assessments] == [(1, "not_yet"), (2, "fit")]


def test_a_new_assessment_counts_new_reviews_only(world):
    world.assess()
    world.later(days=400)
    world.open_assessment()
    assert world.refused(c.CloseAssessment(mission="m", initiative="shade"), by="olga") == ("too-few-reviewers",)
    assert dossier(world).open


def test_a_changed_playbook_does_not_touch_an_assessment_that_is_open(world):
    world.open_assessment()
    world.do(
        ChangePlaybook(mission="m", playbook=playbook_of({"curation": {"min_reviewers": 1}}), reason="too few experts"),
        by="olga",
    )
    world.review("rosa")
    assert world.refused(c.CloseAssessment(mission="m", initiative="shade"), by="olga") == ("too-few-reviewers",)


# Overriding and contesting: beside the result


def override(result=Fit.FIT):
    return c.OverrideAssessment(mission="m", initiative="shade", result=result, reason="the heatwave showed it")


def test_an_override_stands_beside_the_computed_result(world):
    world.assess(score=2)
    world.override()
    note = dossier(world).latest
    assert (note.result, note.override, note.standing) == ("not_yet", "fit", "fit")
    assert note.override_reason == "the heatwave showed it"
    assert dossier(world).is_fit(world.now.date())


def test_an_override_does_not_make_a_fit_last_longer(world):
    world.assess(score=2)
    world.later(days=300)
    world.override()
    assert not dossier(world).is_fit((world.now + timedelta(days=65)).date())


def test_only_an_organiser_overrides_and_only_a_result(world):
    assert world.refused(override(), by="olga") == ("not-found",)
    world.open_assessment()
    assert world.refused(override(), by="olga") == ("no-result",)
    world.review(*REVIEWERS, score=2)
    world.close()
    assert world.refused(override(), by="rosa") == ("role-missing",)
    assert world.refused(override()) == ("role-missing",)
    assert world.refused(override("not_yet"), by="olga") == ("override-changes-nothing",)


def test_the_team_contests_a_result_and_is_answered_in_public(world):
    world.assess(score=2)
    assert world.do(world.contest(), by="ada").receipt is not None
    (note,) = dossier(world).latest.contests
    assert (note.acting_as, note.upheld) == ("team", None)
    answering = world.answer(upheld=True)
    world.do(answering)
    (note,) = dossier(world).latest.contests
    assert (note.upheld, note.answer) == (True, "We have looked at it again")
    assert dossier(world).latest.standing == "not_yet"
    assert world.refused(answering) == ("no-such-contest",)


def test_a_contests_words_stay_out_of_the_log(world):
    world.assess(score=2)
    world.do(world.contest(c.ContestAsReviewer), by="rosa")
    (event,) = world.events(e.AssessmentContested)
    assert event.acting_as == "reviewer"
    assert "second street" not in event.model_dump_json()
    assert world.engine.words("m", event.reason) == "Nobody looked at the second street"


def test_only_those_concerned_contest_and_each_once(world):
    world.assess(score=2)
    assert world.refused(world.contest(), by="rosa") == ("not-in-team",)
    assert world.refused(world.contest(c.ContestAsReviewer), by="ada") == ("not-reviewed",)
    for kind, by in ((c.ContestAssessment, "ada"), (c.ContestAsReviewer, "rosa")):
        world.do(world.contest(kind), by=by)
        assert world.refused(world.contest(kind), by=by) == ("contested-already",)
    assert world.refused(world.answer(upheld=False, contest=3)) == ("no-such-contest",)


# The final assessment


def finally_(outcome, initiative="shade", **fields):
    return c.AssessFinally(mission="m", initiative=initiative, outcome=outcome, **fields)


def test_the_final_word_is_what_the_dossier_says(world):
    world.assess()
    assert world.refused(finally_("not_yet"), by="olga") == ("dossier-says-otherwise",)
    world.do(finally_("fit"), by="olga")
    assert dossier(world).final == "fit"
    assert world.refused(finally_("fit"), by="olga") == ("final-already",)


def test_an_expired_fit_is_no_final_fit(world):
    world.assess()
    world.later(days=365)
    assert world.refused(finally_("fit"), by="olga") == ("dossier-says-otherwise",)
    world.do(finally_("unclear"), by="olga")


def test_what_was_never_assessed_stays_unclear(world):
    world.do(finally_("unclear", "well"), by="olga")
    assert dossier(world, "well").final == "unclear"


def test_an_initiative_that_ended_says_why(world):
    world.do(MarkDroppedOut(mission="m", initiative="well", reason=StopReason.NO_TIME), by="ada")
    assert world.refused(finally_("ended", "well"), by="olga") == ("end-without-reason",)
    world.do(finally_("ended", "well", reason="the team has no time"), by="olga")
    assert dossier(world, "well").final_reason == "the team has no time"


def test_there_is_no_final_word_while_a_result_is_on_its_way(world):
    world.open_assessment()
    world.review(*REVIEWERS)
    world.do(c.CloseAssessment(mission="m", initiative="shade"), by="olga")
    assert world.refused(finally_("unclear"), by="olga") == ("assessment-under-way",)
    assert world.refused(finally_("unclear", "noise"), by="olga") == ("initiative-unknown",)


# The playbook


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"min_reviewers": 0}, "curation.min_reviewers"),
        ({"fit_valid_days": 4_000}, "curation.fit_valid_days"),
        ({"leniency": 1}, "curation.leniency: unknown key"),
        ({"scale_max": 2}, "curation: problem asks for a mean of 3, the scale is 1 to 2"),
        ({"criteria": []}, "curation.criteria"),
        (
            {"criteria": [{"id": "fit", "en": "Fit?", "de": "Passt es?"}] * 2},
            "curation: fit stands there more than once",
        ),
    ],
)
def test_a_playbook_out_of_range_is_refused_by_name(values, problem):
    with pytest.raises(PlaybookInvalid, match=problem):
        playbook_of({"curation": values})

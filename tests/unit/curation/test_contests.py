"""Contests and overrides: what people say against a result is answered by others, and what follows from it waits."""

from __future__ import annotations

from typing import Any

import pytest

from osi_core.cli.standing import Standing
from osi_core.curation import commands as c
from osi_core.curation import events as e
from osi_core.curation.facts import Dossier
from osi_core.domain import OFFICES, Phase, Role, Service, StopReason
from osi_core.mission.commands import EraseParticipant
from osi_core.plugins.problems import Fit
from osi_core.process.gates import ClosePhase
from osi_core.support.commands import AdmitInitiative, MarkDroppedOut, StartProgramme
from tests.unit.curation.world import REVIEWERS, CuratedWorld, review

OTHERS = ("anna", "bert", "carla")


def opening():
    return c.OpenAssessment(mission="m", initiative="shade")


def finally_(outcome, **fields):
    return c.AssessFinally(mission="m", initiative="shade", outcome=outcome, **fields)


@pytest.fixture
def contested(world):
    """Rosa, who reviewed, contests a fit."""
    world.assess()
    world.do(world.contest(c.ContestAsReviewer, ground="conflict"), by="rosa")
    return world


# When, and about what


def test_a_contest_says_what_it_is_about(world):
    world.assess()
    command = world.contest().model_copy(update={"ground": None})
    assert world.refused(command, by="ada") == ("contest-ground-missing",)
    world.do(world.contest(ground="procedure"), by="ada")
    assert world.fact(Dossier, "shade").latest.contests[0].ground == "procedure"


def test_a_result_can_be_contested_for_fourteen_days(world):
    world.assess()
    world.later(days=15)
    assert world.refused(world.contest(), by="ada") == ("contest-too-late",)
    world.later(days=-1)
    world.do(world.contest(), by="ada")


def test_an_override_is_a_result_too_and_can_be_contested_as_long(world):
    world.assess()
    world.later(days=100)
    world.override("not_yet")
    world.later(days=14)
    world.do(world.contest(), by="ada")


def test_the_days_are_those_that_the_assessment_was_opened_with():
    world = CuratedWorld(curation={"contest_days": 3})
    world.assess()
    world.later(days=4)
    assert world.refused(world.contest(), by="ada") == ("contest-too-late",)


def test_the_reason_is_told_to_other_services_by_its_seal_until_it_is_erased(world):
    world.assess()
    world.do(world.contest(ground="procedure"), by="ada")
    seal = world.fact(Dossier, "shade").latest.contests[0].reason
    (told,) = world.engine.across("m", Service.FUNDING).texts([seal])
    assert told.text == world.engine.words("m", seal)
    world.do(EraseParticipant(mission="m", participant="ada"), by="ada")
    assert world.engine.across("m", Service.FUNDING).texts([seal]) == []


# Who answers


def test_who_called_for_the_assessment_does_not_answer(contested):
    assert contested.refused(contested.answer(upheld=False), by="olga") == ("decided-it-oneself",)
    contested.member("otto", Role.ORGANISER)
    contested.do(contested.answer(upheld=False), by="otto")


def test_who_proposed_or_confirmed_an_override_does_not_answer(world):
    for name in ("otto", "oda", "omar"):
        world.member(name, Role.ORGANISER)
    world.assess(score=2)
    world.do(c.OverrideAssessment(mission="m", initiative="shade", result=Fit.FIT, reason="seen"), by="otto")
    world.do(c.ConfirmOverride(mission="m", initiative="shade", result=Fit.FIT), by="oda")
    world.do(world.contest(c.ContestAsReviewer), by="rosa")
    for name in ("otto", "oda"):
        assert world.refused(world.answer(upheld=False), by=name) == ("decided-it-oneself",)
    world.do(world.answer(upheld=False), by="omar")


# What waits


@pytest.mark.parametrize(("upheld", "beside"), [(True, {"contested": 1}), (False, {})])
def test_the_standing_counts_results_that_are_contested_until_the_answer_is_no(contested, upheld, beside):
    assert Standing(contested.engine, "m").counts()["fits"] == {"fit": 1, "contested": 1}
    contested.do(contested.answer(upheld=upheld))
    assert Standing(contested.engine, "m").counts()["fits"] == {"fit": 1, **beside}


def test_while_a_contest_waits_nothing_follows_and_nothing_takes_its_place(contested):
    assert contested.refused(finally_("fit"), by="olga") == ("contest-waits",)
    assert contested.refused(opening(), by="olga") == ("contest-waits",)
    contested.do(contested.answer(upheld=False))
    contested.do(finally_("fit"), by="olga")


def test_a_contest_after_the_final_word_keeps_the_curation_open(world):
    world.assess()
    world.do(finally_("fit"), by="olga")
    world.do(c.AssessFinally(mission="m", initiative="well", outcome=e.FinalOutcome.UNCLEAR), by="olga")
    world.do(world.contest(c.ContestAsReviewer), by="rosa")
    closing = ClosePhase(mission="m", phase=Phase.CURATION)
    assert world.refused(closing, by="olga") == ("contest-waits",)
    world.do(world.answer(upheld=False))
    world.do(closing, by="olga")


# Upheld, or not answered: others review


@pytest.mark.parametrize("answered", [True, False])
def test_two_others_review_anew_after_a_contest_that_was_upheld_or_not_answered(contested, answered):
    if answered:
        contested.do(contested.answer(upheld=True))
    else:
        contested.later(days=22)
        assert contested.refused(contested.answer(upheld=False)) == ("answer-too-late",)
    assert contested.refused(finally_("fit"), by="olga") == ("dossier-says-otherwise",)
    contested.do(opening(), by="olga")
    *_, opened = contested.events(e.AssessmentOpened)
    assert (opened.number, opened.fresh, opened.min_reviewers) == (2, True, 2)
    for name in REVIEWERS:
        assert contested.refused(review(), by=name) == ("reviewed-before",)
    contested.review("anna", score=2)
    assert contested.refused(c.CloseAssessment(mission="m", initiative="shade"), by="olga") == ("too-few-reviewers",)
    contested.review("bert", score=2)
    contested.close()
    contested.do(finally_("not_yet"), by="olga")


def test_where_nobody_reviews_anew_a_contested_fit_is_unclear_in_the_end(contested):
    contested.do(contested.answer(upheld=True))
    contested.do(finally_("unclear"), by="olga")


def test_the_second_contest_calls_for_a_third_pair_of_eyes(contested):
    contested.do(contested.answer(upheld=True))
    contested.do(opening(), by="olga")
    contested.review("anna", "bert")
    contested.close()
    contested.do(contested.contest(), by="ada")
    contested.do(contested.answer(upheld=True))
    contested.do(opening(), by="olga")
    for name in ("rosa", "anna"):
        assert contested.refused(review(), by=name) == ("reviewed-before",)
    contested.review("carla")


# Overrides take two


def test_an_override_is_nothing_until_a_second_person_confirms_the_same(world):
    world.member("otto", Role.ORGANISER)
    world.assess(score=2)
    proposal: dict[str, Any] = {"mission": "m", "initiative": "shade", "result": "fit"}
    confirming = c.ConfirmOverride(**proposal)
    assert world.refused(confirming, by="otto") == ("override-not-proposed",)
    world.do(c.OverrideAssessment(**proposal, reason="seen"), by="olga")
    assert world.fact(Dossier, "shade").latest.standing == "not_yet"
    assert world.refused(confirming, by="olga") == ("override-unconfirmed",)
    assert world.refused(confirming, by="anna") == ("organiser-confirms",)
    other = confirming.model_copy(update={"result": "unclear"})
    assert world.refused(other, by="otto") == ("override-not-proposed",)
    world.do(confirming, by="otto")
    (overridden,) = world.events(e.AssessmentOverridden)
    assert (overridden.proposer, overridden.result, overridden.reason) == ("olga", "fit", "seen")
    assert world.refused(confirming, by="otto") == ("override-not-proposed",)


def test_where_one_person_organises_an_institution_confirms(world):
    world.assess(score=2)
    world.override()
    assert world.fact(Dossier, "shade").is_fit(world.now.date())


def test_no_office_confirms(world):
    world.assess(score=2)
    world.do(c.OverrideAssessment(mission="m", initiative="shade", result=Fit.FIT, reason="seen"), by="olga")
    assert world.refused(c.ConfirmOverride(mission="m", initiative="shade", result=Fit.FIT)) == ("role-missing",)
    assert len(OFFICES) == 2


# The final word


def test_an_initiative_that_goes_on_has_not_ended(world):
    assert world.refused(finally_("ended", reason="tidy"), by="olga") == ("initiative-lives",)


def test_what_ended_and_lives_again_is_spoken_of_again(world):
    for name in ("shade", "well"):
        world.do(MarkDroppedOut(mission="m", initiative=name, reason=StopReason.NO_TIME), by="ada")
        ended = c.AssessFinally(mission="m", initiative=name, outcome=e.FinalOutcome.ENDED, reason="no time")
        world.do(ended, by="olga")
    world.do(StartProgramme(mission="m", programme="second"), by="olga")
    world.do(AdmitInitiative(mission="m", initiative="shade", programme="second"), by="olga")
    closing = ClosePhase(mission="m", phase=Phase.CURATION)
    assert world.refused(closing, by="olga") == ("final-assessment-missing",)
    world.do(finally_("unclear"), by="olga")
    world.do(closing, by="olga")


def test_a_new_result_asks_for_the_final_word_again(world):
    world.do(finally_("unclear"), by="olga")
    assert world.refused(finally_("unclear"), by="olga") == ("final-already",)
    world.assess()
    world.do(finally_("fit"), by="olga")
    assert world.fact(Dossier, "shade").final == "fit"

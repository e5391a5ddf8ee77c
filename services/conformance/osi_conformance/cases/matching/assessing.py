"""Curation: whether a solution fits its problem, who says so, and what people say of that."""

from __future__ import annotations

from typing import Any

from osi.matching.v1 import resources_pb2 as res

from osi_conformance.case import case, ensure
from osi_conformance.hall import CRITERIA
from osi_conformance.recorded import participant
from osi_conformance.trial import Trial

FIT, NOT_YET = res.FIT_FIT, res.FIT_NOT_YET


async def _dossier(trial: Trial, name: str) -> Any:
    return await trial.hall.get("GetDossier", name)


@case("matching/dossier/way/open-to-its-result", "Q8")
async def open_to_its_result(trial: Trial) -> None:
    dossier = await trial.hall.opened("raul", "ronja")
    told = await _dossier(trial, dossier)
    ensure(told.under_way and not told.assessments, f"an open assessment is {told}")
    operation = await trial.hall.do("CloseAssessment", "olga", name=dossier)
    told = await trial.hall.outcome(operation.name, res.Dossier)
    ensure(not told.under_way and told.standing == FIT, f"the dossier is {told}")
    (result,) = told.assessments
    ensure((result.number, result.reviewers, result.version) == (1, 2, 1), f"the result is {result}")
    ensure(result.expires_on == told.expires_on, "dossier and result tell two last days")


@case("matching/dossier/decide/by-the-means", "Q8")
async def by_the_means(trial: Trial) -> None:
    """Each criterion's mean is that of the reviews, and told of a fit alone."""
    dossier = await trial.hall.opened()
    for by, score in (("raul", 3), ("ronja", 4)):
        await trial.hall.review(dossier, by, score)
    operation = await trial.hall.do("CloseAssessment", "olga", name=dossier)
    (result,) = (await trial.hall.outcome(operation.name, res.Dossier)).assessments
    means = {one.criterion: one.mean for one in result.means}
    ensure(means == dict.fromkeys(CRITERIA, "7/2"), f"means of 3 and 4 are {means}")


@case("matching/dossier/decide/no-marks-for-not-yet", "Q8")
async def no_marks_for_not_yet(trial: Trial) -> None:
    """Who is told "not yet" is not shown with marks."""
    (result,) = (await _dossier(trial, await trial.hall.assessed(score=1))).assessments
    ensure(result.result == NOT_YET and not result.means, f"the result is {result}")


@case("matching/dossier/decide/some-criteria-left-open", "Q8")
async def some_left_open(trial: Trial) -> None:
    """Of each criterion those count who could judge it."""
    dossier = await trial.hall.opened("ronja", "rui")
    scores = [res.Score(criterion=name, score=4) for name in CRITERIA[:2]]
    await trial.hall.review(dossier, "raul", scores=scores)
    operation = await trial.hall.do("CloseAssessment", "olga", name=dossier)
    told = await trial.hall.outcome(operation.name, res.Dossier)
    ensure(told.standing == FIT, f"one of three has left some open, and the result is {told}")


@case("matching/review/submit/independent-expert", "Q6")
async def independent_expert(trial: Trial) -> None:
    """Who has no institution reviews when they declare to be independent, and counts as a house of their own."""
    dossier = await trial.hall.opened("raul")
    await trial.hall.review(dossier, "eli", independent=True)
    operation = await trial.hall.do("CloseAssessment", "olga", name=dossier)
    await trial.hall.outcome(operation.name, res.Dossier)


@case("matching/review/submit/nobody-learns-whose", "Q9", "own-simulated")
async def nobody_learns_whose(trial: Trial) -> None:
    """Neither reviewers nor what they wrote stand in the public log."""
    dossier = await trial.hall.opened("ronja")
    await trial.hall.review(dossier, "raul", comment="Secretwordcomment")
    operation = await trial.hall.do("CloseAssessment", "olga", name=dossier)
    await trial.hall.outcome(operation.name, res.Dossier)
    reviewers = [participant(one).encode() for one in ("raul", "ronja")]
    seen = 0
    async for event in trial.public():
        seen += 1
        said = event.envelope + event.payload.value
        ensure(b"Secretwordcomment" not in said, f"{event.id} ({event.type}) says what a reviewer wrote")
        ensure(not any(one in said for one in reviewers), f"{event.id} ({event.type}) names a reviewer")
        ensure("review" not in event.type, f"{event.type} is public")
    ensure(seen, "the public log is empty")


@case("matching/dossier/declare/takes-the-review-out", "Q6")
async def takes_the_review_out(trial: Trial) -> None:
    """Who declares a conflict after reviewing is not counted."""
    dossier = await trial.hall.opened("raul", "ronja")
    await trial.hall.do("DeclareConflict", "raul", name=dossier, kind=res.CONFLICT_KIND_PERSONAL)
    request = trial.hall.request("CloseAssessment", name=dossier)
    await trial.mission.refused("CloseAssessment", request, "olga", code="too-few-reviewers")
    await trial.hall.review(dossier, "resi")
    await trial.hall.do("CloseAssessment", "olga", name=dossier)


# What people say of a result


@case("matching/dossier/confirm-override/stands-beside", "Q10")
async def stands_beside(trial: Trial) -> None:
    """Two people say otherwise; what was computed stays beside it."""
    dossier = await trial.hall.assessed(score=1)
    await trial.hall.do("OverrideAssessment", "olga", name=dossier, result=FIT, reason="the summer showed it")
    ensure((await _dossier(trial, dossier)).standing == NOT_YET, "what one alone has proposed stands")
    told = await trial.hall.do("ConfirmOverride", "otto", name=dossier, result=FIT)
    (result,) = told.assessments
    ensure((result.result, result.override, told.standing) == (NOT_YET, FIT, FIT), f"the dossier is {told}")
    ensure(result.override_reason == "the summer showed it", f"the reason is {result.override_reason!r}")


@case("matching/dossier/answer/not-upheld", "Q7")
async def not_upheld(trial: Trial) -> None:
    dossier = await trial.hall.contested()
    (contest,) = (await _dossier(trial, dossier)).assessments[0].contests
    ensure(contest.acting_as == res.CONTESTANT_TEAM and not contest.HasField("upheld"), f"the contest is {contest}")
    answer = {"contest": 1, "upheld": False, "answer": "We have looked again"}
    told = await trial.hall.do("AnswerContest", "otto", name=dossier, **answer)
    (contest,) = told.assessments[0].contests
    ensure(contest.answer == "We have looked again" and contest.upheld is False, f"the contest is {contest}")
    ensure(told.standing == FIT, "a contest that was not upheld has changed the result")


@case("matching/dossier/answer/upheld-begins-anew", "Q7")
async def upheld_begins_anew(trial: Trial) -> None:
    """Others review, and the second result stands beside the first."""
    dossier = await trial.hall.contested()
    await trial.hall.do("AnswerContest", "otto", name=dossier, contest=1, upheld=True, answer="You are right")
    await trial.hall.do("OpenAssessment", "otto", name=dossier)
    for one in ("resi", "rui"):
        await trial.hall.review(dossier, one, 1)
    operation = await trial.hall.do("CloseAssessment", "otto", name=dossier)
    told = await trial.hall.outcome(operation.name, res.Dossier)
    ensure([one.number for one in told.assessments] == [1, 2], f"there are {len(told.assessments)} results")
    ensure(told.standing == NOT_YET, f"the newer result does not stand: {told.standing}")


@case("matching/dossier/contest-as-reviewer/under-a-pseudonym", "Q9")
async def under_a_pseudonym(trial: Trial) -> None:
    dossier = await trial.hall.assessed()
    about = {"ground": res.CONTEST_GROUND_PROCEDURE, "reason": "It went too fast"}
    told = await trial.hall.do("ContestAsReviewer", "raul", name=dossier, **about)
    (contest,) = told.assessments[0].contests
    ensure(contest.acting_as == res.CONTESTANT_REVIEWER, f"the contest is {contest}")
    ensure(participant("raul") not in str(told), "it is told which reviewer has contested")


@case("matching/dossier/order/newer-version", "Q11")
async def newer_version(trial: Trial) -> None:
    """Since it was assessed the solution has changed: who organises orders another assessment."""
    hall = trial.hall
    initiative = await hall.initiative()
    dossier = await hall.assessed(initiative)
    words = {"text": "Trees on the square", "kind": res.UPDATE_KIND_CONTENT}
    await hall.do("UpdateSolution", "founder-01", name=hall.solution_name(initiative), **words)
    told = await hall.do("OrderAssessment", "olga", name=dossier, reason="it is another one")
    ensure(told.ordered and told.standing == FIT, f"the dossier is {told}")
    await hall.assessed(initiative)
    told = await _dossier(trial, dossier)
    ensure(not told.ordered and told.assessments[-1].version == 2, f"the dossier is {told}")


@case("matching/dossier/assess-finally/what-is-known", "Q11")
async def what_is_known(trial: Trial) -> None:
    dossier = await trial.hall.assessed()
    told = await trial.hall.do("AssessFinally", "olga", name=dossier, outcome=res.FINAL_OUTCOME_FIT)
    ensure(told.final == res.FINAL_OUTCOME_FIT, f"the final word is {told.final}")


@case("matching/dossier/assess-finally/ended-with-a-reason", "Q11")
async def ended_with_a_reason(trial: Trial) -> None:
    """Of what no longer exists it is said that it ended, and why."""
    initiative = await trial.hall.initiative()
    await trial.hall.do("MarkDroppedOut", "founder-01", name=initiative, reason=1)
    fields = {"outcome": res.FINAL_OUTCOME_ENDED, "reason": "The team has gone"}
    told = await trial.hall.do("AssessFinally", "olga", name=trial.hall.dossier(initiative), **fields)
    ensure(told.final == res.FINAL_OUTCOME_ENDED and told.final_reason == "The team has gone", f"it is {told}")


# Pilots


@case("matching/pilot/way/agreed-to-its-result", "Q12", "simulated")
async def agreed_to_its_result(trial: Trial) -> None:
    hall = trial.hall
    initiative = await hall.initiative()
    pilot = await hall.pilot(initiative)
    for method, wanted in (("", res.PILOT_STATUS_AGREED), ("StartPilot", res.PILOT_STATUS_RUNNING)):
        told = await hall.do(method, "anna", name=pilot) if method else await hall.get("GetPilot", pilot)
        ensure(told.status == wanted, f"behind {method or 'the agreement'} the pilot is {told.status}")
    trial.mission.later(days=1)
    told = (await trial.mission.call("RecordPilotResult", hall.pilot_result(pilot), "anna")).message
    ensure(told.status == res.PILOT_STATUS_SUCCEEDED and list(told.met) == [True, True], f"the pilot is {told}")
    ensure(told.said == "Measured at noon", f"the evidence is {told.said!r}")
    piloted = list((await _dossier(trial, hall.dossier(initiative))).piloted_by)
    ensure(piloted == [trial.mission.at("institutions/aue")], f"piloted by {piloted}")


@case("matching/pilot/result/failure-is-no-success", "Q12", "simulated")
async def failure_is_no_success(trial: Trial) -> None:
    hall = trial.hall
    initiative = await hall.initiative()
    pilot = await hall.pilot(initiative, started=True)
    trial.mission.later(days=1)
    request = hall.pilot_result(pilot, True, False, result=res.PILOT_RESULT_FAILED)
    told = (await trial.mission.call("RecordPilotResult", request, "anna")).message
    ensure(told.status == res.PILOT_STATUS_FAILED, f"the pilot is {told.status}")
    await hall.assessed(initiative)
    ensure(not (await _dossier(trial, hall.dossier(initiative))).piloted_by, "a pilot that failed counts for it")


@case("matching/pilot/start/by-organisers", "Q12")
async def started_by_organisers(trial: Trial) -> None:
    """They may start it on the partner's behalf; the result the partner alone tells."""
    told = await trial.hall.do("StartPilot", "olga", name=await trial.hall.pilot())
    ensure(told.status == res.PILOT_STATUS_RUNNING, f"the pilot is {told.status}")


@case("matching/pilot/abandon/tells-why", "Q12")
async def abandoned(trial: Trial) -> None:
    told = await trial.hall.do("AbandonPilot", "anna", name=await trial.hall.pilot(started=True), reason="the storm")
    ensure(told.status == res.PILOT_STATUS_ABANDONED and told.said == "the storm", f"the pilot is {told}")

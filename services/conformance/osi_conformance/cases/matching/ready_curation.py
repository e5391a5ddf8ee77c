"""Phase 5, method by method: a request that would be granted now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from osi.matching.v1 import resources_pb2 as res

from osi_conformance.cases.matching.granted import about, put, without_etag
from osi_conformance.subject import Prepared, Ready
from osi_conformance.trial import Trial

__all__ = ["CURATION"]

NOT_YET = res.FIT_NOT_YET


async def _open(trial: Trial) -> Ready:
    return about(trial, "OpenAssessment", "olga", name=trial.hall.dossier(await trial.hall.initiative()))


async def _order(trial: Trial) -> Ready:
    """The solution has a new version since it was assessed."""
    initiative = await trial.hall.initiative()
    dossier = await trial.hall.assessed(initiative)
    words = {"text": "Trees on the square", "kind": res.UPDATE_KIND_CONTENT}
    await trial.hall.do("UpdateSolution", "founder-01", name=trial.hall.solution_name(initiative), **words)
    return about(trial, "OrderAssessment", "olga", put("reason", "another"), name=dossier, reason="a new version")


async def _review(trial: Trial) -> Ready:
    request = trial.hall.review_request(await trial.hall.opened())
    return without_etag(trial, request, "raul", put("comment", "Well done"))


async def _declare(trial: Trial) -> Ready:
    change = put("kind", res.CONFLICT_KIND_RIVALRY)
    fields = {"name": await trial.hall.opened(), "kind": res.CONFLICT_KIND_PERSONAL}
    return about(trial, "DeclareConflict", "raul", change, **fields)


async def _close(trial: Trial) -> Ready:
    return about(trial, "CloseAssessment", "olga", name=await trial.hall.opened("raul", "ronja"))


async def _override(trial: Trial) -> Ready:
    fields: dict[str, Any] = {"name": await trial.hall.assessed(), "result": NOT_YET, "reason": "the storm"}
    return about(trial, "OverrideAssessment", "olga", put("reason", "the rain"), **fields)


async def _confirm_override(trial: Trial) -> Ready:
    dossier = await trial.hall.assessed()
    await trial.hall.do("OverrideAssessment", "olga", name=dossier, result=NOT_YET, reason="the storm")
    change = put("result", res.FIT_UNCLEAR)
    return about(trial, "ConfirmOverride", "otto", change, name=dossier, result=NOT_YET)


async def _contest(trial: Trial) -> Ready:
    fields = {"name": await trial.hall.assessed(), "ground": res.CONTEST_GROUND_FACTS, "reason": "The second street"}
    return about(trial, "ContestAssessment", "founder-01", put("reason", "The third street"), **fields)


async def _contest_as_reviewer(trial: Trial) -> Ready:
    fields = {"name": await trial.hall.assessed(), "ground": res.CONTEST_GROUND_FACTS, "reason": "The second street"}
    return about(trial, "ContestAsReviewer", "raul", put("reason", "The third street"), **fields)


async def _answer(trial: Trial) -> Ready:
    """By Otto, for Olga has called for the assessment."""
    fields = {"name": await trial.hall.contested(), "contest": 1, "upheld": False, "answer": "It stands"}
    return about(trial, "AnswerContest", "otto", put("answer", "It stands still"), **fields)


async def _finally(trial: Trial) -> Ready:
    fields = {"name": await trial.hall.assessed(), "outcome": res.FINAL_OUTCOME_FIT, "reason": "It works"}
    return about(trial, "AssessFinally", "olga", put("reason", "It works well"), **fields)


async def _create_pilot(trial: Trial) -> Ready:
    request = trial.hall.pilot_request(await trial.hall.initiative())
    return without_etag(trial, request, "anna", put("pilot.hypothesis", "Trees cool the square"))


async def _start(trial: Trial) -> Ready:
    return about(trial, "StartPilot", "anna", name=await trial.hall.pilot())


async def _result(trial: Trial) -> Ready:
    pilot = await trial.hall.pilot(started=True)
    trial.mission.later(days=1)
    request = trial.hall.pilot_result(pilot)
    fields = {field.name: value for field, value in request.ListFields()}
    return about(trial, "RecordPilotResult", "anna", put("evidence", "Measured at one"), **fields)


async def _abandon(trial: Trial) -> Ready:
    pilot = await trial.hall.pilot()
    return about(trial, "AbandonPilot", "anna", put("reason", "the rain"), name=pilot, reason="the storm")


CURATION: Mapping[str, Prepared] = {
    "OpenAssessment": Prepared(_open),
    "OrderAssessment": Prepared(_order),
    "SubmitReview": Prepared(_review),
    "DeclareConflict": Prepared(_declare),
    "CloseAssessment": Prepared(_close),
    "OverrideAssessment": Prepared(_override),
    "ConfirmOverride": Prepared(_confirm_override),
    "ContestAssessment": Prepared(_contest),
    "ContestAsReviewer": Prepared(_contest_as_reviewer),
    "AnswerContest": Prepared(_answer),
    "AssessFinally": Prepared(_finally),
    "CreatePilot": Prepared(_create_pilot),
    "StartPilot": Prepared(_start),
    "RecordPilotResult": Prepared(_result, "simulated"),
    "AbandonPilot": Prepared(_abandon),
}
"""Assessments, reviews, contests, pilots."""

"""What the phase rules refuse of assessments, reviews, contests and pilots: above all, nobody judges the own cause."""

from __future__ import annotations

from typing import Any

from osi.matching.v1 import resources_pb2 as res

from osi_conformance.cases.matching.refused import refuses
from osi_conformance.hall import CRITERIA
from osi_conformance.trial import Trial

FACTS, NOT_YET = res.CONTEST_GROUND_FACTS, res.FIT_NOT_YET
Asked = tuple[Any, str]

# Opening and closing


@refuses("dossier/open/role-missing", "role-missing", rule="P2")
async def _(trial: Trial) -> Asked:
    return trial.hall.request("OpenAssessment", name=trial.hall.dossier(await trial.hall.initiative())), "founder-01"


@refuses("dossier/open/not-admitted", "initiative-unknown")
async def _(trial: Trial) -> Asked:
    name = trial.hall.dossier((await trial.hall.solution()).name)
    return trial.hall.request("OpenAssessment", name=name), "olga"


@refuses("dossier/open/under-way", "assessment-under-way")
async def _(trial: Trial) -> Asked:
    return trial.hall.request("OpenAssessment", name=await trial.hall.opened()), "olga"


@refuses("dossier/open/contest-waits", "contest-waits")
async def _(trial: Trial) -> Asked:
    return trial.hall.request("OpenAssessment", name=await trial.hall.contested()), "olga"


@refuses("dossier/close/too-few-reviewers", "too-few-reviewers")
async def _(trial: Trial) -> Asked:
    return trial.hall.request("CloseAssessment", name=await trial.hall.opened("raul")), "olga"


@refuses("dossier/close/reviewers-of-one-house", "too-few-institutions", rule="P2")
async def _(trial: Trial) -> Asked:
    """An assessment does not rest on one house."""
    return trial.hall.request("CloseAssessment", name=await trial.hall.opened("raul", "resi")), "olga"


@refuses("dossier/close/role-missing", "role-missing", rule="P2")
async def _(trial: Trial) -> Asked:
    return trial.hall.request("CloseAssessment", name=await trial.hall.opened("raul", "ronja")), "raul"


@refuses("dossier/order/no-newer-version", "no-newer-version")
async def _(trial: Trial) -> Asked:
    return trial.hall.request("OrderAssessment", name=await trial.hall.assessed(), reason="again"), "olga"


# Reviews


@refuses("review/submit/not-open", "assessment-not-open")
async def _(trial: Trial) -> Asked:
    return trial.hall.review_request(trial.hall.dossier(await trial.hall.initiative())), "raul"


@refuses("review/submit/after-the-close", "assessment-not-open")
async def _(trial: Trial) -> Asked:
    return trial.hall.review_request(await trial.hall.assessed()), "rui"


@refuses("review/submit/twice", "reviewed-already")
async def _(trial: Trial) -> Asked:
    return trial.hall.review_request(await trial.hall.opened("raul")), "raul"


@refuses("review/submit/role-missing", "role-missing", rule="P2")
async def _(trial: Trial) -> Asked:
    return trial.hall.review_request(await trial.hall.opened()), "ada"


def _scored(*scores: tuple[str, int]) -> Any:
    async def build(trial: Trial) -> Asked:
        given = [res.Score(criterion=name, score=score) for name, score in scores]
        return trial.hall.review_request(await trial.hall.opened(), scores=given), "raul"

    return build


_SUBMIT = "review/submit"
refuses(f"{_SUBMIT}/off-the-scale", "score-off-scale", field="scores[0].score")(_scored(("fit", 6)))
refuses(f"{_SUBMIT}/below-the-scale", "score-off-scale", field="scores[1].score")(_scored(("fit", 1), ("impact", 0)))
refuses(f"{_SUBMIT}/criterion-unknown", "criterion-unknown", field="scores[0].criterion")(_scored(("beauty", 3)))
refuses(f"{_SUBMIT}/criterion-twice", "criterion-repeated", field="scores[1].criterion")(
    _scored((CRITERIA[0], 3), (CRITERIA[0], 4))
)


@refuses("review/submit/own-team", "conflict-team", rule="Q6")
async def _(trial: Trial) -> Asked:
    initiative = await trial.hall.initiative("founder-01", "raul")
    return trial.hall.review_request(await trial.hall.opened(initiative=initiative)), "raul"


@refuses("review/submit/left-the-team", "conflict-team", rule="Q6")
async def _(trial: Trial) -> Asked:
    """Who was in the team within the past year is still tied to it."""
    initiative = await trial.hall.initiative("founder-01", "raul")
    await trial.hall.do("LeaveTeam", "raul", name=trial.hall.solution_name(initiative))
    return trial.hall.review_request(await trial.hall.opened(initiative=initiative)), "raul"


@refuses("review/submit/colleague", "conflict-colleague", rule="Q6")
async def _(trial: Trial) -> Asked:
    initiative = await trial.hall.initiative("founder-01", "resi")
    return trial.hall.review_request(await trial.hall.opened(initiative=initiative)), "raul"


@refuses("review/submit/mentor", "conflict-mentor", rule="Q6")
async def _(trial: Trial) -> Asked:
    """Who has helped an initiative does not judge it."""
    match = await trial.hall.matched(("AcceptMatch", "founder-01"), ("DeliverSupport", "eli"))
    need = await trial.hall.get("GetNeed", match.need)
    return trial.hall.review_request(await trial.hall.opened(initiative=need.initiative), independent=True), "eli"


@refuses("review/submit/bundle-partner", "conflict-bundle", rule="Q6")
async def _(trial: Trial) -> Asked:
    one, other = await trial.hall.initiative(), await trial.hall.initiative("founder-02", "raul")
    bundle = (await trial.mission.call("CreateBundle", trial.hall.bundle_request(one, other), "olga")).message.name
    for founder, name in (("founder-01", one), ("founder-02", other)):
        await trial.hall.do("ConsentToBundle", founder, name=bundle, initiative=name)
    return trial.hall.review_request(await trial.hall.opened(initiative=one)), "raul"


@refuses("review/submit/pilot-partner", "conflict-pilot", rule="Q6")
async def _(trial: Trial) -> Asked:
    initiative = await trial.hall.initiative()
    await trial.hall.pilot(initiative)
    return trial.hall.review_request(await trial.hall.opened(initiative=initiative)), "anna"


@refuses("review/submit/conflict-declared", "conflict-declared", rule="Q6")
async def _(trial: Trial) -> Asked:
    dossier = await trial.hall.opened()
    await trial.hall.do("DeclareConflict", "raul", name=dossier, kind=res.CONFLICT_KIND_PERSONAL)
    return trial.hall.review_request(dossier), "raul"


@refuses("review/submit/independence-undeclared", "independence-undeclared", field="independent", rule="Q6")
async def _(trial: Trial) -> Asked:
    return trial.hall.review_request(await trial.hall.opened()), "eli"


@refuses("review/submit/reviewed-before", "reviewed-before", rule="Q7")
async def _(trial: Trial) -> Asked:
    """After a contest that was upheld others review."""
    dossier = await trial.hall.contested()
    await trial.hall.do("AnswerContest", "otto", name=dossier, contest=1, upheld=True, answer="You are right")
    await trial.hall.do("OpenAssessment", "olga", name=dossier)
    return trial.hall.review_request(dossier), "raul"


@refuses("dossier/declare/no-reviews-yet", "assessment-not-open", "own-real")
async def _(trial: Trial) -> Asked:
    name = trial.hall.dossier(await trial.hall.initiative())
    return trial.hall.request("DeclareConflict", name=name, kind=res.CONFLICT_KIND_OTHER), "raul"


# Results


@refuses("dossier/override/no-result", "no-result")
async def _(trial: Trial) -> Asked:
    name = await trial.hall.opened()
    return trial.hall.request("OverrideAssessment", name=name, result=NOT_YET, reason="the storm"), "olga"


@refuses("dossier/override/changes-nothing", "override-changes-nothing", field="result")
async def _(trial: Trial) -> Asked:
    name = await trial.hall.assessed()
    return trial.hall.request("OverrideAssessment", name=name, result=res.FIT_FIT, reason="as it is"), "olga"


@refuses("dossier/override/own-team", "conflict-team", rule="Q6")
async def _(trial: Trial) -> Asked:
    name = await trial.hall.assessed(await trial.hall.initiative("founder-01", "otto"), score=1)
    return trial.hall.request("OverrideAssessment", name=name, result=res.FIT_FIT, reason="ours"), "otto"


@refuses("dossier/confirm-override/oneself", "override-unconfirmed", rule="P4")
async def _(trial: Trial) -> Asked:
    """Two people answer for another result than the computed one."""
    name = await trial.hall.assessed()
    await trial.hall.do("OverrideAssessment", "olga", name=name, result=NOT_YET, reason="the storm")
    return trial.hall.request("ConfirmOverride", name=name, result=NOT_YET), "olga"


@refuses("dossier/confirm-override/nothing-proposed", "override-not-proposed", field="result")
async def _(trial: Trial) -> Asked:
    return trial.hall.request("ConfirmOverride", name=await trial.hall.assessed(), result=NOT_YET), "otto"


@refuses("dossier/confirm-override/another-result", "override-not-proposed", field="result")
async def _(trial: Trial) -> Asked:
    name = await trial.hall.assessed()
    await trial.hall.do("OverrideAssessment", "olga", name=name, result=NOT_YET, reason="the storm")
    return trial.hall.request("ConfirmOverride", name=name, result=res.FIT_UNCLEAR), "otto"


def _contest(method: str, by: str, **fields: Any) -> Any:
    async def build(trial: Trial) -> Asked:
        about = {"ground": FACTS, "reason": "The second street"} | fields
        return trial.hall.request(method, name=await trial.hall.assessed(), **about), by

    return build


_CONTEST = "dossier/contest"
refuses(f"{_CONTEST}/from-outside", "not-in-team", rule="P2")(_contest("ContestAssessment", "ada"))
refuses(f"{_CONTEST}/not-a-reviewer", "not-reviewed", rule="P2")(_contest("ContestAsReviewer", "rui"))
refuses(f"{_CONTEST}/without-a-ground", "contest-ground-missing", field="ground")(
    _contest("ContestAssessment", "founder-01", ground=res.CONTEST_GROUND_UNSPECIFIED)
)


@refuses("dossier/contest/twice", "contested-already")
async def _(trial: Trial) -> Asked:
    fields = {"ground": FACTS, "reason": "The third street"}
    return trial.hall.request("ContestAssessment", name=await trial.hall.contested(), **fields), "founder-01"


@refuses("dossier/contest/too-late", "contest-too-late", "simulated")
async def _(trial: Trial) -> Asked:
    name = await trial.hall.assessed()
    trial.mission.later(days=15)
    return trial.hall.request("ContestAssessment", name=name, ground=FACTS, reason="Too late"), "founder-01"


def _answer(by: str, number: int = 1) -> Any:
    async def build(trial: Trial) -> Asked:
        fields = {"contest": number, "upheld": False, "answer": "It stands"}
        return trial.hall.request("AnswerContest", name=await trial.hall.contested(), **fields), by

    return build


_ANSWER = "dossier/answer"
refuses(f"{_ANSWER}/who-called-for-it", "decided-it-oneself", rule="Q6")(_answer("olga"))
refuses(f"{_ANSWER}/no-such-contest", "no-such-contest", field="contest")(_answer("otto", 2))
refuses(f"{_ANSWER}/role-missing", "role-missing", rule="P2")(_answer("raul"))


@refuses("dossier/answer/too-late", "answer-too-late", "simulated")
async def _(trial: Trial) -> Asked:
    name = await trial.hall.contested()
    trial.mission.later(days=22)
    return trial.hall.request("AnswerContest", name=name, contest=1, upheld=False, answer="It stands"), "otto"


@refuses("dossier/assess-finally/another-outcome", "dossier-says-otherwise")
async def _(trial: Trial) -> Asked:
    name = await trial.hall.assessed()
    return trial.hall.request("AssessFinally", name=name, outcome=res.FINAL_OUTCOME_NOT_YET), "olga"


@refuses("dossier/assess-finally/own-initiative", "asked-oneself", rule="P6")
async def _(trial: Trial) -> Asked:
    name = await trial.hall.assessed(await trial.hall.initiative("founder-01", "olga"))
    return trial.hall.request("AssessFinally", name=name, outcome=res.FINAL_OUTCOME_FIT), "olga"

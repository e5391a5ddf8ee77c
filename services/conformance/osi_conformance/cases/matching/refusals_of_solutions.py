"""What the phase rules refuse of calls, solutions and teams."""

from __future__ import annotations

from typing import Any

from osi.matching.v1 import resources_pb2 as res
from osi.type.v1 import terms_pb2 as terms

from osi_conformance.cases.matching.refused import DENIED, refuses
from osi_conformance.trial import Trial

NOT_NEEDED = terms.STOP_REASON_NOT_NEEDED
Asked = tuple[Any, str]

# Calls


@refuses("call/create/role-missing", "role-missing", rule="P2", status=DENIED)
async def _(trial: Trial) -> Asked:
    return trial.hall.call_request(), "ada"


@refuses("call/create/stranger", "role-missing", rule="P2")
async def _(trial: Trial) -> Asked:
    return trial.hall.call_request(), "zoe"


@refuses("call/create/closes-in-the-past", "call-closes-in-the-past", field="call.closes_on")
async def _(trial: Trial) -> Asked:
    return trial.hall.call_request(closes_on=trial.hall.day(-1)), "olga"


@refuses("call/amend/nothing-changes", "nothing-to-change")
async def _(trial: Trial) -> Asked:
    call = await trial.hall.call()
    return trial.hall.request("AmendCall", name=call.name, text=call.text, reason="none"), "olga"


@refuses("call/amend/role-missing", "role-missing", rule="P2")
async def _(trial: Trial) -> Asked:
    call = await trial.hall.call()
    return trial.hall.request("AmendCall", name=call.name, text="Other words", reason="mine"), "rita"


# Solutions


@refuses("solution/create/nobody-has-called", "call-not-published", "own-real")
async def _(trial: Trial) -> Asked:
    return trial.hall.solution_request(), "founder-01"


@refuses("solution/create/call-is-over", "call-closed", "own-simulated")
async def _(trial: Trial) -> Asked:
    await trial.hall.call(closes_on=trial.hall.day(1))
    trial.mission.later(days=2)
    return trial.hall.solution_request(), "founder-01"


def _for(*challenges: str) -> Any:
    async def build(trial: Trial) -> Asked:
        await trial.hall.call()
        names = [trial.mission.at(f"challenges/{one}") for one in challenges]
        return trial.hall.solution_request(challenges=names), "founder-01"

    return build


_CREATE = "solution/create"
refuses(f"{_CREATE}/challenge-unknown", "challenge-unknown", field="solution.challenges")(_for("nobodys"))
refuses(f"{_CREATE}/challenge-rejected", "challenge-rejected", field="solution.challenges")(_for("heat", "spam"))
refuses(f"{_CREATE}/challenge-merged", "challenge-lives-on", field="solution.challenges")(_for("heat", "warmth"))
refuses(f"{_CREATE}/challenge-named-twice", "named-twice", field="solution.challenges")(_for("heat", "heat"))
refuses(f"{_CREATE}/no-priority", "no-prioritised-challenge", field="solution.challenges")(_for("dust"))


@refuses("solution/update/not-of-the-team", "not-in-solution-team", rule="P2")
async def _(trial: Trial) -> Asked:
    solution, kind = (await trial.hall.solution()).name, res.UPDATE_KIND_CORRECTION
    return trial.hall.request("UpdateSolution", name=solution, title="Mine", kind=kind), "ada"


@refuses("solution/update/organisers-do-not", "not-in-solution-team", rule="P2")
async def _(trial: Trial) -> Asked:
    solution, kind = (await trial.hall.solution()).name, res.UPDATE_KIND_CORRECTION
    return trial.hall.request("UpdateSolution", name=solution, title="Ours", kind=kind), "olga"


@refuses("solution/update/nothing-changes", "nothing-to-change")
async def _(trial: Trial) -> Asked:
    return trial.hall.request("UpdateSolution", name=(await trial.hall.solution()).name), "founder-01"


@refuses("solution/update/kind-of-change-missing", "change-not-named", field="kind")
async def _(trial: Trial) -> Asked:
    solution = (await trial.hall.solution()).name
    return trial.hall.request("UpdateSolution", name=solution, text="Trees"), "founder-01"


@refuses("solution/update/members-do-not", "not-in-speakers", rule="P2")
async def _(trial: Trial) -> Asked:
    solution = (await trial.hall.team("ada")).name
    fields = {"text": "Trees", "kind": res.UPDATE_KIND_CONTENT}
    return trial.hall.request("UpdateSolution", name=solution, **fields), "ada"


@refuses("solution/update/withdrawn", "solution-withdrawn")
async def _(trial: Trial) -> Asked:
    solution = await _withdrawn(trial)
    fields = {"text": "Trees", "kind": res.UPDATE_KIND_CONTENT}
    return trial.hall.request("UpdateSolution", name=solution, **fields), "founder-01"


async def _withdrawn(trial: Trial) -> str:
    solution = (await trial.hall.solution()).name
    await trial.hall.do("WithdrawSolution", "founder-01", name=solution, reason=NOT_NEEDED)
    return solution


@refuses("solution/tie/already", "tied-already", field="challenge")
async def _(trial: Trial) -> Asked:
    heat = trial.mission.at("challenges/heat")
    return trial.hall.request("TieToChallenge", name=(await trial.hall.solution()).name, challenge=heat), "founder-01"


@refuses("solution/withdraw/twice", "solution-withdrawn")
async def _(trial: Trial) -> Asked:
    name = await _withdrawn(trial)
    return trial.hall.request("WithdrawSolution", name=name, reason=NOT_NEEDED), "founder-01"


@refuses("solution/withdraw/in-a-programme", "initiative-active")
async def _(trial: Trial) -> Asked:
    name = trial.hall.solution_name(await trial.hall.initiative())
    return trial.hall.request("WithdrawSolution", name=name, reason=NOT_NEEDED), "founder-01"


@refuses("solution/withdraw/not-of-the-team", "not-in-solution-team", rule="P2")
async def _(trial: Trial) -> Asked:
    name = (await trial.hall.solution()).name
    return trial.hall.request("WithdrawSolution", name=name, reason=NOT_NEEDED), "rita"

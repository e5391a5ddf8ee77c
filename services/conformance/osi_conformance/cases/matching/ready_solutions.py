"""Phase 3, method by method: a request that would be granted now."""

from __future__ import annotations

from collections.abc import Mapping

from osi.matching.v1 import resources_pb2 as res
from osi.type.v1 import terms_pb2 as terms

from osi_conformance.cases.matching.granted import about, put, without_etag
from osi_conformance.subject import Prepared, Ready
from osi_conformance.trial import Trial

__all__ = ["SOLUTIONS"]

NOT_NEEDED, NO_TIME = terms.STOP_REASON_NOT_NEEDED, terms.STOP_REASON_NO_TIME


async def _create_call(trial: Trial) -> Ready:
    return without_etag(trial, trial.hall.call_request(), "olga", put("call.text", "Who has another?"))


async def _amend_call(trial: Trial) -> Ready:
    call = (await trial.hall.call()).name
    change = put("text", "Who can help?")
    return about(trial, "AmendCall", "olga", change, name=call, text="Who has shade?", reason="clearer")


async def _create_solution(trial: Trial) -> Ready:
    await trial.hall.call()
    return without_etag(trial, trial.hall.solution_request(), "founder-01", put("solution.title", "Trees"))


async def _update_solution(trial: Trial) -> Ready:
    solution = (await trial.hall.solution()).name
    fields = {"title": "Larger sails", "kind": res.UPDATE_KIND_CONTENT}
    return about(trial, "UpdateSolution", "founder-01", put("title", "Trees"), name=solution, **fields)


async def _tie(trial: Trial) -> Ready:
    solution, at = (await trial.hall.solution()).name, trial.mission.at
    change = put("challenge", at("challenges/dust"))
    return about(trial, "TieToChallenge", "founder-01", change, name=solution, challenge=at("challenges/noise"))


async def _invite(trial: Trial) -> Ready:
    solution, who = (await trial.hall.solution()).name, trial.mission.participant
    return about(
        trial, "InviteToTeam", "founder-01", put("participant", who("ben")), name=solution, participant=who("ada")
    )


async def _join(trial: Trial) -> Ready:
    solution = (await trial.hall.solution()).name
    return about(trial, "JoinTeam", "ada", put("skills", ["sewing"]), name=solution, skills=["climbing"])


async def _request_to_join(trial: Trial) -> Ready:
    solution = (await trial.hall.solution()).name
    return about(trial, "RequestToJoin", "ada", put("skills", ["sewing"]), name=solution, skills=["climbing"])


async def _asked(trial: Trial) -> str:
    """A solution whose team Ada and Ben have asked to let them in."""
    solution = (await trial.hall.solution()).name
    for one in ("ada", "ben"):
        await trial.hall.do("RequestToJoin", one, name=solution)
    return solution


async def _withdraw_request(trial: Trial) -> Ready:
    return about(trial, "WithdrawRequest", "ada", name=await _asked(trial))


async def _accept_request(trial: Trial) -> Ready:
    who = trial.mission.participant
    change = put("participant", who("ben"))
    return about(trial, "AcceptRequest", "founder-01", change, name=await _asked(trial), participant=who("ada"))


async def _decline_request(trial: Trial) -> Ready:
    fields = {"participant": trial.mission.participant("ada"), "reason": NOT_NEEDED}
    return about(trial, "DeclineRequest", "founder-01", put("reason", NO_TIME), name=await _asked(trial), **fields)


async def _leave(trial: Trial) -> Ready:
    return about(trial, "LeaveTeam", "ada", name=(await trial.hall.team("ada")).name)


async def _remove(trial: Trial) -> Ready:
    solution, ada = (await trial.hall.team("ada")).name, trial.mission.participant("ada")
    change = put("reason", NO_TIME)
    return about(trial, "RemoveFromTeam", "founder-01", change, name=solution, participant=ada, reason=NOT_NEEDED)


async def _appoint(trial: Trial) -> Ready:
    solution, ada = (await trial.hall.team("ada")).name, trial.mission.participant("ada")
    return about(trial, "AppointSpeaker", "founder-01", put("hand_over", True), name=solution, participant=ada)


async def _resign(trial: Trial) -> Ready:
    return about(trial, "ResignAsSpeaker", "founder-01", name=(await trial.hall.solution()).name)


async def _propose_speaker(trial: Trial) -> Ready:
    solution, who = (await trial.hall.leaderless("ada", "ben")).name, trial.mission.participant
    return about(trial, "ProposeSpeaker", "ada", put("participant", who("ben")), name=solution, participant=who("ada"))


async def _name_speaker(trial: Trial) -> Ready:
    """The members have chosen nobody in two weeks."""
    solution, who = (await trial.hall.leaderless("ada", "ben")).name, trial.mission.participant
    trial.mission.later(days=15)
    return about(trial, "NameSpeaker", "olga", put("participant", who("ben")), name=solution, participant=who("ada"))


async def _withdraw(trial: Trial) -> Ready:
    solution = (await trial.hall.solution()).name
    return about(trial, "WithdrawSolution", "founder-01", put("reason", NO_TIME), name=solution, reason=NOT_NEEDED)


async def _create_kickoff(trial: Trial) -> Ready:
    return without_etag(trial, trial.hall.kickoff_request(7), "olga", put("kickoff.days", 2))


async def _move_kickoff(trial: Trial) -> Ready:
    kickoff, hall = (await trial.hall.kickoff(7)).name, trial.hall
    change = put("starts_on", hall.day(9))
    return about(trial, "MoveKickoff", "olga", change, name=kickoff, starts_on=hall.day(8), reason="the hall")


async def _cancel_kickoff(trial: Trial) -> Ready:
    kickoff = (await trial.hall.kickoff(7)).name
    return about(trial, "CancelKickoff", "olga", put("reason", "the rain"), name=kickoff, reason="the hall")


async def _register(trial: Trial) -> Ready:
    name = trial.hall.registration((await trial.hall.kickoff(7)).name, "ada")
    return about(trial, "RegisterForKickoff", "ada", put("skills", ["sewing"]), name=name, skills=["climbing"])


async def _change_wishes(trial: Trial) -> Ready:
    kickoff, solution = await trial.hall.registered("ada")
    name = trial.hall.registration(kickoff, "ada")
    return about(trial, "ChangeWishes", "ada", put("skills", ["sewing"]), name=name, wishes=[solution])


async def _cancel_registration(trial: Trial) -> Ready:
    kickoff, _ = await trial.hall.registered("ada")
    return about(trial, "CancelRegistration", "ada", name=trial.hall.registration(kickoff, "ada"))


async def _confirm_attendance(trial: Trial) -> Ready:
    kickoff, _ = await trial.hall.allocated("ada")
    return about(trial, "ConfirmAttendance", "ada", name=trial.hall.registration(kickoff, "ada"))


async def _close_registration(trial: Trial) -> Ready:
    kickoff, _ = await trial.hall.registered("ada")
    return about(trial, "CloseRegistration", "olga", name=kickoff)


async def _reopen(trial: Trial) -> Ready:
    kickoff, _ = await trial.hall.attended("ada")
    return about(trial, "ReopenAllocation", "olga", put("reason", "many came"), name=kickoff, reason="few came")


async def _close_attendance(trial: Trial) -> Ready:
    kickoff, _ = await trial.hall.attended("ada")
    await trial.hall.do("ReopenAllocation", "olga", name=kickoff, reason="few came")
    return about(trial, "CloseAttendance", "olga", name=kickoff)


async def _hold(trial: Trial) -> Ready:
    kickoff, _ = await trial.hall.attended("ada")
    return about(trial, "HoldKickoff", "olga", name=kickoff)


SOLUTIONS: Mapping[str, Prepared] = {
    "CreateCall": Prepared(_create_call),
    "AmendCall": Prepared(_amend_call),
    "CreateSolution": Prepared(_create_solution),
    "UpdateSolution": Prepared(_update_solution),
    "TieToChallenge": Prepared(_tie),
    "InviteToTeam": Prepared(_invite),
    "JoinTeam": Prepared(_join),
    "RequestToJoin": Prepared(_request_to_join),
    "WithdrawRequest": Prepared(_withdraw_request),
    "AcceptRequest": Prepared(_accept_request),
    "DeclineRequest": Prepared(_decline_request),
    "LeaveTeam": Prepared(_leave),
    "RemoveFromTeam": Prepared(_remove),
    "AppointSpeaker": Prepared(_appoint),
    "ResignAsSpeaker": Prepared(_resign),
    "ProposeSpeaker": Prepared(_propose_speaker),
    "NameSpeaker": Prepared(_name_speaker, "simulated"),
    "WithdrawSolution": Prepared(_withdraw),
    "CreateKickoff": Prepared(_create_kickoff),
    "MoveKickoff": Prepared(_move_kickoff),
    "CancelKickoff": Prepared(_cancel_kickoff),
    "RegisterForKickoff": Prepared(_register),
    "ChangeWishes": Prepared(_change_wishes),
    "CancelRegistration": Prepared(_cancel_registration),
    "ConfirmAttendance": Prepared(_confirm_attendance),
    "CloseRegistration": Prepared(_close_registration),
    "ReopenAllocation": Prepared(_reopen),
    "CloseAttendance": Prepared(_close_attendance),
    "HoldKickoff": Prepared(_hold),
}
"""Calls, solutions, teams, kick-offs."""

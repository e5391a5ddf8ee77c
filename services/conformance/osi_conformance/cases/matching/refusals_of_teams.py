"""What the phase rules refuse of teams: above all, nobody takes one over."""

from __future__ import annotations

from typing import Any

from osi.matching.v1 import resources_pb2 as res
from osi.type.v1 import terms_pb2 as terms

from osi_conformance.cases.matching.refused import refuses
from osi_conformance.trial import Trial

NOT_NEEDED = terms.STOP_REASON_NOT_NEEDED
Asked = tuple[Any, str]

# Coming and going


@refuses("team/invite/stranger", "participant-unknown", field="participant")
async def _(trial: Trial) -> Asked:
    name, zoe = (await trial.hall.solution()).name, trial.mission.participant("zoe")
    return trial.hall.request("InviteToTeam", name=name, participant=zoe), "founder-01"


@refuses("team/invite/member", "in-team-already")
async def _(trial: Trial) -> Asked:
    name, ada = (await trial.hall.team("ada")).name, trial.mission.participant("ada")
    return trial.hall.request("InviteToTeam", name=name, participant=ada), "founder-01"


@refuses("team/invite/members-do-not", "not-in-speakers", rule="P2")
async def _(trial: Trial) -> Asked:
    name, ben = (await trial.hall.team("ada")).name, trial.mission.participant("ben")
    return trial.hall.request("InviteToTeam", name=name, participant=ben), "ada"


@refuses("team/join/twice", "in-team-already")
async def _(trial: Trial) -> Asked:
    return trial.hall.request("JoinTeam", name=(await trial.hall.team("ada")).name), "ada"


@refuses("team/join/not-invited", "not-invited")
async def _(trial: Trial) -> Asked:
    closed = await trial.hall.solution(joining=res.JOINING_BY_INVITATION)
    return trial.hall.request("JoinTeam", name=closed.name), "ada"


@refuses("team/join/full", "team-full")
async def _(trial: Trial) -> Asked:
    """The playbook lets four into a team."""
    return trial.hall.request("JoinTeam", name=(await trial.hall.team("ada", "ben", "cem")).name), "dia"


@refuses("team/join/removed", "removed-from-team")
async def _(trial: Trial) -> Asked:
    """Who was taken out does not just come in again."""
    name, ada = (await trial.hall.team("ada")).name, trial.mission.participant("ada")
    await trial.hall.do("RemoveFromTeam", "founder-01", name=name, participant=ada, reason=NOT_NEEDED)
    return trial.hall.request("JoinTeam", name=name), "ada"


@refuses("team/join/while-it-chooses", "team-without-speaker")
async def _(trial: Trial) -> Asked:
    """Nobody joins a team in order to be chosen its speaker."""
    return trial.hall.request("JoinTeam", name=(await trial.hall.leaderless("ada")).name), "ben"


@refuses("team/join/stranger", "role-missing", rule="P2")
async def _(trial: Trial) -> Asked:
    return trial.hall.request("JoinTeam", name=(await trial.hall.solution()).name), "zoe"


@refuses("team/request/twice", "asked-to-join-already")
async def _(trial: Trial) -> Asked:
    name = (await trial.hall.solution()).name
    await trial.hall.do("RequestToJoin", "ada", name=name)
    return trial.hall.request("RequestToJoin", name=name), "ada"


@refuses("team/request/nothing-to-withdraw", "not-asked-to-join")
async def _(trial: Trial) -> Asked:
    return trial.hall.request("WithdrawRequest", name=(await trial.hall.solution()).name), "ada"


@refuses("team/accept/nobody-asked", "not-asked-to-join")
async def _(trial: Trial) -> Asked:
    name, ada = (await trial.hall.solution()).name, trial.mission.participant("ada")
    return trial.hall.request("AcceptRequest", name=name, participant=ada), "founder-01"


@refuses("team/accept/by-oneself", "not-in-solution-team", rule="P2")
async def _(trial: Trial) -> Asked:
    name, ada = (await trial.hall.solution()).name, trial.mission.participant("ada")
    await trial.hall.do("RequestToJoin", "ada", name=name)
    return trial.hall.request("AcceptRequest", name=name, participant=ada), "ada"


@refuses("team/leave/last", "last-of-team")
async def _(trial: Trial) -> Asked:
    return trial.hall.request("LeaveTeam", name=(await trial.hall.solution()).name), "founder-01"


@refuses("team/leave/not-in-it", "not-in-solution-team")
async def _(trial: Trial) -> Asked:
    return trial.hall.request("LeaveTeam", name=(await trial.hall.team("ada")).name), "ben"


# Speakers: nobody takes a team over


@refuses("team/remove/speaker", "speaker-stays", rule="P2")
async def _(trial: Trial) -> Asked:
    """One whom the founder has appointed cannot take the team over."""
    name, who = (await trial.hall.team("ada")).name, trial.mission.participant
    await trial.hall.do("AppointSpeaker", "founder-01", name=name, participant=who("ada"))
    fields = {"participant": who("founder-01"), "reason": NOT_NEEDED}
    return trial.hall.request("RemoveFromTeam", name=name, **fields), "ada"


@refuses("team/remove/by-a-member", "not-in-speakers", rule="P2")
async def _(trial: Trial) -> Asked:
    name, ben = (await trial.hall.team("ada", "ben")).name, trial.mission.participant("ben")
    return trial.hall.request("RemoveFromTeam", name=name, participant=ben, reason=NOT_NEEDED), "ada"


@refuses("team/remove/by-organisers", "not-in-solution-team", rule="P2")
async def _(trial: Trial) -> Asked:
    name, ada = (await trial.hall.team("ada")).name, trial.mission.participant("ada")
    return trial.hall.request("RemoveFromTeam", name=name, participant=ada, reason=NOT_NEEDED), "olga"


@refuses("speaker/appoint/no-member", "no-member-of-team", field="participant")
async def _(trial: Trial) -> Asked:
    name, ada = (await trial.hall.solution()).name, trial.mission.participant("ada")
    return trial.hall.request("AppointSpeaker", name=name, participant=ada), "founder-01"


@refuses("speaker/appoint/already", "speaker-already")
async def _(trial: Trial) -> Asked:
    name, founder = (await trial.hall.team("ada")).name, trial.mission.participant("founder-01")
    return trial.hall.request("AppointSpeaker", name=name, participant=founder), "founder-01"


@refuses("speaker/appoint/oneself", "not-in-speakers", rule="P2")
async def _(trial: Trial) -> Asked:
    name, ada = (await trial.hall.team("ada")).name, trial.mission.participant("ada")
    return trial.hall.request("AppointSpeaker", name=name, participant=ada), "ada"


@refuses("speaker/propose/there-is-one", "team-has-speaker")
async def _(trial: Trial) -> Asked:
    name, ada = (await trial.hall.team("ada")).name, trial.mission.participant("ada")
    return trial.hall.request("ProposeSpeaker", name=name, participant=ada), "ada"


@refuses("speaker/propose/from-outside", "not-in-solution-team", rule="P2")
async def _(trial: Trial) -> Asked:
    name, ada = (await trial.hall.leaderless("ada")).name, trial.mission.participant("ada")
    return trial.hall.request("ProposeSpeaker", name=name, participant=ada), "ben"


@refuses("speaker/name/too-early", "members-still-choose", rule="P2")
async def _(trial: Trial) -> Asked:
    """The members choose first, for as long as the playbook says."""
    name, ada = (await trial.hall.leaderless("ada")).name, trial.mission.participant("ada")
    return trial.hall.request("NameSpeaker", name=name, participant=ada), "olga"


@refuses("speaker/name/oneself", "names-oneself", "simulated", rule="P2")
async def _(trial: Trial) -> Asked:
    name = (await trial.hall.leaderless("ada", "olga")).name
    trial.mission.later(days=15)
    return trial.hall.request("NameSpeaker", name=name, participant=trial.mission.participant("olga")), "olga"


@refuses("speaker/name/as-representative", "role-missing", "simulated", rule="P2")
async def _(trial: Trial) -> Asked:
    name = (await trial.hall.leaderless("ada")).name
    trial.mission.later(days=15)
    return trial.hall.request("NameSpeaker", name=name, participant=trial.mission.participant("ada")), "rita"

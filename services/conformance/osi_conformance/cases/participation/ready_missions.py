"""For each method about a mission, its people and its institutions, a request that would be granted now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from osi.participation.v1 import resources_pb2 as res
from osi.type.v1 import terms_pb2 as terms

from osi_conformance.forum import PLAYBOOK, Forum, indicator
from osi_conformance.mission import Mission
from osi_conformance.services import chain_of
from osi_conformance.subject import Change, Prepared, Ready, field_set
from osi_conformance.trial import Trial

__all__ = ["MISSION_FOLDERS", "MISSION_READY", "ready", "speaking"]

MISSION_FOLDERS: Mapping[str, str] = {
    "CreateMission": "mission/create",
    "ListMissions": "mission/list",
    "GetMission": "mission/get",
    "AdoptRules": "mission/adopt-rules",
    "SetGoal": "goal/set",
    "ProposeGoal": "goal/propose",
    "TakeBackGoal": "goal/take-back",
    "CommentGoal": "goal/comment",
    "GetGoalComment": "goal-comment/get",
    "ListGoalComments": "goal-comment/list",
    "EndorseMission": "mission/endorse",
    "ChangePlaybook": "playbook/change",
    "StateProvenance": "mission/state-provenance",
    "CreateInstitution": "institution/create",
    "GetInstitution": "institution/get",
    "ListInstitutions": "institution/list",
    "ProposeJoining": "institution/propose-joining",
    "JoinInstitutions": "institution/join",
    "PartInstitutions": "institution/part",
    "JoinMission": "participant/join",
    "GrantRole": "role/grant",
    "GetParticipant": "participant/get",
    "ListParticipants": "participant/list",
    "ConfirmMandate": "mandate/confirm",
    "RevokeRole": "role/revoke",
    "CreateChain": "chain/create",
    "GetChain": "chain/get",
    "ListChains": "chain/list",
    "RetireChain": "chain/retire",
    "EraseParticipant": "participant/erase",
    "OpenPhase": "phase/open",
    "ClosePhase": "phase/close",
    "CloseMissionEarly": "mission/close-early",
    "ResumeMission": "mission/resume",
}


def ready(mission: Mission, method: str, by: str, change: Change, about: str = "", **fields: Any) -> Ready:
    """A request of a method; `about` is what its etag is of, where it has one."""

    async def etag() -> str:
        return str((await Forum(mission).get(about, "olga")).etag)

    request = Forum.request(method, **fields)
    return Ready(mission, request, by, change, etag if about else None)


async def speaking(mission: Mission, by: str = "rita", sector: Any = terms.SECTOR_ADMINISTRATION) -> str:
    """Somebody joins a mission that has nobody yet, and speaks for an institution; its name."""
    forum = Forum(mission)
    await forum.join(by)
    house = res.Institution(display_name="Town", sector=sector)
    named: dict[str, Any] = {"parent": mission.name, "institution": house, "institution_id": mission.new_id("house")}
    institution = str((await forum.call("CreateInstitution", "operator", **named)).name)
    about: dict[str, Any] = {"name": mission.participant(by), "institution": institution}
    await forum.call("GrantRole", "operator", **about, role=terms.ROLE_REPRESENTATIVE)
    await forum.call("ConfirmMandate", "operator", **about, document="A letter")
    return institution


async def _goal(mission: Mission) -> None:
    fields: dict[str, Any] = {"name": mission.name, "statement": "No emissions", "indicator": indicator()}
    await Forum(mission).call("SetGoal", "operator", **fields)


async def _endorsed(trial: Trial) -> Mission:
    """A mission whose goal an institution has endorsed."""
    mission = await trial.aside()
    await speaking(mission)
    await _goal(mission)
    await Forum(mission).call("EndorseMission", "rita", name=mission.name)
    return mission


async def _create_mission(trial: Trial) -> Ready:
    other = trial.world.aside("real")
    fields: dict[str, Any] = {"title": "Another", "language": "en", "origin": terms.DATA_ORIGIN_REAL}
    change = field_set("title", "Yet another")
    return ready(trial.mission, "CreateMission", "operator", change, name=other.name, playbook=PLAYBOOK, **fields)


async def _adopt_rules(trial: Trial) -> Ready:
    newest = int((await trial.forum.get(trial.mission.name)).rules)
    mission = await trial.aside(rules=newest - 1)
    fields: dict[str, Any] = {"name": mission.name, "rules": newest, "reason": "they are better"}
    return ready(mission, "AdoptRules", "operator", field_set("reason", "all have them"), mission.name, **fields)


async def _set_goal(trial: Trial) -> Ready:
    mission = await trial.aside()
    fields: dict[str, Any] = {"name": mission.name, "statement": "No emissions", "indicator": indicator()}
    return ready(mission, "SetGoal", "operator", field_set("statement", "None at all"), mission.name, **fields)


async def _propose_goal(trial: Trial) -> Ready:
    mission = await _endorsed(trial)
    fields: dict[str, Any] = {"name": mission.name, "statement": "Fewer", "indicator": indicator(target="1")}
    change = field_set("reason", "zero is much")
    return ready(mission, "ProposeGoal", "operator", change, mission.name, **fields, reason="zero is hard")


async def _take_back_goal(trial: Trial) -> Ready:
    proposing = await _propose_goal(trial)
    await proposing.mission.call("ProposeGoal", proposing.request, "operator")
    mission = proposing.mission
    change = field_set("reason", "a slip")
    return ready(mission, "TakeBackGoal", "operator", change, mission.name, name=mission.name, reason="a mistake")


async def _comment_goal(trial: Trial) -> Ready:
    mission = await trial.aside()
    await Forum(mission).join("ada")
    await _goal(mission)
    return ready(mission, "CommentGoal", "ada", field_set("text", "Bad"), parent=mission.name, text="Good")


async def _endorse(trial: Trial) -> Ready:
    mission = await trial.aside()
    await speaking(mission)
    await _goal(mission)
    change = field_set("statement", "We all want this")
    return ready(mission, "EndorseMission", "rita", change, mission.name, name=mission.name, statement="We want this")


async def _change_playbook(trial: Trial) -> Ready:
    mission, other = await trial.aside(), res.Playbook()
    other.CopyFrom(PLAYBOOK)
    other.challenges.top = 2
    fields: dict[str, Any] = {"name": mission.name, "playbook": other, "reason": "two are better"}
    return ready(mission, "ChangePlaybook", "operator", field_set("reason", "why not"), mission.name, **fields)


async def _state_provenance(trial: Trial) -> Ready:
    mission = trial.mission
    fields: dict[str, Any] = {"name": mission.name, "part": "challenges", "source": "A survey", "licence": "CC0-1.0"}
    return ready(mission, "StateProvenance", "olga", field_set("source", "A poll"), mission.name, **fields)


async def _create_institution(trial: Trial) -> Ready:
    house = res.Institution(display_name="Works", sector=terms.SECTOR_BUSINESS)
    fields: dict[str, Any] = {"parent": trial.mission.name, "institution": house}
    id_ = trial.mission.new_id("institution")
    change = field_set("institution.display_name", "Mill")
    return ready(trial.mission, "CreateInstitution", "olga", change, **fields, institution_id=id_)


async def _propose_joining(trial: Trial) -> Ready:
    one, other = await trial.forum.institution(), await trial.forum.institution()
    fields = {"name": one, "into": other, "reason": "one house"}
    return ready(trial.mission, "ProposeJoining", "olga", field_set("reason", "the same"), one, **fields)


async def _join_institutions(trial: Trial) -> Ready:
    proposing = await _propose_joining(trial)
    await trial.mission.call("ProposeJoining", proposing.request, "olga")
    one, other = proposing.request.name, proposing.request.into
    change = field_set("into", trial.mission.at("institutions/town"))
    return ready(trial.mission, "JoinInstitutions", "otto", change, one, name=one, into=other)


async def _part_institutions(trial: Trial) -> Ready:
    proposing = await _propose_joining(trial)
    await trial.mission.call("ProposeJoining", proposing.request, "olga")
    name = proposing.request.name
    change = field_set("reason", "they are not")
    return ready(trial.mission, "PartInstitutions", "olga", change, name, name=name, reason="two houses")


async def _join_mission(trial: Trial) -> Ready:
    by = trial.mission.new_id("joiner")
    return ready(trial.mission, "JoinMission", by, lambda request: None, name=trial.mission.participant(by))


async def _grant_role(trial: Trial) -> Ready:
    name = await trial.forum.join(trial.mission.new_id("joiner"))
    change = field_set("role", terms.ROLE_ORGANISER)
    return ready(trial.mission, "GrantRole", "olga", change, name, name=name, role=terms.ROLE_EXPERT)


async def _confirm_mandate(trial: Trial) -> Ready:
    by, house = trial.mission.new_id("joiner"), trial.mission.at("institutions/town")
    name = await trial.forum.join(by)
    await trial.forum.represents(by, house, confirmed=False)
    fields = {"name": name, "institution": house, "document": "A letter"}
    return ready(trial.mission, "ConfirmMandate", "operator", field_set("document", "A call"), name, **fields)


async def _revoke_role(trial: Trial) -> Ready:
    name = await trial.forum.join(trial.mission.new_id("joiner"))
    await trial.forum.call("GrantRole", name=name, role=terms.ROLE_EXPERT)
    fields: dict[str, Any] = {"name": name, "role": terms.ROLE_EXPERT, "reason": "over"}
    return ready(trial.mission, "RevokeRole", "olga", field_set("reason", "done"), name, **fields)


async def _create_chain(trial: Trial) -> Ready:
    mission = await trial.aside()
    fields: dict[str, Any] = {"parent": mission.name, "chain_id": chain_of("matching")}
    chain = res.Chain(service=terms.SERVICE_MATCHING)
    change = field_set("chain.address", "127.0.0.1:7070")
    return ready(mission, "CreateChain", "operator", change, **fields, chain=chain)


async def _retire_chain(trial: Trial) -> Ready:
    name = trial.mission.at(f"chains/{chain_of('funding')}")
    last = trial.world.played.of("funding", trial.mission.id).position
    fields: dict[str, Any] = {"name": name, "last": last, "reason": "it ends"}
    return ready(trial.mission, "RetireChain", "operator", field_set("reason", "over"), name, **fields)


async def _erase(trial: Trial) -> Ready:
    by = trial.mission.new_id("joiner")
    name = await trial.forum.join(by)
    return ready(trial.mission, "EraseParticipant", by, lambda request: None, name, name=name)


async def _open_phase(trial: Trial) -> Ready:
    mission = await _endorsed(trial)
    await Forum(mission).call("ClosePhase", "operator", name=mission.name, phase=terms.PHASE_MISSION)
    fields: dict[str, Any] = {"name": mission.name, "phase": terms.PHASE_CHALLENGES, "reason": "it is time"}
    return ready(mission, "OpenPhase", "operator", field_set("reason", "now"), mission.name, **fields)


async def _close_phase(trial: Trial) -> Ready:
    mission = await _endorsed(trial)
    fields: dict[str, Any] = {"name": mission.name, "phase": terms.PHASE_MISSION}
    change = field_set("phase", terms.PHASE_CHALLENGES)
    return ready(mission, "ClosePhase", "operator", change, mission.name, **fields)


async def _close_early(trial: Trial) -> Ready:
    mission = await trial.aside()
    fields = {"name": mission.name, "reason": "nobody came"}
    return ready(mission, "CloseMissionEarly", "operator", field_set("reason", "few came"), mission.name, **fields)


async def _resume(trial: Trial) -> Ready:
    mission = await trial.aside()
    await Forum(mission).call("CloseMissionEarly", "operator", name=mission.name, reason="nobody came")
    fields = {"name": mission.name, "reason": "they came"}
    return ready(mission, "ResumeMission", "operator", field_set("reason", "all came"), mission.name, **fields)


MISSION_READY: Mapping[str, Prepared] = {
    "CreateMission": Prepared(_create_mission),
    "AdoptRules": Prepared(_adopt_rules),
    "SetGoal": Prepared(_set_goal),
    "ProposeGoal": Prepared(_propose_goal),
    "TakeBackGoal": Prepared(_take_back_goal),
    "CommentGoal": Prepared(_comment_goal),
    "EndorseMission": Prepared(_endorse),
    "ChangePlaybook": Prepared(_change_playbook),
    "StateProvenance": Prepared(_state_provenance),
    "CreateInstitution": Prepared(_create_institution),
    "ProposeJoining": Prepared(_propose_joining),
    "JoinInstitutions": Prepared(_join_institutions),
    "PartInstitutions": Prepared(_part_institutions),
    "JoinMission": Prepared(_join_mission),
    "GrantRole": Prepared(_grant_role),
    "ConfirmMandate": Prepared(_confirm_mandate),
    "RevokeRole": Prepared(_revoke_role),
    "CreateChain": Prepared(_create_chain),
    "RetireChain": Prepared(_retire_chain, "own-real"),
    "EraseParticipant": Prepared(_erase),
    "OpenPhase": Prepared(_open_phase),
    "ClosePhase": Prepared(_close_phase),
    "CloseMissionEarly": Prepared(_close_early),
    "ResumeMission": Prepared(_resume),
}
"""Every such method that changes something."""

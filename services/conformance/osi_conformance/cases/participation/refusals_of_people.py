"""What the phase rules refuse about institutions, people and their roles."""

from __future__ import annotations

from typing import Any

import grpc
from osi.type.v1 import terms_pb2 as terms

from osi_conformance.cases.participation.building import again, otherwise
from osi_conformance.cases.participation.ready_missions import MISSION_READY
from osi_conformance.forum import Forum
from osi_conformance.refusing import Asked, Build, refusing
from osi_conformance.trial import Trial

DENIED = grpc.StatusCode.PERMISSION_DENIED
refuses = refusing("participation")
_SPEAKS: dict[str, Any] = {"role": terms.ROLE_REPRESENTATIVE}


refuses(
    "institution/create/role-missing", "role-missing", otherwise("CreateInstitution", "rita"), status=DENIED, rule="P2"
)
refuses("institution/propose-joining/with-itself", "joined-with-itself", lambda trial: _joins_itself(trial))
refuses("institution/propose-joining/unknown", "institution-unknown", lambda trial: _joins_nobody(trial))
refuses("institution/join/unproposed", "joining-not-proposed", lambda trial: _joins_unproposed(trial))
refuses("institution/join/as-the-proposer", "asked-oneself", otherwise("JoinInstitutions", "olga"), rule="P6")
refuses("institution/part/nothing-joined", "institution-not-joined", lambda trial: _parts_nothing(trial))


async def _joins_itself(trial: Trial) -> Asked:
    one = await trial.forum.institution()
    return Asked("ProposeJoining", Forum.request("ProposeJoining", name=one, into=one, reason="the same"), "olga")


async def _joins_nobody(trial: Trial) -> Asked:
    one, nobody = await trial.forum.institution(), trial.mission.at("institutions/nobody")
    return Asked("ProposeJoining", Forum.request("ProposeJoining", name=one, into=nobody, reason="the same"), "olga")


async def _joins_unproposed(trial: Trial) -> Asked:
    one, other = await trial.forum.institution(), await trial.forum.institution()
    return Asked("JoinInstitutions", Forum.request("JoinInstitutions", name=one, into=other), "otto")


async def _parts_nothing(trial: Trial) -> Asked:
    one = await trial.forum.institution()
    return Asked("PartInstitutions", Forum.request("PartInstitutions", name=one, reason="two houses"), "olga")


# People and roles


async def _joins_another(trial: Trial) -> Asked:
    name = trial.mission.participant(trial.mission.new_id("joiner"))
    return Asked("JoinMission", Forum.request("JoinMission", name=name), "ada")


async def _grants(trial: Trial, by: str = "olga", **fields: Any) -> Asked:
    name = await trial.forum.join(trial.mission.new_id("joiner"))
    return Asked("GrantRole", Forum.request("GrantRole", name=name, **fields), by)


def _grant(by: str = "olga", institution: str = "", **fields: Any) -> Build:
    async def build(trial: Trial) -> Asked:
        named = {"institution": trial.mission.at(institution)} if institution else {}
        return await _grants(trial, by, **fields, **named)

    return build


refuses("participant/join/twice", "joined-already", again("JoinMission"), rule="J6")
refuses("participant/join/for-another", "not-oneself", _joins_another, rule="J6")
refuses("role/grant/role-missing", "role-missing", _grant("ada", role=terms.ROLE_EXPERT), status=DENIED, rule="P2")
refuses("role/grant/no-citizens-by-grace", "role-not-granted", _grant(role=terms.ROLE_CITIZEN), rule="J6")
refuses("role/grant/institution-missing", "institution-missing", _grant(**_SPEAKS), rule="J6")
refuses("role/grant/institution-unknown", "institution-unknown", _grant(institution="institutions/no", **_SPEAKS))
refuses(
    "role/grant/organises-and-represents",
    "organises-and-represents",
    lambda trial: _grants_otto(trial),
    rule="J6",
)
refuses("role/grant/mandate-held", "mandate-held", lambda trial: _grants_again(trial), rule="J6")
refuses("mandate/confirm/unstated", "mandate-missing", lambda trial: _confirms_unstated(trial), rule="J6")
refuses("mandate/confirm/without-a-document", "document-missing", lambda trial: _confirms(trial, "operator"), rule="J6")
refuses("mandate/confirm/as-another-house", "no-confirmed-mandate", lambda trial: _confirms(trial, "bert"), rule="P2")
refuses("role/revoke/not-held", "role-not-held", lambda trial: _revokes(trial, "olga"), rule="J6")
refuses("role/revoke/by-a-citizen", "not-oneself", otherwise("RevokeRole", "ada"), rule="J6")
refuses("participant/erase/somebody-else", "not-oneself", otherwise("EraseParticipant", "ada"), rule="U1")
refuses("participant/erase/twice", "participant-erased", again("EraseParticipant", "operator"), rule="U1")


async def _grants_otto(trial: Trial) -> Asked:
    fields = {"name": trial.mission.participant("otto"), "institution": trial.mission.at("institutions/town")}
    return Asked("GrantRole", Forum.request("GrantRole", **fields, **_SPEAKS), "operator")


async def _grants_again(trial: Trial) -> Asked:
    by, house = trial.mission.new_id("joiner"), trial.mission.at("institutions/town")
    name = await trial.forum.join(by)
    await trial.forum.represents(by, house)
    return Asked("GrantRole", Forum.request("GrantRole", name=name, institution=house, **_SPEAKS), "olga")


async def _confirms_unstated(trial: Trial) -> Asked:
    name = await trial.forum.join(trial.mission.new_id("joiner"))
    fields = {"name": name, "institution": trial.mission.at("institutions/town"), "document": "A letter"}
    return Asked("ConfirmMandate", Forum.request("ConfirmMandate", **fields), "operator")


async def _confirms(trial: Trial, by: str) -> Asked:
    ready = await MISSION_READY["ConfirmMandate"].make(trial)
    ready.request.ClearField("document")
    return Asked("ConfirmMandate", ready.request, by)


async def _revokes(trial: Trial, by: str) -> Asked:
    name = await trial.forum.join(trial.mission.new_id("joiner"))
    fields: dict[str, Any] = {"name": name, "role": terms.ROLE_EXPERT, "reason": "over"}
    return Asked("RevokeRole", Forum.request("RevokeRole", **fields), by)

"""What the phase rules refuse once a round is decided: accepting, paying, taking back, writing off."""

from __future__ import annotations

from typing import Any

import grpc
from osi.funding.v1 import funding_service_pb2 as api
from osi.funding.v1 import resources_pb2 as res
from osi.type.v1 import terms_pb2 as terms

from osi_conformance.case import Place
from osi_conformance.refusing import Asked, Build, refusing
from osi_conformance.town import Grant, euros
from osi_conformance.trial import Trial

DENIED, PRECONDITION = grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.FAILED_PRECONDITION
refuses = refusing("funding")


def _of(grant: Grant, method: str, by: str, **fields: Any) -> Asked:
    return Asked(method, grant.of(getattr(api, f"{method}Request"), **fields), by)


def _on(method: str, by: str = "", accepted: bool = True, **fields: Any) -> Build:
    """On a grant that was just awarded, or just accepted."""

    async def build(trial: Trial) -> Asked:
        grant = await trial.grant(accepted=accepted)
        return _of(grant, method, by or grant.founder, **fields)

    return build


def _unknown(method: str, by: str, **fields: Any) -> Build:
    async def build(trial: Trial) -> Asked:
        grant = await trial.grant()
        other = grant._replace(application=trial.mission.at("applications/nobodys"))
        return _of(other, method, by, **fields)

    return build


def _paid(method: str, by: str, proposed: int = 0, **fields: Any) -> Build:
    """On a grant of which 60 euros were paid."""

    async def build(trial: Trial) -> Asked:
        grant = await trial.grant(accepted=True)
        await grant.do("ProposeGrantMove", "olga", amount=euros(6_000))
        await grant.do("PayGrant", "rita", amount=euros(6_000))
        if proposed:
            await grant.do("ProposeWriteOff", "olga", amount=euros(proposed), reason="they have ended")
        return _of(grant, method, by, **fields)

    return build


async def _accepts_as_a_member(trial: Trial) -> Asked:
    """Mia is in the team of the first initiative."""
    round_, (name,) = await trial.town.voting(10_000, budget=10_000)
    await trial.town.decide(round_)
    request = api.AcceptGrantRequest(name=round_, application=name)
    return Asked("AcceptGrant", request, "mia")


async def _accepts_late(trial: Trial) -> Asked:
    (grant,) = await trial.town.grants(1)
    trial.mission.later(days=22)
    return _of(grant, "AcceptGrant", grant.founder)


async def _pays_as_the_proposer(trial: Trial) -> Asked:
    grant = await trial.grant(accepted=True)
    await grant.do("ProposeGrantMove", "olga")
    return _of(grant, "PayGrant", "olga")


async def _pays_another_amount(trial: Trial) -> Asked:
    grant = await trial.grant(accepted=True)
    await grant.do("ProposeGrantMove", "olga", amount=euros(5_000))
    return _of(grant, "PayGrant", "rita", amount=euros(5_001))


_S: Place = "simulated"
refuses("grant/accept/unknown", "grant-unknown", _unknown("AcceptGrant", "founder-01"), _S)
refuses("grant/accept/of-another-team", "not-in-team", _on("AcceptGrant", "ada", False), _S, rule="P2")
refuses("grant/accept/of-a-mere-member", "not-in-speakers", _accepts_as_a_member, _S, rule="P2")
refuses("grant/accept/twice", "grant-not-waiting", _on("AcceptGrant"), _S)
refuses("grant/accept/too-late", "grant-lapses", _accepts_late, "own-simulated", PRECONDITION)
refuses("grant/lapse/too-early", "grant-not-lapsed", _on("LapseGrant", "olga", False), _S, PRECONDITION)
refuses("grant/lapse/role-missing", "role-missing", _on("LapseGrant", "ada", False), _S, DENIED, "P2")
refuses("grant/propose-move/unknown", "grant-unknown", _unknown("ProposeGrantMove", "olga"), _S)
refuses("grant/propose-move/not-accepted", "grant-not-accepted", _on("ProposeGrantMove", "olga", False), _S)
refuses("grant/propose-move/role-missing", "role-missing", _on("ProposeGrantMove", "ada"), _S, DENIED, "P2")
refuses("grant/propose-move/not-the-giver", "no-confirmed-mandate", _on("ProposeGrantMove", "bert"), _S, rule="P2")
refuses(
    "grant/propose-move/more-than-unpaid", "more-than-unpaid", _on("ProposeGrantMove", "olga", amount=euros(10_001)), _S
)
refuses(
    "grant/propose-move/more-than-is-left",
    "more-than-left",
    _on("ProposeGrantMove", "olga", amount=euros(10_001), move=res.GRANT_MOVE_TAKE_BACK),
    _S,
)
refuses("grant/pay/not-accepted", "grant-not-accepted", _on("PayGrant", "rita", False), _S)
refuses("grant/pay/without-a-second-person", "second-person-missing", _on("PayGrant", "rita"), _S, rule="P4")
refuses("grant/pay/as-the-proposer", "second-person-missing", _pays_as_the_proposer, _S, rule="P4")
refuses("grant/pay/another-amount", "second-person-missing", _pays_another_amount, _S, rule="P4")
refuses("grant/pay/more-than-unpaid", "more-than-unpaid", _on("PayGrant", "rita", amount=euros(10_001)), _S)
refuses("grant/pay/twice", "more-than-unpaid", _paid("PayGrant", "rita", amount=euros(6_000)), _S)
refuses("grant/pay/role-missing", "role-missing", _on("PayGrant"), _S, DENIED, "P2")
refuses(
    "grant/pay/above-the-limit-alone",
    "second-person-missing",
    _paid("PayGrant", "rita", amount=euros(1_001)),
    _S,
    rule="P4",
)
_W: dict[str, Any] = {"reason": "they have ended"}
refuses(
    "grant/propose-write-off/more-than-paid",
    "more-than-paid",
    _paid("ProposeWriteOff", "olga", amount=euros(6_001), **_W),
    _S,
)
refuses("grant/propose-write-off/role-missing", "role-missing", _paid("ProposeWriteOff", "ada", **_W), _S, DENIED, "P2")
refuses("grant/write-off/unproposed", "write-off-unproposed", _paid("WriteOffGrant", "rita"), _S, rule="P4")
refuses(
    "grant/write-off/as-the-proposer",
    "write-off-unproposed",
    _paid("WriteOffGrant", "olga", 500, amount=euros(500)),
    _S,
    rule="P4",
)
refuses(
    "grant/write-off/another-amount",
    "write-off-unproposed",
    _paid("WriteOffGrant", "rita", 500, amount=euros(501)),
    _S,
    rule="P4",
)
refuses("grant/undo-write-off/nothing-is", "more-than-written-off", _paid("UndoWriteOff", "olga", **_W), _S)
_NOT_NEEDED: dict[str, Any] = {"reason": terms.STOP_REASON_NOT_NEEDED}
refuses("grant/return/unknown", "grant-unknown", _unknown("ReturnGrant", "olga", **_NOT_NEEDED), _S)
refuses("grant/return/of-another-team", "not-in-team", _on("ReturnGrant", "ada", **_NOT_NEEDED), _S, rule="P2")
refuses("grant/return/more-than-is-left", "more-than-left", _on("ReturnGrant", amount=euros(10_001), **_NOT_NEEDED), _S)
refuses(
    "grant/return/by-one-of-the-givers-alone",
    "second-person-missing",
    _on("ReturnGrant", "olga", **_NOT_NEEDED),
    _S,
    rule="P4",
)

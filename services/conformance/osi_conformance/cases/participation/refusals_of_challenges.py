"""What the phase rules refuse about challenges, statements, votes and commitments."""

from __future__ import annotations

from typing import Any

import grpc
from google.type.date_pb2 import Date
from osi.participation.v1 import resources_pb2 as res
from osi.type.v1 import terms_pb2 as terms

from osi_conformance.cases.participation.building import accepted, again, on, otherwise, submitted
from osi_conformance.forum import Forum
from osi_conformance.refusing import Asked, refusing
from osi_conformance.trial import Trial

DENIED, PRECONDITION = grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.FAILED_PRECONDITION
refuses = refusing("participation")


# Challenges

refuses("challenge/create/role-missing", "role-missing", otherwise("CreateChallenge", "zoe"), status=DENIED, rule="P2")
refuses("challenge/create/before-its-phase", "phase-not-open", otherwise("CreateChallenge"), "own-new", rule="P5")
refuses("challenge/accept/role-missing", "role-missing", otherwise("AcceptChallenge", "ben"), status=DENIED, rule="P2")
refuses("challenge/accept/twice", "challenge-moderated", again("AcceptChallenge"))
refuses("challenge/accept/as-the-author", "asked-oneself", lambda trial: _own_challenge(trial), rule="P6")
refuses("challenge/reject/twice", "challenge-moderated", again("RejectChallenge"))
refuses("challenge/reject/without-a-ground", "ground-missing", on("RejectChallenge", "olga", accepted, reason="no"))
refuses("challenge/amend/not-the-author", "not-the-author", otherwise("AmendChallenge", "ben"), rule="P2")
refuses("challenge/amend/ended", "challenge-ended", lambda trial: _amends_rejected(trial))
refuses("challenge/amend/asked-already", "correction-asked", lambda trial: _amends_twice(trial))
refuses("challenge/withdraw/not-the-author", "not-the-author", otherwise("WithdrawChallenge", "ben"), rule="P2")
refuses("correction/grant/nothing-asked", "no-correction-asked", on("GrantCorrection", "olga", accepted))
refuses(
    "correction/decline/nothing-asked", "no-correction-asked", on("DeclineCorrection", "olga", accepted, reason="no")
)
refuses("correction/grant/role-missing", "role-missing", otherwise("GrantCorrection", "ada"), rule="P2")
refuses("challenge/merge/unproposed", "merge-not-proposed", lambda trial: _merges(trial, "MergeChallenge"))
refuses("challenge/merge/too-early", "merge-too-early", lambda trial: _merges_at_once(trial))
refuses("merge/propose/into-itself", "merge-into-itself", lambda trial: _merges_itself(trial))
refuses("merge/propose/target-not-accepted", "merge-target-not-accepted", lambda trial: _merges_into_new(trial))
refuses("merge/propose/not-accepted", "challenge-not-accepted", lambda trial: _merges_new(trial))
refuses("merge/propose/one-at-a-time", "merge-proposed-already", again("ProposeMerge"))
refuses("merge/object/nothing-proposed", "no-merge-proposed", on("ObjectToMerge", "ada", accepted))
refuses("merge/object/not-the-author", "not-the-author", otherwise("ObjectToMerge", "ben"), rule="P2")
refuses("merge/undo/not-merged", "challenge-not-merged", on("UndoMerge", "olga", accepted, reason="why"))
refuses("split/undo/not-split", "challenge-not-split", on("UndoSplit", "olga", accepted, reason="why"))
refuses("challenge/split/part-repeated", "split-part-repeated", lambda trial: _splits(trial, repeated=True))
refuses("challenge/split/part-ended", "split-part-ended", lambda trial: _splits_into_withdrawn(trial))


async def _own_challenge(trial: Trial) -> Asked:
    """Somebody submits, becomes an organiser, and lets it in."""
    by = trial.mission.new_id("joiner")
    name = await trial.forum.join(by)
    challenge = await trial.forum.challenge(by=by)
    await trial.forum.call("GrantRole", name=name, role=terms.ROLE_ORGANISER)
    return Asked("AcceptChallenge", Forum.request("AcceptChallenge", name=challenge.name), by)


async def _amends_rejected(trial: Trial) -> Asked:
    name = await submitted(trial)
    await trial.forum.call("RejectChallenge", name=name, reason="no")
    return Asked("AmendChallenge", Forum.request("AmendChallenge", name=name, title="Better"), "ada")


async def _amends_twice(trial: Trial) -> Asked:
    name = await trial.forum.accepted()
    await trial.forum.statement(challenge=name)
    await trial.forum.call("AmendChallenge", "ada", name=name, title="Better")
    return Asked("AmendChallenge", Forum.request("AmendChallenge", name=name, title="Best"), "ada")


async def _merges(trial: Trial, method: str) -> Asked:
    one, other = await trial.forum.accepted(), await trial.forum.accepted()
    return Asked(method, Forum.request(method, name=one, into=other, reason="the same"), "olga")


async def _merges_at_once(trial: Trial) -> Asked:
    request = (await _merges(trial, "ProposeMerge")).request
    await trial.mission.call("ProposeMerge", request, "olga")
    fields = {"name": request.name, "into": request.into, "reason": "the same"}
    return Asked("MergeChallenge", Forum.request("MergeChallenge", **fields), "olga")


async def _merges_itself(trial: Trial) -> Asked:
    one = await trial.forum.accepted()
    return Asked("ProposeMerge", Forum.request("ProposeMerge", name=one, into=one, reason="the same"), "olga")


async def _merges_into_new(trial: Trial) -> Asked:
    one, other = await trial.forum.accepted(), await submitted(trial)
    return Asked("ProposeMerge", Forum.request("ProposeMerge", name=one, into=other, reason="the same"), "olga")


async def _merges_new(trial: Trial) -> Asked:
    one, other = await submitted(trial), await trial.forum.accepted()
    return Asked("ProposeMerge", Forum.request("ProposeMerge", name=one, into=other, reason="the same"), "olga")


async def _splits(trial: Trial, *, repeated: bool) -> Asked:
    whole, part = await trial.forum.accepted(), await trial.forum.accepted()
    parts = [part, part if repeated else await trial.forum.accepted()]
    return Asked("SplitChallenge", Forum.request("SplitChallenge", name=whole, parts=parts, reason="two"), "olga")


async def _splits_into_withdrawn(trial: Trial) -> Asked:
    asked = await _splits(trial, repeated=False)
    gone = asked.request.parts[0]
    await trial.forum.call("WithdrawChallenge", "ada", name=gone, reason=terms.STOP_REASON_NOT_NEEDED)
    return asked


# Statements and votes


async def _votes(trial: Trial, by: str, statement: str = "", value: int = 1) -> Asked:
    name = trial.mission.at(statement) if statement else (await trial.forum.statement()).name
    return Asked("CastVotes", trial.forum.votes_request((name, value)), by)


async def _votes_on_rejected(trial: Trial) -> Asked:
    name = (await trial.forum.statement()).name
    await trial.forum.call("RejectStatement", name=name, reason="no")
    return Asked("CastVotes", trial.forum.votes_request((name, 1)), "ada")


async def _about_nothing(trial: Trial) -> Asked:
    challenge = trial.mission.at("challenges/nobodys")
    return Asked("CreateStatement", trial.forum.statement_request(challenge=challenge), "ben")


async def _own_statement(trial: Trial) -> Asked:
    by = trial.mission.new_id("joiner")
    name = await trial.forum.join(by)
    statement = await trial.forum.statement(by=by)
    await trial.forum.call("GrantRole", name=name, role=terms.ROLE_ORGANISER)
    return Asked("AcceptStatement", Forum.request("AcceptStatement", name=statement.name), by)


refuses("statement/create/challenge-unknown", "challenge-unknown", _about_nothing)
refuses("statement/accept/role-missing", "role-missing", otherwise("AcceptStatement", "ada"), status=DENIED, rule="P2")
refuses("statement/accept/as-the-author", "asked-oneself", _own_statement, rule="P6")
refuses("statement/accept/twice", "statement-moderated", again("AcceptStatement"))
refuses("statement/reject/twice", "statement-moderated", again("RejectStatement"))
refuses("votes/cast/stranger", "role-missing", lambda trial: _votes(trial, "zoe"), rule="P2")
refuses("votes/cast/statement-unknown", "statement-unknown", lambda trial: _votes(trial, "ada", "statements/nobodys"))
refuses("votes/cast/statement-rejected", "statement-rejected", _votes_on_rejected)

# Commitments and gaps


async def _commits(trial: Trial, by: str = "rita", *, new: bool = False, **fields: Any) -> Asked:
    challenge = await submitted(trial) if new else await trial.forum.accepted()
    return Asked("CreateCommitment", trial.forum.commitment_request(challenge, **fields), by)


async def _made(trial: Trial) -> str:
    return (await trial.forum.commitment(await trial.forum.accepted())).name


async def _offered(trial: Trial) -> str:
    return (await trial.forum.offer(await trial.forum.accepted())).name


async def _withdrawn(trial: Trial) -> str:
    name = await _made(trial)
    await trial.forum.call("WithdrawCommitment", "rita", name=name, reason="no money")
    return name


async def _offers(trial: Trial) -> Asked:
    past = {"decides_on": Date(year=2020, month=1, day=1)}
    request = trial.forum.commitment_request(await trial.forum.accepted(), "OfferCommitment", **past)
    return Asked("OfferCommitment", request, "rita")


async def _gap_of_nothing(trial: Trial) -> str:
    return (await trial.forum.accepted()).replace("/challenges/", "/gaps/")


async def _filled_gap(trial: Trial) -> str:
    _, first, _ = await trial.forum.prioritised()
    await trial.forum.commitment(first)
    return first.replace("/challenges/", "/gaps/")


_C, _PAST = "commitment", Date(year=2020, month=1, day=1)
_GAP: dict[str, Any] = {"lacks": res.LACK_COMMITMENT, "reason": "not ours"}
refuses(f"{_C}/create/role-missing", "role-missing", lambda trial: _commits(trial, "ada"), status=DENIED, rule="P2")
refuses(f"{_C}/create/not-accepted", "challenge-not-accepted", lambda trial: _commits(trial, new=True))
refuses(f"{_C}/create/due-past", "due-past", lambda trial: _commits(trial, due=_PAST))
refuses(f"{_C}/offer/decision-day-misplaced", "decision-day-misplaced", _offers)
refuses(f"{_C}/confirm/not-offered", "no-decision-awaited", on("ConfirmCommitment", "rita", _made, said="yes"))
refuses(
    f"{_C}/confirm/of-another-house",
    "not-own-commitment",
    on("ConfirmCommitment", "bert", _offered, said="yes"),
    rule="P2",
)
refuses(f"{_C}/refuse/not-offered", "no-decision-awaited", on("RefuseCommitment", "rita", _made, reason="no"))
refuses(f"{_C}/keep/undecided", "commitment-undecided", on("KeepCommitment", "rita", _offered, evidence="A report"))
refuses(
    f"{_C}/keep/of-another-house",
    "not-own-commitment",
    on("KeepCommitment", "bert", _made, evidence="A report"),
    rule="P2",
)
refuses(f"{_C}/keep/ended", "commitment-ended", on("KeepCommitment", "rita", _withdrawn, evidence="A report"))
refuses(f"{_C}/mark-late/too-early", "not-late", on("MarkCommitmentLate", "olga", _made))
refuses(f"{_C}/mark-late/role-missing", "role-missing", on("MarkCommitmentLate", "ada", _made), rule="P2")
refuses(
    f"{_C}/withdraw/of-another-house",
    "not-own-commitment",
    on("WithdrawCommitment", "bert", _made, reason="no"),
    rule="P2",
)
refuses(f"{_C}/withdraw/twice", "commitment-ended", on("WithdrawCommitment", "rita", _withdrawn, reason="no"))
refuses(
    "gap/acknowledge/not-prioritised",
    "challenge-not-prioritised",
    on("AcknowledgeGap", "olga", _gap_of_nothing, **_GAP),
)
refuses("gap/acknowledge/twice", "gap-acknowledged", again("AcknowledgeGap"), "simulated")
refuses("gap/acknowledge/filled", "gap-filled", on("AcknowledgeGap", "olga", _filled_gap, **_GAP), "simulated")
refuses("gap/acknowledge/role-missing", "role-missing", otherwise("AcknowledgeGap", "ada"), "simulated", rule="P2")

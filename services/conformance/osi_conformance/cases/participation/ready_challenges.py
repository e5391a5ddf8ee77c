"""For each method about challenges, statements, rounds and commitments, a request that would be granted now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from osi.participation.v1 import participation_service_pb2 as api
from osi.participation.v1 import resources_pb2 as res
from osi.type.v1 import terms_pb2 as terms

from osi_conformance.cases.participation.ready_missions import ready
from osi_conformance.subject import Prepared, Ready, field_set
from osi_conformance.trial import Trial

__all__ = ["CHALLENGE_FOLDERS", "CHALLENGE_READY"]

CHALLENGE_FOLDERS: Mapping[str, str] = {
    "CreateChallenge": "challenge/create",
    "GetChallenge": "challenge/get",
    "ListChallenges": "challenge/list",
    "AcceptChallenge": "challenge/accept",
    "RejectChallenge": "challenge/reject",
    "AmendChallenge": "challenge/amend",
    "WithdrawChallenge": "challenge/withdraw",
    "GrantCorrection": "correction/grant",
    "DeclineCorrection": "correction/decline",
    "TagChallenge": "challenge/tag",
    "MergeChallenge": "challenge/merge",
    "ProposeMerge": "merge/propose",
    "ObjectToMerge": "merge/object",
    "UndoMerge": "merge/undo",
    "UndoSplit": "split/undo",
    "SplitChallenge": "challenge/split",
    "CreateStatement": "statement/create",
    "GetStatement": "statement/get",
    "ListStatements": "statement/list",
    "AcceptStatement": "statement/accept",
    "RejectStatement": "statement/reject",
    "CastVotes": "votes/cast",
    "StreamVotes": "votes/stream",
    "WatchDeliberation": "deliberation/watch",
    "CreateRound": "round/create",
    "GetRound": "round/get",
    "WatchRound": "round/watch",
    "ListRounds": "round/list",
    "MoveRound": "round/move",
    "CancelRound": "round/cancel",
    "EnterRound": "round/enter",
    "AddVoter": "round/add-voter",
    "CastBallot": "ballot/cast",
    "BatchCastBallots": "ballot/batch",
    "StreamBallots": "ballot/stream",
    "CloseRound": "round/close",
    "CreateCommitment": "commitment/create",
    "GetCommitment": "commitment/get",
    "ListCommitments": "commitment/list",
    "OfferCommitment": "commitment/offer",
    "ConfirmCommitment": "commitment/confirm",
    "RefuseCommitment": "commitment/refuse",
    "KeepCommitment": "commitment/keep",
    "MarkCommitmentLate": "commitment/mark-late",
    "WithdrawCommitment": "commitment/withdraw",
    "AcknowledgeGap": "gap/acknowledge",
    "GetGap": "gap/get",
    "ListGaps": "gap/list",
}


async def _create(trial: Trial) -> Ready:
    request = trial.forum.challenge_request("Heat")
    return Ready(trial.mission, request, "ada", field_set("challenge.title", "Cold"))


async def _accept(trial: Trial) -> Ready:
    name = (await trial.forum.challenge()).name
    return ready(trial.mission, "AcceptChallenge", "olga", field_set("reason", "fine"), name, name=name, reason="good")


async def _reject(trial: Trial) -> Ready:
    name = (await trial.forum.challenge()).name
    return ready(trial.mission, "RejectChallenge", "olga", field_set("reason", "b"), name, name=name, reason="a")


async def _amend(trial: Trial) -> Ready:
    name = await trial.forum.accepted()
    return ready(trial.mission, "AmendChallenge", "ada", field_set("title", "Warmth"), name, name=name, title="Heat!")


async def _withdraw(trial: Trial) -> Ready:
    name, reason = await trial.forum.accepted(), terms.STOP_REASON_NOT_NEEDED
    change = field_set("note", "Solved by itself")
    return ready(trial.mission, "WithdrawChallenge", "ada", change, name, name=name, reason=reason, note="Solved")


async def _asked(trial: Trial) -> str:
    """A challenge on which others have built, and that its author wants to amend."""
    name = await trial.forum.accepted()
    await trial.forum.statement(challenge=name)
    await trial.forum.call("AmendChallenge", "ada", name=name, title="Better words")
    return name


async def _grant(trial: Trial) -> Ready:
    name = await _asked(trial)
    return ready(trial.mission, "GrantCorrection", "olga", lambda request: None, name, name=name)


async def _decline(trial: Trial) -> Ready:
    name = await _asked(trial)
    change = field_set("reason", "others mean it")
    return ready(trial.mission, "DeclineCorrection", "olga", change, name, name=name, reason="it stands")


async def _tag(trial: Trial) -> Ready:
    name = await trial.forum.accepted()
    return ready(trial.mission, "TagChallenge", "olga", field_set("tags", ["cold"]), name, name=name, tags=["heat"])


async def _proposed(trial: Trial) -> tuple[str, str]:
    """A challenge, and the one into which a merge would put it."""
    name, into = await trial.forum.accepted(), await trial.forum.accepted("Warmth", "ben")
    await trial.forum.call("ProposeMerge", name=name, into=into, reason="the same")
    return name, into


async def _merge(trial: Trial) -> Ready:
    name, into = await _proposed(trial)
    trial.mission.later(days=3)
    fields = {"name": name, "into": into, "reason": "the same"}
    return ready(trial.mission, "MergeChallenge", "olga", field_set("reason", "alike"), name, **fields)


async def _propose(trial: Trial) -> Ready:
    name, into = await trial.forum.accepted(), await trial.forum.accepted("Warmth", "ben")
    fields = {"name": name, "into": into, "reason": "the same"}
    return ready(trial.mission, "ProposeMerge", "olga", field_set("reason", "alike"), name, **fields)


async def _object(trial: Trial) -> Ready:
    name, _ = await _proposed(trial)
    change = field_set("note", "It is another thing")
    return ready(trial.mission, "ObjectToMerge", "ada", change, name, name=name, note="It is not the same")


async def _undo_merge(trial: Trial) -> Ready:
    merging = await _merge(trial)
    await trial.mission.call("MergeChallenge", merging.request, "olga")
    name = merging.request.name
    return ready(trial.mission, "UndoMerge", "olga", field_set("reason", "b"), name, name=name, reason="a")


async def _split(trial: Trial) -> Ready:
    name, parts = await trial.forum.accepted("Heat and noise"), [await trial.forum.accepted() for _ in range(3)]
    fields: dict[str, Any] = {"name": name, "parts": parts[:2], "reason": "two things"}
    return ready(trial.mission, "SplitChallenge", "olga", field_set("parts", parts[1:]), name, **fields)


async def _undo_split(trial: Trial) -> Ready:
    splitting = await _split(trial)
    await trial.mission.call("SplitChallenge", splitting.request, "olga")
    name = splitting.request.name
    return ready(trial.mission, "UndoSplit", "olga", field_set("reason", "b"), name, name=name, reason="a")


async def _create_statement(trial: Trial) -> Ready:
    request = trial.forum.statement_request("More trees")
    return Ready(trial.mission, request, "ben", field_set("statement.text", "More roofs"))


async def _accept_statement(trial: Trial) -> Ready:
    name = (await trial.forum.statement()).name
    return ready(trial.mission, "AcceptStatement", "olga", field_set("reason", "b"), name, name=name, reason="a")


async def _reject_statement(trial: Trial) -> Ready:
    name = (await trial.forum.statement()).name
    return ready(trial.mission, "RejectStatement", "olga", field_set("reason", "b"), name, name=name, reason="a")


async def _cast_votes(trial: Trial) -> Ready:
    request = trial.forum.votes_request(((await trial.forum.statement()).name, 1))

    def change(other: Any) -> None:
        other.votes[0].value = -1

    return Ready(trial.mission, request, "ada", change)


async def _create_round(trial: Trial) -> Ready:
    items = [await trial.forum.accepted("Heat"), await trial.forum.accepted("Noise")]
    request = trial.forum.round_request(items)
    return Ready(trial.mission, request, "olga", field_set("round.kind", terms.BALLOT_KIND_POINTS))


async def _move_round(trial: Trial) -> Ready:
    name = (await trial.forum.round()).name
    fields: dict[str, Any] = {"name": name, "closes_at": trial.mission.time(hours=3), "reason": "holidays"}
    return ready(trial.mission, "MoveRound", "olga", field_set("reason", "rain"), name, **fields)


async def _cancel_round(trial: Trial) -> Ready:
    name = (await trial.forum.round()).name
    return ready(trial.mission, "CancelRound", "olga", field_set("reason", "b"), name, name=name, reason="a")


async def _enter_round(trial: Trial) -> Ready:
    name, by = (await trial.forum.round()).name, trial.mission.new_id("joiner")
    await trial.forum.join(by)
    return ready(trial.mission, "EnterRound", by, lambda request: None, name, name=name)


async def _add_voter(trial: Trial) -> Ready:
    name = (await trial.forum.round()).name
    one, other = [await trial.forum.join(trial.mission.new_id("joiner")) for _ in range(2)]
    change = field_set("participant", other)
    return ready(trial.mission, "AddVoter", "olga", change, name, name=name, participant=one)


async def _cast(trial: Trial) -> Ready:
    round_ = await trial.forum.round()
    ballot = api.Ballot(id=trial.mission.new_id("ballot"), choices=round_.items[:1])
    change = field_set("ballot.choices", list(round_.items[1:]))
    return ready(trial.mission, "CastBallot", "ada", change, name=round_.name, ballot=ballot)


async def _close_round(trial: Trial) -> Ready:
    round_ = await trial.forum.round()
    await trial.forum.cast("ada", round_.name, *round_.items[:1])
    trial.mission.later(hours=1)
    return ready(trial.mission, "CloseRound", "olga", lambda request: None, round_.name, name=round_.name)


async def _create_commitment(trial: Trial) -> Ready:
    request = trial.forum.commitment_request(await trial.forum.accepted())
    return Ready(trial.mission, request, "rita", field_set("commitment.scope", "Sun on every square"))


async def _offer(trial: Trial) -> Ready:
    request = trial.forum.commitment_request(await trial.forum.accepted(), "OfferCommitment")
    return Ready(trial.mission, request, "rita", field_set("commitment.scope", "Sun on every square"))


async def _confirm(trial: Trial) -> Ready:
    name = (await trial.forum.offer(await trial.forum.accepted())).name
    return ready(trial.mission, "ConfirmCommitment", "rita", field_set("said", "no"), name, name=name, said="yes")


async def _refuse(trial: Trial) -> Ready:
    name = (await trial.forum.offer(await trial.forum.accepted())).name
    return ready(trial.mission, "RefuseCommitment", "rita", field_set("reason", "b"), name, name=name, reason="a")


async def _keep(trial: Trial) -> Ready:
    name = (await trial.forum.commitment(await trial.forum.accepted())).name
    change = field_set("evidence", "Another report")
    return ready(trial.mission, "KeepCommitment", "rita", change, name, name=name, evidence="A report")


async def _mark_late(trial: Trial) -> Ready:
    name = (await trial.forum.commitment(await trial.forum.accepted())).name
    trial.mission.later(days=92)
    return ready(trial.mission, "MarkCommitmentLate", "olga", lambda request: None, name, name=name)


async def _withdraw_commitment(trial: Trial) -> Ready:
    name = (await trial.forum.commitment(await trial.forum.accepted())).name
    return ready(trial.mission, "WithdrawCommitment", "rita", field_set("reason", "b"), name, name=name, reason="a")


async def _gap(trial: Trial) -> Ready:
    _, first, _ = await trial.forum.prioritised()
    name = first.replace("/challenges/", "/gaps/")
    fields: dict[str, Any] = {"name": name, "lacks": res.LACK_COMMITMENT, "reason": "not ours"}
    return ready(trial.mission, "AcknowledgeGap", "olga", field_set("reason", "nobody's"), **fields)


CHALLENGE_READY: Mapping[str, Prepared] = {
    "CreateChallenge": Prepared(_create),
    "AcceptChallenge": Prepared(_accept),
    "RejectChallenge": Prepared(_reject),
    "AmendChallenge": Prepared(_amend),
    "WithdrawChallenge": Prepared(_withdraw),
    "GrantCorrection": Prepared(_grant),
    "DeclineCorrection": Prepared(_decline),
    "TagChallenge": Prepared(_tag),
    "MergeChallenge": Prepared(_merge, "simulated"),
    "ProposeMerge": Prepared(_propose),
    "ObjectToMerge": Prepared(_object),
    "UndoMerge": Prepared(_undo_merge, "simulated"),
    "UndoSplit": Prepared(_undo_split),
    "SplitChallenge": Prepared(_split),
    "CreateStatement": Prepared(_create_statement),
    "AcceptStatement": Prepared(_accept_statement),
    "RejectStatement": Prepared(_reject_statement),
    "CastVotes": Prepared(_cast_votes),
    "CreateRound": Prepared(_create_round),
    "MoveRound": Prepared(_move_round),
    "CancelRound": Prepared(_cancel_round),
    "EnterRound": Prepared(_enter_round),
    "AddVoter": Prepared(_add_voter),
    "CastBallot": Prepared(_cast),
    "CloseRound": Prepared(_close_round, "simulated"),
    "CreateCommitment": Prepared(_create_commitment),
    "OfferCommitment": Prepared(_offer),
    "ConfirmCommitment": Prepared(_confirm),
    "RefuseCommitment": Prepared(_refuse),
    "KeepCommitment": Prepared(_keep),
    "MarkCommitmentLate": Prepared(_mark_late, "simulated"),
    "WithdrawCommitment": Prepared(_withdraw_commitment),
    "AcknowledgeGap": Prepared(_gap, "simulated"),
}
"""Every such method that changes something, but those that take many ballots or votes."""

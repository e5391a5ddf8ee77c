"""What the phase rules refuse about challenges, statements, votes, rounds, ballots and commitments."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import grpc
from google.type.date_pb2 import Date
from osi.participation.v1 import participation_service_pb2 as api
from osi.participation.v1 import resources_pb2 as res
from osi.type.v1 import terms_pb2 as terms

from osi_conformance.cases.participation.ready_challenges import CHALLENGE_READY
from osi_conformance.forum import Forum
from osi_conformance.refusing import Asked, Build, refusing
from osi_conformance.trial import Trial

DENIED, PRECONDITION = grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.FAILED_PRECONDITION
refuses = refusing("participation")
Named = Callable[[Trial], Awaitable[str]]


def _ready(method: str, by: str = "", **change: Any) -> Build:
    """A request that would be granted, by somebody else or with other fields."""

    async def build(trial: Trial) -> Asked:
        ready = await CHALLENGE_READY[method].make(trial)
        for name, value in change.items():
            setattr(ready.request, name, value)
        return Asked(method, ready.request, by or ready.by, ready.mission)

    return build


def _again(method: str, by: str = "", **change: Any) -> Build:
    """What was granted is asked for once more."""

    async def build(trial: Trial) -> Asked:
        ready = await CHALLENGE_READY[method].make(trial)
        await ready.mission.call(method, ready.request, ready.by)
        for name, value in change.items():
            setattr(ready.request, name, value)
        return Asked(method, ready.request, by or ready.by, ready.mission)

    return build


def _on(method: str, by: str, named: Named, **fields: Any) -> Build:
    """A request about what was made before it."""

    async def build(trial: Trial) -> Asked:
        return Asked(method, Forum.request(method, name=await named(trial), **fields), by)

    return build


async def _submitted(trial: Trial) -> str:
    return (await trial.forum.challenge()).name


async def _accepted(trial: Trial) -> str:
    return await trial.forum.accepted()


# Challenges

refuses("challenge/create/role-missing", "role-missing", _ready("CreateChallenge", "zoe"), status=DENIED, rule="P2")
refuses("challenge/create/before-its-phase", "phase-not-open", _ready("CreateChallenge"), "own-new", rule="P5")
refuses("challenge/accept/role-missing", "role-missing", _ready("AcceptChallenge", "ben"), status=DENIED, rule="P2")
refuses("challenge/accept/twice", "challenge-moderated", _again("AcceptChallenge"))
refuses("challenge/accept/as-the-author", "asked-oneself", lambda trial: _own_challenge(trial), rule="P6")
refuses("challenge/reject/twice", "challenge-moderated", _again("RejectChallenge"))
refuses("challenge/reject/without-a-ground", "ground-missing", _on("RejectChallenge", "olga", _accepted, reason="no"))
refuses("challenge/amend/not-the-author", "not-the-author", _ready("AmendChallenge", "ben"), rule="P2")
refuses("challenge/amend/ended", "challenge-ended", lambda trial: _amends_rejected(trial))
refuses("challenge/amend/asked-already", "correction-asked", lambda trial: _amends_twice(trial))
refuses("challenge/withdraw/not-the-author", "not-the-author", _ready("WithdrawChallenge", "ben"), rule="P2")
refuses("correction/grant/nothing-asked", "no-correction-asked", _on("GrantCorrection", "olga", _accepted))
refuses(
    "correction/decline/nothing-asked", "no-correction-asked", _on("DeclineCorrection", "olga", _accepted, reason="no")
)
refuses("correction/grant/role-missing", "role-missing", _ready("GrantCorrection", "ada"), rule="P2")
refuses("challenge/merge/unproposed", "merge-not-proposed", lambda trial: _merges(trial, "MergeChallenge"))
refuses("challenge/merge/too-early", "merge-too-early", lambda trial: _merges_at_once(trial))
refuses("merge/propose/into-itself", "merge-into-itself", lambda trial: _merges_itself(trial))
refuses("merge/propose/target-not-accepted", "merge-target-not-accepted", lambda trial: _merges_into_new(trial))
refuses("merge/propose/not-accepted", "challenge-not-accepted", lambda trial: _merges_new(trial))
refuses("merge/propose/one-at-a-time", "merge-proposed-already", _again("ProposeMerge"))
refuses("merge/object/nothing-proposed", "no-merge-proposed", _on("ObjectToMerge", "ada", _accepted))
refuses("merge/object/not-the-author", "not-the-author", _ready("ObjectToMerge", "ben"), rule="P2")
refuses("merge/undo/not-merged", "challenge-not-merged", _on("UndoMerge", "olga", _accepted, reason="why"))
refuses("split/undo/not-split", "challenge-not-split", _on("UndoSplit", "olga", _accepted, reason="why"))
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
    name = await _submitted(trial)
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
    one, other = await trial.forum.accepted(), await _submitted(trial)
    return Asked("ProposeMerge", Forum.request("ProposeMerge", name=one, into=other, reason="the same"), "olga")


async def _merges_new(trial: Trial) -> Asked:
    one, other = await _submitted(trial), await trial.forum.accepted()
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
refuses("statement/accept/role-missing", "role-missing", _ready("AcceptStatement", "ada"), status=DENIED, rule="P2")
refuses("statement/accept/as-the-author", "asked-oneself", _own_statement, rule="P6")
refuses("statement/accept/twice", "statement-moderated", _again("AcceptStatement"))
refuses("statement/reject/twice", "statement-moderated", _again("RejectStatement"))
refuses("votes/cast/stranger", "role-missing", lambda trial: _votes(trial, "zoe"), rule="P2")
refuses("votes/cast/statement-unknown", "statement-unknown", lambda trial: _votes(trial, "ada", "statements/nobodys"))
refuses("votes/cast/statement-rejected", "statement-rejected", _votes_on_rejected)

# Rounds


def _round(by: str = "olga", items: int = 2, **fields: Any) -> Build:
    async def build(trial: Trial) -> Asked:
        names = [await trial.forum.accepted() for _ in range(items)]
        times = {name: trial.mission.time(**value) for name, value in fields.items() if isinstance(value, dict)}
        request = trial.forum.round_request(names, **(fields | times))
        return Asked("CreateRound", request, by)

    return build


async def _round_about_new(trial: Trial) -> Asked:
    items = [await trial.forum.accepted(), await _submitted(trial)]
    return Asked("CreateRound", trial.forum.round_request(items), "olga")


async def _round_twice_about_one(trial: Trial) -> Asked:
    item = await trial.forum.accepted()
    return Asked("CreateRound", trial.forum.round_request([item, item]), "olga")


async def _closed_round(trial: Trial) -> str:
    round_ = await trial.forum.round()
    await trial.forum.cast("ada", round_.name, *round_.items[:1])
    await trial.mission.finished((await trial.forum.close(round_.name)).message.name)
    return round_.name


async def _open_round(trial: Trial) -> str:
    return (await trial.forum.round()).name


async def _decided_round(trial: Trial) -> str:
    decided, _, _ = await trial.forum.prioritised()
    return decided.name


async def _adds_twice(trial: Trial) -> Asked:
    name, participant = await _open_round(trial), trial.mission.participant("ada")
    return Asked("AddVoter", Forum.request("AddVoter", name=name, participant=participant), "olga")


_R = "round/create"
refuses(f"{_R}/role-missing", "role-missing", _round("rita"), status=DENIED, rule="P2")
refuses(f"{_R}/too-few-items", "too-few-items", _round(items=1))
refuses(f"{_R}/item-repeated", "item-repeated", _round_twice_about_one)
refuses(f"{_R}/item-not-accepted", "item-not-accepted", _round_about_new)
refuses(f"{_R}/deadline-past", "deadline-past", _round(closes_at={"hours": -1}))
refuses(
    f"{_R}/office-only-advises",
    "electorate-only-advises",
    _round(electorate=[terms.ROLE_ORGANISER], effect=res.ROUND_EFFECT_REPLACE),
)
refuses("round/move/to-earlier", "round-not-later", lambda trial: _moves_back(trial))
refuses("round/move/closed", "round-closed", lambda trial: _moves_closed(trial), "simulated")
refuses("round/cancel/role-missing", "role-missing", _ready("CancelRound", "ada"), status=DENIED, rule="P2")
refuses("round/cancel/twice", "round-ended", _again("CancelRound"))
refuses(
    "round/cancel/what-is-decided", "round-ended", _on("CancelRound", "olga", _decided_round, reason="no"), "simulated"
)
refuses("round/close/before-its-deadline", "round-still-open", _on("CloseRound", "olga", _open_round))
refuses("round/close/role-missing", "role-missing", _on("CloseRound", "ada", _open_round), status=DENIED, rule="P2")
refuses("round/enter/eligible-already", "eligible-already", _on("EnterRound", "ada", _open_round))
refuses("round/add-voter/eligible-already", "eligible-already", _adds_twice)
refuses("round/add-voter/role-missing", "role-missing", _ready("AddVoter", "ada"), rule="P2")


async def _moves_back(trial: Trial) -> Asked:
    name, closes_at = await _open_round(trial), trial.mission.time(minutes=1)
    return Asked("MoveRound", Forum.request("MoveRound", name=name, closes_at=closes_at, reason="rain"), "olga")


async def _moves_closed(trial: Trial) -> Asked:
    name, closes_at = await _closed_round(trial), trial.mission.time(hours=9)
    return Asked("MoveRound", Forum.request("MoveRound", name=name, closes_at=closes_at, reason="rain"), "olga")


# Ballots


def _ballot(
    by: str = "ada", *, unknown: bool = False, repeated: bool = False, many: bool = False, **fields: Any
) -> Build:
    async def build(trial: Trial) -> Asked:
        opened: dict[str, Any] = {"kind": fields["kind"]} if "kind" in fields else {}
        if many:
            items = [await trial.forum.accepted() for _ in range(4)]
            round_ = await trial.forum.round(*items)
            choices = items
        else:
            round_ = await trial.forum.round(**opened)
            choices = [trial.mission.at("challenges/nobodys")] if unknown else list(round_.items[:1])
        ballot = api.Ballot(choices=choices * (2 if repeated else 1), points=fields.get("points", ()))
        return Asked("CastBallot", api.CastBallotRequest(name=round_.name, ballot=ballot), by)

    return build


async def _late_ballot(trial: Trial) -> Asked:
    round_ = await trial.forum.round()
    trial.mission.later(minutes=61)
    ballot = api.Ballot(choices=round_.items[:1])
    return Asked("CastBallot", api.CastBallotRequest(name=round_.name, ballot=ballot), "ada")


async def _not_of_the_electorate(trial: Trial) -> Asked:
    round_ = await trial.forum.round(electorate=[terms.ROLE_EXPERT], effect=res.ROUND_EFFECT_ADVISE)
    ballot = api.Ballot(choices=round_.items[:1])
    return Asked("CastBallot", api.CastBallotRequest(name=round_.name, ballot=ballot), "ada")


async def _unknown_round(trial: Trial) -> Asked:
    request = api.CastBallotRequest(name=trial.mission.at("rounds/nobodys"), ballot=api.Ballot())
    return Asked("CastBallot", request, "ada")


_B = "ballot/cast"
refuses(f"{_B}/stranger", "not-eligible", _ballot("zoe"), rule="P2")
refuses(f"{_B}/not-of-the-electorate", "not-eligible", _not_of_the_electorate, rule="P2")
refuses(f"{_B}/after-its-deadline", "ballots-ended", _late_ballot, "simulated")
refuses(f"{_B}/round-unknown", "not-found", _unknown_round, status=grpc.StatusCode.NOT_FOUND)
refuses(f"{_B}/item-unknown", "item-unknown", _ballot(unknown=True))
refuses(f"{_B}/item-repeated", "item-repeated", _ballot(repeated=True))
refuses(f"{_B}/too-many-choices", "too-many-choices", _ballot(many=True))
refuses(f"{_B}/points-unasked", "points-unasked", _ballot(points=(1,)))
refuses(f"{_B}/points-misplaced", "points-misplaced", _ballot(kind=terms.BALLOT_KIND_POINTS, points=(1, 2)))
refuses(f"{_B}/too-many-points", "too-many-points", _ballot(kind=terms.BALLOT_KIND_POINTS, points=(11,)))

# Commitments and gaps


async def _commits(trial: Trial, by: str = "rita", *, new: bool = False, **fields: Any) -> Asked:
    challenge = await _submitted(trial) if new else await trial.forum.accepted()
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
refuses(f"{_C}/confirm/not-offered", "no-decision-awaited", _on("ConfirmCommitment", "rita", _made, said="yes"))
refuses(
    f"{_C}/confirm/of-another-house",
    "not-own-commitment",
    _on("ConfirmCommitment", "bert", _offered, said="yes"),
    rule="P2",
)
refuses(f"{_C}/refuse/not-offered", "no-decision-awaited", _on("RefuseCommitment", "rita", _made, reason="no"))
refuses(f"{_C}/keep/undecided", "commitment-undecided", _on("KeepCommitment", "rita", _offered, evidence="A report"))
refuses(
    f"{_C}/keep/of-another-house",
    "not-own-commitment",
    _on("KeepCommitment", "bert", _made, evidence="A report"),
    rule="P2",
)
refuses(f"{_C}/keep/ended", "commitment-ended", _on("KeepCommitment", "rita", _withdrawn, evidence="A report"))
refuses(f"{_C}/mark-late/too-early", "not-late", _on("MarkCommitmentLate", "olga", _made))
refuses(f"{_C}/mark-late/role-missing", "role-missing", _on("MarkCommitmentLate", "ada", _made), rule="P2")
refuses(
    f"{_C}/withdraw/of-another-house",
    "not-own-commitment",
    _on("WithdrawCommitment", "bert", _made, reason="no"),
    rule="P2",
)
refuses(f"{_C}/withdraw/twice", "commitment-ended", _on("WithdrawCommitment", "rita", _withdrawn, reason="no"))
refuses(
    "gap/acknowledge/not-prioritised",
    "challenge-not-prioritised",
    _on("AcknowledgeGap", "olga", _gap_of_nothing, **_GAP),
)
refuses("gap/acknowledge/twice", "gap-acknowledged", _again("AcknowledgeGap"), "simulated")
refuses("gap/acknowledge/filled", "gap-filled", _on("AcknowledgeGap", "olga", _filled_gap, **_GAP), "simulated")
refuses("gap/acknowledge/role-missing", "role-missing", _ready("AcknowledgeGap", "ada"), "simulated", rule="P2")

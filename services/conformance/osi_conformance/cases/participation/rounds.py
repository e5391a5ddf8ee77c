"""Rounds: what counts, what comes of it, and that anyone can compute the result again."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence
from typing import Any

import grpc
from google.longrunning import operations_pb2
from google.protobuf.json_format import MessageToDict
from osi.participation.v1 import participation_service_pb2 as api
from osi.participation.v1 import resources_pb2 as res
from osi.type.v1 import terms_pb2 as terms

from osi_conformance.case import case, ensure, fail
from osi_conformance.target import Refusal
from osi_conformance.trial import Trial
from osi_core.plugins import Plugins, input_sha256
from osi_core.plugins.columns import Column
from osi_core.plugins.decide import decide_with
from osi_core.plugins.problems import BallotKind, Profile

INVALID = grpc.StatusCode.INVALID_ARGUMENT


@case("participation/round/decide/can-be-computed-again", "D1", "simulated")
async def can_be_computed_again(trial: Trial) -> None:
    """From what the voters know themselves and what is public: the same input, seed and outcome, to the digest."""
    items = [await trial.forum.accepted(f"Heat {n}") for n in range(4)]
    round_ = await trial.forum.round(*items)
    ballots = ((0, 1), (1, 3), (2,))
    for voter, choices in zip(("ada", "ben", "cem"), ballots, strict=True):
        await trial.forum.cast(voter, round_.name, *(items[place] for place in choices))
    decided = await trial.forum.decide(round_.name)
    problem = _problem_of(decided, ballots)
    options = {name: _whole(value) for name, value in MessageToDict(decided.record.options).items()}
    again = decide_with(
        Plugins.builtin(),
        "prioritisation",
        decided.record.strategy,
        problem,
        decision=round_.name,
        secret=bytes.fromhex(await _secret_of(trial, round_.name)),
        options=options,
    )
    ensure(decided.record.seed == again.record.seed, "the seed is not SHA-256(secret ‖ input digest)")
    ensure(decided.record.outcome_sha256 == again.record.outcome_sha256, "the outcome is another one")
    order: Any = again.outcome
    told = [one.rpartition("/")[2] for one in decided.order]
    ensure(list(order.order) == told, f"computed: {list(order.order)}; told: {told}")


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) else value


def _problem_of(decided: res.Round, ballots: Sequence[Sequence[int]]) -> Profile:
    """The problem of the record's digest: ballots stand in the order of pseudonyms, which nobody outside knows."""
    for ordered in itertools.permutations(ballots):
        offsets = [0, *itertools.accumulate(len(one) for one in ordered)]
        problem = Profile(
            items=tuple(name.rpartition("/")[2] for name in decided.items),
            minimum_support=decided.minimum_support,
            kind=BallotKind.APPROVAL,
            offsets=Column.of("i8", offsets),
            choices=Column.of("i4", [choice for one in ordered for choice in one]),
            values=None,
        )
        if input_sha256(problem) == decided.record.input_sha256:
            return problem
    fail("the input digest is of none of the problems that these challenges and ballots can be")


async def _secret_of(trial: Trial, round_: str) -> str:
    """The secret that the close revealed; its digest was promised at the opening."""
    id_ = round_.rpartition("/")[2]
    promised = [one["secret_sha256"] for one in await trial.said("challenges.round_opened") if one["round"] == id_]
    revealed = [one["secret"] for one in await trial.said("challenges.round_closed") if one["round"] == id_]
    ensure(len(promised) == len(revealed) == 1, "the opening or the close of the round is not in the public log")
    digest = hashlib.sha256(bytes.fromhex(revealed[0])).hexdigest()
    ensure(digest == promised[0], "the secret is not the one whose digest was promised")
    return str(revealed[0])


@case("participation/round/decide/same-record-everywhere", "D2", "simulated")
async def same_record_everywhere(trial: Trial) -> None:
    """The round, the operation and the public event tell one record."""
    decided, _, _ = await trial.forum.prioritised()
    told = await trial.forum.get(decided.name)
    ensure(told.record == decided.record, "round and operation tell two records")
    ensure(told.record.decision == decided.name, f"the record is of {told.record.decision}")
    said = (await trial.said("challenges.prioritised"))[-1]
    ensure(said["record"]["outcome_sha256"] == told.record.outcome_sha256, "round and public log tell two records")


@case("participation/round/decide/most-approved-first", "Q1", "simulated")
async def most_approved_first(trial: Trial) -> None:
    decided, first, second = await trial.forum.prioritised()
    ensure(list(decided.order) == [first, second], f"two approve of {first}, and the order is {list(decided.order)}")
    ensure(decided.ballots == 3, f"{decided.ballots} ballots are told, three people have cast one")
    ensure(decided.HasField("end_time"), "what is decided has no end")


@case("participation/round/decide/ranks-the-challenges", "Q1", "own-simulated")
async def ranks_the_challenges(trial: Trial) -> None:
    _, first, second = await trial.forum.prioritised()
    told = [await trial.forum.get(one) for one in (first, second)]
    found = [(one.rank, one.in_top) for one in told]
    ensure(found == [(1, True), (2, False)], f"places, and whether they are to be answered: {found}")


@case("participation/round/decide/advice-ranks-nothing", "Q1", "own-simulated")
async def advice_ranks_nothing(trial: Trial) -> None:
    decided, first, _ = await trial.forum.prioritised(effect=res.ROUND_EFFECT_ADVISE)
    ensure(decided.order, "advice tells no order")
    told = await trial.forum.get(first)
    ensure(not told.HasField("rank") and not told.in_top, f"advice has given place {told.rank}")


@case("participation/round/decide/replaces-former-priorities", "Q1", "own-simulated")
async def replaces(trial: Trial) -> None:
    _, former, _ = await trial.forum.prioritised()
    _, first, _ = await trial.forum.prioritised(effect=res.ROUND_EFFECT_REPLACE)
    told = [(await trial.forum.get(one)).rank for one in (former, first)]
    ensure(told == [0, 1], f"places are {told}; expected: none, and the first")


@case("participation/round/close/without-a-ballot", "Q2", "simulated")
async def without_a_ballot(trial: Trial) -> None:
    round_ = await trial.forum.round()
    decided = await trial.forum.decide(round_.name)
    ensure(decided.status == res.ROUND_STATUS_UNDECIDED, f"the status is {decided.status}")
    ensure(not list(decided.order), "nobody has voted, and there is an order")


@case("participation/round/close/nothing-counts-any-more", "D3", "simulated")
async def nothing_counts_any_more(trial: Trial) -> None:
    round_ = await trial.forum.round()
    await trial.forum.cast("ada", round_.name, *round_.items[:1])
    operation = (await trial.forum.close(round_.name)).message.name
    request = api.CastBallotRequest(name=round_.name, ballot=api.Ballot(choices=round_.items[:1]))
    await trial.mission.refused("CastBallot", request, "ben", code="ballots-ended")
    await trial.mission.finished(operation)


@case("participation/round/close/once", "D3", "simulated")
async def closed_once(trial: Trial) -> None:
    """What is decided is not closed again."""
    decided, _, _ = await trial.forum.prioritised()
    await trial.forum.refused("CloseRound", "olga", "round-closed", name=decided.name)


@case("participation/operation/cancel/leaves-it-due", "O3", "simulated")
async def cancel_leaves_it_due(trial: Trial) -> None:
    """A cancelled computation changes nothing that counts: asked for again, it ends with the same result."""
    round_ = await trial.forum.round()
    for voter in ("ada", "ben"):
        await trial.forum.cast(voter, round_.name, *round_.items[:1])
    name = (await trial.forum.close(round_.name)).message.name
    try:
        await trial.mission.call("CancelOperation", operations_pb2.CancelOperationRequest(name=name), "olga")
    except Refusal as refusal:
        ensure(refusal.code is grpc.StatusCode.FAILED_PRECONDITION, f"{refusal}; expected: OK or FAILED_PRECONDITION")
    stopped = await trial.mission.finished(name)
    if stopped.HasField("error"):  # it was not done before it was cancelled
        await trial.mission.call("CloseRound", api.CloseRoundRequest(name=round_.name), "olga")
    done = await trial.mission.finished(name)
    decided = res.Round()
    ensure(done.response.Unpack(decided), "asked for again, the decision has no result")
    ensure(decided.order[0] == round_.items[0], f"first is {decided.order[0]}")


@case("participation/operation/cancel/not-by-a-citizen", "P2", "simulated")
async def cancel_by_a_citizen(trial: Trial) -> None:
    round_ = await trial.forum.round()
    await trial.forum.cast("ada", round_.name, *round_.items[:1])
    name = (await trial.forum.close(round_.name)).message.name
    try:
        await trial.mission.call("CancelOperation", operations_pb2.CancelOperationRequest(name=name), "ada")
    except Refusal as refusal:
        wanted = (grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.FAILED_PRECONDITION)
        ensure(refusal.code in wanted, f"{refusal}; expected: PERMISSION_DENIED")
    else:
        fail("a citizen has cancelled a decision")
    await trial.mission.finished(name)


@case("participation/round/create/tells-its-rules", "W2")
async def tells_its_rules(trial: Trial) -> None:
    """A round is held by the rules that it was opened under, and tells them."""
    round_ = await trial.forum.round(kind=terms.BALLOT_KIND_POINTS)
    told = (round_.kind, round_.max_choices, round_.max_points, round_.top, round_.least_ballots)
    ensure(told == (terms.BALLOT_KIND_POINTS, 3, 10, 1, 1), f"kind, limits, top and least ballots are {told}")
    ensure(round_.strategy and round_.status == res.ROUND_STATUS_OPEN, "no rule is named, or it is not open")
    ensure(not round_.HasField("ballots"), "while ballots come nobody is told how many")


@case("participation/round/create/all-that-are-accepted", "Q1", "own-real")
async def all_accepted(trial: Trial) -> None:
    accepted = [await trial.forum.accepted() for _ in range(3)]
    await trial.forum.challenge()
    round_ = (await trial.mission.call("CreateRound", trial.forum.round_request([]), "olga")).message
    ensure(list(round_.items) == accepted, f"asked about are {list(round_.items)}; expected: {accepted}")


@case("participation/round/cancel/tells-why", "Q2")
async def cancelled(trial: Trial) -> None:
    round_ = await trial.forum.round()
    await trial.forum.call("CancelRound", name=round_.name, reason="A flood")
    told = await trial.forum.get(round_.name)
    ensure((told.status, told.cancel_reason) == (res.ROUND_STATUS_CANCELLED, "A flood"), f"{told.cancel_reason!r}")


@case("participation/round/move/takes-ballots-longer", "Q2", "simulated")
async def moved(trial: Trial) -> None:
    round_ = await trial.forum.round()
    closes_at = trial.mission.time(hours=3)
    told = await trial.forum.call("MoveRound", name=round_.name, closes_at=closes_at, reason="Rain")
    ensure(told.closes_at == closes_at, "the deadline is the former one")
    trial.mission.later(hours=2)
    await trial.forum.cast("ada", round_.name, *round_.items[:1])
    await trial.forum.refused("CloseRound", "olga", "round-still-open", name=round_.name)


@case("participation/round/enter/and-vote", "Q2")
async def entered(trial: Trial) -> None:
    """Who joins after the opening votes once entered, and not before."""
    round_, by = await trial.forum.round(), trial.mission.new_id("joiner")
    await trial.forum.join(by)
    request = api.CastBallotRequest(name=round_.name, ballot=api.Ballot(choices=round_.items[:1]))
    await trial.mission.refused("CastBallot", request, by, code="not-eligible")
    told = await trial.forum.call("EnterRound", by, name=round_.name)
    ensure(told.voters == round_.voters + 1, f"{round_.voters} could vote, and now {told.voters}")
    await trial.mission.call("CastBallot", request, by)


@case("participation/round/add-voter/and-vote", "Q2")
async def added(trial: Trial) -> None:
    round_, by = await trial.forum.round(), trial.mission.new_id("joiner")
    name = await trial.forum.join(by)
    await trial.forum.call("AddVoter", name=round_.name, participant=name)
    await trial.forum.cast(by, round_.name, *round_.items[:1])


@case("participation/ballot/cast/what-was-merged-counts-for-itself", "Q1", "own-simulated")
async def merged_counts(trial: Trial) -> None:
    """Nobody's support is moved: what was cast for a challenge is not added to what that is merged into."""
    one, other, third = [await trial.forum.accepted(f"Heat {n}") for n in range(3)]
    await trial.forum.call("ProposeMerge", name=one, into=other, reason="The same")
    trial.mission.later(days=3)
    round_ = await trial.forum.round(one, other, third)
    for voter, choice in (("ada", one), ("ben", other), ("cem", third), ("dia", third)):
        await trial.forum.cast(voter, round_.name, choice)
    await trial.forum.call("MergeChallenge", name=one, into=other, reason="The same")
    decided = await trial.forum.decide(round_.name)
    ensure(decided.order[0] == third, f"first is {decided.order[0]}; two people want {third}")

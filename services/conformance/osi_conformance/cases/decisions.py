"""Decisions: operations tell how far they are, and anyone can compute the result again."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

import grpc
from google.longrunning import operations_pb2
from google.protobuf.duration_pb2 import Duration
from google.protobuf.json_format import MessageToDict
from osi.funding.v1 import funding_service_pb2 as api
from osi.funding.v1 import resources_pb2 as res
from osi.log.v1 import log_service_pb2 as log
from osi.type.v1 import decision_progress_pb2 as progress_pb

from osi_conformance.case import case, ensure, fail
from osi_conformance.town import minor
from osi_conformance.trial import Trial
from osi_core.plugins import Plugins, input_sha256
from osi_core.plugins.columns import Column
from osi_core.plugins.decide import decide_with
from osi_core.plugins.problems import Allocation, AllocationProblem, BallotKind

NOT_FOUND = grpc.StatusCode.NOT_FOUND


@case("funding/grant-round/decide/can-be-computed-again", "D1", "simulated")
async def can_be_computed_again(trial: Trial) -> None:
    """From what the voters know themselves and what is public: the same input, seed and outcome, to the digest."""
    asked = (10_000, 10_000, 7_000, 3_333)
    round_, names = await trial.town.voting(*asked, budget=20_000)
    ballots = ((0, 1), (1, 3), (2,))
    for voter, choices in zip(("ada", "ben", "cem"), ballots, strict=True):
        await trial.town.cast(voter, round_, *(names[place] for place in choices))
    decided = await trial.town.decide(round_)
    problem = _problem_of(decided, names, asked, ballots)
    secret = await _secret_of(trial, round_)
    options = {name: _whole(value) for name, value in MessageToDict(decided.record.options).items()}
    again = decide_with(
        Plugins.builtin(),
        "allocation",
        decided.record.strategy,
        problem,
        decision=round_,
        secret=bytes.fromhex(secret),
        options=options,
    )
    ensure(decided.record.seed == again.record.seed, "the seed is not SHA-256(secret ‖ input digest)")
    ensure(decided.record.outcome_sha256 == again.record.outcome_sha256, "the outcome is another one")
    assert isinstance(again.outcome, Allocation)
    awards = [(one.item, one.amount) for one in again.outcome.awards if one.amount]
    told = [(one.application.rpartition("/")[2], minor(one.amount)) for one in decided.awards]
    ensure(awards == told, f"computed: {awards}; told: {told}")


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) else value


def _problem_of(
    decided: res.GrantRound, names: Sequence[str], asked: Sequence[int], ballots: Sequence[Sequence[int]]
) -> AllocationProblem:
    """The problem of the record's digest: ballots stand in the order of pseudonyms, which nobody outside knows."""
    for ordered in itertools.permutations(ballots):
        offsets = [0, *itertools.accumulate(len(one) for one in ordered)]
        problem = AllocationProblem(
            items=tuple(name.rpartition("/")[2] for name in names),
            cost=Column.of("i8", asked),
            budget=minor(decided.budget),
            currency=decided.budget.currency_code,
            minimum_support=decided.minimum_support,
            kind=BallotKind.APPROVAL,
            offsets=Column.of("i8", offsets),
            choices=Column.of("i4", [choice for one in ordered for choice in one]),
            values=None,
        )
        if input_sha256(problem) == decided.record.input_sha256:
            return problem
    fail("the input digest is of none of the problems that these applications and ballots can be")


async def _secret_of(trial: Trial, round_: str) -> str:
    """The secret that the close revealed; its digest was promised at the opening."""
    promised = revealed = ""
    async for type_, data in _public(trial):
        if data.get("round") == round_.rpartition("/")[2]:
            promised = data["secret_sha256"] if type_ == "funding.round_opened" else promised
            revealed = data["secret"] if type_ == "funding.round_closed" else revealed
    ensure(revealed, "the close of the round is not in the public log, or reveals nothing")
    digest = hashlib.sha256(bytes.fromhex(revealed)).hexdigest()
    ensure(digest == promised, "the secret is not the one whose digest was promised")
    return revealed


async def _public(trial: Trial) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    request = log.ReadPublicRequest(mission=trial.mission.name, chain=trial.setup.chain)
    async for part in trial.target.stream("ReadPublic", request, trial.mission.metadata("peer", timed=False)):
        for event in part.events:
            yield event.type, json.loads(event.envelope)["data"]


@case("funding/grant-round/decide/same-record-everywhere", "D2", "simulated")
async def same_record_everywhere(trial: Trial) -> None:
    """The round, the operation and the public event tell one record."""
    round_, names = await trial.town.voting(100)
    await trial.town.cast("ada", round_, *names)
    decided = await trial.town.decide(round_)
    told = await trial.mission.read("GetGrantRound", api.GetGrantRoundRequest(name=round_))
    ensure(told.record == decided.record, "round and operation tell two records")
    ensure(told.record.decision == round_, f"the record is of {told.record.decision}")
    said = [data async for type_, data in _public(trial) if type_ == "funding.round_decided"][-1]
    ensure(
        said["record"]["outcome_sha256"] == told.record.outcome_sha256,
        "round and public log tell two records",
    )


@case("funding/operation/get/done-with-its-result", "O1", "simulated")
async def done_with_its_result(trial: Trial) -> None:
    round_, _ = await trial.town.voting(100)
    started = (await trial.town.close(round_)).message
    begins = f"{trial.mission.name}/operations/"
    ensure(started.name.startswith(begins), f"the operation is called {started.name}; expected: {begins}…")
    done = await trial.town.finished(started.name)
    decided, progress = res.GrantRound(), progress_pb.DecisionProgress()
    ensure(done.response.Unpack(decided), "the response is no GrantRound")
    ensure(decided.status == res.GrantRound.STATUS_DECIDED, "the response is a round that is not decided")
    ensure(done.metadata.Unpack(progress), "the metadata is no DecisionProgress")
    ensure(progress.stage == progress_pb.DECISION_STAGE_DECIDED, f"the stage of what is done is {progress.stage}")
    ensure(progress.name == round_, f"the progress is of {progress.name}")


@case("funding/operation/wait/until-done", "O1", "simulated")
async def wait_until_done(trial: Trial) -> None:
    round_, _ = await trial.town.voting(100)
    started = (await trial.town.close(round_)).message
    request = operations_pb2.WaitOperationRequest(name=started.name, timeout=Duration(seconds=15))
    ensure((await trial.mission.read("WaitOperation", request, "olga")).done, "it was waited for, and is not done")


@case("funding/operation/list/has-all", "O2", "own-simulated")
async def operations_listed(trial: Trial) -> None:
    names = set()
    for _ in range(2):
        round_, _ = await trial.town.voting(100)
        names.add((await trial.town.close(round_)).message.name)
    for name in names:
        await trial.town.finished(name)
    request = operations_pb2.ListOperationsRequest(name=trial.mission.name)
    told = [one.name for one in (await trial.mission.read("ListOperations", request, "olga")).operations]
    ensure(sorted(told) == sorted(names), f"the list has {told}; expected: {sorted(names)}")


@case("funding/operation/cancel/what-is-done-stays", "O3", "simulated")
async def cancelled_when_done(trial: Trial) -> None:
    round_, _ = await trial.town.voting(100)
    started = (await trial.town.close(round_)).message
    await trial.town.finished(started.name)
    from osi_conformance.target import Refusal

    try:
        await trial.mission.call("CancelOperation", operations_pb2.CancelOperationRequest(name=started.name), "olga")
    except Refusal as refusal:
        ensure(refusal.code is grpc.StatusCode.FAILED_PRECONDITION, f"{refusal}; expected: OK or FAILED_PRECONDITION")
    after = await trial.town.finished(started.name)
    ensure(after.HasField("response"), "a finished operation was cancelled")


@case("funding/operation/get/unknown", "O4", "simulated")
async def operation_unknown(trial: Trial) -> None:
    for name in (trial.mission.at("operations/999999"), "missions/of-somebody-else/operations/1"):
        request = operations_pb2.GetOperationRequest(name=name)
        await trial.mission.refused("GetOperation", request, "olga", status=NOT_FOUND)


@case("funding/grant-round/close/nothing-counts-any-more", "D3", "simulated")
async def nothing_counts_any_more(trial: Trial) -> None:
    round_, names = await trial.town.voting(100)
    await trial.town.close(round_)
    await trial.mission.refused("CastGrantBallot", trial.town.ballot(round_, *names), "ada", code="ballots-ended")

"""Decisions: operations tell how far they are, and anyone can compute the result again."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence

from google.protobuf.json_format import MessageToDict
from osi.funding.v1 import funding_service_pb2 as api
from osi.funding.v1 import resources_pb2 as res

from osi_conformance.case import case, ensure, fail
from osi_conformance.town import minor
from osi_conformance.trial import Trial
from osi_core.plugins import Plugins, input_sha256
from osi_core.plugins.columns import Column
from osi_core.plugins.decide import decide_with
from osi_core.plugins.problems import Allocation, AllocationProblem, BallotKind


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
    for data in await trial.said("funding.round_opened"):
        promised = data["secret_sha256"] if data["round"] == round_.rpartition("/")[2] else promised
    for data in await trial.said("funding.round_closed"):
        revealed = data["secret"] if data["round"] == round_.rpartition("/")[2] else revealed
    ensure(revealed, "the close of the round is not in the public log, or reveals nothing")
    digest = hashlib.sha256(bytes.fromhex(revealed)).hexdigest()
    ensure(digest == promised, "the secret is not the one whose digest was promised")
    return revealed


@case("funding/grant-round/decide/same-record-everywhere", "D2", "simulated")
async def same_record_everywhere(trial: Trial) -> None:
    """The round, the operation and the public event tell one record."""
    round_, names = await trial.town.voting(100)
    await trial.town.cast("ada", round_, *names)
    decided = await trial.town.decide(round_)
    told = await trial.mission.read("GetGrantRound", api.GetGrantRoundRequest(name=round_))
    ensure(told.record == decided.record, "round and operation tell two records")
    ensure(told.record.decision == round_, f"the record is of {told.record.decision}")
    said = (await trial.said("funding.round_decided"))[-1]
    ensure(
        said["record"]["outcome_sha256"] == told.record.outcome_sha256,
        "round and public log tell two records",
    )


@case("funding/grant-round/close/nothing-counts-any-more", "D3", "simulated")
async def nothing_counts_any_more(trial: Trial) -> None:
    round_, names = await trial.town.voting(100)
    await trial.town.close(round_)
    await trial.mission.refused("CastGrantBallot", trial.town.ballot(round_, *names), "ada", code="ballots-ended")

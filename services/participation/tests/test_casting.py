"""Votes and ballots of many people at once: each proven by a token, each by itself, and each counted once."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Any

import grpc
import pytest
from google.longrunning import operations_pb2
from google.rpc import error_details_pb2
from osi.participation.v1 import participation_service_pb2 as pb
from osi.participation.v1 import participation_service_pb2_grpc as stubs
from osi.participation.v1 import resources_pb2 as res
from osi.type.v1.column_pb2 import Column

from osi_core.challenges.events import BallotsCast, VotesCast
from services.participation.tests.conftest import Town
from services.runtime.tests.town import Served, details_of, in_a_loop

STATEMENTS = [f"missions/m/statements/{name}" for name in ("trees", "roofs")]
CHALLENGES = [f"missions/m/challenges/{name}" for name in ("water", "heat")]
Votes = tuple[str, str, Sequence[int], Sequence[int]]


def column(numbers: Iterable[int]) -> Column:
    """A column of I4."""
    return Column(type=Column.ELEMENT_I4, values=array("i", numbers).tobytes())


def votes(served: Served, *people: Votes, **first: Any) -> pb.StreamVotesRequest:
    """A part of a stream: voter, id, places of statements, and what is voted on each."""
    offsets = [0]
    for _, _, places, _ in people:
        offsets.append(offsets[-1] + len(places))
    return pb.StreamVotesRequest(
        tokens=[served.tokens.person(who)[0][1].removeprefix("Bearer ") for who, _, _, _ in people],
        ids=[id for _, id, _, _ in people],
        offsets=column(offsets),
        choices=column(place for _, _, places, _ in people for place in places),
        values=column(value for _, _, _, values in people for value in values),
        **first,
    )


FIRST: dict[str, Any] = {"parent": "missions/m", "statements": STATEMENTS}


async def stream(served: Served, *parts: pb.StreamVotesRequest) -> pb.StreamVotesResponse:
    """Sends all parts."""
    reply: pb.StreamVotesResponse = await stubs.ParticipationServiceStub(served.channel).StreamVotes(iter(parts))
    return reply


def cast(town: Town, kind: type[Any]) -> list[Any]:
    """What was cast."""
    return [one.event for one in town.engine.events("m") if isinstance(one.event, kind)]


@in_a_loop
async def test_votes_are_cast_and_count_once_however_often_they_are_sent(town, tokens):
    async with town.serving(tokens) as served:
        part = votes(served, ("ada", "a", [0, 1], [1, -1]), ("cem", "c", [1], [0]), **FIRST)
        more = votes(served, ("dia", "d", [0], [1]))
        for _ in range(2):
            reply = await stream(served, part, more)
            assert (reply.cast, reply.refused_count) == (4, 0)
    told = [(list(one.items.view()), list(one.values.view())) for one in cast(town, VotesCast)]
    assert told == [([0, 1], [1, -1]), ([1], [0]), ([0], [1])]


@in_a_loop
async def test_who_votes_wrongly_is_refused_alone(town, tokens):
    async with town.serving(tokens) as served:
        part = votes(served, ("ada", "a", [0], [7]), ("ben", "b", [0], [1]), ("cem", "c", [], []), **FIRST)
        part.tokens.append("nobody's")
        part.ids.append("n")
        part.offsets.CopyFrom(column([0, 1, 2, 2, 2]))
        reply = await stream(served, part)
        assert (reply.cast, reply.refused_count) == (1, 3)
        assert [one.id for one in reply.refused] == ["a", "c", "n"]
        invalid, unknown = grpc.StatusCode.INVALID_ARGUMENT.value[0], grpc.StatusCode.UNAUTHENTICATED.value[0]
        assert [one.status.code for one in reply.refused] == [invalid, invalid, unknown]
    assert len(cast(town, VotesCast)) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"values": column([1, 1])}, "values"),
        ({"choices": column([9])}, "choices"),
        ({"offsets": column([0, 3])}, "offsets"),
        ({"revisions": column([-2])}, "revisions"),
        ({"parent": "missions"}, "parent"),
        ({"values": Column(type=Column.ELEMENT_U1, values=b"1")}, "values"),
    ],
)
def test_columns_that_do_not_fit_are_refused_and_nothing_is_taken(town, tokens, change, field):
    @in_a_loop
    async def story() -> None:
        async with town.serving(tokens) as served:
            part = votes(served, ("ada", "a", [0], [1]), **FIRST)
            for name, value in change.items():
                if isinstance(value, str):
                    setattr(part, name, value)
                else:
                    getattr(part, name).CopyFrom(value)
            with pytest.raises(grpc.aio.AioRpcError) as refused:
                await stream(served, part)
            assert refused.value.code() is grpc.StatusCode.INVALID_ARGUMENT
            fields = details_of(refused.value)[error_details_pb2.BadRequest].field_violations
            assert [one.field for one in fields] == [field]

    story()
    assert not cast(town, VotesCast)


@in_a_loop
async def test_ballots_come_alone_in_batches_and_by_stream_and_are_decided(town, tokens):
    town.round()
    async with town.serving(tokens) as served:
        stub, name = stubs.ParticipationServiceStub(served.channel), "missions/m/rounds/first"
        one = pb.CastBallotRequest(name=name, ballot=pb.Ballot(choices=CHALLENGES[:1]))
        alone = await stub.CastBallot(one, metadata=tokens.person("ada"))
        assert alone.id
        assert alone.receipt.code
        ballot = pb.Ballot(id="of-ben", choices=CHALLENGES)
        rows = [
            pb.BatchedBallot(token=token(tokens, "ben"), ballot=ballot),
            pb.BatchedBallot(token=token(tokens, "nobody"), ballot=ballot),
        ]
        results = (await stub.BatchCastBallots(pb.BatchCastBallotsRequest(name=name, ballots=rows))).results
        assert [one.HasField("status") for one in results] == [False, True]
        part = pb.StreamBallotsRequest(
            name=name,
            items=CHALLENGES,
            tokens=[token(tokens, "cem")],
            ids=["of-cem"],
            offsets=column([0, 1]),
            choices=column([1]),
        )
        assert (await stub.StreamBallots(iter([part]))).cast == 1
        town.later(days=8)
        operation = await stub.CloseRound(pb.CloseRoundRequest(name=name), metadata=tokens.person("olga"))
        assert operation.name == "missions/m/operations/round-first"
        assert (await decided(served, operation)).status == res.ROUND_STATUS_DECIDED
    assert len(cast(town, BallotsCast)) == 3


@in_a_loop
async def test_a_round_without_a_ballot_is_an_operation_that_has_ended(town, tokens):
    town.round()
    town.later(days=8)
    async with town.serving(tokens) as served:
        stub = stubs.ParticipationServiceStub(served.channel)
        request = pb.CloseRoundRequest(name="missions/m/rounds/first")
        operation = await stub.CloseRound(request, metadata=tokens.person("olga"))
        assert operation.done
        told = await decided(served, operation)
        assert told.HasField("end_time")
        assert not told.order


def token(tokens: Any, who: str) -> str:
    """A participant's token."""
    return str(tokens.person(who)[0][1]).removeprefix("Bearer ")


async def decided(served: Served, operation: operations_pb2.Operation) -> res.Round:
    """The round of an operation, once it has ended."""
    wait = served.channel.unary_unary(
        "/google.longrunning.Operations/WaitOperation",
        operations_pb2.WaitOperationRequest.SerializeToString,
        operations_pb2.Operation.FromString,
    )
    while not operation.done:
        operation = await wait(operations_pb2.WaitOperationRequest(name=operation.name))
    told = res.Round()
    assert operation.response.Unpack(told), operation
    return told

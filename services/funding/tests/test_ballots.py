"""Ballots of several people at once: each proven by a token, each by itself, and each counted once."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Iterable, Sequence
from typing import Any

import grpc
import pytest
from osi.funding.v1 import funding_service_pb2 as pb
from osi.funding.v1 import funding_service_pb2_grpc as stubs
from osi.type.v1.column_pb2 import Column

from osi_conformance.town import Town, minor
from osi_core.funding.events import GrantBallotsCast
from services.funding.tests.serving import until_it_holds


def column(numbers: Iterable[int]) -> Column:
    """A column of I4."""
    return Column(type=Column.ELEMENT_I4, values=array("i", numbers).tobytes())


def part(town: Town, *ballots: tuple[str, str, Sequence[int]], **first: Any) -> pb.StreamGrantBallotsRequest:
    """A part of a stream: voter, id, and places in the applications."""
    offsets = [0]
    for _, _, choices in ballots:
        offsets.append(offsets[-1] + len(choices))
    return pb.StreamGrantBallotsRequest(
        tokens=[town.mission.token(voter) for voter, _, _ in ballots],
        ids=[id for _, id, _ in ballots],
        offsets=column(offsets),
        choices=column(place for _, _, choices in ballots for place in choices),
        **first,
    )


async def stream(town: Town, parts: Any) -> pb.StreamGrantBallotsResponse:
    """Sends all parts."""
    stub = stubs.FundingServiceStub(town.mission.target.channel)
    reply: pb.StreamGrantBallotsResponse = await stub.StreamGrantBallots(parts, metadata=town.mission.metadata())
    return reply


def cast_in(running: Any, town: Town) -> list[GrantBallotsCast]:
    """The ballots in the log."""
    records = running.runtime.engine.events(town.mission.id)
    return [record.event for record in records if isinstance(record.event, GrantBallotsCast)]


async def batch(town: Town, round_: str, *ballots: tuple[str, str, Sequence[str]]) -> Any:
    """Casts ballots: token, id, choices."""
    rows = [
        pb.BatchedGrantBallot(token=token, ballot=pb.GrantBallot(id=id, choices=choices))
        for token, id, choices in ballots
    ]
    request = pb.BatchCastGrantBallotsRequest(name=round_, ballots=rows)
    return (await town.mission.call("BatchCastGrantBallots", request, "")).message.results


def test_a_batch_is_taken_ballot_by_ballot(play):
    async def story(town, running):
        round_, (one, other) = await town.voting(10_000, 10_000)
        token = town.mission.token
        results = await batch(
            town,
            round_,
            (token("ada"), "b1", [one]),
            ("no-token", "b2", [one]),
            (token("ben"), "b3", [one, one]),
            (token("operator"), "b4", [one]),
            (token("cem"), "b5", ["missions/elsewhere/applications/a"]),
            (token("dia"), "b6", [other]),
        )
        assert [one.id for one in results] == ["b1", "b2", "b3", "b4", "b5", "b6"]
        wanted = (0, grpc.StatusCode.UNAUTHENTICATED, None, grpc.StatusCode.PERMISSION_DENIED)
        assert [one.status.code for one in results][:2] == [0, wanted[1].value[0]]
        assert [bool(one.receipt.code) for one in results] == [True, False, False, False, False, True]
        assert "item-repeated" in str(results[2].status)
        assert results[3].status.code == wanted[3].value[0]
        assert "ballot.choices" in str(results[4].status)
        assert len(cast_in(running, town)) == 2

    play(story)


def test_a_ballot_that_comes_twice_is_one_and_another_under_its_id_is_refused(play):
    async def story(town, running):
        round_, (one, other) = await town.voting(10_000, 10_000)
        ada = town.mission.token("ada")
        (first,) = await batch(town, round_, (ada, "mine", [one]))
        (again,) = await batch(town, round_, (ada, "mine", [one]))
        assert again == first
        (changed,) = await batch(town, round_, (ada, "mine", [other]))
        assert "command-id-reused" in str(changed.status)
        assert len(cast_in(running, town)) == 1

    play(story)


def test_a_stream_of_columns_counts_as_the_same_ballots_one_by_one(play):
    async def story(town, running):
        round_, applications = await town.voting(10_000, 10_000, budget=10_000)
        reply = await stream(
            town,
            [
                part(town, ("ada", "s1", [0]), ("ben", "s2", [1]), name=round_, applications=applications),
                part(town, ("cem", "s3", [0, 1]), ("dia", "s4", [1]), ("zoe", "s5", [1])),
            ],
        )
        assert (reply.cast, reply.refused_count) == (4, 1)
        assert [one.id for one in reply.refused] == ["s5"]
        assert not reply.refused[0].HasField("receipt")
        decided = await town.decide(round_)
        assert [one.application for one in decided.awards] == applications[1:]

    play(story)


def test_a_stream_that_breaks_off_leaves_whole_ballots_and_goes_on_by_their_ids(play):
    async def story(town, running):
        round_, applications = await town.voting(10_000, 10_000)
        first = part(town, ("ada", "r1", [0]), ("ben", "r2", [1]), name=round_, applications=applications)
        second = part(town, ("cem", "r3", [1]), ("dia", "r4", [0, 1]))
        waits = asyncio.Event()

        async def breaks() -> Any:
            yield first
            await waits.wait()

        stub = stubs.FundingServiceStub(town.mission.target.channel)
        call = stub.StreamGrantBallots(breaks(), metadata=town.mission.metadata())
        await until_it_holds(lambda: len(cast_in(running, town)) == 2)
        call.cancel()
        reply = await stream(town, [first, second])
        assert (reply.cast, reply.refused_count) == (4, 0)
        assert sorted(len(one.ids) for one in cast_in(running, town)) == [1, 1, 1, 1]

    play(story)


def broken(change: str, request: pb.StreamGrantBallotsRequest) -> pb.StreamGrantBallotsRequest:
    """The part with something that does not fit."""
    match change:
        case "name":
            request.name = "missions/m/funds/f"
        case "applications":
            request.applications.append("missions/other/applications/a")
        case "ids":
            del request.ids[0]
        case "offsets":
            request.offsets.CopyFrom(column([0, 2, 1]))
        case "choices":
            request.choices.CopyFrom(column([0, 2]))
        case "choices torn":
            request.choices.values = b"123"
        case "revisions":
            request.revisions.CopyFrom(column([-2, 0]))
        case "points":
            request.points.CopyFrom(column([1]))
    return request


@pytest.mark.parametrize(
    "change", ["name", "applications", "ids", "offsets", "choices", "choices torn", "revisions", "points"]
)
def test_a_part_whose_columns_do_not_fit_is_refused_whole_and_the_field_named(play, change):
    async def story(town, running):
        round_, applications = await town.voting(10_000, 10_000)
        whole = part(town, ("ada", "c1", [0]), ("ben", "c2", [1]), name=round_, applications=applications)
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await stream(town, [broken(change, whole)])
        assert refused.value.code() is grpc.StatusCode.INVALID_ARGUMENT
        raw = dict(refused.value.trailing_metadata())["grpc-status-details-bin"]
        assert change.split()[0].encode() in raw
        assert cast_in(running, town) == []

    play(story)


def test_a_later_part_says_nothing_of_another_round(play):
    async def story(town, running):
        round_, applications = await town.voting(10_000, 10_000)
        first = part(town, ("ada", "d1", [0]), name=round_, applications=applications)
        for later in ({"name": town.mission.at("grant-rounds/other")}, {"applications": applications[:1]}):
            with pytest.raises(grpc.aio.AioRpcError) as refused:
                await stream(town, [first, part(town, ("ben", "d2", [0]), **later)])
            assert refused.value.code() is grpc.StatusCode.INVALID_ARGUMENT
        assert len(cast_in(running, town)) == 1

    play(story)


def test_points_and_revisions_come_as_columns_too(play):
    async def story(town, running):
        from osi.type.v1 import terms_pb2

        round_, applications = await town.voting(10_000, 10_000, budget=10_000, kind=terms_pb2.BALLOT_KIND_POINTS)
        request = part(town, ("ada", "p1", [0, 1]), ("ada", "p2", [1]), name=round_, applications=applications)
        request.points.CopyFrom(column([1, 2, 9]))
        request.revisions.CopyFrom(column([7, 3]))
        reply = await stream(town, [request])
        assert reply.cast == 2
        told = [(list(one.values.view()), list(one.revisions.view())) for one in cast_in(running, town)]
        assert told == [([1, 2], [7]), ([9], [3])]
        decided = await town.decide(round_)
        assert [minor(one.amount) for one in decided.awards] == [10_000]

    play(story)

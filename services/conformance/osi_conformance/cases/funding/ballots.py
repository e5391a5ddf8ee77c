"""Ballots: one's own alone, the later for the earlier, many at once, and nobody learns whose they are."""

from __future__ import annotations

import struct
from collections.abc import AsyncIterator, Sequence
from typing import Any

import grpc
from osi.funding.v1 import funding_service_pb2 as api
from osi.log.v1 import log_service_pb2 as log
from osi.type.v1 import column_pb2, terms_pb2

from osi_conformance.case import case, ensure
from osi_conformance.recorded import participant
from osi_conformance.target import Refusal
from osi_conformance.trial import Trial


async def _winner(trial: Trial, round_: str, wanted: str, what: str) -> None:
    """The budget suffices for one; which it is tells what was counted."""
    decided = await trial.town.decide(round_)
    awarded = [one.application for one in decided.awards]
    ensure(awarded == [wanted], f"awarded: {awarded}; {what}, so it is {wanted}")


async def _two(trial: Trial, **fields: Any) -> tuple[str, str, str]:
    """A round with two applications and money for one."""
    round_, (one, other) = await trial.town.voting(10_000, 10_000, budget=10_000, **fields)
    return round_, one, other


@case("funding/ballot/cast/later-replaces-earlier", "B1", "simulated")
async def later_replaces_earlier(trial: Trial) -> None:
    round_, one, other = await _two(trial)
    await trial.town.cast("ada", round_, one)
    await trial.town.cast("ben", round_, one)
    await trial.town.cast("cem", round_, other)
    await trial.town.cast("ada", round_, other)
    await _winner(trial, round_, other, "Ada's second ballot took the place of her first")


@case("funding/ballot/cast/highest-revision-counts", "B2", "simulated")
async def highest_revision_counts(trial: Trial) -> None:
    round_, one, other = await _two(trial)
    await trial.town.cast("ada", round_, other, revision=2)
    await trial.town.cast("ada", round_, one, revision=1)
    await _winner(trial, round_, other, "revision 1 came behind revision 2")


@case("funding/ballot/cast/one-a-person", "B1", "simulated")
async def one_a_person(trial: Trial) -> None:
    round_, one, other = await _two(trial)
    for _ in range(3):
        await trial.town.cast("ada", round_, one)
    await trial.town.cast("ben", round_, other)
    await trial.town.cast("cem", round_, other)
    await _winner(trial, round_, other, "Ada has cast three ballots and counts once")


@case("funding/ballot/cast/points-count", "B3", "simulated")
async def points_count(trial: Trial) -> None:
    round_, one, other = await _two(trial, kind=terms_pb2.BALLOT_KIND_POINTS)
    await trial.town.cast("ada", round_, one, other, points=(1, 9))
    await trial.town.cast("ben", round_, one, other, points=(5, 0))
    await _winner(trial, round_, other, "it has nine points, the other one six")


@case("funding/ballot/cast/nothing-approved", "B3", "simulated")
async def nothing_approved(trial: Trial) -> None:
    round_, one, _ = await _two(trial)
    await trial.town.cast("ada", round_)
    await trial.town.cast("ben", round_, one)
    await _winner(trial, round_, one, "a ballot that approves of nothing is one, and one approves")


@case("funding/ballot/cast/tells-id-and-receipt", "B4", "simulated")
async def tells_id_and_receipt(trial: Trial) -> None:
    round_, one, _ = await _two(trial)
    given = await trial.town.cast("ada", round_, one, id=trial.mission.new_id("ballot"))
    minted = await trial.town.cast("ben", round_, one)
    ensure(given.id.startswith("ballot-"), f"the ballot's id is {given.id}, another was given")
    ensure(minted.id and minted.id != given.id, "a ballot without an id gets none")
    for answer in (given, minted):
        ensure(answer.receipt.code and answer.receipt.place, "the ballot has no receipt")
    ensure(given.receipt.code != minted.receipt.code, "two ballots have one receipt")


@case("funding/ballot/cast/nobody-learns-whose", "B5", "simulated")
async def nobody_learns_whose(trial: Trial) -> None:
    """Public events name neither ballots nor voters; the roster holds pseudonyms."""
    round_, one, _ = await _two(trial)
    cast = await trial.town.cast("dia", round_, one, id=trial.mission.new_id("ballot"))
    request = log.ReadPublicRequest(mission=trial.mission.name, chain=trial.setup.chain)
    beside = trial.mission.metadata("peer", timed=False)
    voter, seen = participant("dia").encode(), 0
    async for part in trial.target.stream("ReadPublic", request, beside):
        for event in part.events:
            seen += 1
            said = event.envelope + event.payload.value
            ensure(
                voter not in said and cast.id.encode() not in said, f"{event.id} ({event.type}) names voter or ballot"
            )
            ensure("ballots" not in event.type, f"{event.type} is public")
    ensure(seen, "the public log is empty")


# Many at once


async def _batch(trial: Trial, round_: str, *ballots: tuple[str, str, Sequence[str]]) -> Any:
    """Casts ballots: token, id, choices."""
    rows = [
        api.BatchedGrantBallot(token=token, ballot=api.GrantBallot(id=id, choices=choices))
        for token, id, choices in ballots
    ]
    request = api.BatchCastGrantBallotsRequest(name=round_, ballots=rows)
    return (await trial.mission.call("BatchCastGrantBallots", request, "operator")).message


@case("funding/ballot/batch/each-by-itself", "B6", "simulated")
async def each_by_itself(trial: Trial) -> None:
    round_, one, other = await _two(trial)
    token, stranger = trial.mission.token, participant("ben")
    answer = await _batch(
        trial,
        round_,
        (token("ada"), "b-1", [one]),
        (trial.issuer.of_a_stranger(trial.mission.id, stranger), "b-2", [one]),
        (token("cem"), "b-3", [trial.mission.at("applications/nobodys")]),
        (token("dia"), "b-4", [other]),
    )
    results = answer.results
    ensure([one.id for one in results] == ["b-1", "b-2", "b-3", "b-4"], f"results are of {[one.id for one in results]}")
    codes = [one.status.code if one.HasField("status") else 0 for one in results]
    ensure(codes[0] == codes[3] == 0, f"good ballots were answered with {codes}")
    unauthenticated, unfit = grpc.StatusCode.UNAUTHENTICATED.value[0], grpc.StatusCode.OK.value[0]
    ensure(codes[1] == unauthenticated, f"a forged token was answered with {codes[1]}")
    ensure(codes[2] != unfit, "an unknown application was voted for")
    ensure(results[0].receipt.code and not results[1].receipt.code, "who has cast gets a receipt, and nobody else")


@case("funding/ballot/batch/sent-again-counts-once", "B7", "simulated")
async def batch_again(trial: Trial) -> None:
    round_, one, other = await _two(trial)
    rows = [(trial.mission.token("ada"), "b-1", [one]), (trial.mission.token("ben"), "b-2", [other])]
    first = await _batch(trial, round_, *rows)
    again = await _batch(trial, round_, *rows)
    ensure(
        [a.receipt.code for a in first.results] == [a.receipt.code for a in again.results],
        "ballots that were sent again have other receipts",
    )
    await trial.town.cast("cem", round_, other)
    await _winner(trial, round_, other, "each ballot counts once")


@case("funding/ballot/batch/too-many", "V1", "simulated")
async def too_many(trial: Trial) -> None:
    row = api.BatchedGrantBallot(token="x", ballot=api.GrantBallot())
    request = api.BatchCastGrantBallotsRequest(name=trial.mission.at("grant-rounds/x"), ballots=[row] * 1001)
    invalid = grpc.StatusCode.INVALID_ARGUMENT
    await trial.mission.refused("BatchCastGrantBallots", request, "operator", status=invalid, field="ballots")


def _column(values: Sequence[int]) -> column_pb2.Column:
    return column_pb2.Column(type=column_pb2.Column.ELEMENT_I4, values=struct.pack(f"<{len(values)}i", *values))


def _part(trial: Trial, ballots: Sequence[tuple[str, str, Sequence[int]]], **first: Any) -> Any:
    """A part of a stream: voter, id, places in the applications."""
    offsets = [0]
    for _, _, choices in ballots:
        offsets.append(offsets[-1] + len(choices))
    return api.StreamGrantBallotsRequest(
        tokens=[trial.mission.token(voter) for voter, _, _ in ballots],
        ids=[id for _, id, _ in ballots],
        offsets=_column(offsets),
        choices=_column([place for _, _, choices in ballots for place in choices]),
        **first,
    )


async def _sent(trial: Trial, parts: Sequence[Any]) -> Any:
    beside = trial.mission.metadata("operator")
    return (await trial.target.send("StreamGrantBallots", iter(parts), beside)).message


@case("funding/ballot/stream/columns-count", "B8", "simulated")
async def columns_count(trial: Trial) -> None:
    round_, one, other = await _two(trial)
    parts = [
        _part(trial, [("ada", "s-1", [0]), ("ben", "s-2", [1])], name=round_, applications=[one, other]),
        _part(trial, [("cem", "s-3", [0, 1]), ("dia", "s-4", [1])]),
    ]
    answer = await _sent(trial, parts)
    ensure((answer.cast, answer.refused_count) == (4, 0), f"{answer.cast} were cast, {answer.refused_count} refused")
    await _winner(trial, round_, other, "three of four ballots name it")


@case("funding/ballot/stream/broken-off-and-resumed", "B9", "simulated")
async def broken_off_and_resumed(trial: Trial) -> None:
    """What was sent before the stream broke stands; sent again it counts once."""
    round_, one, other = await _two(trial)
    first = _part(trial, [("ada", "r-1", [0]), ("ben", "r-2", [1])], name=round_, applications=[one, other])
    second = _part(trial, [("cem", "r-3", [1])])

    async def breaks() -> AsyncIterator[Any]:
        yield first
        raise ConnectionAbortedError("the sender is gone")

    beside = trial.mission.metadata("operator")
    try:
        await trial.target.send("StreamGrantBallots", breaks(), beside)
    except (Refusal, grpc.aio.AioRpcError, ConnectionAbortedError, grpc.aio.UsageError, BaseException) as error:
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
    answer = await _sent(trial, [first, second])
    ensure(answer.cast == 3, f"{answer.cast} ballots stand, 3 were sent")
    await _winner(trial, round_, other, "each ballot counts once")


@case("funding/ballot/stream/refuses-each-by-itself", "B6", "simulated")
async def stream_refuses_each(trial: Trial) -> None:
    round_, one, other = await _two(trial)
    part = _part(trial, [("ada", "q-1", [0]), ("zoe", "q-2", [1]), ("ben", "q-3", [1])], name=round_)
    part.applications.extend([one, other])
    answer = await _sent(trial, [part])
    ensure((answer.cast, answer.refused_count) == (2, 1), f"{answer.cast} were cast, {answer.refused_count} refused")
    ensure([row.id for row in answer.refused] == ["q-2"], f"refused: {[row.id for row in answer.refused]}")


@case("funding/ballot/stream/incoherent-columns", "V1", "simulated")
async def incoherent_columns(trial: Trial) -> None:
    round_, one, other = await _two(trial)
    named = {"name": round_, "applications": [one, other]}
    descending, beyond = _part(trial, [("ada", "i-1", [0])], **named), _part(trial, [("ada", "i-2", [7])], **named)
    descending.offsets.CopyFrom(_column([0, -1]))
    torn = _part(trial, [("ada", "i-3", [0])], **named)
    torn.choices.values = b"\x00\x00\x00"
    for part in (descending, torn):
        try:
            await _sent(trial, [part])
        except Refusal as refusal:
            wanted = refusal.code is grpc.StatusCode.INVALID_ARGUMENT
            ensure(wanted, f"{refusal}; expected: INVALID_ARGUMENT")
        else:
            ensure(False, "columns that do not go together were taken")
    try:
        answer = await _sent(trial, [beyond])
        ensure(answer.cast == 0, "a place behind the last application was voted for")
    except Refusal as refusal:
        ensure(refusal.code is grpc.StatusCode.INVALID_ARGUMENT, f"{refusal}; expected: INVALID_ARGUMENT")

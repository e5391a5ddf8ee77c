"""Ballots: one's own alone, the later for the earlier, many at once, and nobody learns whose they are."""

from __future__ import annotations

import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import partial
from typing import Any

import grpc
from osi.type.v1 import column_pb2, terms_pb2

from osi_conformance.case import Case, ensure, fail, register
from osi_conformance.cases.every.subjects import SUBJECTS
from osi_conformance.recorded import participant
from osi_conformance.subject import Casts
from osi_conformance.target import Refusal, method_named, new_request
from osi_conformance.trial import Trial

Check = Callable[[Trial, Casts], Awaitable[None]]


def _casting(name: str, rule: str) -> Callable[[Check], Check]:
    """Makes a function a case of every service in which ballots are cast."""

    def keep(check: Check) -> Check:
        for subject in SUBJECTS:
            if subject.casts is not None:
                run = partial(check, casts=subject.casts)  # type: ignore[call-arg]
                says = f"every.{name.replace('/', '.')}"
                register(Case(f"{subject.service}/{name}", rule, run, "simulated", says))
        return check

    return keep


async def _winner(trial: Trial, casts: Casts, round_: str, wanted: str, what: str) -> None:
    """There is room for one; which it is tells what was counted."""
    first = await casts.first(trial, round_)
    ensure(first == wanted, f"first is {first or 'nothing'}; {what}, so it is {wanted}")


async def _cast(trial: Trial, casts: Casts, by: str, round_: str, *choices: str, **fields: Any) -> Any:
    """Somebody casts a ballot."""
    request = new_request(method_named(casts.cast))
    request.name = round_
    _fill(request.ballot, choices, **fields)
    return (await trial.mission.call(casts.cast, request, by)).message


def _fill(ballot: Any, choices: Sequence[str], **fields: Any) -> None:
    ballot.SetInParent()
    ballot.choices.extend(choices)
    for name, value in fields.items():
        if name == "points":
            ballot.points.extend(value)
        else:
            setattr(ballot, name, value)


@_casting("ballot/cast/later-replaces-earlier", "B1")
async def later_replaces_earlier(trial: Trial, casts: Casts) -> None:
    round_, one, other = await casts.opens(trial, terms_pb2.BALLOT_KIND_APPROVAL)
    await _cast(trial, casts, "ada", round_, one)
    await _cast(trial, casts, "ben", round_, one)
    await _cast(trial, casts, "cem", round_, other)
    await _cast(trial, casts, "ada", round_, other)
    await _winner(trial, casts, round_, other, "Ada's second ballot took the place of her first")


@_casting("ballot/cast/highest-revision-counts", "B2")
async def highest_revision_counts(trial: Trial, casts: Casts) -> None:
    round_, one, other = await casts.opens(trial, terms_pb2.BALLOT_KIND_APPROVAL)
    await _cast(trial, casts, "ada", round_, other, revision=2)
    await _cast(trial, casts, "ada", round_, one, revision=1)
    await _winner(trial, casts, round_, other, "revision 1 came behind revision 2")


@_casting("ballot/cast/versions-have-one-id", "B2")
async def versions_have_one_id(trial: Trial, casts: Casts) -> None:
    """What makes a request safe to send again is its own id, not that of the ballot."""
    round_, one, other = await casts.opens(trial, terms_pb2.BALLOT_KIND_APPROVAL)
    id = trial.mission.new_id("ballot")
    await _cast(trial, casts, "ada", round_, one, id=id, revision=1)
    await _cast(trial, casts, "ada", round_, other, id=id, revision=3)
    await _cast(trial, casts, "ada", round_, one, id=id, revision=2)
    await _winner(trial, casts, round_, other, "revision 3 is the highest of the ballot")


@_casting("ballot/cast/one-a-person", "B1")
async def one_a_person(trial: Trial, casts: Casts) -> None:
    round_, one, other = await casts.opens(trial, terms_pb2.BALLOT_KIND_APPROVAL)
    for _ in range(3):
        await _cast(trial, casts, "ada", round_, one)
    await _cast(trial, casts, "ben", round_, other)
    await _cast(trial, casts, "cem", round_, other)
    await _winner(trial, casts, round_, other, "Ada has cast three ballots and counts once")


@_casting("ballot/cast/points-count", "B3")
async def points_count(trial: Trial, casts: Casts) -> None:
    round_, one, other = await casts.opens(trial, terms_pb2.BALLOT_KIND_POINTS)
    await _cast(trial, casts, "ada", round_, one, other, points=(1, 9))
    await _cast(trial, casts, "ben", round_, one, other, points=(5, 0))
    await _winner(trial, casts, round_, other, "it has nine points, the other one six")


@_casting("ballot/cast/nothing-approved", "B3")
async def nothing_approved(trial: Trial, casts: Casts) -> None:
    round_, one, _ = await casts.opens(trial, terms_pb2.BALLOT_KIND_APPROVAL)
    await _cast(trial, casts, "ada", round_)
    await _cast(trial, casts, "ben", round_, one)
    await _winner(trial, casts, round_, one, "a ballot that approves of nothing is one, and one approves")


@_casting("ballot/cast/tells-id-and-receipt", "B4")
async def tells_id_and_receipt(trial: Trial, casts: Casts) -> None:
    round_, one, _ = await casts.opens(trial, terms_pb2.BALLOT_KIND_APPROVAL)
    given = await _cast(trial, casts, "ada", round_, one, id=trial.mission.new_id("ballot"))
    minted = await _cast(trial, casts, "ben", round_, one)
    ensure(given.id.startswith("ballot-"), f"the ballot's id is {given.id}, another was given")
    ensure(minted.id and minted.id != given.id, "a ballot without an id gets none")
    for answer in (given, minted):
        ensure(answer.receipt.code and answer.receipt.place, "the ballot has no receipt")
    ensure(given.receipt.code != minted.receipt.code, "two ballots have one receipt")


@_casting("ballot/cast/nobody-learns-whose", "B5")
async def nobody_learns_whose(trial: Trial, casts: Casts) -> None:
    """Public events name neither ballots nor voters; the roster holds pseudonyms."""
    round_, one, _ = await casts.opens(trial, terms_pb2.BALLOT_KIND_APPROVAL)
    cast = await _cast(trial, casts, "dia", round_, one, id=trial.mission.new_id("ballot"))
    voter, seen = participant("dia").encode(), 0
    async for event in trial.public():
        seen += 1
        said = event.envelope + event.payload.value
        is_told = voter in said and not event.type.startswith("mission.")  # who is in the mission is public
        ensure(not is_told and cast.id.encode() not in said, f"{event.id} ({event.type}) names voter or ballot")
        ensure("ballots" not in event.type, f"{event.type} is public")
    ensure(seen, "the public log is empty")


# Many at once


async def _batch(trial: Trial, casts: Casts, round_: str, *ballots: tuple[str, str, Sequence[str]]) -> Any:
    """Casts ballots: token, id, choices."""
    request = new_request(method_named(casts.batch))
    request.name = round_
    for token, id, choices in ballots:
        _fill(request.ballots.add(token=token).ballot, choices, id=id)
    return (await trial.mission.call(casts.batch, request, "operator")).message


@_casting("ballot/batch/each-by-itself", "B6")
async def each_by_itself(trial: Trial, casts: Casts) -> None:
    round_, one, other = await casts.opens(trial, terms_pb2.BALLOT_KIND_APPROVAL)
    token, stranger = trial.mission.token, participant("ben")
    answer = await _batch(
        trial,
        casts,
        round_,
        (token("ada"), "b-1", [one]),
        (trial.issuer.of_a_stranger(trial.mission.id, stranger), "b-2", [one]),
        (token("cem"), "b-3", [trial.mission.at(casts.unknown)]),
        (token("dia"), "b-4", [other]),
    )
    results = answer.results
    ensure([one.id for one in results] == ["b-1", "b-2", "b-3", "b-4"], f"results are of {[one.id for one in results]}")
    codes = [one.status.code if one.HasField("status") else 0 for one in results]
    ensure(codes[0] == codes[3] == 0, f"good ballots were answered with {codes}")
    unauthenticated, unfit = grpc.StatusCode.UNAUTHENTICATED.value[0], grpc.StatusCode.OK.value[0]
    ensure(codes[1] == unauthenticated, f"a forged token was answered with {codes[1]}")
    ensure(codes[2] != unfit, "what there is not was voted for")
    ensure(results[0].receipt.code and not results[1].receipt.code, "who has cast gets a receipt, and nobody else")


@_casting("ballot/batch/sent-again-counts-once", "B7")
async def batch_again(trial: Trial, casts: Casts) -> None:
    round_, one, other = await casts.opens(trial, terms_pb2.BALLOT_KIND_APPROVAL)
    rows = [(trial.mission.token("ada"), "b-1", [one]), (trial.mission.token("ben"), "b-2", [other])]
    first = await _batch(trial, casts, round_, *rows)
    again = await _batch(trial, casts, round_, *rows)
    ensure(
        [a.receipt.code for a in first.results] == [a.receipt.code for a in again.results],
        "ballots that were sent again have other receipts",
    )
    await _cast(trial, casts, "cem", round_, other)
    await _winner(trial, casts, round_, other, "each ballot counts once")


@_casting("ballot/batch/too-many", "V1")
async def too_many(trial: Trial, casts: Casts) -> None:
    request = new_request(method_named(casts.batch))
    request.name, *_ = await casts.opens(trial, terms_pb2.BALLOT_KIND_APPROVAL)
    for _ in range(1_001):
        request.ballots.add(token="x").ballot.SetInParent()
    invalid = grpc.StatusCode.INVALID_ARGUMENT
    await trial.mission.refused(casts.batch, request, "operator", status=invalid, field="ballots")


def _column(values: Sequence[int]) -> column_pb2.Column:
    return column_pb2.Column(type=column_pb2.Column.ELEMENT_I4, values=struct.pack(f"<{len(values)}i", *values))


def _part(
    trial: Trial,
    casts: Casts,
    ballots: Sequence[tuple[str, str, Sequence[int]]],
    name: str = "",
    items: Sequence[str] = (),
) -> Any:
    """A part of a stream: voter, id, places among the items."""
    offsets = [0]
    for _, _, choices in ballots:
        offsets.append(offsets[-1] + len(choices))
    part = new_request(method_named(casts.stream))
    part.name = name
    getattr(part, casts.items).extend(items)
    part.tokens.extend(trial.mission.token(voter) for voter, _, _ in ballots)
    part.ids.extend(id for _, id, _ in ballots)
    part.offsets.CopyFrom(_column(offsets))
    part.choices.CopyFrom(_column([place for _, _, choices in ballots for place in choices]))
    return part


async def _sent(trial: Trial, casts: Casts, parts: Sequence[Any]) -> Any:
    beside = trial.mission.metadata("operator")
    return (await trial.target.send(casts.stream, iter(parts), beside)).message


@_casting("ballot/stream/columns-count", "B8")
async def columns_count(trial: Trial, casts: Casts) -> None:
    round_, one, other = await casts.opens(trial, terms_pb2.BALLOT_KIND_APPROVAL)
    parts = [
        _part(trial, casts, [("ada", "s-1", [0]), ("ben", "s-2", [1])], name=round_, items=[one, other]),
        _part(trial, casts, [("cem", "s-3", [0, 1]), ("dia", "s-4", [1])]),
    ]
    answer = await _sent(trial, casts, parts)
    ensure((answer.cast, answer.refused_count) == (4, 0), f"{answer.cast} were cast, {answer.refused_count} refused")
    await _winner(trial, casts, round_, other, "three of four ballots name it")


@_casting("ballot/stream/broken-off-and-resumed", "B9")
async def broken_off_and_resumed(trial: Trial, casts: Casts) -> None:
    """What was sent before the stream broke stands; sent again it counts once."""
    round_, one, other = await casts.opens(trial, terms_pb2.BALLOT_KIND_APPROVAL)
    first = _part(trial, casts, [("ada", "r-1", [0]), ("ben", "r-2", [1])], name=round_, items=[one, other])
    second = _part(trial, casts, [("cem", "r-3", [1])])

    async def breaks() -> AsyncIterator[Any]:
        yield first
        raise ConnectionAbortedError("the sender is gone")

    beside = trial.mission.metadata("operator")
    try:
        await trial.target.send(casts.stream, breaks(), beside)
    except (Refusal, grpc.aio.AioRpcError, ConnectionAbortedError, grpc.aio.UsageError, BaseException) as error:
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
    answer = await _sent(trial, casts, [first, second])
    ensure(answer.cast == 3, f"{answer.cast} ballots stand, 3 were sent")
    await _winner(trial, casts, round_, other, "each ballot counts once")


@_casting("ballot/stream/refuses-each-by-itself", "B6")
async def stream_refuses_each(trial: Trial, casts: Casts) -> None:
    round_, one, other = await casts.opens(trial, terms_pb2.BALLOT_KIND_APPROVAL)
    part = _part(
        trial, casts, [("ada", "q-1", [0]), ("zoe", "q-2", [1]), ("ben", "q-3", [1])], name=round_, items=[one, other]
    )
    answer = await _sent(trial, casts, [part])
    ensure((answer.cast, answer.refused_count) == (2, 1), f"{answer.cast} were cast, {answer.refused_count} refused")
    ensure([row.id for row in answer.refused] == ["q-2"], f"refused: {[row.id for row in answer.refused]}")


@_casting("ballot/stream/incoherent-columns", "V1")
async def incoherent_columns(trial: Trial, casts: Casts) -> None:
    round_, one, other = await casts.opens(trial, terms_pb2.BALLOT_KIND_APPROVAL)
    named: dict[str, Any] = {"name": round_, "items": [one, other]}
    descending, beyond = (
        _part(trial, casts, [("ada", "i-1", [0])], **named),
        _part(trial, casts, [("ada", "i-2", [7])], **named),
    )
    descending.offsets.CopyFrom(_column([0, -1]))
    torn = _part(trial, casts, [("ada", "i-3", [0])], **named)
    torn.choices.values = b"\x00\x00\x00"
    for part in (descending, torn):
        try:
            await _sent(trial, casts, [part])
        except Refusal as refusal:
            wanted = refusal.code is grpc.StatusCode.INVALID_ARGUMENT
            ensure(wanted, f"{refusal}; expected: INVALID_ARGUMENT")
        else:
            fail("columns that do not go together were taken")
    try:
        answer = await _sent(trial, casts, [beyond])
        ensure(answer.cast == 0, "a place behind the last item was voted for")
    except Refusal as refusal:
        ensure(refusal.code is grpc.StatusCode.INVALID_ARGUMENT, f"{refusal}; expected: INVALID_ARGUMENT")

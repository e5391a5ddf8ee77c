"""What is watched: told at once, again on each change, and to its end."""

from __future__ import annotations

import asyncio
from typing import Any

import grpc
from google.protobuf.duration_pb2 import Duration
from osi.participation.v1 import participation_service_pb2 as api
from osi.participation.v1 import resources_pb2 as res
from osi.reads.v1 import read_service_pb2 as reads

from osi_conformance.case import case, ensure, fail
from osi_conformance.target import Refusal
from osi_conformance.trial import Trial

INVALID = grpc.StatusCode.INVALID_ARGUMENT


async def _next(stream: Any) -> Any:
    return await asyncio.wait_for(anext(stream), 10)


def _watching(trial: Trial, method: str, request: Any) -> Any:
    return trial.target.stream(method, request, trial.mission.metadata("", timed=False)).__aiter__()


@case("participation/round/watch/until-it-ends", "X7")
async def watch_round(trial: Trial) -> None:
    """Told at once, again on each change, and to the end."""
    round_ = await trial.forum.round()
    watching = _watching(trial, "WatchRound", api.WatchRoundRequest(name=round_.name))
    ensure((await _next(watching)).status == res.ROUND_STATUS_OPEN, "the round is not told as it is")
    await trial.forum.call("CancelRound", name=round_.name, reason="A flood")
    told = await _next(watching)
    ensure(told.status == res.ROUND_STATUS_CANCELLED, f"told is status {told.status}")
    try:
        await _next(watching)
    except StopAsyncIteration:
        return
    fail("what is watched has ended, and the stream has not")


@case("participation/round/watch/unknown", "N4")
async def watch_unknown(trial: Trial) -> None:
    for name in (trial.mission.at("rounds/nobodys"), "missions/of-somebody-else/rounds/r"):
        try:
            await _next(_watching(trial, "WatchRound", api.WatchRoundRequest(name=name)))
        except Refusal as refusal:
            ensure(refusal.code is grpc.StatusCode.NOT_FOUND, f"{refusal}; expected: NOT_FOUND")
        else:
            fail(f"{name} is watched")


@case("participation/deliberation/watch/how-much-and-not-what", "X7", "own-real")
async def watch_deliberation(trial: Trial) -> None:
    request = api.WatchDeliberationRequest(parent=trial.mission.name)
    watching = _watching(trial, "WatchDeliberation", request)
    ensure((await _next(watching)).statements == 0, "before anything is said there are statements")
    name = (await trial.forum.statement()).name
    ensure((await _next(watching)).statements == 1, "a statement that is made is not told")
    await trial.forum.vote("ada", (name, 1))
    told = await _next(watching)
    ensure((told.voters, told.votes) == (1, 1), f"{told.voters} people, {told.votes} votes")
    await watching.aclose()


@case("participation/due/watch/slow-reader-gets-the-last", "X7", "own-real")
async def slow_reader(trial: Trial) -> None:
    """Who reads slowly misses states in between, and never the last one."""
    round_ = await trial.forum.round()
    watching = _watching(trial, "WatchDue", reads.WatchDueRequest(parent=trial.mission.name))
    ensure(len((await _next(watching)).due) == 1, "the round is not due")
    moves = [trial.mission.time(hours=hours) for hours in range(2, 8)]
    for closes_at in moves:
        await trial.forum.call("MoveRound", name=round_.name, closes_at=closes_at, reason="Rain")
    seen = 0
    while True:
        told = await _next(watching)
        seen += 1
        if told.due[0].time == moves[-1]:
            break
    ensure(seen < len(moves), f"{seen} states were told for {len(moves)} changes within a second")
    await watching.aclose()


@case("participation/round/watch/interval-that-cannot-be", "V1")
async def interval(trial: Trial) -> None:
    round_ = await trial.forum.round()
    request = api.WatchRoundRequest(name=round_.name, interval=Duration(nanos=1))
    try:
        await _next(_watching(trial, "WatchRound", request))
    except Refusal as refusal:
        ensure(refusal.code is INVALID and "interval" in refusal.fields, f"{refusal}; {sorted(refusal.fields)}")
    else:
        fail("an interval of a nanosecond was taken")

"""Ballots of several people in one call, each proven by a token of its own, and taken or refused by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from google.rpc.status_pb2 import Status
from grpc import StatusCode
from osi.funding.v1 import funding_service_pb2 as pb

from osi_core.domain import full_name
from osi_core.funding.commands import CastGrantBallot
from osi_core.funding.resources import GRANT_ROUND
from osi_core.process.request import Handled
from osi_runtime.admission import admit_to_mission
from osi_runtime.auth.callers import Person
from osi_runtime.calls import current_call
from osi_runtime.errors import CallRefused, status_message, told_of
from osi_runtime.errors.told import Speaker
from osi_runtime.minting import minted_now
from osi_runtime.runtime import Runtime
from osi_runtime.servicing.rows import receipt_message

__all__ = ["Brought", "Cast", "bring", "cast_batch", "result_of", "round_in"]


class Brought(NamedTuple):
    """A ballot that somebody brings for a person."""

    token: str
    id: str
    command: Callable[[str], CastGrantBallot]
    """Of the participant that the token proves. Raises Malformed."""


class Cast(NamedTuple):
    """What became of a ballot: it was cast, or why not."""

    id: str
    answer: Handled | Exception


async def cast_batch(runtime: Runtime, request: pb.BatchCastGrantBallotsRequest) -> pb.BatchCastGrantBallotsResponse:
    """Casts the ballots of a batch. Raises CallRefused for what names no round, and Refused for an unknown mission."""
    await runtime.see(round_in(request.name)["mission"])
    brought = [_brought(runtime, request.name, one) for one in request.ballots]
    return pb.BatchCastGrantBallotsResponse(results=[result_of(runtime, one) for one in await bring(runtime, brought)])


def _brought(runtime: Runtime, name: str, one: pb.BatchedGrantBallot) -> Brought:
    ballot = pb.GrantBallot()
    ballot.CopyFrom(one.ballot)
    ballot.id = ballot.id or minted_now()

    def command(participant: str) -> CastGrantBallot:
        request = pb.CastGrantBallotRequest(name=name, ballot=ballot)
        made = runtime.wire.command(request, CastGrantBallot, participant=participant)
        assert isinstance(made, CastGrantBallot)
        return made

    return Brought(one.token, ballot.id, command)


async def bring(runtime: Runtime, ballots: Sequence[Brought]) -> list[Cast]:
    """Brings ballots to the writer all at once, so that they become durable together, and waits for all of them.

    A ballot is known by its id: sent again by the same person, it is the same one, and counts once.
    """
    waiting = [await _begun(runtime, one) for one in ballots]
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    for answer in answers:
        if isinstance(answer, BaseException) and not isinstance(answer, Exception):
            raise answer
    return [
        Cast(one.id, answer)
        for one, answer in zip(ballots, answers, strict=True)
        if not isinstance(answer, BaseException) or isinstance(answer, Exception)
    ]


async def _begun(runtime: Runtime, one: Brought) -> Awaitable[Handled]:
    try:
        person = await _person(runtime, one.token)
        command = one.command(person.participant)
        admit_to_mission(person, command.mission, runtime.organisation_of)
        request = runtime.request(command, request_id=one.id, caller=person)
    except Exception as error:
        failed: asyncio.Future[Handled] = runtime.loop.create_future()
        failed.set_exception(error)
        return failed
    return asyncio.ensure_future(runtime.handle(request))


async def _person(runtime: Runtime, token: str) -> Person:
    caller = await runtime.authenticator.authenticate([("authorization", f"Bearer {token}")])
    if not isinstance(caller, Person):
        raise CallRefused(StatusCode.PERMISSION_DENIED, "runtime.for-participants")
    return caller


def round_in(name: str) -> dict[str, str]:
    """The ids in the name of a grant round. Raises CallRefused."""
    if not GRANT_ROUND.matches(name):
        pattern = full_name("{mission}", GRANT_ROUND.pattern)
        raise CallRefused(StatusCode.INVALID_ARGUMENT, "funding.round-name", field="name", pattern=pattern)
    return GRANT_ROUND.parse(name)


def result_of(runtime: Runtime, cast: Cast) -> pb.CastGrantBallotResult:
    """What became of a ballot, as it is answered."""
    result = pb.CastGrantBallotResult(id=cast.id)
    if isinstance(cast.answer, Exception):
        result.status.CopyFrom(_status(runtime, cast.answer))
    elif cast.answer.receipt is not None:
        result.receipt.CopyFrom(receipt_message(cast.answer.receipt))
    return result


def _status(runtime: Runtime, error: Exception) -> Status:
    return status_message(told_of(error, Speaker(current_call().language, runtime.words)))

"""Commands of several people in one call, each proven by a token of its own, and taken or refused by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from google.rpc.status_pb2 import Status
from grpc import StatusCode

from osi_core.domain import Command
from osi_core.process.request import Handled
from osi_runtime.admission import admit_to_mission
from osi_runtime.auth.callers import Person
from osi_runtime.calls import current_call
from osi_runtime.errors import CallRefused, status_message, told_of
from osi_runtime.errors.told import Speaker
from osi_runtime.runtime import Runtime

__all__ = ["Brought", "Cast", "bring", "status_of"]


class Brought(NamedTuple):
    """What somebody brings for a person."""

    token: str
    id: str
    """Makes it safe to send again."""
    command: Callable[[str], Command]
    """Of the participant that the token proves. Raises Malformed."""


class Cast(NamedTuple):
    """What became of it: it was cast, or why not."""

    id: str
    answer: Handled | Exception


async def bring(runtime: Runtime, brought: Sequence[Brought]) -> list[Cast]:
    """Brings all to the writer at once, so that they become durable together, and waits for all of them.

    Each is known by its id: sent again by the same person, it is the same one, and counts once.
    """
    waiting = [await _begun(runtime, one) for one in brought]
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    for answer in answers:
        if isinstance(answer, BaseException) and not isinstance(answer, Exception):
            raise answer
    return [
        Cast(one.id, answer)
        for one, answer in zip(brought, answers, strict=True)
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


def status_of(runtime: Runtime, error: Exception) -> Status:
    """Why something was refused, as it is answered."""
    return status_message(told_of(error, Speaker(current_call().language, runtime.words)))

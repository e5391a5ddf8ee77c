"""The runtime, as it is handed to what serves a call: who calls, what to decide, and where to read."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any, Protocol, TypeVar

from grpc import StatusCode

from osi_core.domain import Command
from osi_core.plugins import Explanation
from osi_core.process import Engine, Handled, Request, Writer
from osi_core.process.reads import Reads
from osi_core.process.repeated import COMMAND_KEY
from osi_core.view import View
from osi_core.words import Catalogues
from osi_runtime.admission import OrganisationOf, actor_of, admit_to_mission, asker_of
from osi_runtime.auth.authenticating import Authenticator
from osi_runtime.auth.callers import Caller
from osi_runtime.calls import Call, current_call, running_call
from osi_runtime.declaration import ServiceDeclaration
from osi_runtime.errors import CallRefused
from osi_runtime.health import Probe
from osi_runtime.limits import Concurrency, Rate
from osi_runtime.readers import Readers
from osi_runtime.settings import Settings
from osi_runtime.telemetry import Telemetry
from osi_runtime.waiters import CommandWaiter, Replies, Reply
from osi_runtime.waiting import AfterWaits

__all__ = ["Guard", "Runtime", "WireMapping"]

T = TypeVar("T")
Guard = Callable[[Request], Awaitable[None]]
"""Asked on the event loop before a request goes to the writer; raises Refused or CallRefused where it must not."""
Reaches = Callable[[str, str, int], Awaitable[bool]]
"""Mission, chain and position → whether all is heard up to there."""


class WireMapping(Protocol):
    """What the runtime needs of `osi_wire`."""

    @property
    def commands(self) -> Mapping[type[Command], Any]:
        """Those that can be asked for."""

    def asked(self, request: Any) -> Any:
        """How the command of a request is asked for: what the service mints and gives, and its paths."""

    def command(self, request: Any, kind: Any = None, /, **given: Any) -> Any:
        """The command that a request gives. Raises Malformed, with the request's own paths."""

    def view_message(self, view: Any, mission: str, /) -> Any:
        """A view as its resource's message."""


class Runtime:
    """What everything that serves calls is given. For one event loop."""

    def __init__(
        self,
        *,
        settings: Settings,
        declaration: ServiceDeclaration,
        engine: Engine,
        writer: Writer,
        readers: Readers,
        wire: WireMapping,
        words: Catalogues,
        authenticator: Authenticator,
        telemetry: Telemetry | None = None,
    ) -> None:
        self.settings, self.declaration, self.engine, self.writer = settings, declaration, engine, writer
        self.readers, self.wire, self.words, self.authenticator = readers, wire, words, authenticator
        self.telemetry = telemetry
        self.languages = words.languages()
        self.loop = asyncio.get_running_loop()
        limits = settings.limits
        self.calls = Concurrency(limits.concurrent_calls, "runtime.busy")
        self.streams = Concurrency(limits.concurrent_streams, "runtime.busy-streams")
        self.rate = Rate(limits.calls_per_second, limits.burst, limits.callers)
        self.after = AfterWaits(self)
        self.organisation_of: OrganisationOf = lambda mission: None
        """Whose a mission is; whoever hears of missions puts the answer here."""
        self.reaches: Reaches = _nobody_says
        """Whether all is heard that another chain had to say up to a position; whoever hears puts the answer here."""
        self.guards: list[Guard] = []
        self.probes: list[Probe] = []
        """What else the service's health depends on."""
        self._replies = Replies(self.loop)
        self._keys: dict[str, bytes] = {}

    # Who calls

    @property
    def call(self) -> Call:
        """The call that is being answered."""
        return current_call()

    @property
    def caller(self) -> Caller:
        """Who makes it."""
        return current_call().caller

    def admit(self, mission: str) -> None:
        """Raises Refused, as for a mission that is not there, where it is not one of the caller's."""
        admit_to_mission(self.caller, mission, self.organisation_of)

    async def see(self, mission: str) -> None:
        """Admits the caller to a mission, and waits until what it says to have seen (`osi-after`) is known here."""
        self.admit(mission)
        await self.after.wait(mission)

    # Deciding

    def request(
        self, command: Command, *, request_id: str = "", etag: str = "", caller: Caller | None = None
    ) -> Request:
        """What the caller, or another one whose token came along, asks for. Raises Malformed and CallRefused."""
        call = current_call()
        who = call.caller if caller is None else caller
        return Request(command, actor_of(who), request_id, call.time, expected_version=version_of(etag))

    async def handle(self, request: Request, made: Reply | None = None) -> Any:
        """What came of a request, once that is durable; or what `made` makes of it, in the writer's thread.

        Raises Refused, the store's error, or CallRefused: for a full queue, and for a deadline that has passed, which
        says whether it may have happened.
        """
        for guard in self.guards:
            await guard(request)
        call = running_call()
        span = None
        if self.telemetry is not None and call is not None and call.span is not None:
            span = self.telemetry.bring(call.span)
            request = request._replace(trace=self.telemetry.trace_of(span))
        waiter = CommandWaiter(self._replies, made, bool(request.command_id), timed=span is not None)
        timer = self.loop.call_at(call.deadline, waiter.expire) if call is not None else None
        try:
            self.writer.try_bring(request, waiter)
            answer = await waiter.future
        finally:
            waiter.leave()
            if timer is not None:
                timer.cancel()
            if span is not None and self.telemetry is not None:
                self.telemetry.wrote(span, waiter.begun_at)
        if made is None and call is not None and isinstance(answer, Handled):
            call.came_of(answer)
        return answer

    def known_key(self, mission: str) -> bytes | None:
        """The mission's key of command ids, if it was asked for already."""
        return self._keys.get(mission)

    def mission_key(self, mission: str) -> bytes | None:
        """The mission's key of command ids, once its chain has one; asks the store, in a reader's thread."""
        key = self._keys.get(mission)
        if key is None:
            found = self.engine.store.text(mission, COMMAND_KEY)
            if found is not None:
                key = self._keys[mission] = bytes.fromhex(found.text)
        return key

    # Reading

    async def read(self, function: Callable[[], T]) -> T:
        """What a function gives that reads, called in a reader's thread; it never waits for a commit.

        Raises what it raises, and CallRefused when the call's deadline has passed.
        """
        call = running_call()
        try:
            async with asyncio.timeout_at(call.deadline) if call is not None else _no_limit():
                return await self.readers.read(function)
        except TimeoutError:
            raise CallRefused(StatusCode.DEADLINE_EXCEEDED, "runtime.deadline-read", happened="no") from None

    def message(self, view: View, mission: str, language: str) -> Any:
        """A view as its resource's message, with its explanations in words."""
        message = self.wire.view_message(view, mission)
        explained: Sequence[Explanation] = getattr(view, "explanations", ())
        for number, one in enumerate(explained):
            message.explanations[number].sentence = one.say(language, self.words)
        return message

    def reads(self, mission: str, call: Call | None = None) -> Reads:
        """The mission as the caller may see it; for a reader's thread, to which its call is handed over."""
        here = call or current_call()
        reads = self.engine.read(mission, asker_of(here.caller))
        here.stands_on(reads.positions)
        return reads


def version_of(etag: str) -> int | None:
    """The version that an etag names; None for an empty one. Raises CallRefused for what is no etag of ours."""
    if not etag:
        return None
    if not etag.isascii() or not etag.isdecimal() or len(etag) > 16:
        raise CallRefused(StatusCode.INVALID_ARGUMENT, "runtime.etag-malformed", field="etag")
    return int(etag)


async def _nobody_says(mission: str, chain: str, position: int) -> bool:
    return False


def _no_limit() -> AbstractAsyncContextManager[Any]:
    return nullcontext()

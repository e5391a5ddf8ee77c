"""A mission that the kit plays: its people, its time, and calls on their behalf."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import grpc
from google.longrunning import operations_pb2
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from osi.log.v1 import log_service_pb2 as log

from osi_conformance.case import Failed, fail
from osi_conformance.issuer import Issuer
from osi_conformance.played import Played
from osi_conformance.recorded import Origin, participant
from osi_conformance.services import chain_of
from osi_conformance.target import Metadata, Refusal, Reply, Target

__all__ = ["Mission", "until"]

_NUMBERS = itertools.count(1)


class Mission:
    """One mission. In a simulated one, `now` is the time that goes with each call, and goes forward by `later`."""

    def __init__(
        self, id: str, origin: Origin, target: Target, issuer: Issuer, played: Played, patience: float = 20.0
    ) -> None:
        self.id, self.origin, self.target, self.issuer, self.played = id, origin, target, issuer, played
        self.name = f"missions/{id}"
        self.patience = patience
        self.now = played.begun_at(id)
        self._tokens: dict[str, str] = {}

    # Names

    def at(self, resource: str) -> str:
        """The full name of a resource of this mission: `funds/f`."""
        return f"{self.name}/{resource}"

    def participant(self, name: str) -> str:
        """The full name of a participant."""
        return self.at(f"participants/{participant(name)}")

    @staticmethod
    def new_id(prefix: str = "k") -> str:
        """An id that nobody has used in this run."""
        return f"{prefix}-{next(_NUMBERS)}"

    def later(self, **time: float) -> datetime:
        """Time passes."""
        self.now += timedelta(**time)
        return self.now

    def time(self, **later: float) -> Timestamp:
        """A moment so much after now; in a real mission after the clock's."""
        stamp = Timestamp()
        stamp.FromDatetime((self.now if self.origin == "simulated" else datetime.now(UTC)) + timedelta(**later))
        return stamp

    # Calls

    def token(self, by: str) -> str:
        """The token of somebody by name, of `operator`, `elsewhere` (who operates for others) or `peer`; or none."""
        if by not in self._tokens:
            match by:
                case "":
                    made = ""
                case "operator":
                    made = self.issuer.operator()
                case "elsewhere":
                    made = self.issuer.elsewhere
                case "peer":
                    made = self.issuer.service(self.played.tested.peers[0])
                case _:
                    made = self.issuer.person(self.id, participant(by))
            self._tokens[by] = made
        return self._tokens[by]

    def metadata(self, by: str = "", *, token: str | None = None, timed: bool = True) -> list[tuple[str, str]]:
        """What goes beside a call."""
        given = self.token(by) if token is None else token
        beside = [("authorization", f"Bearer {given}")] if given else []
        if timed and self.origin == "simulated":
            beside.append(("osi-time", self.now.isoformat().replace("+00:00", "Z")))
        return beside

    async def call(
        self, method: str, request: Message, by: str = "rita", *, beside: Metadata = (), target: Target | None = None
    ) -> Reply:
        """Calls as somebody. Raises Refusal."""
        return await (target or self.target).call(method, request, (*self.metadata(by), *beside))

    async def read(self, method: str, request: Message, by: str = "", *, beside: Metadata = ()) -> Any:
        """The answer to a question, as somebody; by default as nobody in particular."""
        return (await self.target.call(method, request, (*self.metadata(by, timed=False), *beside))).message

    async def refused(
        self,
        method: str,
        request: Message,
        by: str = "rita",
        *,
        code: str = "",
        status: grpc.StatusCode | None = None,
        field: str = "",
        beside: Metadata = (),
    ) -> Refusal:
        """The refusal of a call. Raises Failed where it is granted, or refused for something else."""
        try:
            reply = await self.call(method, request, by, beside=beside)
        except Refusal as refusal:
            return checked(refusal, code, status, field)
        wanted = code or (status.name if status else "a refusal")
        fail(f"{method} was granted: {_short(reply.message)}; expected: {wanted}")

    async def finished(self, operation: str, by: str = "olga") -> operations_pb2.Operation:
        """An operation, once it is done. Raises Failed where that takes longer than the kit waits."""
        found: list[operations_pb2.Operation] = []

        async def done() -> bool:
            asked = operations_pb2.GetOperationRequest(name=operation)
            found[:] = [await self.read("GetOperation", asked, by)]
            return bool(found[0].done)

        if not await until(done, self.patience):
            fail(f"{operation} is not done after {self.patience:g} seconds")
        return found[0]

    # Hearing

    async def heard(self, patience: float | None = None) -> None:
        """Waits until the service has heard all that was said. Raises Failed."""
        for peer in self.played.tested.peers:
            chain, wanted = chain_of(peer), self.played.of(peer, self.id).position

            async def has(chain: str = chain, wanted: int = wanted) -> bool:
                return await self.heard_of(chain) >= wanted

            if not await until(has, self.patience if patience is None else patience):
                fail(f"the service has not heard {chain} of {self.name} up to {wanted}")

    async def heard_of(self, chain: str) -> int:
        """How far the service has heard a chain."""
        request = log.GetHeardHeadRequest(mission=self.name, chain=chain)
        service = chain.removesuffix("-1")
        beside = [("authorization", f"Bearer {self.issuer.service(service)}")]
        try:
            reply = await self.target.call("GetHeardHead", request, beside)
        except Refusal as refusal:
            if refusal.code in (grpc.StatusCode.NOT_FOUND, grpc.StatusCode.UNAVAILABLE):
                return 0
            raise
        return int(reply.message.position)

    async def goes_on(self, part: str) -> None:
        """The peers say a part that comes behind the beginning, and the service hears of it."""
        await self.played.go_on(self.id, part)
        await self.heard()


def checked(refusal: Refusal, code: str = "", status: grpc.StatusCode | None = None, field: str = "") -> Refusal:
    """A refusal that is the expected one. Raises Failed."""
    told = f"{refusal}; codes: {', '.join(sorted(refusal.codes)) or 'none'}"
    if code and code not in refusal.codes:
        raise Failed(f"{told}; expected: {code}")
    if status is not None and refusal.code is not status:
        raise Failed(f"{told}; expected: {status.name}")
    if field and field not in refusal.fields:
        raise Failed(f"{told}; fields: {', '.join(sorted(refusal.fields)) or 'none'}; expected: {field}")
    return refusal


async def until(holds: Callable[[], Awaitable[bool]], patience: float) -> bool:
    """Whether something comes to hold, in so many seconds."""
    end, pause = time.monotonic() + patience, 0.01
    while not await holds():
        if time.monotonic() > end:
            return False
        await asyncio.sleep(pause)
        pause = min(pause * 1.5, 0.25)
    return True


def _short(message: Message) -> str:
    return " ".join(str(message).split())[:200]

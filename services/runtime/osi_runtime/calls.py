"""One call: who makes it, until when it is waited for, and what goes back beside the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from grpc import StatusCode

from osi_core.process.request import Handled
from osi_core.words import language_of
from osi_runtime.auth.callers import NOBODY, Caller
from osi_runtime.errors import CallRefused
from osi_runtime.limits import Concurrency
from osi_runtime.metadata import LANGUAGE, POSITION, RECEIPT, RECEIPT_PLACE, TIME
from osi_runtime.positions import position_after, written_positions

__all__ = ["Call", "current_call", "enter_call", "running_call"]


class Call:
    """What is known of a call while it is answered."""

    __slots__ = (
        "_position",
        "_receipt",
        "caller",
        "context",
        "deadline",
        "given",
        "languages",
        "metadata",
        "method",
        "slot",
        "span",
        "status",
    )

    def __init__(self, method: str, context: Any, languages: tuple[str, ...]) -> None:
        self.method, self.context, self.languages = method, context, languages
        self.given: Sequence[tuple[str, Any]] = context.invocation_metadata() or ()
        """Its metadata as they came: gRPC makes them anew whenever it is asked."""
        self.metadata: Mapping[str, Any] = {one[0]: one[1] for one in self.given}
        self.caller: Caller = NOBODY
        self.deadline = 0.0
        """When it is waited for no more, on the loop's clock."""
        self.slot: Concurrency | None = None
        """Where it counts as under way."""
        self.span: Any = None
        """Its span, if it is traced."""
        self.status = "OK"
        """How it ended."""
        self._position = ""
        self._receipt: tuple[tuple[str, str], ...] = ()

    @property
    def rate_key(self) -> Caller | str:
        """Whom limits count the call for: the caller, or the address of somebody who has shown nothing."""
        if self.caller is not NOBODY:
            return self.caller
        return address_of(self.context.peer())

    @property
    def language(self) -> str:
        """The language that the caller wants to be told in."""
        return language_of(str(self.metadata.get(LANGUAGE, "")), self.languages)

    def said(self, name: str) -> str | None:
        """What stands in a line of its metadata. Raises CallRefused where there are two."""
        given = self.metadata.get(name)
        if given is None:
            return None
        if sum(one[0] == name for one in self.given) > 1:
            raise CallRefused(StatusCode.INVALID_ARGUMENT, "runtime.metadata-twice", field=name, name=name)
        return str(given)

    @property
    def time(self) -> datetime | None:
        """When it happens, if the caller says so; the judge refuses it in a real mission. Raises CallRefused."""
        given = self.said(TIME)
        if given is None:
            return None
        try:
            time = datetime.fromisoformat(given)
        except ValueError:
            time = None
        if time is None or time.tzinfo is None:
            raise CallRefused(StatusCode.INVALID_ARGUMENT, "runtime.time-malformed", field=TIME)
        return time

    def stands_on(self, positions: Mapping[str, int]) -> None:
        """The answer stands on these positions of the mission's chains."""
        self._position = written_positions(positions)

    def came_of(self, handled: Handled) -> None:
        """The answer is that of a granted command: it stands right behind it, and brings its receipt."""
        if handled.events:
            self.stands_on(position_after(handled.events[-1]))
        if handled.receipt is not None:
            self._receipt = ((RECEIPT, handled.receipt.code), (RECEIPT_PLACE, handled.receipt.place))

    @property
    def trailing(self) -> tuple[tuple[str, str], ...]:
        """What goes back behind the answer."""
        return ((POSITION, self._position), *self._receipt) if self._position else self._receipt


_CALL: ContextVar[Call | None] = ContextVar("osi_call", default=None)


def enter_call(call: Call) -> None:
    """Makes this the call of the running task."""
    _CALL.set(call)


def running_call() -> Call | None:
    """The call that the running task answers, if it answers one."""
    return _CALL.get()


def address_of(peer: str) -> str:
    """A connection's address without its port: `ipv4:127.0.0.1:5000` → `ipv4:127.0.0.1`."""
    return peer.rpartition(":")[0] if peer.startswith(("ipv4:", "ipv6:")) else peer


def current_call() -> Call:
    """The call that the running task answers. Raises LookupError outside of one."""
    call = _CALL.get()
    if call is None:
        raise LookupError("no call is being answered here")
    return call

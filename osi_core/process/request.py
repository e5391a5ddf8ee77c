"""What goes into the engine and what comes out: a request and its answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, NamedTuple, Self, final

from osi_core.domain import (
    LARGEST_INTEGER,
    Command,
    DataOrigin,
    Malformed,
    Recorded,
    Refused,
    Role,
    TextClass,
    Unmet,
)
from osi_core.log.trace import TRACE, is_trace
from osi_core.mission.commands import JoinMission
from osi_core.plugins import Decided
from osi_core.process.witnesses import place_of
from osi_core.words import WordedError

LONGEST_COMMAND_ID = 200
"""Characters; a UUID has 36."""
LONGEST_ALIAS = 500
"""Characters; an address has 254 at most."""
LARGEST_BLOBS = 2**29
"""Bytes that may come with one command: half of what PostgreSQL and SQLite take in one value."""

_ACTOR = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_NO_CONTROLS = re.compile("[^\\x00-\\x1f\\x7f-\\x9f\\ud800-\\udfff]*")


@final
class Office:
    """What acts without being a participant: an object of the program, of which there are two, compared by identity.

    A name that somebody passes on, such as the string "operator", is no office.
    """

    __slots__ = ("role",)

    def __init__(self, role: Role) -> None:
        self.role = role

    @property
    def name(self) -> str:
        """How it stands in a log, as the actor of an event."""
        return self.role.value

    def __repr__(self) -> str:
        return self.role.name

    @staticmethod
    def named(actor: str) -> Office | str:
        """Who an actor in a log is: the office of that name, or else the participant."""
        return _OFFICES.get(actor, actor)


OPERATOR = Office(Role.OPERATOR)
"""The actor of commands that whoever runs the software gives."""
ENGINE = Office(Role.ENGINE)
"""The actor of what the engine does by itself (`Engine.record`); a request that is brought to it never has it."""
_OFFICES = {office.name: office for office in (OPERATOR, ENGINE)}


class _Fields(NamedTuple):
    command: Command
    actor: Annotated[str | Office, TextClass.MINTED]
    """A participant id, or `OPERATOR`."""
    command_id: Annotated[str, TextClass.PERSONAL] = ""
    """Makes the request idempotent: the same one again gets the first answer. Unique per mission and actor. It may hold
    anything: what is kept is its MAC.
    """
    time: datetime | None = None
    """When it happens; only for missions that are not real, which it must be given for."""
    alias: Annotated[str, TextClass.PERSONAL] | None = None
    """For `JoinMission` alone: the embedding system's own id of the person who joins, kept beside the log."""
    blobs: tuple[bytes, ...] = ()
    """For `RecordDecision`: input, outcome and explanations, each found by the digest of its bytes."""
    expected_version: int | None = None
    """Refuse unless the aggregate's stream stands at this version: nobody overwrites what they have not seen."""
    origin: DataOrigin | None = None
    """Where it comes from, in a mission that holds several origins; the mission's own when nothing is said."""
    trace: Annotated[str, TextClass.MINTED] = ""
    """The trace context that it belongs to; its public events have it beside them (`osi_core.log.trace`)."""


class Request(_Fields):
    """A command with the one who gives it, and what comes beside it; checked when it is made, as commands are.

    Raises Malformed, which names the fields that do not fit: what one caller brings can harm nobody else then.
    """

    __slots__ = ()

    def __new__(
        cls,
        command: Command,
        actor: str | Office,
        command_id: str = "",
        time: datetime | None = None,
        alias: str | None = None,
        blobs: tuple[bytes, ...] = (),
        expected_version: int | None = None,
        origin: DataOrigin | None = None,
        trace: str = "",
    ) -> Self:
        request = super().__new__(cls, command, actor, command_id, time, alias, blobs, expected_version, origin, trace)
        unmet = _faults(request)
        if unmet:
            raise Malformed(type(command).__name__, unmet)
        return request

    @property
    def actor_name(self) -> str:
        """The actor as the log names it."""
        return self.actor.name if isinstance(self.actor, Office) else self.actor

    def __repr__(self) -> str:
        return f"Request({self.command!r}, actor={self.actor_name!r})"


def by_engine(
    command: Command,
    time: datetime | None = None,
    command_id: str = "",
    blobs: tuple[bytes, ...] = (),
    origin: DataOrigin | None = None,
) -> Request:
    """What the engine gives itself, past the gate that keeps everybody else from its actor; else checked as others."""
    return Request(command, OPERATOR, command_id, time, blobs=blobs, origin=origin)._replace(actor=ENGINE)


def check_actor(wish: str, actor: str | Office) -> None:
    """Raises Malformed for what can be no actor of a request."""
    fault = _actor_fault(actor)
    if fault:
        raise Malformed(wish, [fault])


def check_alias(command: type[Command], alias: str) -> None:
    """Raises Malformed for what cannot be an alias."""
    fault = _text_fault("alias", alias, 1, LONGEST_ALIAS)
    if fault:
        raise Malformed(command.__name__, [fault])


def _faults(request: Request) -> list[Unmet]:
    """What does not fit, beside the command's own fields."""
    command, actor, command_id, time, alias, blobs, version, origin, trace = request
    found = [] if isinstance(command, Command) else [Unmet("is-instance-of", "command", **{"class": "Command"})]
    if fault := _actor_fault(actor):
        found.append(fault)
    if command_id != "" and (fault := _text_fault("command_id", command_id, 0, LONGEST_COMMAND_ID)):
        found.append(fault)
    if time is not None and (fault := _time_fault(time)):
        found.append(fault)
    if alias is not None:
        if not isinstance(command, JoinMission):
            found.append(Unmet("alias-not-taken", "alias"))
        elif fault := _text_fault("alias", alias, 1, LONGEST_ALIAS):
            found.append(fault)
    if blobs != () and (fault := _blobs_fault(blobs)):
        found.append(fault)
    if version is not None and (type(version) is not int or not 0 <= version <= LARGEST_INTEGER):
        found.append(Unmet("version-out-of-range", "expected_version", largest=LARGEST_INTEGER))
    if origin is not None and not isinstance(origin, DataOrigin):
        found.append(Unmet("enum", "origin", expected=", ".join(DataOrigin)))
    if trace != "" and (type(trace) is not str or not is_trace(trace)):
        found.append(Unmet("string-pattern-mismatch", "trace", pattern=TRACE.pattern))
    return found


def _actor_fault(actor: Any) -> Unmet | None:
    if actor is OPERATOR:
        return None
    if actor is ENGINE:
        return Unmet("engine-acts-alone", "actor")
    if isinstance(actor, str) and actor in _OFFICES:
        return Unmet("office-is-no-name", "actor", name=str(actor))
    if type(actor) is not str or _ACTOR.fullmatch(actor) is None:
        return Unmet("string-pattern-mismatch", "actor", pattern=f"^{_ACTOR.pattern}$")
    return None


def _text_fault(field: str, text: Any, shortest: int, longest: int) -> Unmet | None:
    if type(text) is not str:
        return Unmet("string-type", field)
    if len(text) < shortest:
        return Unmet("string-too-short", field, min_length=shortest)
    if len(text) > longest:
        return Unmet("string-too-long", field, max_length=longest)
    return None if _NO_CONTROLS.fullmatch(text) else Unmet("text-has-controls", field)


def _time_fault(time: Any) -> Unmet | None:
    if not isinstance(time, datetime):
        return Unmet("datetime-type", "time")
    try:
        time.astimezone(UTC) if time.tzinfo else None
    except (OverflowError, ValueError):  # the first or the last day there is, in another zone
        return Unmet("time-out-of-range", "time")
    return None


def _blobs_fault(blobs: Any) -> Unmet | None:
    if not isinstance(blobs, tuple):
        return Unmet("tuple-type", "blobs")
    if not all(type(blob) is bytes for blob in blobs):
        return Unmet("bytes-type", "blobs")
    if sum(map(len, blobs)) > LARGEST_BLOBS:
        return Unmet("bytes-too-long", "blobs", max_length=LARGEST_BLOBS)
    return None


class Result(NamedTuple):
    """What the runner brought for a closed decision."""

    closing: Recorded
    decided: Decided
    command_id: str = ""
    time: datetime | None = None
    origin: DataOrigin | None = None
    """Where it comes from, if that is another than the mission's."""


class ReceiptNote(NamedTuple):
    """What a contributor takes home: the code, and the place in the chain that shows a log rewritten later."""

    code: str
    position: int
    hash: str
    id: str
    """Of the contribution's event: by it another service of the mission tells the way, if the event is public."""

    @property
    def place(self) -> str:
        """`POSITION:HASH`, as `osi verify --expect` takes it: print it beside the code."""
        return place_of(self.position, self.hash)


class Handled(NamedTuple):
    """A granted command's events and, for a contribution, its receipt."""

    events: tuple[Recorded, ...]
    receipt: ReceiptNote | None = None
    repeated: bool = False
    """Whether this is the first answer again, to a request that was sent twice."""


Answer = Handled | Refused | Exception
"""What one request of a group ends with. An exception that is no `Refused` is a fault of the program, or, where a group
had to be decided one by one, of the store: this request left nothing behind, and the others are not touched by it.
"""


class GroupFailed(WordedError):
    """Some requests of a group met an error that is neither a refusal nor the whole group's.

    `answers` has one for each request, in their order: the others are answered and durable. Its cause is the first
    error.
    """

    def __init__(self, answers: Sequence[Answer]) -> None:
        self.answers = tuple(answers)
        super().__init__("engine.group-failed", count=len(self.errors))

    @property
    def errors(self) -> tuple[Exception, ...]:
        """What was met, in the order of the requests."""
        return tuple(one for one in self.answers if isinstance(one, Exception) and not isinstance(one, Refused))

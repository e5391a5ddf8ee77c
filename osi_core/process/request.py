"""What goes into the engine and what comes out: a request and its answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, NamedTuple, Self

from osi_core.domain import LARGEST_INTEGER, Command, Malformed, Recorded, Refused, TextClass, Unmet
from osi_core.mission.commands import JoinMission
from osi_core.words import WordedError

OPERATOR_ID = "operator"
"""The actor of commands that whoever runs the software gives; no participant can have this id."""
LONGEST_COMMAND_ID = 200
"""Characters; a UUID has 36."""
LONGEST_ALIAS = 500
"""Characters; an address has 254 at most."""
LARGEST_BLOBS = 2**29
"""Bytes that may come with one command: half of what PostgreSQL and SQLite take in one value."""

_ACTOR = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_NO_CONTROLS = re.compile("[^\\x00-\\x1f\\x7f-\\x9f\\ud800-\\udfff]*")


class _Fields(NamedTuple):
    command: Command
    actor: Annotated[str, TextClass.MINTED]
    """A participant id, or `OPERATOR_ID`."""
    command_id: Annotated[str, TextClass.PERSONAL] = ""
    """Makes the request idempotent: the same one again gets the first answer. Unique per mission and actor. It may hold
    anything: what is kept is its MAC.
    """
    time: datetime | None = None
    """When it happens; only for simulated missions, which it must be given for."""
    alias: Annotated[str, TextClass.PERSONAL] | None = None
    """For `JoinMission` alone: the embedding system's own id of the person who joins, kept beside the log."""
    blobs: tuple[bytes, ...] = ()
    """For `RecordDecision`: input, outcome and explanations, each found by the digest of its bytes."""
    expected_version: int | None = None
    """Refuse unless the aggregate's stream stands at this version: nobody overwrites what they have not seen."""


class Request(_Fields):
    """A command with the one who gives it, and what comes beside it; checked when it is made, as commands are.

    Raises Malformed, which names the fields that do not fit: what one caller brings can harm nobody else then.
    """

    __slots__ = ()

    def __new__(
        cls,
        command: Command,
        actor: str,
        command_id: str = "",
        time: datetime | None = None,
        alias: str | None = None,
        blobs: tuple[bytes, ...] = (),
        expected_version: int | None = None,
    ) -> Self:
        request = super().__new__(cls, command, actor, command_id, time, alias, blobs, expected_version)
        unmet = _faults(request)
        if unmet:
            raise Malformed(type(command).__name__, unmet)
        return request

    def __repr__(self) -> str:
        return f"Request({self.command!r}, actor={self.actor!r})"


def check_alias(command: type[Command], alias: str) -> None:
    """Raises Malformed for what cannot be an alias."""
    fault = _text_fault("alias", alias, 1, LONGEST_ALIAS)
    if fault:
        raise Malformed(command.__name__, [fault])


def _faults(request: Request) -> list[Unmet]:
    """What does not fit, beside the command's own fields."""
    command, actor, command_id, time, alias, blobs, version = request
    found = [] if isinstance(command, Command) else [Unmet("is-instance-of", "command", **{"class": "Command"})]
    if type(actor) is not str or _ACTOR.fullmatch(actor) is None:
        found.append(Unmet("string-pattern-mismatch", "actor", pattern=f"^{_ACTOR.pattern}$"))
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
    return found


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


class ReceiptNote(NamedTuple):
    """What a contributor takes home: the code, and the place in the chain that shows a log rewritten later."""

    code: str
    position: int
    hash: str


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

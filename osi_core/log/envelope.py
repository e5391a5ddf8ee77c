"""The envelope: how an event becomes bytes, how bytes are chained, and how they are read again.

An event is stored as the very bytes that were hashed. Reading never makes the bytes anew: upcasters work on the parsed
copy, so the chain of an old log holds for as long as its bytes do.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from pydantic import ValidationError

from osi_core.domain import DataOrigin, Event, Recorded, faults_of, full_name, mission_name
from osi_core.log.canonical import canonical_unchecked, parse
from osi_core.words import Message, WordedError

GENESIS = bytes(32)
"""What stands before the first event of every mission's chain."""


class Head(NamedTuple):
    """Where a mission's log ends: the last position (0 if empty), its hash, and its time (None if empty)."""

    position: int = 0
    hash: bytes = GENESIS
    time: str = ""


class Entry(NamedTuple):
    """One event as a store keeps it: the stored bytes, their hash, and what they are found by."""

    mission: str
    position: int
    stream: str
    version: int
    type: str
    raw: bytes
    hash: bytes


UNREADABLE = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError)
"""What bytes that are not what we wrote lead to: in upcasters and validators of events, which may trust their input."""


class LogDamaged(WordedError):
    """The log does not say what was once recorded; `mission` and `position` tell where, `reason` why."""

    def __init__(self, mission: str, position: int, reason: Message) -> None:
        self.mission, self.position, self.reason = mission, position, reason
        super().__init__("log.damaged", mission=mission, position=position, reason=reason)


class EventUnreadable(WordedError, ValueError):
    """An event of a type, or in a form, that this version does not know."""


def no_event(entry: Entry) -> LogDamaged:
    """What is raised for an entry whose bytes are not an event."""
    return LogDamaged(entry.mission, entry.position, Message.of("log.no-event"))


def chained(previous: bytes, raw: bytes) -> bytes:
    """The hash that stands behind `raw`: SHA-256(previous ‖ raw)."""
    return hashlib.sha256(previous + raw).digest()


def refs_of(event: Event, mission: str) -> tuple[str, ...]:
    """The full names of what an event builds on."""
    names = event.refs()
    return tuple(full_name(mission, name) for name in names) if names else ()


def encode(
    event: Event,
    head: Head,
    *,
    chain: str,
    mission: str,
    stream: str,
    version: int,
    time: str,
    actor: str,
    command_id: str,
    origin: DataOrigin,
    facts_at: Mapping[str, int],
) -> Entry:
    """The entry that puts `event` behind `head`; `time` is spelled as `format_time` does.

    `chain` is the name of the log that it goes into; empty for a log from before chains had names.
    """
    position = head.position + 1
    envelope = {
        "actor": actor,
        "command_id": command_id,
        # What `model_dump` does; it takes as long again to ask about options that nobody has given.
        "data": event.__pydantic_serializer__.to_python(event, mode="json"),
        "facts_at": dict(facts_at),
        "id": event_id(chain, mission, position),
        "mission": mission,
        "origin": origin.value,
        "position": position,
        "refs": list(refs_of(event, mission)),
        "schema": event.schema_version(),
        "stream": stream,
        "time": time,
        "type": event.type,
        "version": version,
    }
    raw = canonical_unchecked(envelope)
    return Entry(mission, position, stream, version, event.type, raw, chained(head.hash, raw))


def event_id(chain: str, mission: str, position: int) -> str:
    """The id of the event at a position of a chain, the same wherever it is read: no two logs share one."""
    return f"{chain}:{mission}:{position}" if chain else f"{mission}:{position}"


def chain_in(id: str) -> str:
    """The chain that an event's id names; empty in a log from before chains had names."""
    chain, separator, rest = id.partition(":")
    return chain if separator and ":" in rest else ""


def chain_of(entry: Entry) -> str:
    """The chain that an entry stands in. Raises LogDamaged when its bytes are no event's."""
    try:
        return chain_in(envelope_of(entry.raw)["id"])
    except UNREADABLE as error:
        raise no_event(entry) from error


NAMES_ANEW = "hearing.chain_adopted"
"""The only event behind the first that may bring another name for the log's chain: it was restored from a copy."""


def vector(chain: str, mission: str, position: int, heard: Mapping[str, int] | None = None) -> dict[str, int]:
    """`facts_at`: chain → how far it was known, of a log's own chain and of those that it hears.

    A log from before chains had names stands under its mission's own.
    """
    return {chain or mission_name(mission): position, **(heard or {})}


_FIELDS: Mapping[str, type] = {
    "actor": str,
    "command_id": str,
    "data": dict,
    "facts_at": dict,
    "id": str,
    "mission": str,
    "origin": str,
    "position": int,
    "refs": list,
    "schema": int,
    "stream": str,
    "time": str,
    "type": str,
    "version": int,
}
_NAMES, _TYPES = tuple(_FIELDS), tuple(_FIELDS.values())


def envelope_of(raw: bytes) -> dict[str, Any]:
    """The envelope in an event's bytes: its fields, no others, each of its type.

    Raises EventUnreadable naming the field that does not fit, ValueError for what is no JSON.
    """
    envelope = parse(raw)
    if type(envelope) is not dict:
        raise EventUnreadable("log.no-event")
    if tuple(envelope) != _NAMES or tuple(map(type, envelope.values())) != _TYPES:
        unfit = [name for name, kind in _FIELDS.items() if type(envelope.get(name)) is not kind]
        for name in (*unfit, *sorted(envelope.keys() - _FIELDS.keys())):
            raise EventUnreadable("log.envelope-unfit", field=name)
    if not all(type(name) is str for name in envelope["refs"]):
        raise EventUnreadable("log.envelope-unfit", field="refs")
    if not all(type(position) is int for position in envelope["facts_at"].values()):
        raise EventUnreadable("log.envelope-unfit", field="facts_at")
    return envelope


def moment_of(spelled: str) -> datetime:
    """The time of an envelope, which has one spelling. Raises EventUnreadable."""
    if _TIME.fullmatch(spelled) is None:
        raise EventUnreadable("log.envelope-unfit", field="time")
    try:
        return datetime.fromisoformat(spelled)
    except ValueError:
        raise EventUnreadable("log.envelope-unfit", field="time") from None


def _origin_of(spelled: str) -> DataOrigin:
    try:
        return DataOrigin(spelled)
    except ValueError:
        raise EventUnreadable("log.envelope-unfit", field="origin") from None


def decode(entry: Entry, envelope: dict[str, Any] | None = None) -> Recorded:
    """The event of an entry, upcast to today's form; `envelope` is what its bytes say, where they were read already.

    Raises LogDamaged when the bytes are not an event we know.
    """
    try:
        envelope = envelope_of(entry.raw) if envelope is None else envelope
        return Recorded(
            mission=envelope["mission"],
            position=envelope["position"],
            stream=envelope["stream"],
            version=envelope["version"],
            id=envelope["id"],
            chain=chain_in(envelope["id"]),
            time=moment_of(envelope["time"]),
            actor=envelope["actor"],
            command_id=envelope["command_id"],
            origin=_origin_of(envelope["origin"]),
            refs=tuple(envelope["refs"]),
            facts_at=envelope["facts_at"],
            event=decode_event(envelope["type"], envelope["schema"], envelope["data"]),
            hash=entry.hash,
        )
    except UNREADABLE as error:
        raise LogDamaged(entry.mission, entry.position, _unread(error)) from error


def _unread(error: Exception) -> Message:
    """Why the bytes of an entry could not be read."""
    if isinstance(error, WordedError):
        return Message.of("log.event-unreadable", reason=error.message)
    if isinstance(error, ValidationError):
        fault = next(faults_of(error))
        if fault.field:
            return Message.of("log.field-unreadable", field=fault.field, reason=fault.message)
        return Message.of("log.event-unreadable", reason=fault.message)
    return Message.of("log.event-unreadable", reason=Message.of("log.no-event"))


def decode_event(type_name: str, schema: int, data: dict[str, Any]) -> Event:
    """The event of a type from data of any schema version up to today's. Raises EventUnreadable, ValueError."""
    kind = Event.registry.get(type_name)
    if kind is None:
        raise EventUnreadable("log.type-unknown", type=type_name)
    if not 1 <= schema <= kind.schema_version():
        raise EventUnreadable("log.schema-unknown", type=type_name, schema=schema, known=kind.schema_version())
    for upcast in kind.upcasters[schema - 1 :]:
        data = upcast(data)
    return kind.model_validate(data)


def check_chain(entries: Iterable[Entry], after: Head = Head()) -> Head:  # noqa: B008 - Head is immutable
    """Follows the chain over entries in their order and returns where it ends. Raises as `follow_chain` does."""
    head = after
    for _, head in follow_chain(entries, after):  # noqa: B007 - the last one counts
        pass
    return head


def follow_chain(entries: Iterable[Entry], after: Head = Head()) -> Iterator[tuple[Entry, Head]]:  # noqa: B008
    """The entries in their order, each with where the chain ends behind it.

    Raises LogDamaged at the first entry whose position, columns, id or hash does not continue the chain.
    """
    position, previous, _ = after
    chain: str | None = None
    for entry in entries:
        position += 1
        if entry.position != position:
            raise LogDamaged(entry.mission, position, Message.of("log.misplaced", found=entry.position, place=position))
        if chained(previous, entry.raw) != entry.hash:
            raise LogDamaged(entry.mission, position, Message.of("log.changed"))
        try:
            envelope = envelope_of(entry.raw)
        except EventUnreadable as error:
            raise LogDamaged(entry.mission, position, error.message) from error
        except ValueError as error:
            raise no_event(entry) from error
        said = tuple(envelope[name] for name in ("mission", "position", "stream", "version", "type"))
        if said != (entry.mission, entry.position, entry.stream, entry.version, entry.type):
            raise LogDamaged(entry.mission, position, Message.of("log.columns-differ"))
        if chain is None or entry.type == NAMES_ANEW:
            chain = chain_in(envelope["id"])
        if envelope["id"] != event_id(chain, entry.mission, position):
            raise LogDamaged(entry.mission, position, Message.of("log.other-chain", id=envelope["id"]))
        previous = entry.hash
        yield entry, Head(position, previous, envelope["time"])


_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
_TIME_KEY = b'"time":"'
_TIME_LENGTH = len("2026-03-01T09:00:00.000000Z")


def time_of(raw: bytes) -> str:
    """The time of an event's bytes, without parsing them.

    Canonical JSON sorts its keys: behind the envelope's `time` come only `type` and `version`, so the last such key is
    it.
    """
    start = raw.rindex(_TIME_KEY) + len(_TIME_KEY)
    return raw[start : start + _TIME_LENGTH].decode()


_ORIGIN_KEY = b'"origin":"'


def origin_of(raw: bytes) -> DataOrigin:
    """The origin of an event's bytes, without parsing them: behind the envelope's own no other such key can stand.

    Raises ValueError where there is none.
    """
    start = raw.rindex(_ORIGIN_KEY) + len(_ORIGIN_KEY)
    return DataOrigin(raw[start : raw.index(b'"', start)].decode())


def format_time(time: datetime) -> str:
    """UTC with microseconds, e.g. 2026-03-01T09:00:00.000000Z: the same instant has one spelling."""
    return time.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"  # in the place of +00:00

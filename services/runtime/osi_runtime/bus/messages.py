"""Public events as messages of the stream: subject, CloudEvents' headers, and the event as `osi.log.v1` tells it.

CloudEvents 1.0 in binary mode, by the NATS protocol binding (`ce-` headers, values percent-encoded):
https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/nats-protocol-binding.md
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote

from google.protobuf.message import DecodeError
from osi.log.v1 import log_service_pb2 as pb

from osi_core.domain import Service
from osi_core.log.envelope import event_id, time_of
from osi_core.log.heard import Carried, PublicEntry
from osi_runtime.peers.messages import MessageOf, entry_of, event_of, mission_of_wire

__all__ = [
    "CHAIN",
    "HASH",
    "MESSAGE_ID",
    "POSITION",
    "Heard",
    "Outgoing",
    "mission_subjects",
    "read",
    "service_subjects",
    "subject_of",
    "written",
]

MESSAGE_ID = "Nats-Msg-Id"
TRACE = "traceparent"
POSITION, CHAIN, HASH = "ce-position", "ce-chain", "ce-hash"
_ROOT = "osi.v1"
_SERVICES = {one.value: one for one in Service}
_SCHEMA = "osi.log.v1.PublicEvent"
_PLAIN = re.compile(r"[!#$&-~]*").fullmatch
_PRINTABLE = "".join(map(chr, range(0x21, 0x7F))).replace("%", "").replace('"', "")


class Outgoing(NamedTuple):
    """What is published."""

    subject: str
    headers: dict[str, str]
    data: bytes
    entry: PublicEntry

    @property
    def id(self) -> str:
        """The event's."""
        return self.headers[MESSAGE_ID]

    def traced(self, trace: str | None) -> Outgoing:
        """The same event with a trace context, if there is one."""
        return self._replace(headers={**self.headers, TRACE: trace}) if trace else self

    def under(self, message_id: str) -> Outgoing:
        """The same event under another id of the message; that of the event stays."""
        return self._replace(headers={**self.headers, MESSAGE_ID: message_id})


class Heard(NamedTuple):
    """A message of the stream, and who may have put it there: of whom the subject is."""

    service: Service
    entry: PublicEntry


def service_subjects(service: Service) -> str:
    """All that a service says."""
    return f"{_ROOT}.{service.value}.>"


def mission_subjects(service: Service, mission: str) -> str:
    """All that a service says in a mission."""
    return f"{_ROOT}.{service.value}.{mission}.>"


def written(entry: PublicEntry, service: Service, message_of: MessageOf | None) -> Outgoing:
    """An entry of the own log as a message. Raises ValueError for bytes that are no event."""
    data = event_of(entry, message_of).SerializeToString(deterministic=True)
    id = event_id(entry.chain, entry.mission, entry.position)
    headers = {
        MESSAGE_ID: id,
        "content-type": "application/protobuf",
        "ce-specversion": "1.0",
        "ce-id": id,
        "ce-source": f"//osi/missions/{entry.mission}/chains/{entry.chain}",
        "ce-type": f"osi.v1.{entry.type}",
        "ce-subject": entry.stream,
        "ce-time": time_of(entry.raw),
        "ce-dataschema": _SCHEMA,
        CHAIN: entry.chain,
        POSITION: str(entry.position),
        "ce-previous": str(entry.previous),
        "ce-digest": hashlib.sha256(data).hexdigest(),
        HASH: entry.hash.hex(),
    }
    if not _PLAIN("".join(headers.values())):  # hardly ever
        headers = {name: quote(value, safe=_PRINTABLE) for name, value in headers.items()}
    return Outgoing(subject_of(entry, service), headers, data, entry)


def read(subject: str, headers: Mapping[str, str] | None, data: bytes) -> Heard | None:
    """A message of the stream; None for what is none of ours, or was changed on its way.

    What stands in the headers is for those who filter and route; the event is read from the data alone.
    """
    parts = subject.split(".")
    service = _SERVICES.get(parts[2]) if len(parts) == 6 and subject.startswith(f"{_ROOT}.") else None
    if service is None:
        return None
    said = headers or {}
    if said.get("ce-dataschema", _SCHEMA) != _SCHEMA:  # of a later major version: its origin says it in ours
        return None
    digest = said.get("ce-digest")
    if digest is not None and digest != hashlib.sha256(data).hexdigest():
        return None
    try:
        event = pb.PublicEvent.FromString(data)
    except DecodeError:
        return None
    mission = mission_of_wire(event.mission)
    if mission is None or mission != parts[3]:
        return None
    entry = entry_of(event, mission)
    return Heard(service, Carried.with_trace(entry, said[TRACE]) if TRACE in said else entry)


def subject_of(entry: PublicEntry, service: Service, mission: str = "") -> str:
    """`osi.v1.<service>.<mission>.<aggregate>.<event>`; the aggregate is its kind, or a mission would have as many
    subjects as people. `mission` may stand in the mission's place, for a name of all such subjects.
    """
    parts = entry.stream.split("/")
    aggregate = parts[-1] if len(parts) % 2 else parts[-2]  # the goal, of which a mission has one, has no id
    return ".".join((_ROOT, service.value, mission or entry.mission, aggregate, entry.type.rpartition(".")[2]))

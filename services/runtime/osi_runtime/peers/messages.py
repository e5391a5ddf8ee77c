"""Entries and heads as `osi.log.v1` says them, and the way back. What comes from outside is checked by the hearer."""

from __future__ import annotations

from collections.abc import Callable

from google.protobuf.message import Message
from osi.log.v1 import log_service_pb2 as pb
from osi.type.v1 import terms_pb2

from osi_core.domain import Event, Service, mission_name
from osi_core.log.envelope import LogDamaged, decode, event_id
from osi_core.log.heard import Carried, HeardHead, PublicEntry
from osi_core.mission.resources import MISSION

MessageOf = Callable[[Event, str], Message]
"""`(event, mission)` → the event as a message of the contracts; raises KeyError where there is none for it."""

_TO_WIRE = {service: terms_pb2.Service.Value(f"SERVICE_{service.name}") for service in Service}
_OF_WIRE = {number: service for service, number in _TO_WIRE.items()}


def wire_service(service: Service | None) -> terms_pb2.Service.ValueType:
    """A service as its number; an engine of the whole is none of them."""
    return _TO_WIRE[service] if service else terms_pb2.SERVICE_UNSPECIFIED


def service_of_wire(number: terms_pb2.Service.ValueType) -> Service | None:
    """The service of a number; None for one that is not known here."""
    return _OF_WIRE.get(number)


def mission_of_wire(name: str) -> str | None:
    """The id in a mission's full name; None for what is no name."""
    try:
        return MISSION.parse(name)["mission"]
    except ValueError:
        return None


def event_of(entry: PublicEntry, message_of: MessageOf | None = None) -> pb.PublicEvent:
    """An entry of the own log as others hear of it, with the event as a message where there is one."""
    event = pb.PublicEvent(
        id=event_id(entry.chain, entry.mission, entry.position),
        mission=mission_name(entry.mission),
        chain=entry.chain,
        position=entry.position,
        previous=entry.previous,
        stream=entry.stream,
        version=entry.version,
        type=entry.type,
        envelope=entry.raw,
        hash=entry.hash,
    )
    payload = _payload(entry, message_of) if message_of else None
    if payload is not None:
        event.payload.Pack(payload)
    return event


def _payload(entry: PublicEntry, message_of: MessageOf) -> Message | None:
    """Beside the bytes, which count: what cannot be shown so is left out."""
    try:
        return message_of(decode(entry.entry).event, entry.mission)
    except (LogDamaged, LookupError, ValueError, TypeError):
        return None


def entry_of(event: pb.PublicEvent, mission: str) -> PublicEntry:
    """An event of another chain. What is said of another mission than was asked for cannot be one: its mission is
    empty then, and the hearer finds it unfit.
    """
    named = event.mission == mission_name(mission)
    entry = PublicEntry(
        event.chain,
        mission if named else "",
        event.position,
        event.previous,
        event.stream,
        event.version,
        event.type,
        event.envelope,
        event.hash,
    )
    return Carried.with_trace(entry, event.traceparent) if event.traceparent else entry


def heard_of(head: HeardHead | None) -> pb.HeardHead:
    """How far a chain was heard."""
    return pb.HeardHead(position=head.position, hash=head.hash) if head else pb.HeardHead()

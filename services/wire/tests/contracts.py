"""The contracts that are tested, and what of the library they are about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from google.protobuf.descriptor import Descriptor, FileDescriptor, MethodDescriptor
from osi.funding.v1 import events_pb2 as funding_events
from osi.funding.v1 import funding_service_pb2
from osi.funding.v1 import resources_pb2 as funding_resources
from osi.log.v1 import answers_pb2, hearing_service_pb2
from osi.matching.v1 import events_pb2 as matching_events
from osi.matching.v1 import matching_service_pb2
from osi.matching.v1 import resources_pb2 as matching_resources
from osi.participation.v1 import events_pb2 as participation_events
from osi.participation.v1 import participation_service_pb2
from osi.participation.v1 import resources_pb2 as participation_resources
from osi.type.v1 import annotations_pb2

from osi_core.domain import Command, Event, Role, Service
from osi_core.process.share import Share, service_of, share_of
from osi_core.view import View
from osi_wire import Wire

__all__ = ["COMMANDS", "CONTRACTS", "EVENTS", "FILES", "FUNDING", "SHARE", "VIEWS", "Contract", "wire_of_funding"]

_AT_THE_MACHINE = frozenset({"TakeHandover"})
"""What brings a file along, and so is said by the command line alone."""


@dataclass(frozen=True, eq=False)
class Contract:
    """The contract of one service."""

    service: Service
    files: tuple[FileDescriptor, ...]
    without_a_method: frozenset[str] = frozenset()
    """What an operator's timer says, by the command line or the service itself."""

    @property
    def share(self) -> Share:
        """What the service owns."""
        return share_of(self.service.value)

    @cached_property
    def commands(self) -> list[type[Command]]:
        """What people may ask it for; what the engine gives itself is no method."""
        asked = (kind for kind, rule in self.share.rules.items() if rule.by != {Role.ENGINE})
        found = (kind for kind in asked if kind.__name__ not in self.without_a_method | _AT_THE_MACHINE)
        return sorted(found, key=lambda kind: kind.__name__)

    @cached_property
    def events(self) -> list[type[Event]]:
        """What its chains tell in public."""
        public = (kind for kind in Event.registry.values() if kind.public and kind.type.partition(".")[0] in PARTS)
        own = (kind for kind in public if service_of(kind) in (self.service, None))
        return sorted(own, key=lambda kind: kind.__name__)

    @property
    def views(self) -> list[type[View]]:
        """What can be read."""
        return [view for part in self.share.parts for view in part.views]

    @cached_property
    def wire(self) -> Wire:
        """The wire, compiled."""
        return Wire(self.files, self.share.rules, self.views)

    @cached_property
    def methods(self) -> dict[str, MethodDescriptor]:
        """Command → method."""
        services = (one for file in self.files for one in file.services_by_name.values())
        methods = [method for one in services for method in one.methods]
        named = {method.GetOptions().Extensions[annotations_pb2.command]: method for method in methods}
        return {name: method for name, method in named.items() if name}

    @cached_property
    def messages(self) -> dict[str, Descriptor]:
        """Name → message."""
        return {one.name: one for file in self.files for one in file.message_types_by_name.values()}

    @cached_property
    def told(self) -> dict[str, Descriptor]:
        """Type of an event → its message."""
        types = ((one.GetOptions().Extensions[annotations_pb2.event_type], one) for one in self.messages.values())
        return {name: message for name, message in types if name}


PARTS = frozenset({"mission", "challenges", "solutions", "support", "curation", "scaling", "funding", "hearing"})
_EVERYWHERE = (answers_pb2.DESCRIPTOR, hearing_service_pb2.DESCRIPTOR)
FUNDING = Contract(
    Service.FUNDING,
    (
        funding_service_pb2.DESCRIPTOR,
        funding_resources.DESCRIPTOR,
        funding_events.DESCRIPTOR,
        *_EVERYWHERE,
    ),
)
CONTRACTS = (
    Contract(
        Service.PARTICIPATION,
        (
            participation_service_pb2.DESCRIPTOR,
            participation_resources.DESCRIPTOR,
            participation_events.DESCRIPTOR,
            *_EVERYWHERE,
        ),
    ),
    Contract(
        Service.MATCHING,
        (
            matching_service_pb2.DESCRIPTOR,
            matching_resources.DESCRIPTOR,
            matching_events.DESCRIPTOR,
            *_EVERYWHERE,
        ),
        frozenset({"DeleteConflictCodes"}),
    ),
    FUNDING,
)
FILES, SHARE, COMMANDS, EVENTS, VIEWS = FUNDING.files, FUNDING.share, FUNDING.commands, FUNDING.events, FUNDING.views


def wire_of_funding() -> Wire:
    """The wire of funding, compiled once."""
    return FUNDING.wire

"""The contracts that are tested, and what of the library they are about."""

from __future__ import annotations

from functools import cache

from osi.funding.v1 import events_pb2, funding_service_pb2, resources_pb2
from osi.log.v1 import answers_pb2

from osi_core.domain import Command, Event, Role
from osi_core.funding.views import VIEWS
from osi_core.process.share import share_of
from osi_wire import Wire

__all__ = ["COMMANDS", "EVENTS", "FILES", "VIEWS", "WITHOUT_A_METHOD", "wire_of_funding"]

FILES = (funding_service_pb2.DESCRIPTOR, resources_pb2.DESCRIPTOR, events_pb2.DESCRIPTOR, answers_pb2.DESCRIPTOR)
SHARE = share_of("funding")
WITHOUT_A_METHOD = {"CorrectClock", "TakeHandover", "TakeUpMessage"}
"""What an operator says at the machine, by the command line: about this installation, not about money."""
COMMANDS: list[type[Command]] = sorted(
    (kind for kind, rule in SHARE.rules.items() if rule.by != {Role.ENGINE} and kind.__name__ not in WITHOUT_A_METHOD),
    key=lambda kind: kind.__name__,
)
"""What people may ask funding for; what the engine gives itself is no method."""
EVENTS: list[type[Event]] = sorted(
    (kind for kind in Event.registry.values() if kind.public and kind.type.startswith(("funding.", "hearing."))),
    key=lambda kind: kind.__name__,
)
"""What a chain of funding's tells in public."""


@cache
def wire_of_funding() -> Wire:
    """The wire, compiled."""
    return Wire(FILES, SHARE.rules, VIEWS)

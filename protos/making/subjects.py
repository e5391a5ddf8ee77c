"""Where public events are said: which service says one, of resources of which kind, as the phase rules have it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from osi_core.domain import Service
from osi_core.process import share_of

__all__ = ["Said", "said_where"]

_OF_ITSELF = "missions"
"""The kind of what an event of the mission itself is about."""


class Said(NamedTuple):
    """A service that says an event, and the kind of resource that it is about."""

    service: str
    aggregate: str

    def subject(self, event_type: str) -> str:
        """Of the event in any mission; `{mission}` stands for its id."""
        return f"osi.v1.{self.service}.{{mission}}.{self.aggregate}.{event_type.rpartition('.')[2]}"


def said_where() -> Mapping[str, list[Said]]:
    """Type of each public event → where it is said, by what the rules' decisions are declared to give."""
    found: dict[str, set[Said]] = defaultdict(set)
    for service in Service:
        for rule in share_of(service.value).rules.values():
            for kind in rule.events:
                if kind.public:
                    found[kind.type].add(Said(service.value, _aggregate(str(rule.command.at.pattern))))
    return {name: sorted(some) for name, some in sorted(found.items())}


def _aggregate(pattern: str) -> str:
    """Of `rounds/{round}` it is `rounds`: the part before the resource's own id, if it has one."""
    parts = pattern.split("/") if pattern else []
    return _OF_ITSELF if not parts else parts[-1] if len(parts) % 2 else parts[-2]

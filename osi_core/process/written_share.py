"""Which share's engine has written a log, as it tells itself: for whoever has a store, and no settings beside it."""

from __future__ import annotations

from functools import cache

from osi_core.domain import Service
from osi_core.log.envelope import chain_of, decode
from osi_core.log.store import Reader
from osi_core.mission.events import ChainListed
from osi_core.mission.resources import CHAIN
from osi_core.process.share import service_of, share_of

__all__ = ["service_listed", "share_written"]


def service_listed(store: Reader, mission: str, chain: str) -> Service | None:
    """The service that a mission lists a chain for, as far as that was heard here."""
    ends = {name: head.position for name, head in store.heard_heads(mission).items()}
    for message in store.heard_stream(CHAIN.within(mission, chain), ends):
        event = decode(message.entry).event if message.raw else None
        if isinstance(event, ChainListed):
            return event.service
    return None


def share_written(store: Reader, mission: str) -> str:
    """The name of the share: that of the service which others list, of participation where it lists or hears others
    and has done nothing that is theirs, and otherwise of the whole.
    """
    end = store.head(mission).position
    for entry in store.read(mission, end - 1, end) if end else ():
        service = service_listed(store, mission, chain_of(entry))
        if service is not None:
            return service.value
    has_others = store.heard_heads(mission) or _says(store, mission, frozenset({ChainListed.type}))
    return Service.PARTICIPATION.value if has_others and not _says(store, mission, _of_others()) else "all"


def _says(store: Reader, mission: str, types: frozenset[str]) -> bool:
    return any(True for _ in store.read(mission, types=types))


@cache
def _of_others() -> frozenset[str]:
    """The types of events that only services behind participation have."""
    events = {event for line in share_of("all").rules.values() for event in line.events}
    return frozenset(event.type for event in events if service_of(event) not in (None, Service.PARTICIPATION))

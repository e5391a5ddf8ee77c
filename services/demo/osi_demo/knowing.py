"""What is known of a mission: what its services say of it in public, and the facts that follow from that.

It is read by `osi.log.v1` alone, so that a service may be of any make and have any store.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from operator import attrgetter
from typing import Protocol

from osi.log.v1 import log_service_pb2 as log

from osi_core.domain import Fact, Recorded, Service, mission_name
from osi_core.log.envelope import decode
from osi_core.log.heard import PublicEntry
from osi_core.process import OPERATOR, Office, share_of
from osi_core.process.due import Due
from osi_core.process.heard_again import HeardAgain
from osi_core.process.memory import MissionMemory
from osi_core.process.share import service_of
from osi_runtime.peers.messages import entry_of

__all__ = ["PublicLogs"]

_POSITION = attrgetter("position")


class Told(Protocol):
    """Where a stream of answers is read to its end: `Caller.told`."""

    def __call__(self, name: str, request: object, by: str | Office, *, at: Service) -> list[log.ReadPublicResponse]:
        """All parts of the answer."""


class PublicLogs:
    """The public logs of the services of a mission, each read when it is asked for, and again after `look_again`."""

    def __init__(self, mission: str, told: Told, chains: Mapping[Service, str]) -> None:
        """`chains`: the one that each service writes."""
        self.mission, self._told, self._chains = mission, told, chains
        self._services = {chain: one for one, chain in chains.items()}
        self._logs: dict[str, list[PublicEntry]] = {chain: [] for chain in chains.values()}
        self._memories = {one: MissionMemory(mission, share_of(one.value)) for one in Service}
        self._folded = dict.fromkeys(Service, 0)
        self._read_now: set[Service] = set()

    def look_again(self) -> None:
        """Something may have been said since."""
        self._read_now.clear()

    def records(self) -> Iterator[Recorded]:
        """All that was said, service by service."""
        for service in Service:
            yield from (decode(one.entry) for one in self._read(service))

    def facts(self, kind: type[Fact]) -> Mapping[str, Fact]:
        """The facts of a kind, as the service has them whose they are. Raises LookupError where what it does not tell
        everybody is among what they are made of.
        """
        service = service_of(kind)
        if service is None or not all(one.public for one in kind.sources):
            raise LookupError(kind.__name__)
        made_of = {of for one in kind.sources if (of := service_of(one))}
        return dict(self._memory(service, made_of).rows[kind])  # which stay as they are while the log goes on

    def due(self) -> bool:
        """Whether a decision is closed, and neither recorded nor cancelled yet."""
        return any(self._memory(one, set()).rows[Due] for one in Service)

    def _memory(self, service: Service, made_of: set[Service]) -> MissionMemory:
        """What a service knows by what it has said, and by all that those say of which something is made."""
        memory = self._memories[service]
        again = HeardAgain(memory, self, [chain for one, chain in self._chains.items() if one is not service])
        own = self._read(service)
        for entry in own[self._folded[service] :]:
            record = decode(entry.entry)
            again.before(record)
            memory.hear(record)
            again.behind(record)
        self._folded[service] = len(own)
        others = {self._chains[one]: self._read(one) for one in made_of - {service}}
        again.up_to({chain: entries[-1].position for chain, entries in others.items() if entries})
        return memory

    # What `HeardAgain` asks

    def heard(self, mission: str, chain: str, after: int = 0, upto: int | None = None) -> Iterator[PublicEntry]:
        """What a chain says with after < position ≤ upto, in order."""
        entries = self._logs[chain]
        if upto is not None and (not entries or entries[-1].position < upto):
            entries = self._read(self._services[chain], again=True)
        first = bisect_right(entries, after, key=_POSITION)
        last = len(entries) if upto is None else bisect_right(entries, upto, key=_POSITION)
        return iter(entries[first:last])

    def heard_at(self, mission: str, chain: str, position: int) -> PublicEntry | None:
        """What a chain says at a position, if that is public."""
        return next(self.heard(mission, chain, position - 1, position), None)

    def _read(self, service: Service, again: bool = False) -> list[PublicEntry]:
        entries = self._logs[chain := self._chains[service]]
        if service in self._read_now and not again:
            return entries
        self._read_now.add(service)
        after = entries[-1].position if entries else 0
        request = log.ReadPublicRequest(mission=mission_name(self.mission), chain=chain, after=after)
        for part in self._told("ReadPublic", request, OPERATOR, at=service):
            entries += (entry_of(one, self.mission) for one in part.events)
        return entries

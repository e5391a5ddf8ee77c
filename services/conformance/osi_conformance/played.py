"""What the played services have said of each mission so far, and how they misbehave where a case wants it."""

from __future__ import annotations

import asyncio
import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from osi_conformance.recorded import Origin, spoken
from osi_conformance.services import SERVICES, chain_of
from osi_core.log.canonical import canonical, parse
from osi_core.log.envelope import event_id, moment_of, time_of
from osi_core.log.heard import PublicEntry

__all__ = ["BEGINS", "Played", "Spoken"]

BEGINS = datetime(2026, 1, 12, 9, tzinfo=UTC)
"""The time at which a simulated mission begins that begins at the service."""


@dataclass
class Spoken:
    """One chain of one mission: what it has said."""

    service: str
    mission: str
    origin: Origin
    entries: list[PublicEntry]
    asked: int = 0
    """How often somebody has begun to read it."""
    says_all_again: bool = False
    """Whoever asks for what follows gets everything from the start: a doubling network."""
    withholds: set[int] = field(default_factory=set)
    """Positions that are left out, once each: a network that loses messages."""
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def chain(self) -> str:
        """Its name."""
        return chain_of(self.service)

    @property
    def last(self) -> PublicEntry:
        """What was said last. Raises IndexError where nothing was."""
        return self.entries[-1]

    @property
    def position(self) -> int:
        """Where it ends."""
        return self.entries[-1].position if self.entries else 0

    def behind(self, position: int, upto: int = 0) -> list[PublicEntry]:
        """What is told to somebody who has heard up to a position."""
        start = 0 if self.says_all_again else bisect_right(self.entries, position, key=lambda one: one.position)
        found = [one for one in self.entries[start:] if not upto or one.position <= upto]
        lost = {one.position for one in found} & self.withholds
        self.withholds -= lost
        return [one for one in found if one.position not in lost]

    async def say(self, *entries: PublicEntry) -> None:
        """Says more; whoever follows hears it."""
        async with self.changed:
            self.entries.extend(entries)
            self.changed.notify_all()

    def event(
        self,
        type_: str,
        stream: str,
        data: Mapping[str, Any],
        *,
        time: datetime,
        facts_at: Mapping[str, int],
        actor: str = "engine",
        refs: Sequence[str] = (),
    ) -> PublicEntry:
        """An event behind the last, as an engine would write it; nobody has heard it until it is said. `stream` is that
        of a resource of the mission: `hearing/participation-1`; `refs` are full names of what it builds on.
        """
        position, stream = self.position + 1, f"missions/{self.mission}/{stream}"
        version = 1 + sum(one.stream == stream for one in self.entries)
        said = {
            "actor": actor,
            "command_id": "",
            "data": dict(data),
            "facts_at": {**facts_at, self.chain: position - 1},
            "id": event_id(self.chain, self.mission, position),
            "mission": self.mission,
            "origin": self.origin,
            "position": position,
            "refs": [*refs],
            "schema": 1,
            "stream": stream,
            "time": time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "type": type_,
            "version": version,
        }
        raw = canonical(said)
        before = self.entries[-1].hash if self.entries else bytes(32)
        hash_ = hashlib.sha256(before + raw).digest()
        return PublicEntry(
            mission=self.mission,
            chain=self.chain,
            position=position,
            previous=self.position,
            stream=stream,
            version=version,
            type=type_,
            raw=raw,
            hash=hash_,
        )

    def forged(self, previous: int) -> PublicEntry:
        """An event behind the last that names another one before itself: a second story."""
        last = self.last
        said = parse(last.raw)
        position = last.position + 1
        named = {"position": position, "id": event_id(last.chain, last.mission, position)}
        raw = canonical(said | named)
        return last._replace(position=position, previous=previous, raw=raw, hash=hashlib.sha256(raw).digest())


class Played:
    """All missions that the kit plays, as the peers of a service."""

    def __init__(self, tested: str) -> None:
        """`tested` is the name of the service that hears them."""
        self.tested = SERVICES[tested]
        self._chains: dict[tuple[str, str], Spoken] = {}
        self._origins: dict[str, Origin] = {}

    def begin(self, mission: str, origin: Origin) -> None:
        """Begins a mission: up to where its recorded beginning ends, or with nothing said yet."""
        self._origins[mission] = origin
        for peer in self.tested.peers:
            entries = [*spoken(self.tested.name, peer, origin, mission)]
            self._chains[peer, mission] = Spoken(peer, mission, origin, entries)

    def begun_at(self, mission: str) -> datetime:
        """The time up to which a mission was played."""
        said = [self.of(peer, mission).entries for peer in self.tested.peers]
        return max((moment_of(time_of(one[-1].raw)) for one in said if one), default=BEGINS)

    async def go_on(self, mission: str, part: str) -> None:
        """Says a part that comes behind the beginning."""
        for peer in self.tested.peers:
            entries = spoken(self.tested.name, peer, self._origins[mission], mission, part)
            known = self.of(peer, mission).position
            if later := [one for one in entries if one.position > known]:
                await self.of(peer, mission).say(*later)

    def of(self, peer: str, mission: str) -> Spoken:
        """One chain. Raises KeyError for a mission that was not begun."""
        return self._chains[peer, mission]

    def missions(self, peer: str) -> Iterator[str]:
        """Ids of all missions of which a peer has said something, in alphabetical order."""
        return iter(sorted(name for name in self._origins if self.of(peer, name).entries))

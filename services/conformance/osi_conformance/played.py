"""What the played services have said of each mission so far, and how they misbehave where a case wants it."""

from __future__ import annotations

import asyncio
import hashlib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from osi_conformance.recorded import CHAINS, Origin, Part, spoken
from osi_core.log.canonical import canonical, parse
from osi_core.log.envelope import event_id
from osi_core.log.heard import PublicEntry

__all__ = ["Played", "Spoken"]


@dataclass
class Spoken:
    """One chain of one mission: what it has said."""

    service: str
    mission: str
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
        return CHAINS[self.service]

    @property
    def last(self) -> PublicEntry:
        """What was said last."""
        return self.entries[-1]

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

    def forged(self, previous: int) -> PublicEntry:
        """An event behind the last that names another one before itself: a second story."""
        last = self.last
        said = parse(last.raw)
        position = last.position + 1
        named = {"position": position, "id": event_id(last.chain, last.mission, position)}
        raw = canonical(said | named)
        return last._replace(position=position, previous=previous, raw=raw, hash=hashlib.sha256(raw).digest())


class Played:
    """All missions that the kit plays."""

    def __init__(self) -> None:
        self._chains: dict[tuple[str, str], Spoken] = {}
        self._origins: dict[str, Origin] = {}

    def begin(self, mission: str, origin: Origin) -> None:
        """Begins a mission, up to its open support phase."""
        self._origins[mission] = origin
        for service in CHAINS:
            self._chains[service, mission] = Spoken(service, mission, [*spoken(service, origin, mission)])

    async def go_on(self, mission: str, part: Part) -> None:
        """Says a part that comes behind the beginning."""
        for service in CHAINS:
            entries = spoken(service, self._origins[mission], mission, part)
            known = self.of(service, mission).last.position
            if later := [one for one in entries if one.position > known]:
                await self.of(service, mission).say(*later)

    def of(self, service: str, mission: str) -> Spoken:
        """One chain. Raises KeyError for a mission that was not begun."""
        return self._chains[service, mission]

    def missions(self) -> Iterator[str]:
        """Ids of all missions, in alphabetical order."""
        return iter(sorted(self._origins))

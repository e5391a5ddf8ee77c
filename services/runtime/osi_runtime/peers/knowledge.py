"""How old what is known of other chains is.

It is counted on the own monotonic clock, from the moment at which the origin was asked where its chain ends, once
everything up to that end is applied: so neither the network nor another's clock can make it look younger.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Container
from datetime import timedelta
from typing import NamedTuple

from osi_core.domain import Service, Unmet
from osi_core.mission.resources import CHAIN
from osi_runtime.peers.refused import MISSING, TOO_OLD

_MOST_PENDING = 32


class Told(NamedTuple):
    """What an origin has answered."""

    asked_at: float
    last_public: int


class Listed(NamedTuple):
    """A mission as far as knowledge goes: how old it may be, and whose chains it is about."""

    limit: timedelta
    chains: tuple[tuple[str, Service], ...]
    """The chains beside the own one that serve the mission now."""


class Knowledge:
    """Of each mission and chain, since when all was known that the chain had said. For one event loop."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._listed: dict[str, Listed] = {}
        self._applied: dict[tuple[str, str], int] = {}
        self._pending: dict[tuple[str, str], deque[Told]] = {}
        self._since: dict[tuple[str, str], float] = {}

    def now(self) -> float:
        """The clock, to be read before an origin is asked."""
        return self._clock()

    def told(self, mission: str, chain: str, asked_at: float, last_public: int) -> None:
        """An origin that was asked at this moment has answered that its chain ends there."""
        pending = self._pending.setdefault((mission, chain), deque())
        if len(pending) == _MOST_PENDING:
            del pending[_MOST_PENDING // 2]  # the oldest may soon be reached, and the newest says how far it is
        pending.append(Told(asked_at, last_public))
        self._settle(mission, chain)

    def applied(self, mission: str, chain: str, position: int) -> None:
        """Everything of the chain is applied up to this position."""
        key = (mission, chain)
        self._applied[key] = max(position, self._applied.get(key, 0))
        self._settle(mission, chain)

    def _settle(self, mission: str, chain: str) -> None:
        key = (mission, chain)
        pending, applied = self._pending.get(key), self._applied.get(key, 0)
        while pending and pending[0].last_public <= applied:
            told = pending.popleft()
            self._since[key] = max(told.asked_at, self._since.get(key, told.asked_at))

    def lists(self, mission: str, listed: Listed) -> None:
        """The mission lists these chains now."""
        self._listed[mission] = listed

    def chains(self, mission: str) -> dict[str, Service]:
        """The chains beside the own one that serve a mission now, as far as is known."""
        listed = self._listed.get(mission)
        return dict(listed.chains) if listed else {}

    def missions(self) -> tuple[str, ...]:
        """The missions that are heard of."""
        return tuple(self._listed)

    def position(self, mission: str, chain: str) -> int:
        """Up to where a chain is applied."""
        return self._applied.get((mission, chain), 0)

    def age(self, mission: str, chain: str) -> timedelta | None:
        """How old what is known of a chain is; None where it was never caught up with since this service began."""
        since = self._since.get((mission, chain))
        return None if since is None else timedelta(seconds=max(0.0, self._clock() - since))

    def stale(
        self, mission: str, limit: timedelta | None = None, of: Container[Service] = frozenset(Service)
    ) -> tuple[Unmet, ...]:
        """Which chains of these services are known too little of to decide anything that stands on them; each with its
        lag in minutes. Never waits.

        `limit` is by default the playbook's `mission.knowledge_minutes`. Of a mission that nobody has spoken of,
        nothing is told: the judge knows what to say of it.
        """
        listed = self._listed.get(mission)
        if listed is None:
            return ()
        most = listed.limit if limit is None else limit
        found = (self._stale(mission, chain, service, most) for chain, service in listed.chains if service in of)
        return tuple(one for one in found if one is not None)

    def _stale(self, mission: str, chain: str, service: Service, most: timedelta) -> Unmet | None:
        age = self.age(mission, chain)
        if age is None:
            return Unmet(MISSING, chain=CHAIN(chain), service=service)
        if age <= most:
            return None
        return Unmet(TOO_OLD, chain=CHAIN(chain), service=service, lag=_minutes(age), most=_minutes(most))


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)

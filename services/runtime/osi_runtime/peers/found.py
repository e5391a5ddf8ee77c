"""Services that no setting names: missions say where the chains that they list answer."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
from collections.abc import Callable
from typing import NamedTuple, Protocol

from pydantic import ValidationError

from osi_core.domain import Service
from osi_core.log.store import StoreError
from osi_runtime.peers.follower import MissionsHeard, PeerFollower
from osi_runtime.peers.settings import PeerSettings, PeersSettings

_logger = logging.getLogger(__name__)
Lists = Callable[[str, str], bool]
"""Mission and chain → whether it is told at an address."""


class MakesFollower(Protocol):
    """Makes what follows a service that is known by missions alone."""

    def __call__(self, peer: PeerSettings, lists: Lists, /) -> PeerFollower:
        """For this service."""


class Place(NamedTuple):
    """Where a service answers, by missions of one organisation."""

    organisation: str
    service: Service
    address: str


class FoundPeers:
    """Follows the services that missions list, for as long as one does. What the settings name goes before, until a
    mission has replaced that service by one elsewhere.

    Shown is what the service that was replaced is shown; else, for missions of another organisation, what its
    participation is: its missions say to whom.
    """

    def __init__(
        self,
        missions: MissionsHeard,
        followers: list[PeerFollower],
        make: MakesFollower,
        organisation_of: Callable[[str], str | None],
        settings: PeersSettings,
        own: str | None,
    ) -> None:
        """`followers` are those of all services; what is found is added there."""
        self._missions, self._followers, self._make = missions, followers, make
        self._organisation_of, self._settings, self._own = organisation_of, settings, own
        self._named = {(one.link.peer.organisation, one.link.peer.service): one for one in followers}
        self._tasks: dict[Place, tuple[PeerFollower, asyncio.Task[None]]] = {}
        self._refused: set[Place] = set()

    async def run(self) -> None:
        """Looks again and again, until it is cancelled."""
        try:
            while True:
                try:
                    if self._own is not None:  # missions that began here, since; of others it is heard
                        await self._missions.load()
                    self._look()
                except StoreError as error:
                    _logger.warning("which services missions list cannot be read now: %s", error)
                await asyncio.sleep(self._settings.head_seconds)
        finally:
            for place in [*self._tasks]:
                await self._end(place)

    def _look(self) -> None:
        wanted = self._wanted()
        for place in wanted:
            if place not in self._tasks and place not in self._refused:
                self._begin(place)
        for place in [one for one in self._tasks if one not in wanted]:
            _, task = self._tasks[place]
            task.cancel()
            if task.done():
                self._followers.remove(self._tasks.pop(place)[0])

    def _wanted(self) -> set[Place]:
        return {
            Place(whose, service, address)
            for mission, chains in self._missions.addresses.items()
            for chain, (service, address) in chains.items()
            if (whose := self._organisation_of(mission)) is not None
            if not self._is_asked_as_named(whose, service, mission, chain, address)
        }

    def _is_asked_as_named(self, whose: str, service: Service, mission: str, chain: str, address: str) -> bool:
        """Whether the settings say where this chain is asked for. They do not where the mission has retired a chain of
        that service, says another address of its successor, and the named one does not tell of that.
        """
        named = self._named.get((whose, service))
        if named is None or service not in self._missions.replaced.get(mission, ()):
            return named is not None
        return named.link.peer.address == address or (mission, chain) in named.tells

    def _begin(self, place: Place) -> None:
        peer = self._peer(place)
        if peer is None:
            self._refused.add(place)
            return

        def lists(mission: str, chain: str) -> bool:
            return self._missions.addresses.get(mission, {}).get(chain) == (place.service, place.address)

        follower = self._make(peer, lists)
        self._followers.append(follower)
        self._tasks[place] = follower, asyncio.create_task(follower.run(), name=f"hears {follower.link.name}")

    def _peer(self, place: Place) -> PeerSettings | None:
        tls, token_file = self._settings.tls, self._settings.token_file
        named = {(one.organisation, one.service): one for one in self._settings.services}
        for service in (place.service, Service.PARTICIPATION):
            if (one := named.get((place.organisation, service))) is not None:
                tls, token_file = one.tls and one.tls.model_copy(update={"name": None}), one.token_file
                break
        if tls is None and not _is_loopback(place.address):
            _logger.warning("%s at %s is not asked: there is no TLS for it (peers.tls)", place.service, place.address)
            return None
        try:
            return PeerSettings(**place._asdict(), tls=tls, token_file=token_file)
        except ValidationError:
            _logger.warning("a mission of %s says no address of %s: HOST:PORT", place.organisation, place.service)
            return None

    async def _end(self, place: Place) -> None:
        follower, task = self._tasks.pop(place)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        self._followers.remove(follower)


def _is_loopback(address: str) -> bool:
    host = address.rpartition(":")[0].strip("[]")
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

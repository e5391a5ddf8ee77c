"""All of it together: what this service says to others, what it hears of them, and how old that is."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Container, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from osi_core.domain import Service, Unmet, mission_name
from osi_core.log.heard import PublicEntry
from osi_core.log.store import StoreError
from osi_core.mission.resources import CHAIN
from osi_core.process import Engine, Writer
from osi_core.words import Message, Name
from osi_runtime.peers.bell import CommitBell
from osi_runtime.peers.comparing import Comparing
from osi_runtime.peers.follower import MissionsHeard, PeerFollower
from osi_runtime.peers.found import FoundPeers, Lists
from osi_runtime.peers.hearing import Ear, Stop
from osi_runtime.peers.knowledge import Knowledge
from osi_runtime.peers.link import Link
from osi_runtime.peers.messages import MessageOf
from osi_runtime.peers.organisations import Organisations
from osi_runtime.peers.public_log import PublicLog
from osi_runtime.peers.reaching import Reaching
from osi_runtime.peers.reading import Read
from osi_runtime.peers.refused import BEHIND
from osi_runtime.peers.settings import PeerSettings, PeersSettings

if TYPE_CHECKING:
    from osi_runtime.telemetry.calling import Calling
    from osi_runtime.telemetry.messages import Hearing

_logger = logging.getLogger(__name__)


class Lag(NamedTuple):
    """How old what is known of one chain is: for metrics."""

    mission: str
    chain: str
    service: Service
    age: timedelta | None
    """None: it was not caught up with since this service began."""
    events: int
    """How many positions of it are not applied that its origin has told of."""


class Peers:
    """The other services, for one engine and its writer. For one event loop, which it never blocks.

    Order of a start: `await compare()`, which raises where nothing may be served; then `async with running():` beside
    the server. `read` calls what reads the store in a thread of the readers' pool. `own` is the organisation whose
    missions begin here, where this service is a participation. `capacity` is that of the writer's queue. With
    `telemetry` traces are gone on with, and `calling` records what others are asked.
    """

    def __init__(
        self,
        engine: Engine,
        writer: Writer,
        settings: PeersSettings,
        organisations: Organisations,
        *,
        read: Read = asyncio.to_thread,
        own: str | None = None,
        message_of: MessageOf | None = None,
        capacity: int = 10_000,
        telemetry: Hearing | None = None,
        calling: Calling | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.settings, self.organisations = settings, organisations
        self._own = own
        self.knowledge = Knowledge(clock)
        self._reaching = Reaching(self.knowledge, clock)
        self._bell = CommitBell()
        self._bell.hang_on(engine.plugins)
        self.log = PublicLog(
            engine,
            self._bell,
            read,
            self.organisation_of,
            heartbeat=settings.heartbeat_seconds,
            message_of=message_of,
            traced=telemetry is not None,
        )
        self._behind: StoreError | None = None
        self._carries = False
        self._missions = MissionsHeard(engine, self.knowledge, read)
        self._comparing = Comparing(engine, organisations, read)
        waiting = min(settings.waiting_events, capacity)  # or bringing a message could wait for the writer
        ear = Ear(engine, writer, read, batch=settings.batch_events, waiting=waiting, telemetry=telemetry)

        def follower(peer: PeerSettings, lists: Lists | None = None) -> PeerFollower:
            return PeerFollower(
                Link(peer, settings, calling),
                engine,
                ear,
                self._missions,
                organisations,
                self.organisation_of,
                self.knowledge,
                settings,
                self._comparing,
                self.stand_behind,
                lambda: self._carries,
                lists,
            )

        self._followers = [follower(peer) for peer in settings.services]
        self._found = FoundPeers(self._missions, self._followers, follower, self.organisation_of, settings, own)

    def organisation_of(self, mission: str) -> str | None:
        """Whose a mission is; of one that nobody has told of, this service's own. Never waits."""
        return self.organisations.of(mission) or self._own

    async def compare(self) -> None:
        """Asks the others how far they have heard the own chains. Raises StoreError, which says what to do, where one
        of them knows more than the store: then nothing may be served.

        Who does not answer in time is asked again as soon as it does; what it knows more then ends all writing.
        """
        waits = self.settings.compare_seconds
        unasked = await self._comparing.with_all([one.link for one in self._followers], waits)
        for follower in self._followers:
            follower.compared = follower.link not in unasked
        for link in unasked:
            _logger.warning("%s does not answer: whether it knows more of the own log, nobody can say yet", link.name)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Hears the others for as long as the context lasts, and ends all streams with it."""
        await self._missions.load()
        tasks = [asyncio.create_task(one.run(), name=f"hears {one.link.name}") for one in self._followers]
        tasks.append(asyncio.create_task(self._found.run(), name="looks for services that missions list"))
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
            for error in ended:
                if isinstance(error, Exception):
                    _logger.error("hearing another service failed", exc_info=error)

    def carried(self, now: bool) -> None:
        """Whether a bus brings what others say. As soon as none does, their chains are followed at their origins."""
        self._carries = now
        for one in self._followers:
            for follower in one.followers.values():
                follower.said_more()

    async def take(self, service: Service, mission: str, chain: str, entries: Sequence[PublicEntry]) -> None:
        """Hears what a bus has brought of one chain, in its order. What nobody follows is let go: whoever does so later
        reads it at its origin.
        """
        for one in self._followers:
            follower = one.followers.get((mission, chain))
            if follower is not None and one.link.peer.service is service:
                await follower.take([*entries])

    def stale(
        self, mission: str, limit: timedelta | None = None, of: Container[Service] = frozenset(Service)
    ) -> tuple[Unmet, ...]:
        """What speaks against any command of a mission that stands on facts of these services: some that are older than
        its playbook allows, or a log that others know more of. Never waits; empty where commands may be judged.
        """
        if self._behind is not None:
            return (Unmet(BEHIND),)
        return self.knowledge.stale(mission, limit, of)

    def problems(self) -> tuple[Message, ...]:
        """What an operator has to know: services that do not answer, chains that are not heard, and why."""
        found: list[Message] = []
        if self._behind is not None:
            found.append(self._behind.message)
        found += (
            Message.of("peers.parked", mission=Name(mission_name(mission)), count=count)
            for mission, count in sorted(self._missions.parked.items())
        )
        for one in self._followers:
            shown = Name(one.link.peer.address)
            if not one.answers:
                found.append(one.unanswered(one.why))
            found += (
                Message.of("peers.other-organisation", mission=Name(mission_name(mission)), address=shown)
                for mission in sorted(one.elsewhere)
            )
            found += (
                Message.of(
                    f"peers.stopped-{follower.stop.value}", chain=CHAIN(chain), mission=Name(mission_name(mission))
                )
                for (mission, chain), follower in sorted(one.followers.items())
                if follower.stop is not None
            )
        return tuple(found)

    async def reaches(self, mission: str, chain: str, position: int) -> bool:
        """Whether everything is heard that a chain had to say up to a position."""
        key = (mission, chain)
        if self._missions.has_ended(mission, chain):
            return True
        follower = next((one for one in self._followers if key in one.followers), None)
        return follower is not None and await self._reaching.reaches(follower.link, mission, chain, position)

    @property
    def may_serve(self) -> bool:
        """Whether commands may be taken at all: no one knows more of the own log than the store."""
        return self._behind is None

    @property
    def parked(self) -> int:
        """How many messages wait to be taken up, in all missions."""
        return sum(list(self._missions.parked.values()))

    @property
    def forked(self) -> tuple[tuple[str, str], ...]:
        """Mission and chain of those that have told two stories."""
        stopped = (item for one in self._followers for item in list(one.followers.items()))
        return tuple(key for key, follower in stopped if follower.stop is Stop.FORKED)

    def lags(self) -> list[Lag]:
        """How old what is known of each chain is."""
        return [
            Lag(mission, chain, service, self.knowledge.age(mission, chain), self.knowledge.behind(mission, chain))
            for mission in self.knowledge.missions()
            for chain, service in self.knowledge.chains(mission).items()
        ]

    def stand_behind(self, error: StoreError) -> None:
        """Others know more of the own log than the store, as the error says: no command is taken from here on."""
        self._behind = error

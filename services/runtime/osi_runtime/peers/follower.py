"""Hearing one other service: which missions it tells of, whose these are, and a follower for each of their chains."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from osi.log.v1 import log_service_pb2 as pb

from osi_core.domain import Service
from osi_core.hearing.facts import Parked
from osi_core.log.store import StoreError
from osi_core.mission.facts import ServingChain
from osi_core.mission.settings import MissionSettings
from osi_core.process import Engine
from osi_core.words import Message, Name
from osi_runtime.peers.backoff import Backoff
from osi_runtime.peers.comparing import Comparing
from osi_runtime.peers.following import ChainFollower
from osi_runtime.peers.hearing import Ear
from osi_runtime.peers.knowledge import Knowledge, Listed
from osi_runtime.peers.link import UNASKED, Link
from osi_runtime.peers.messages import mission_of_wire, service_of_wire
from osi_runtime.peers.organisations import Organisations
from osi_runtime.peers.reading import Read
from osi_runtime.peers.refused import WORDS
from osi_runtime.peers.settings import PeersSettings
from osi_runtime.peers.unanswered import UNREACHABLE, why_unanswered

_logger = logging.getLogger(__name__)


class _Seen(NamedTuple):
    """A mission as far as following goes."""

    listed: Listed
    retired: dict[str, int]
    """Chain → its last position that counts."""
    formers: dict[str, int]
    """Those of these that the own chain succeeds."""
    addresses: dict[str, tuple[Service, str]]
    replaced: frozenset[Service]
    """Those of which a chain was retired."""
    ended: frozenset[str]
    """Chains of which all is heard that counts."""
    parked: int


class MissionsHeard:
    """What the engine knows of the missions that are heard of, as far as following needs it."""

    def __init__(self, engine: Engine, knowledge: Knowledge, read: Read) -> None:
        self._engine, self._knowledge, self._read = engine, knowledge, read
        self._retired: dict[str, dict[str, int]] = {}
        self._formers: dict[str, dict[str, int]] = {}
        self._ended: dict[str, frozenset[str]] = {}
        self.addresses: dict[str, dict[str, tuple[Service, str]]] = {}
        """Mission → chain → whose it is, and where it answers, where the mission says so."""
        self.replaced: dict[str, frozenset[Service]] = {}
        """Mission → services of which it has retired a chain."""
        self.parked: dict[str, int] = {}
        """Mission → how many messages wait to be taken up, where any do."""

    async def load(self) -> None:
        """All that were heard of before this process began, and those that began here."""
        for mission in await self._read(self._known):
            await self.look_at(mission)

    def _known(self) -> list[str]:
        store = self._engine.store
        return sorted({*store.heard_missions(), *(store.missions() if self._begin_here else ())})

    @property
    def _begin_here(self) -> bool:
        """Whether missions begin here: then this service does not hear of their chains, it says which there are."""
        return self._engine.share.service is Service.PARTICIPATION

    async def look_at(self, mission: str) -> None:
        """Something was heard that may concern the mission's chains or its playbook."""
        seen = await self._read(lambda: self._seen(mission))
        self.parked.pop(mission, None)
        if seen is None:
            return
        if seen.parked:
            self.parked[mission] = seen.parked
        self._knowledge.lists(mission, seen.listed)
        self._retired[mission], self._formers[mission] = seen.retired, seen.formers
        self.addresses[mission], self.replaced[mission] = seen.addresses, seen.replaced
        self._ended[mission] = seen.ended

    def _seen(self, mission: str) -> _Seen | None:
        memory = self._engine.memory(mission)
        rows = {name: row for name, row in memory.rows.get(ServingChain, {}).items() if isinstance(row, ServingChain)}
        if not rows:
            return None
        own = memory.chain or self._engine.chain
        settings = memory.playbook(self._engine.store).sections[MissionSettings]
        assert isinstance(settings, MissionSettings)
        chains = tuple((name, row.service) for name, row in rows.items() if row.last is None and name != own)
        retired = {name: row.last for name, row in rows.items() if row.last is not None and name != own}
        return _Seen(
            Listed(timedelta(minutes=settings.knowledge_minutes), chains),
            retired,
            dict(memory.predecessors),
            {
                name: (service, address)
                for name, service in chains
                if (address := rows[name].address) and service is not self._engine.share.service
            },
            frozenset(row.service for row in rows.values() if row.last is not None),
            frozenset(name for name, last in retired.items() if memory.heard_at.get(name, 0) >= last),
            len(memory.rows.get(Parked, {})),
        )

    def wants(self, mission: str, chain: str, service: Service) -> bool:
        """Whether a chain is to be heard: the mission lists it for this service, or did until a position that was not
        heard yet.
        """
        if self._knowledge.chains(mission).get(chain) is service:
            return True
        last = self._retired.get(mission, {}).get(chain)
        return last is not None and self._knowledge.position(mission, chain) < last

    def formers(self, mission: str) -> list[str]:
        """The chains that the own one succeeds, as far as they were not heard to their ends."""
        found = self._formers.get(mission, {}).items()
        return [chain for chain, last in found if self._knowledge.position(mission, chain) < last]

    def has_ended(self, mission: str, chain: str) -> bool:
        """Whether a chain was retired, and all of it is heard that counts: what it wrote behind that nobody hears."""
        if chain in self._ended.get(mission, ()):
            return True
        last = self._retired.get(mission, {}).get(chain)
        return last is not None and self._knowledge.position(mission, chain) >= last

    def is_known(self, mission: str) -> bool:
        """Whether anything was heard of a mission."""
        return mission in self._retired


class PeerFollower:
    """Asks one other service again and again where its chains end, and follows those that concern this one."""

    def __init__(
        self,
        link: Link,
        engine: Engine,
        ear: Ear,
        missions: MissionsHeard,
        organisations: Organisations,
        organisation_of: Callable[[str], str | None],
        knowledge: Knowledge,
        settings: PeersSettings,
        comparing: Comparing,
        behind: Callable[[StoreError], None],
        carried: Callable[[], bool] = lambda: False,
        lists: Callable[[str, str], bool] | None = None,
    ) -> None:
        """`lists` is asked of a mission and a chain where the service is known by missions alone: whether it is there
        that this one's chain is told.
        """
        self.link, self.answers = link, False
        self.followers: dict[tuple[str, str], ChainFollower] = {}
        self.why = UNREACHABLE
        """Why it does not answer."""
        self.compared = False
        """Whether it was compared what it has heard of the own chains."""
        self.tells: frozenset[tuple[str, str]] = frozenset()
        """Mission and chain of all that it told of when it was asked last."""
        self.elsewhere: set[str] = set()
        """Missions that it tells of, though they are another organisation's here."""
        self._engine, self._ear, self._missions, self._organisations = engine, ear, missions, organisations
        self._organisation_of = organisation_of
        self._knowledge, self._settings = knowledge, settings
        self._comparing, self._behind, self._carried = comparing, behind, carried
        self._lists = lists
        self._streams = asyncio.Semaphore(settings.streams)
        self._tasks: dict[tuple[str, str], asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Follows until it is cancelled."""
        backoff = Backoff(self._settings.retry_first_seconds, self._settings.retry_most_seconds)
        try:
            while True:
                try:
                    await self._ask()
                except UNASKED as error:
                    why = await asyncio.to_thread(why_unanswered, error, self.link.peer.tls)
                    if self.answers or why != self.why:
                        _logger.warning("%s", WORDS.say(self.unanswered(why)))
                    self.answers, self.why = False, why
                    await backoff.wait()
                    continue
                except StoreError as error:  # the own one, whatever the other answers
                    _logger.warning("whom to hear cannot be read now: %s", error)
                    await backoff.wait()
                    continue
                if not self.answers:
                    _logger.info("%s answers", self.link.name)
                self.answers, self.why = True, UNREACHABLE
                backoff.reset()
                await asyncio.sleep(self._settings.head_seconds)
        finally:
            await self._end()

    def unanswered(self, why: str) -> Message:
        """That it does not answer, and why."""
        peer = self.link.peer
        return Message.of(why, service=peer.service, address=Name(peer.address))

    async def _ask(self) -> None:
        if not self.compared:
            await self._compare()
        asked_at = self._knowledge.now()
        heads = await self.link.heads()
        self.tells = frozenset((mission_of_wire(head.mission) or "", head.chain) for head in heads)
        for head in heads:
            await self._told(head, asked_at)
        self._forget()

    async def _compare(self) -> None:
        try:
            await self._comparing.with_one(self.link)
        except StoreError as error:
            self._behind(error)
        self.compared = True

    async def _told(self, head: pb.Head, asked_at: float) -> None:
        mission = mission_of_wire(head.mission)
        if mission is None or not head.chain or service_of_wire(head.service) is not self.link.peer.service:
            return  # nobody speaks for another
        if not await self._concerns(mission, head):
            return
        if mission in self._missions.parked:  # an operator may have taken it up meanwhile
            await self._missions.look_at(mission)
        self._knowledge.told(mission, head.chain, asked_at, head.last_public)
        follower = self._follower(mission, head.chain)
        if head.last_public > self._knowledge.position(mission, head.chain):
            follower.said_more()
        if self.link.peer.service is Service.PARTICIPATION:  # it has kept what it heard of these
            for chain in self._missions.formers(mission):
                self._follower(mission, chain).said_more()

    async def _concerns(self, mission: str, head: pb.Head) -> bool:
        if self._lists is not None and not self._lists(mission, head.chain):
            return False
        whose = self._organisation_of(mission)
        runs = self.link.peer.service is Service.PARTICIPATION
        if runs and not self._missions.is_known(mission):  # it may be new: whether we are to take part, it says itself
            if self._engine.chain not in head.serving_chains:
                return False
            if whose is None:
                whose = await asyncio.to_thread(self._organisations.keep, mission, self.link.peer.organisation)
            return self._is_its(mission, whose)
        if self._engine.share.service is Service.PARTICIPATION:  # what it says of its missions, it does not hear itself
            await self._missions.look_at(mission)
        if not self._missions.is_known(mission) or not self._is_its(mission, whose):
            return False
        return self._missions.wants(mission, head.chain, self.link.peer.service)

    def _is_its(self, mission: str, whose: str | None) -> bool:
        if whose == self.link.peer.organisation:
            return True
        if mission not in self.elsewhere:
            self.elsewhere.add(mission)
            _logger.error("%s tells of missions/%s, which is another organisation's here", self.link.name, mission)
        return False

    def _follower(self, mission: str, chain: str) -> ChainFollower:
        key = (mission, chain)
        follower = self.followers.get(key)
        if follower is None:
            follower = self.followers[key] = ChainFollower(
                self.link,
                mission,
                chain,
                self._ear,
                self._knowledge,
                self._settings,
                self._streams,
                self._missions.look_at,
                self._carried,
            )
            self._tasks[key] = asyncio.create_task(follower.run(), name=f"hears {chain} of {mission}")
        return follower

    def _forget(self) -> None:
        """Ends what is to be heard no more, and begins anew what has failed."""
        for key, task in list(self._tasks.items()):
            mission, chain = key
            known = self._missions.is_known(mission)
            wanted = self._missions.wants(mission, chain, self.link.peer.service)
            if known and not (wanted and (self._lists is None or self._lists(mission, chain))):
                task.cancel()
                self._drop(key)
            elif task.done() and (task.cancelled() or task.exception() is not None):
                if not task.cancelled():
                    _logger.error("hearing %s of missions/%s failed", chain, mission, exc_info=task.exception())
                self._drop(key)

    def _drop(self, key: tuple[str, str]) -> None:
        del self._tasks[key], self.followers[key]

    async def _end(self) -> None:
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        await self.link.close()

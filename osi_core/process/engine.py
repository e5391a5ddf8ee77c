"""The engine: a command in, events out.

It loads what a command needs, asks the judge, calls the pure `decide`, and appends the events in one
transaction. It is synchronous and safe to share between threads; many callers at once are best served through a
`Writer`, which commits them in groups.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime

from osi_core.domain import Command, Recorded, Refused, Unmet
from osi_core.log.envelope import Head, decode
from osi_core.log.store import Batch, Conflict, EventStore, StoreError, Transaction
from osi_core.mission.commands import JoinMission
from osi_core.plugins import Plugins
from osi_core.process.group import Group
from osi_core.process.judging import Judge, May, unmet_in
from osi_core.process.memory import MissionMemory
from osi_core.process.request import OPERATOR_ID, Handled, Request
from osi_core.process.share import Share, share_of

ATTEMPTS = 20
"""How often a group is decided again after another writer came first."""


class Engine:
    """Decides commands over an event store.

    `share` says which parts of the process it owns, by default all. `clock` and `chance` are the only sources of time
    and randomness; tests and simulations give their own. Raises from its methods: `Refused` with every unmet condition,
    or the store's `StoreError`; after either, the log is as it was.
    """

    def __init__(
        self,
        store: EventStore,
        *,
        share: Share | None = None,
        plugins: Plugins | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        chance: Callable[[int], bytes] = os.urandom,
        snapshot_every: int = 50_000,
    ) -> None:
        self.store = store
        self.plugins = plugins or Plugins.load()
        self.share = share or share_of("all")
        self.judge = Judge(self.share, self.plugins, clock)
        self.chance = chance
        self._snapshot_every = snapshot_every
        self._snapshot_at: dict[str, int] = {}
        self._memories: dict[str, MissionMemory] = {}
        self._lock = threading.RLock()

    def handle(
        self,
        command: Command,
        *,
        actor: str = OPERATOR_ID,
        command_id: str = "",
        time: datetime | None = None,
        alias: str | None = None,
        blobs: tuple[bytes, ...] = (),
        expected_version: int | None = None,
    ) -> Handled:
        """Decides one command and makes its events durable. Raises Refused or StoreError."""
        request = Request(command, actor, command_id, time, alias, blobs, expected_version)
        (answer,) = self.handle_many([request])
        if isinstance(answer, Refused):
            raise answer
        return answer

    def handle_many(self, requests: Sequence[Request]) -> list[Handled | Refused]:
        """Decides commands in their order and commits them as one transaction: one sync to disk for the group.

        A refused command does not harm the others; a store error (raised) undoes the whole group.
        """
        with self._lock:
            answers = self._commit(requests)
            self._after_commit(answers)
        return answers

    def join(self, mission: str, alias: str) -> str:
        """The participant that stands for one of the embedding system's users; the first time, the user joins."""
        with self._lock:  # two requests of one user at once make one participant
            known = self.store.participant(mission, alias)
            if known is not None:
                return known
            participant = f"p-{self.chance(16).hex()}"
            try:
                self.handle(JoinMission(mission=mission, participant=participant), actor=participant, alias=alias)
            except Conflict:  # another process let the same user join in this moment: it is the same participant
                first = self.store.participant(mission, alias)
                if first is None:
                    raise
                return first
            return self.store.participant(mission, alias) or participant

    # Asking

    def unmet(self, command: Command, *, actor: str = OPERATOR_ID, time: datetime | None = None) -> tuple[Unmet, ...]:
        """What speaks against a command now; empty where it would be granted. Nothing is written.

        In a simulated mission, `time` left out is the time of the last event.
        """
        with self._lock:
            memory = self.memory(command.mission)
            mission = memory.mission_state(self.store)
            if time is None and mission is not None and mission.simulated:
                time = datetime.fromisoformat(memory.head.time)
            request = Request(command, actor, time=time)
            return tuple(unmet_in(self.judge.case(request, memory, self.store)))

    def may(self, mission: str, actor: str, at: str | None = None) -> list[May]:
        """What an actor may do now, as `Judge.may` tells. Raises Refused for an unknown mission."""
        with self._lock:
            return self.judge.may(actor, self.memory(mission), self.store, at)

    # Reading

    def memory(self, mission: str) -> MissionMemory:
        """What is known of a mission now: facts and mission state, for reading only."""
        with self._lock:
            memory = self._memory(mission)
            memory.catch_up(self.store)
            return memory

    def snapshot(self, mission: str) -> None:
        """Keeps a snapshot of the mission's facts, so that the next start reads only what comes after."""
        self.memory(mission).save(self.store)

    def _commit(self, requests: Sequence[Request]) -> list[Handled | Refused]:
        for _ in range(ATTEMPTS):
            try:
                with self.store.transaction() as transaction:
                    return self._decide(requests, transaction)
            except Conflict as conflict:
                self._memories.clear()  # another writer came between; read its events and decide again
                if conflict.code == "store.alias-tied":
                    raise  # deciding again would ask for the same
            except BaseException:
                self._memories.clear()  # memory ran ahead of a log that did not follow
                raise
        raise Conflict("store.overtaken-often", count=ATTEMPTS)

    def _decide(self, requests: Sequence[Request], transaction: Transaction) -> list[Handled | Refused]:
        groups: dict[str, Group] = {}
        answers: list[Handled | Refused] = []
        for request in requests:
            mission = request.command.mission
            group = groups.get(mission)
            if group is None:
                memory = self._memory(mission)
                memory.catch_up(transaction)
                group = groups[mission] = Group(self.judge, self.chance, memory, transaction)
            answers.append(group.answer(request))
        for group in groups.values():
            if group.batch != Batch(group.batch.mission):
                transaction.append(group.batch)
        return answers

    def _memory(self, mission: str) -> MissionMemory:
        memory = self._memories.get(mission)
        if memory is None:
            memory = self._memories[mission] = MissionMemory.load(self.store, mission, self.share)
            self._snapshot_at[mission] = memory.head.position
        return memory

    def _after_commit(self, answers: Iterable[Handled | Refused]) -> None:
        for mission, memory in list(self._memories.items()):
            if not memory.head.position:
                del self._memories[mission]  # a mission that does not exist takes no room
                continue
            memory.forget_some()
            if memory.head.position - self._snapshot_at[mission] >= self._snapshot_every:
                with suppress(StoreError):  # the events are durable, and a snapshot can be made at any time
                    memory.save(self.store)
                self._snapshot_at[mission] = memory.head.position
        for answer in answers:
            if isinstance(answer, Handled) and not answer.repeated:
                for record in answer.events:
                    self.plugins.event_recorded(record)

    def events(self, mission: str, after: int = 0, upto: int | None = None) -> Iterable[Recorded]:
        """The mission's events in order, as they are understood today."""
        return (decode(entry) for entry in self.store.read(mission, after, upto))

    def events_of_types(self, mission: str, types: Collection[str]) -> Iterable[Recorded]:
        """The mission's events of the given types, in order."""
        return (decode(entry) for entry in self.store.read(mission, types=types))

    def head(self, mission: str) -> Head:
        """Where the mission's log ends."""
        return self.store.head(mission)

    def words(self, mission: str, seal: str | None) -> str | None:
        """The text behind a seal; None when there is none, or the person was erased."""
        found = self.store.text(mission, seal) if seal else None
        return found.text if found else None

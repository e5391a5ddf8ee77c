"""The writer's side of an engine: groups of what was asked and heard, each one transaction.

Memory runs ahead of the log while a group is decided; when the log does not follow, it is dropped and read again.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TypeGuard

from osi_core.domain import Fact, Recorded
from osi_core.hearing.facts import Erasure
from osi_core.log.continuity import require_here
from osi_core.log.heard import PublicEntry, is_entry
from osi_core.log.store import Batch, Conflict, EventStore, MissionMoved, StoreError, Transaction
from osi_core.process import snapshots
from osi_core.process.chance import Chance
from osi_core.process.group import Group, Input, answered
from osi_core.process.hearing import Heard, Unfolded
from osi_core.process.judging import Judge
from osi_core.process.memory import MissionMemory
from osi_core.process.request import Answer, Request

_logger = logging.getLogger(__name__)

ATTEMPTS = 20
"""How often a group is decided again after another writer came first."""


class Committing:
    """Decides groups for one engine, one after the other, whichever threads bring them.

    `committed` hears of the events of each group once they are durable, before the next group begins.
    """

    def __init__(
        self,
        store: EventStore,
        judge: Judge,
        chance: Chance,
        committed: Callable[[list[Recorded]], None],
        *,
        chain: str | None,
        snapshot_every: int,
    ) -> None:
        self._store, self._judge, self._chance, self._committed = store, judge, chance, committed
        self._chain, self._snapshot_every = chain, snapshot_every
        self._snapshot_at: dict[str, int] = {}
        self._memories: dict[str, MissionMemory] = {}
        self._erasures: dict[str, int] = {}
        """Mission → how many erasures there were when it was last noted that there are some."""
        self._newly_erased: set[str] = set()
        self._lock = threading.RLock()
        """Held by whoever writes, until the log has it."""
        self._ahead = False
        """Whether memory may say more than the log."""
        self.commit_seconds = 0.0
        """How long the store took to make groups durable, all of them together."""
        self._written: list[Recorded] = []
        """What is durable, and `committed` has not heard of yet."""

    def take(self, given: Sequence[Input]) -> list[Answer | Heard]:
        """Decides requests and hears messages in their order and commits them as one transaction, as `answer_each` and
        `hear` do.
        """
        fit = [isinstance(one, Request) or is_entry(_message_of(one)) for one in given]
        if not all(fit):  # the store is not asked about it
            taken = iter(self.take([one for one, fits in zip(given, fit, strict=True) if fits]))
            return [next(taken) if fits else Heard.UNFIT for fits in fit]
        with self._lock:
            answers = self._settle(given)
            for place, (one, answer) in enumerate(zip(given, answers, strict=True)):
                if isinstance(one, PublicEntry) and _is_unexpected(answer):
                    _logger.error("missions/%s: what %s says is parked", one.mission, one.chain, exc_info=answer)
                    (answers[place],) = self._settle([Unfolded(one, "unfolded")])
            self._after_commit()
        return answers

    def with_new_erasures(self) -> set[str]:
        """The missions whose chain here has erasures to answer since this was last asked, or since the start."""
        found = set(self._newly_erased)
        self._newly_erased -= found
        return found

    def known(self, mission: str) -> MissionMemory | None:
        """A copy of what is known of a mission, unless somebody is writing: it saves readers reading the whole log."""
        if not self._lock.acquire(blocking=False):
            return None
        try:
            memory = None if self._ahead else self._memories.get(mission)
            return memory and memory.copy()
        finally:
            self._lock.release()

    def written(self, mission: str) -> MissionMemory | None:
        """What is known of a mission as it was committed last: for the thread that writes, until it writes again."""
        return None if self._ahead else self._memories.get(mission)

    def rows(self, mission: str, kind: type[Fact]) -> Mapping[str, Fact]:
        """The rows of a kind as they are decided by; they may run ahead of the log, but each row stays as it is."""
        memory = self._memories.get(mission)
        return {} if memory is None else memory.rows[kind]

    def _settle(self, given: Sequence[Input]) -> list[Answer | Heard]:
        """Decides a group; when something unexpected befell all of it, each of its inputs alone.

        That is when a fold fails, or the store with an error that is not its own: nobody can say whose fault it was.
        """
        try:
            return self._commit(given)
        except StoreError:
            raise
        except Exception as error:
            if len(given) == 1:
                return [error]
        return [self._alone(one) for one in given]

    def _alone(self, given: Input) -> Answer | Heard:
        try:
            (answer,) = self._settle([given])
        except StoreError as error:  # those before it are durable, and to be answered so
            return error
        return answer

    def _commit(self, given: Sequence[Input]) -> list[Answer | Heard]:
        for _ in range(ATTEMPTS):
            self._ahead = True
            try:
                with self._store.transaction() as transaction:
                    answers, written = self._decide(given, transaction)
                    decided = time.perf_counter()
            except Conflict as conflict:
                self._memories.clear()  # another writer came between; read its events and decide again
                if conflict.code == "store.alias-tied":
                    raise  # deciding again would ask for the same
            except BaseException:
                self._memories.clear()  # memory ran ahead of a log that did not follow
                raise
            else:
                self.commit_seconds += time.perf_counter() - decided
                self._written += written
                return answers
            finally:
                self._ahead = False
        raise Conflict("store.overtaken-often", count=ATTEMPTS)

    def _decide(self, given: Sequence[Input], transaction: Transaction) -> tuple[list[Answer | Heard], list[Recorded]]:
        groups: dict[str, Group | Exception] = {}
        by_mission: dict[str, list[Input]] = {}
        for one in given:
            by_mission.setdefault(_mission_of(one), []).append(one)
        for mission, asked in by_mission.items():
            group = groups[mission] = self._group(mission, transaction)
            if len(asked) > 1 and isinstance(group, Group):
                # what it raises, it raises for all: then each is decided alone, without
                group.look_up([one for one in asked if isinstance(one, Request)])
        answers = [answered(groups[_mission_of(one)], one) for one in given]
        written: list[Recorded] = []
        for group in groups.values():
            if isinstance(group, Group) and group.batch != Batch(group.batch.mission):
                transaction.append(group.batch)
                written += group.records
        return answers, written

    def _group(self, mission: str, transaction: Transaction) -> Group | Exception:
        """A group to decide in, or why there is none: a mission stands still alone whose log cannot be read, or that
        goes on in another store.
        """
        try:
            require_here(mission, transaction.moved_to(mission))
            memory = self._memory(mission)
            memory.catch_up(transaction)
        except MissionMoved as moved:  # the others of this group stay
            return moved
        except StoreError:
            raise
        except Exception as error:
            self._memories.pop(mission, None)
            return error
        return Group(self._judge, self._chance, memory, transaction)

    def _memory(self, mission: str) -> MissionMemory:
        memory = self._memories.get(mission)
        if memory is None:
            memory = self._memories[mission] = snapshots.loaded(self._store, mission, self._judge.share, self._chain)
            self._snapshot_at[mission] = memory.head.position
        return memory

    def _after_commit(self) -> None:
        for mission, memory in list(self._memories.items()):
            if not memory.is_there:
                del self._memories[mission], self._snapshot_at[mission]  # a mission that does not exist takes no room
                continue
            memory.forget_some()
            erasures = len(memory.rows[Erasure])
            if erasures > self._erasures.get(mission, 0) and memory.serves:
                self._erasures[mission] = erasures
                self._newly_erased.add(mission)
            if memory.head.position - self._snapshot_at[mission] >= self._snapshot_every:
                self._save(memory)
                self._snapshot_at[mission] = memory.head.position
        written, self._written = self._written, []
        self._committed(written)

    def _save(self, memory: MissionMemory) -> None:
        """Keeps a snapshot if it can: the events are durable, and a snapshot can be made at any time."""
        try:
            snapshots.keep(memory, self._store)
        except StoreError:
            pass
        except Exception:
            _logger.exception("no snapshot of missions/%s was kept", memory.mission)


def _mission_of(given: Input) -> str:
    return given.command.mission if isinstance(given, Request) else _message_of(given).mission


def _message_of(given: PublicEntry | Unfolded) -> PublicEntry:
    return given.message if isinstance(given, Unfolded) else given


def _is_unexpected(answer: Answer | Heard) -> TypeGuard[Exception]:
    """Whether the input itself could not be taken; of the store's errors none says that."""
    return isinstance(answer, Exception) and not isinstance(answer, StoreError)

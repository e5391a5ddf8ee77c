"""The engine: a command in, events out.

It loads what a command needs, asks the judge, calls the pure `decide`, and appends the events in one
transaction. It is synchronous and safe to share between threads; many callers at once are best served through a
`Writer`, which commits them in groups.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import count

from osi_core.domain import Command, DataOrigin, Recorded, Refused, Service, Unmet
from osi_core.log.continuity import require_here
from osi_core.log.envelope import Head, decode
from osi_core.log.heard import PublicEntry
from osi_core.log.store import NOBODY, Batch, Conflict, EventStore, MissionMoved, StoreError, Transaction
from osi_core.mission.commands import JoinMission
from osi_core.mission.facts import Member
from osi_core.plugins import Plugins
from osi_core.process import snapshots
from osi_core.process.aliases import tied_to
from osi_core.process.asking import SettleQuestion, questions_of
from osi_core.process.chance import Chance, by_the_system
from osi_core.process.group import Group, Input, answered
from osi_core.process.hearing import Heard, Unfolded
from osi_core.process.judging import Judge, May, unmet_in
from osi_core.process.memory import MissionMemory
from osi_core.process.reading import Reading
from osi_core.process.repeated import COMMAND_KEY, kept_id
from osi_core.process.request import (
    ENGINE,
    OPERATOR,
    Answer,
    GroupFailed,
    Handled,
    Office,
    Request,
    Result,
    check_alias,
)
from osi_core.process.share import Share, share_of

_logger = logging.getLogger(__name__)

ATTEMPTS = 20
"""How often a group is decided again after another writer came first."""


class Engine:
    """Decides commands over an event store.

    `share` says which parts of the process it owns, by default all; one that is not the whole writes `chain`, by which
    name missions list it. `clock` and `chance` are the only sources of time and randomness; tests and simulations give
    their own. Raises from its methods: `Malformed` for what does not fit,
    `Refused` with every unmet condition, or the store's `StoreError`; after each of them, the log is as it was. Reading
    never waits for writing.
    """

    def __init__(
        self,
        store: EventStore,
        *,
        share: Share | None = None,
        plugins: Plugins | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        chance: Chance = by_the_system,
        snapshot_every: int = 50_000,
        chain: str | None = None,
    ) -> None:
        self.store, self.chain = store, chain
        self.plugins = plugins or Plugins.load()
        self.share = share or share_of("all")
        self.judge = Judge(self.share, self.plugins, clock)
        self.chance = chance
        self._snapshot_every = snapshot_every
        self._snapshot_at: dict[str, int] = {}
        self._memories: dict[str, MissionMemory] = {}
        self._lock = threading.RLock()
        """Held by whoever writes, until the log has it."""
        self._ahead = False
        """Whether memory may say more than the log."""
        self._reading = Reading(store, self.share, self._known, chain)

    def handle(
        self,
        command: Command,
        *,
        actor: str | Office = OPERATOR,
        command_id: str = "",
        time: datetime | None = None,
        alias: str | None = None,
        blobs: tuple[bytes, ...] = (),
        expected_version: int | None = None,
    ) -> Handled:
        """Decides one command and makes its events durable. Raises Malformed, Refused or StoreError."""
        request = Request(command, actor, command_id, time, alias, blobs, expected_version)
        (answer,) = self.answer_each([request])
        if isinstance(answer, Exception):
            raise answer
        return answer

    def handle_many(self, requests: Sequence[Request]) -> list[Handled | Refused]:
        """Decides commands in their order and commits them as one transaction: one sync to disk for the group.

        A refused command does not harm the others; a store error (raised) undoes the whole group. An error that is
        neither harms its own command alone: it is raised in GroupFailed, which has everyone's answers, once those of
        the others are durable.
        """
        answers = self.answer_each(requests)
        settled = [answer for answer in answers if not isinstance(answer, Exception) or isinstance(answer, Refused)]
        if len(settled) < len(answers):
            failed = GroupFailed(answers)
            raise failed from failed.errors[0]
        return settled

    def answer_each(self, requests: Sequence[Request]) -> list[Answer]:
        """As `handle_many`, but what fails alone is its request's answer, an exception, instead of being raised."""
        with self._lock:
            answers = [one for one in self._settle(requests) if not isinstance(one, Heard)]
            self._after_commit(answers)
        return answers

    def hear(self, messages: Sequence[PublicEntry]) -> list[Heard]:
        """Takes in what other chains say, in one transaction; `Heard` tells what became of each message.

        What cannot be folded is parked, alone. Raises StoreError, and then nothing was heard.
        """
        with self._lock:
            answers = self._settle(messages)
            for place, answer in enumerate(answers):
                if isinstance(answer, Exception):
                    reason = "unfolded"
                    _logger.exception(
                        "missions/%s: %s is parked", messages[place].mission, messages[place].chain, exc_info=answer
                    )
                    (answers[place],) = self._settle([Unfolded(messages[place], reason)])
            self._after_commit(())
        return [answer for answer in answers if isinstance(answer, Heard)]

    def settle(self, mission: str, time: datetime | None = None) -> list[Handled | Refused]:
        """Settles the questions of a mission whose answers are there, or whose time is over: for the operator's timer.

        One that still waits is told as a refusal that names who has not answered.
        """
        state = self.memory(mission).mission_state(self.store)
        waiting = questions_of(state) if self.share.service is Service.PARTICIPATION else ()
        commands = (SettleQuestion(mission=mission, question=one.question) for one in waiting)
        return self.handle_many([Request(one, OPERATOR, time=time)._replace(actor=ENGINE) for one in commands])

    def told(self, mission: str, after: int = 0, limit: int | None = None) -> list[PublicEntry]:
        """The mission's public events behind a position, as others hear of them."""
        found = self.store.read_public(mission, after, limit=limit)
        return [PublicEntry.of(entry, previous) for previous, entry in found]

    def record(self, results: Sequence[Result]) -> list[Handled | Refused]:
        """Records what the runner brought, as `handle_many` does: the engine's own act, which `decide_due` asks for.

        Nobody else can: `Request` does not take the engine as its actor. Raises LookupError for another share's close.
        """
        return self.handle_many([self._recording(result) for result in results])

    def _recording(self, result: Result) -> Request:
        closing, decided = result.closing, result.decided
        command = self.share.decision_of(closing.event).command(closing, decided.record, decided.outcome)
        request = Request(command, OPERATOR, result.command_id, result.time, blobs=tuple(decided.blobs()))
        return request._replace(actor=ENGINE, origin=result.origin)

    def join(self, mission: str, alias: str) -> str:
        """The participant that stands for one of the embedding system's users; the first time, the user joins.

        Two processes that join the same user agree. Raises Malformed for what cannot be an alias, and Refused for that
        of somebody who was erased and whose vote may still count.
        """
        check_alias(JoinMission, alias)
        known = self._tied(mission, alias)
        if known is not None:
            return known
        participant = self._new_participant(mission, alias)
        try:
            self.handle(JoinMission(mission=mission, participant=participant), actor=participant, alias=alias)
        except Refused as refused:  # somebody else joined the same user in this moment
            known = self._tied(mission, alias) if "alias-tied" in refused.codes else None
            if known is None:
                raise
            return known
        return participant

    def _new_participant(self, mission: str, alias: str) -> str:
        """An id that nobody has or had, also not this person before an erasure."""
        members = self.memory(mission).rows[Member] if Member in self.share.facts else {}
        for again in count():
            purpose = "\0".join((mission, alias, f"participant {again}"))
            participant = f"p-{self.chance(16, purpose).hex()}"
            if participant not in members:
                return participant
        raise AssertionError("counting does not end")

    def _tied(self, mission: str, alias: str) -> str | None:
        found = tied_to(self.store, mission, alias)
        return None if found == NOBODY else found

    # Asking

    def unmet(
        self, command: Command, *, actor: str | Office = OPERATOR, time: datetime | None = None
    ) -> tuple[Unmet, ...]:
        """What speaks against a command now; empty where it would be granted. Nothing is written.

        In a mission that is not real, `time` left out is the time of the last event. Raises Malformed for an actor
        that cannot be.
        """
        request = Request(command, actor, time=time)
        with self._reading.asked(command.mission) as memory:
            mission = memory.mission_state(self.store)
            if time is None and mission is not None and mission.origin is not DataOrigin.REAL:
                request = request._replace(time=datetime.fromisoformat(memory.head.time))
            return tuple(unmet_in(*self.judge.case(request, memory, self.store)))

    def may(self, mission: str, actor: str | Office, at: str | None = None) -> list[May]:
        """What an actor may do now, as `Judge.may` tells. Raises Refused for an unknown mission."""
        with self._reading.asked(mission) as memory:
            return self.judge.may(actor, memory, self.store, at)

    # Reading

    def memory(self, mission: str) -> MissionMemory:
        """What is known of a mission now: facts and mission state, for reading only. It stays as it is now."""
        return self._reading.memory(mission)

    def snapshot(self, mission: str) -> None:
        """Keeps a snapshot of the mission's facts, so that the next start reads only what comes after."""
        snapshots.keep(self.memory(mission), self.store)

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
                with self.store.transaction() as transaction:
                    answers = self._decide(given, transaction)
            except Conflict as conflict:
                self._memories.clear()  # another writer came between; read its events and decide again
                if conflict.code == "store.alias-tied":
                    raise  # deciding again would ask for the same
            except BaseException:
                self._memories.clear()  # memory ran ahead of a log that did not follow
                raise
            else:
                return answers
            finally:
                self._ahead = False
        raise Conflict("store.overtaken-often", count=ATTEMPTS)

    def _decide(self, given: Sequence[Input], transaction: Transaction) -> list[Answer | Heard]:
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
        for group in groups.values():
            if isinstance(group, Group) and group.batch != Batch(group.batch.mission):
                transaction.append(group.batch)
        return answers

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
        return Group(self.judge, self.chance, memory, transaction)

    def _known(self, mission: str) -> MissionMemory | None:
        """A copy of what is known of a mission, unless somebody is writing: it saves readers reading the whole log."""
        if not self._lock.acquire(blocking=False):
            return None
        try:
            memory = None if self._ahead else self._memories.get(mission)
            return memory and memory.copy()
        finally:
            self._lock.release()

    def _memory(self, mission: str) -> MissionMemory:
        memory = self._memories.get(mission)
        if memory is None:
            memory = self._memories[mission] = snapshots.loaded(self.store, mission, self.share, self.chain)
            self._snapshot_at[mission] = memory.head.position
        return memory

    def _after_commit(self, answers: Iterable[Answer]) -> None:
        granted = (answer for answer in answers if isinstance(answer, Handled) and not answer.repeated)
        written = [record for handled in granted for record in handled.events]
        self._reading.hear(written)
        for mission, memory in list(self._memories.items()):
            if not memory.is_there:
                del self._memories[mission]  # a mission that does not exist takes no room
                continue
            memory.forget_some()
            if memory.head.position - self._snapshot_at[mission] >= self._snapshot_every:
                self._save(memory)
                self._snapshot_at[mission] = memory.head.position
        self.plugins.events_recorded(written)

    def _save(self, memory: MissionMemory) -> None:
        """Keeps a snapshot if it can: the events are durable, and a snapshot can be made at any time."""
        try:
            snapshots.keep(memory, self.store)
        except StoreError:
            pass
        except Exception:
            _logger.exception("no snapshot of missions/%s was kept", memory.mission)

    def events(self, mission: str, after: int = 0, upto: int | None = None) -> Iterable[Recorded]:
        """The mission's events in order, as they are understood today."""
        return (decode(entry) for entry in self.store.read(mission, after, upto))

    def events_of_types(self, mission: str, types: Collection[str]) -> Iterable[Recorded]:
        """The mission's events of the given types, in order."""
        return (decode(entry) for entry in self.store.read(mission, types=types))

    def events_of_request(self, mission: str, command_id: str) -> Iterator[Recorded]:
        """What came of the requests with this command id, whoever gave them: the log itself holds no such id.

        What was cast into a box is not found: it would say whose it is.
        """
        found = self.store.text(mission, COMMAND_KEY)
        if found is None:
            return
        key = bytes.fromhex(found.text)
        for actor in (OPERATOR.name, ENGINE.name, *self.memory(mission).rows[Member]):
            reply = self.store.reply(mission, kept_id(key, actor, command_id))
            if reply is not None:
                yield from self.events(mission, reply.position - 1, reply.position + reply.count - 1)

    def head(self, mission: str) -> Head:
        """Where the mission's log ends."""
        return self.store.head(mission)

    def words(self, mission: str, seal: str | None) -> str | None:
        """The text behind a seal; None when there is none, or the person was erased.

        Secrets of the mission itself, such as the keys of its boxes, are nobody's words and stay where they are.
        """
        found = self.store.text(mission, seal) if seal else None
        return found.text if found and found.author else None


def _mission_of(given: Input) -> str:
    if isinstance(given, Request):
        return given.command.mission
    return given.mission if isinstance(given, PublicEntry) else given.message.mission

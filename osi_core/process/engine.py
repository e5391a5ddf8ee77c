"""The engine: a command in, events out.

It loads what a command needs, asks the judge, calls the pure `decide`, and appends the events in one
transaction. It is synchronous and safe to share between threads; many callers at once are best served through a
`Writer`, which commits them in groups.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import count

from osi_core.domain import Command, DataOrigin, Recorded, Refused, Service, Unmet
from osi_core.hearing.commands import OfMessage
from osi_core.log.envelope import Head, decode
from osi_core.log.heard import HeardHead, PublicEntry
from osi_core.log.store import NOBODY, EventStore, MissionMoved, StoreError
from osi_core.mission.charter import Charter
from osi_core.mission.commands import CorrectClock, JoinMission
from osi_core.mission.facts import Member
from osi_core.mission.views import MissionView
from osi_core.plugins import Plugins
from osi_core.process import snapshots
from osi_core.process.aliases import tied_to
from osi_core.process.asking import SettleQuestion, questions_of
from osi_core.process.chance import Chance, by_the_system
from osi_core.process.committing import Committing
from osi_core.process.erasing import AnswerErasure, owed
from osi_core.process.group import Input
from osi_core.process.hearing import Heard
from osi_core.process.judging import Judge, May, unmet_in
from osi_core.process.memory import MissionMemory
from osi_core.process.reading import Reading
from osi_core.process.reads import Asker, Reads
from osi_core.process.reads.across import Across
from osi_core.process.reads.missions import MissionsPage, list_missions
from osi_core.process.reads.reader import Listings
from osi_core.process.reads.word_index import WordIndexes
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
    by_engine,
    check_alias,
)
from osi_core.process.share import Share, service_of, share_of
from osi_core.process.telling import begins_behind, require_as_heard, told_again, told_by

_logger = logging.getLogger(__name__)


class Engine:
    """Decides commands over an event store.

    `share` says which parts of the process it owns, by default all; one that is not the whole writes `chain`, by which
    name missions list it, in a log that has another name only if that was restored from an older copy. `clock` and
    `chance` are the only sources of time and randomness; tests and simulations give their own. Raises from its methods:
    `Malformed` for what does not fit, `Refused` with every unmet condition, or the store's `StoreError`; after each of
    them, the log is as it was. Reading never waits for writing.
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
        self._committing = Committing(
            store, self.judge, chance, self._committed, chain=chain, snapshot_every=snapshot_every
        )
        self._erased: set[str] = set()
        """Missions with erasures that may not be answered yet here."""
        self._reading = Reading(store, self.share, self._committing.known, self._committing.rows, chain)
        self._listings, self._words = Listings(), WordIndexes()

    def _committed(self, written: list[Recorded]) -> None:
        self._reading.hear(written)
        self.plugins.events_recorded(written)

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
        return [one for one in self.take(requests) if not isinstance(one, Heard)]

    def hear(self, messages: Sequence[PublicEntry]) -> list[Heard]:
        """Takes in what other chains say, in one transaction; `Heard` tells what became of each message.

        What cannot be folded is parked, alone. Raises StoreError, and then those that are not known were not heard.
        """
        answers = self.take(messages)
        for answer in answers:
            if isinstance(answer, Exception):
                raise answer
        return [answer for answer in answers if isinstance(answer, Heard)]

    def take(self, given: Sequence[Input]) -> list[Answer | Heard]:
        """Decides requests and hears messages in their order and commits them as one transaction, as `answer_each` and
        `hear` do.
        """
        answers = self._committing.take(given)
        self._erased |= self._committing.with_new_erasures()
        for mission in tuple(self._erased):
            self._answer_in_passing(mission)
        return answers

    def _answer_in_passing(self, mission: str) -> None:
        """Answers erasures behind what was asked for, which is durable whatever befalls this."""
        self._erased.discard(mission)
        try:
            answered = self.answer_erasures(mission) is not None
        except MissionMoved:  # the store that it goes on in answers
            answered = True
        except StoreError as error:
            answered = False
            _logger.warning("missions/%s: an erasure is not answered yet: %s", mission, error)
        if not answered:
            self._erased.add(mission)

    def answer_erasures(self, mission: str, time: datetime | None = None) -> list[Handled | Refused] | None:
        """Answers every erasure that this chain owes an answer, once nothing is left in the store's files of who was
        erased; None where a reader is still in the way, for whom nobody waits.

        The engine does so by itself with what it takes in next; for the operator's timer, where nothing comes.
        """
        with self._reading.asked(mission) as memory:
            state = memory.mission_state(self.store)
            waiting = owed(memory) if AnswerErasure in self.judge.table(state) else []
            if state is not None and state.origin is not DataOrigin.REAL:
                time = time or memory.last
        if waiting and not self.store.scrub():
            return None
        return self.handle_many([by_engine(one, time) for one in waiting])

    def settle(self, mission: str, time: datetime | None = None) -> list[Handled | Refused]:
        """Settles the questions of a mission whose answers are there, or whose time is over, and answers the erasures
        that were not answered yet: for the operator's timer.

        A question that still waits is told as a refusal that names who has not answered.
        """
        self.answer_erasures(mission, time)
        state = self.memory(mission).mission_state(self.store)
        waiting = questions_of(state) if self.share.service is Service.PARTICIPATION else ()
        commands = (SettleQuestion(mission=mission, question=one.question) for one in waiting)
        return self.handle_many([by_engine(one, time) for one in commands])

    def told(
        self, mission: str, after: int = 0, limit: int | None = None, *, of: str | None = None
    ) -> list[PublicEntry]:
        """The mission's public events behind a position, as others hear of them; `of` another chain, as far as it was
        heard here, for whoever succeeds it.
        """
        if of is not None and of != self.chain:
            return told_again(self.store, mission, of, after, limit)
        begins = begins_behind(self.store, mission, self.chain, lambda: self.memory(mission).begins_behind)
        return told_by(self.store, mission, after, limit, begins if self.share.hears else 0)

    def compare(self, mission: str, heard: HeardHead) -> None:
        """Compares the own chain with what another service has heard of it: before a restored store serves again.

        Raises StoreError where it ends earlier here, or says something else: it was restored from an older copy, and
        whatever it would write now contradicts what others know. It goes on under another chain, which the mission
        lists once this one is retired.
        """
        require_as_heard(self.store, mission, heard)

    def record(self, results: Sequence[Result]) -> list[Handled | Refused]:
        """Records what the runner brought, as `handle_many` does: the engine's own act, which `decide_due` asks for.

        Nobody else can: `Request` does not take the engine as its actor. Raises LookupError for another share's close.
        """
        return self.handle_many([self._recording(result) for result in results])

    def _recording(self, result: Result) -> Request:
        closing, decided = result.closing, result.decided
        command = self.share.decision_of(closing.event).command(closing, decided.record, decided.outcome)
        request = by_engine(command, result.time, result.command_id, tuple(decided.blobs()), result.origin)
        traces = self.store.traces(closing.mission, closing.position - 1, closing.position)
        return request._replace(trace=traces.get(closing.position, ""))  # it came of the close

    def join(self, mission: str, alias: str, time: datetime | None = None) -> str:
        """The participant that stands for one of the embedding system's users; the first time, the user joins.

        In a mission that is not real, it happens at the time of the last event if none is given. Two processes that
        join the same user agree. Raises Malformed for what cannot be an alias, and Refused for that of somebody who was
        erased and whose vote may still count.
        """
        found = self.joining(mission, alias, time)
        if isinstance(found, str):
            return found
        (answer,) = self.answer_each([found])
        return self.joined(found, answer)

    def joining(self, mission: str, alias: str, time: datetime | None = None) -> str | Request:
        """As `join`, for whoever brings requests to a writer: the participant, or what lets the user join. What came
        of that goes to `joined`.
        """
        check_alias(JoinMission, alias)
        known = self._tied(mission, alias)
        if known is not None:
            return known
        participant = self._new_participant(mission, alias)
        joining = JoinMission(mission=mission, participant=participant)
        return Request(joining, participant, alias=alias, time=time or self._time_of_joining(mission))

    def joined(self, request: Request, answer: Answer) -> str:
        """The participant that a user has become, who may have been joined by somebody else in this moment. Raises what
        the request was answered with otherwise.
        """
        if not isinstance(answer, Exception):
            return request.actor_name
        known = None
        if isinstance(answer, Refused) and _ALREADY_THERE.intersection(answer.codes):
            known = self._tied(request.command.mission, request.alias or "")
        if known is None:
            raise answer
        return known

    def _time_of_joining(self, mission: str) -> datetime | None:
        memory = self.memory(mission)
        state = memory.mission_state(self.store)
        return memory.last if state is not None and state.origin is not DataOrigin.REAL else None

    def _new_participant(self, mission: str, alias: str) -> str:
        """An id that nobody has or had, also not this person before an erasure."""
        with self._reading.asked(mission) as memory:
            members = memory.rows[Member] if Member in self.share.facts else {}
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
                request = request._replace(time=memory.last or self.judge.clock())
            return tuple(unmet_in(*self.judge.case(request, memory, self.store)))

    def stands_on(self, command: Command) -> frozenset[Service]:
        """The other services whose facts a command is judged by, as its resource stands now. Participation is one of
        them wherever it is another: it says who takes part, and which phases are open. What an operator does about what
        was heard already, and about the clock here, stands on nobody.
        """
        if isinstance(command, OfMessage | CorrectClock):
            return frozenset()
        with self._reading.asked(command.mission) as memory:
            state, _ = memory.aggregate(self.store, command.stream(), command.state)
            found = {service_of(key.kind) for key in command.needs(state)}
        return frozenset(one for one in (*found, Service.PARTICIPATION) if one and one is not self.share.service)

    def may(self, mission: str, actor: str | Office, at: str | None = None) -> list[May]:
        """What an actor may do now, as `Judge.may` tells. Raises Refused for an unknown mission."""
        with self._reading.asked(mission) as memory:
            return self.judge.may(actor, memory, self.store, at)

    # Reading

    def read(self, mission: str, asker: Asker = None) -> Reads:
        """What an asker may see of a mission, as it stands now: `read("m", participant).list(FundView)`.

        Without an asker it is what everyone may see. Raises Refused for an unknown mission, Malformed for who cannot
        ask.
        """
        return Reads(self.memory(mission), self.store, asker, self._listings)

    def across(self, mission: str, asker: Asker = None) -> Across:
        """As `read`, across kinds of resources: what words are found in, what is due, and words by their seals."""
        memory = self.memory(mission)
        reads = Reads(memory, self.store, asker, self._listings)
        return Across(reads, memory, self.store, asker, self._words.of(mission))

    def missions(
        self,
        asker: Asker = None,
        *,
        among: Iterable[str] | None = None,
        where: str = "",
        order_by: str = "",
        page_size: int = 0,
        page_token: str = "",
    ) -> MissionsPage:
        """A page of the missions that this store has, or of some of them. Filter and order are those of
        `Reads.list`; raises Malformed for what fits none of these, and Refused where this share knows no charters.
        """
        if Charter not in self.share.facts:
            raise Refused("ListMissions", [Unmet("not-of-this-share", share=self.share.name)])
        known = {id: self.memory(id) for id in (self.store.missions() if among is None else among)}
        there = {id: memory for id, memory in known.items() if memory.is_there}
        return list_missions(
            there,
            lambda id: Reads(there[id], self.store, asker, self._listings).get(MissionView),
            where=where,
            order_by=order_by,
            page_size=page_size,
            page_token=page_token,
        )

    def read_written(self, mission: str, asker: Asker = None) -> Reads:
        """As `read`, of what this engine has written last, without asking the store whether there is more.

        For the thread that writes alone, which answers a group by it before it takes the next one.
        """
        memory = self._committing.written(mission)
        return self.read(mission, asker) if memory is None else Reads(memory, self.store, asker, Listings())

    def memory(self, mission: str) -> MissionMemory:
        """What is known of a mission now: facts and mission state, for reading only. It stays as it is now."""
        return self._reading.memory(mission)

    def stands_at(self, mission: str) -> tuple[str, Mapping[str, int]]:
        """The name of the own chain, and chain → position up to which is known what happened there."""
        with self._reading.asked(mission) as memory:
            return memory.chain or memory.name, memory.facts_at

    def snapshot(self, mission: str) -> None:
        """Keeps a snapshot of the mission's facts, so that the next start reads only what comes after."""
        snapshots.keep(self.memory(mission), self.store)

    def events(self, mission: str, after: int = 0, upto: int | None = None) -> Iterable[Recorded]:
        """The mission's events in order, as they are understood today."""
        return (decode(entry) for entry in self.store.read(mission, after, upto))

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

    @property
    def commit_seconds(self) -> float:
        """How long the store took to make durable what was decided, since the engine was made."""
        return self._committing.commit_seconds

    def head(self, mission: str) -> Head:
        """Where the mission's log ends."""
        return self.store.head(mission)

    def words(self, mission: str, seal: str | None) -> str | None:
        """The text behind a seal; None when there is none, or the person was erased.

        Secrets of the mission itself, such as the keys of its boxes, are nobody's words and stay where they are.
        """
        found = self.store.text(mission, seal) if seal else None
        return found.text if found and found.author else None


_ALREADY_THERE = frozenset({"alias-tied", "joined-already"})
"""What a join is refused for that came second; by seeded chance both were given the same id."""

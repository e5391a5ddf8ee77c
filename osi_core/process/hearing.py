"""Taking in what other chains say: each message once, in its chain's order, in the transaction of its effects."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from osi_core.domain import Command, DataOrigin, Recorded, Service
from osi_core.hearing.commands import AdoptChain, OfMessage, ParkMessage, StopHearing
from osi_core.hearing.facts import Parked, Stopped
from osi_core.log.envelope import LogDamaged, decode, envelope_of, moment_of
from osi_core.log.heard import HeardHead, Place, PublicEntry, hash_holds, place, said_by
from osi_core.mission.events import ChainListed, MissionCreated, ParticipantErased
from osi_core.mission.facts import ServingChain
from osi_core.process.clock import is_ahead
from osi_core.process.request import Answer, by_engine

if TYPE_CHECKING:
    from osi_core.process.group import Group


class Heard(StrEnum):
    """What became of a message, and what whoever brought it has to do about it."""

    TAKEN = "taken"
    """It is durable, with its effects."""
    KNOWN = "known"
    """It was heard before."""
    PARKED = "parked"
    """It is durable and waits, for it could not be taken in."""
    GAP = "gap"
    """Something lies between what was heard and this: ask its origin for that first, then bring this again. Before the
    event that lists a successor lies all that counts of the chain that it succeeds.
    """
    UNLISTED = "unlisted"
    """The mission does not list its chain, or not yet: bring it again once that was heard."""
    AHEAD = "ahead"
    """The own log is ahead of the clock, so what follows of it could not be done: bring it again when it is not."""
    UNFIT = "unfit"
    """It is not what it says to be, so its bytes are damaged or somebody else's: ask its origin for it."""
    FORKED = "forked"
    """Its chain has told two stories: nothing more of it is taken in, and an operator must know."""


class Unfolded(NamedTuple):
    """A message that could not be taken in: it is to be parked."""

    message: PublicEntry
    reason: str
    """A code."""


class Hearing:
    """Takes in the messages of one group. Memory runs ahead until the commit, as it does for commands."""

    def __init__(self, group: Group) -> None:
        self._group, self._memory = group, group.memory
        self._ahead: tuple[int, bool] = (-1, False)
        """Where the own log ended when it was asked whether it is ahead, and the answer: a group is short."""

    def hear(self, message: PublicEntry, parked_for: str = "") -> Heard:
        """Takes in one message, or tells why not; `parked_for` is the code of what keeps it from being folded."""
        memory = self._memory
        if self._is_ahead():
            return Heard.AHEAD
        if not memory.share.hears or not self._is_listed(message):
            return Heard.UNLISTED
        if message.chain in memory.rows[Stopped]:
            return Heard.FORKED
        head = memory.heard.get(message.chain, HeardHead())
        where = place(message, head, self._known(message, head))
        if where is Place.DUPLICATE or where is Place.GAP:
            return Heard.KNOWN if where is Place.DUPLICATE else Heard.GAP
        said = _said_by(message)
        if said is None:  # before all else: an origin is convicted by its own words alone
            return Heard.UNFIT
        if where is Place.FORK:
            if memory.serves:
                self._write(StopHearing, message, hash=message.hash.hex())
            return Heard.FORKED
        if not hash_holds(message, head):
            return Heard.UNFIT
        if self._contradicts_copy(message):
            return Heard.FORKED
        if self._lists_us(message) and not self._has_heard_predecessors():
            return Heard.GAP
        return self._take(message, said, parked_for)

    def _is_ahead(self) -> bool:
        """Whether every command is refused because of the clock: `log_is_not_ahead_of_the_clock`."""
        end = self._memory.head.position
        if self._ahead[0] != end:
            state = self._memory.mission_state(self._group.transaction)
            real = state is not None and state.origin is DataOrigin.REAL
            self._ahead = end, real and is_ahead(self._memory.last, self._group.judge.clock())
        return self._ahead[1]

    def _is_listed(self, message: PublicEntry) -> bool:
        """Whether the mission lists the chain up to there. Of a mission that is not known, its beginning is heard, but
        not by participation, where missions begin.
        """
        chains = self._memory.rows[ServingChain]
        listed = chains.get(message.chain)
        if not isinstance(listed, ServingChain):
            begins = message.type == MissionCreated.type and message.position == 1
            return begins and not chains and self._memory.share.service is not Service.PARTICIPATION
        if listed.service is self._memory.share.service:  # of the own service, those that this chain succeeds
            return message.position <= self._memory.predecessors.get(message.chain, 0)
        return listed.last is None or message.position <= listed.last

    def _known(self, message: PublicEntry, head: HeardHead) -> PublicEntry | None:
        """What was heard at the message's position, also in this group."""
        if message.position > head.position:
            return None
        for one in reversed(self._group.batch.heard):
            if (one.chain, one.position) == (message.chain, message.position):
                return one
        return self._group.transaction.heard_at(message.mission, message.chain, message.position)

    def _take(self, message: PublicEntry, said: dict[str, Any], parked_for: str) -> Heard:
        memory, group = self._memory, self._group
        listed = memory.rows[ServingChain].get(message.chain)
        of = listed.service if isinstance(listed, ServingChain) else None
        here = message.position <= memory.own_until(message.chain)  # in the own log, which was restored from a copy
        kept = message if memory.share.keeps(message, of) and not here else message._replace(raw=b"")
        record: Recorded | None = None
        reason = parked_for or (self._waits_behind(message) if kept.raw else "")
        if kept.raw and not reason:
            try:
                record = memory.hear_of(message, said)
                group.follow_heard(record)
            except LogDamaged:
                reason = "unreadable"
        if reason and not memory.serves:
            return Heard.UNFIT  # there is no chain yet in which to note that it waits
        group.batch.heard.append(kept)
        memory.heard[message.chain] = HeardHead(message.position, message.hash)
        if reason:
            self._write(ParkMessage, message, subject=message.stream, reason=reason)
            return Heard.PARKED
        if record is not None:
            taken_over = self._lists_us(message) and memory.predecessors
            if taken_over and memory.copied is not None:
                self._adopt(*memory.copied, _time_of(message))
            if taken_over:
                self._catch_up(message)
            self.react_to(record)
        return Heard.TAKEN

    def react_to(self, record: Recorded) -> None:
        """Does what this share does by itself when it hears of an event, if its chain serves the mission. Where it is
        not yet time for it, as for settling what others have to answer too, it is refused and comes again.
        """
        memory, group = self._memory, self._group
        if not (memory.share.reacts_to(type(record.event)) and memory.serves):
            return
        playbook = memory.playbook(group.transaction)
        for command in memory.share.reactions(record, group.judge.plugins, memory.chain, playbook):
            self._act(command, record.time)

    # Taking over from a chain of the own service

    def _lists_us(self, message: PublicEntry) -> bool:
        if message.type != ChainListed.type or not message.raw:
            return False
        try:
            event = decode(message.entry).event
        except LogDamaged:  # it will be parked
            return False
        return isinstance(event, ChainListed) and event.chain == self._memory.chain

    def _has_heard_predecessors(self) -> bool:
        heard = self._memory.heard
        return all(heard.get(chain, HeardHead()).position >= last for chain, last in self._memory.predecessors.items())

    def _contradicts_copy(self, message: PublicEntry) -> bool:
        """Whether a message says otherwise than the own log, which was restored from a copy; or lets it go on where it
        has said more in public than anybody has heard: then it is no older copy, and nobody would know of that.
        """
        memory, transaction = self._memory, self._group.transaction
        if message.position <= memory.own_until(message.chain):
            own = next(iter(transaction.read(message.mission, message.position - 1, message.position)), None)
            return own is None or own.hash != message.hash
        if memory.copied is None or not self._lists_us(message):
            return False
        chain, end = memory.copied
        last = memory.predecessors.get(chain)
        return last is not None and any(True for _ in transaction.read_public(message.mission, last, end))

    def _adopt(self, chain: str, end: int, time: datetime) -> None:
        """Begins the chain that goes on with a log which was restored from an older copy."""
        last, mission = self._memory.predecessors[chain], self._memory.mission
        adopted = sum(1 for one in self._heard_of(chain, end, last))
        command = AdoptChain(mission=mission, chain=chain, position=last, after=end, adopted=adopted)
        answer = self._act(command, time)
        if isinstance(answer, Exception):
            raise answer

    def _catch_up(self, listing: PublicEntry) -> None:
        """Reacts to what the chain that this one succeeds had not heard yet when it last said something, up to the
        listing of this one.
        """
        memory = self._memory
        *_, (chain, last) = memory.predecessors.items()
        final = self._heard_of(chain, last - 1, last)
        known = dict(decode(final[0].entry).facts_at) if final and final[0].raw else {}
        end = memory.own_until(chain)
        for entry in self._group.transaction.read(memory.mission, end - 1, end) if end else ():
            for other, position in decode(entry).facts_at.items():  # what its copy, which goes on here, had heard
                known[other] = max(position, known.get(other, 0))
        for other in [name for name in memory.heard if name not in memory.predecessors]:
            upto = memory.heard[other].position - (other == listing.chain)
            for message in self._heard_of(other, known.get(other, 0), upto):
                if memory.took_in(message):
                    self.react_to(decode(message.entry))

    def _heard_of(self, chain: str, after: int, upto: int) -> list[PublicEntry]:
        """What was heard of a chain in a range, also in this group."""
        batch, transaction = self._group.batch, self._group.transaction
        here = (one for one in batch.heard if one.chain == chain and after < one.position <= upto)
        return [*transaction.heard(batch.mission, chain, after, upto), *here]

    def _waits_behind(self, message: PublicEntry) -> str:
        """The reason why a message waits whose aggregate has others waiting; an erasure waits behind nothing."""
        parked = self._memory.rows[Parked]
        if not parked or message.type == ParticipantErased.type:
            return ""
        subjects = {(one.chain, one.subject) for one in parked.values() if isinstance(one, Parked)}
        return "waits-behind" if (message.chain, message.stream) in subjects else ""

    def _write(self, kind: type[OfMessage], message: PublicEntry, **fields: str) -> None:
        """What the engine notes in its own chain about a message."""
        command = kind(mission=message.mission, chain=message.chain, position=message.position, **fields)
        answer = self._act(command, _time_of(message))
        if isinstance(answer, Exception):
            raise answer

    def _act(self, command: Command, time: datetime | None) -> Answer:
        """Gives a command of the engine's own; in a mission that is not real, at the time of what it was heard of."""
        state = self._memory.mission_state(self._group.transaction)
        given = None if state is None or state.origin is DataOrigin.REAL else time
        return self._group.answer(by_engine(command, given))


def _said_by(message: PublicEntry) -> dict[str, Any] | None:
    """The envelope of a message; None where it is not what it says to be."""
    try:
        return said_by(message) if message.raw else None
    except ValueError:
        return None


def _time_of(message: PublicEntry) -> datetime:
    return moment_of(envelope_of(message.raw)["time"])

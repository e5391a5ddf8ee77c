"""Taking in what other chains say: each message once, in its chain's order, in the transaction of its effects."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from osi_core.domain import Command, DataOrigin, Recorded, Refused, Service
from osi_core.hearing.commands import OfMessage, ParkMessage, StopHearing
from osi_core.hearing.facts import Parked, Stopped
from osi_core.log.envelope import LogDamaged, envelope_of, moment_of
from osi_core.log.heard import HeardHead, Place, PublicEntry, hash_holds, place, says_itself
from osi_core.mission.events import MissionCreated, ParticipantErased
from osi_core.mission.facts import ServingChain
from osi_core.process.request import ENGINE, OPERATOR, Answer, Request

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
    """Something lies between what was heard and this: ask its origin for that first, then bring this again."""
    UNLISTED = "unlisted"
    """The mission does not list its chain, or not yet: bring it again once that was heard."""
    UNFIT = "unfit"
    """It is not what it says to be, so its bytes are damaged or somebody else's: ask its origin for it."""
    FORKED = "forked"
    """Its chain has told two stories: nothing more of it is taken in, and an operator must know."""


class Unfolded(NamedTuple):
    """A message that this engine has failed to fold: it is to be parked."""

    message: PublicEntry
    reason: str
    """A code."""


class Hearing:
    """Takes in the messages of one group. Memory runs ahead until the commit, as it does for commands."""

    def __init__(self, group: Group) -> None:
        self._group, self._memory = group, group.memory

    def hear(self, message: PublicEntry, parked_for: str = "") -> Heard:
        """Takes in one message, or tells why not; `parked_for` is the code of what keeps it from being folded."""
        memory = self._memory
        if not memory.share.hears or not self._is_listed(message):
            return Heard.UNLISTED
        if message.chain in memory.rows[Stopped]:
            return Heard.FORKED
        head = memory.heard.get(message.chain, HeardHead())
        match place(message, head, self._known(message, head)):
            case Place.DUPLICATE:
                return Heard.KNOWN
            case Place.GAP:
                return Heard.GAP
            case _ if _is_unfit(message):  # before all else: an origin is convicted by its own words alone
                return Heard.UNFIT
            case Place.FORK:
                if memory.serves:
                    self._write(StopHearing, message, hash=message.hash.hex())
                return Heard.FORKED
            case Place.NEXT if not hash_holds(message, head):
                return Heard.UNFIT
        return self._take(message, parked_for)

    def _is_listed(self, message: PublicEntry) -> bool:
        """Whether the mission lists the chain up to there. Of a mission that is not known, its beginning is heard, but
        not by participation, where missions begin.
        """
        chains = self._memory.rows[ServingChain]
        listed = chains.get(message.chain)
        if not isinstance(listed, ServingChain):
            begins = message.type == MissionCreated.type and message.position == 1
            return begins and not chains and self._memory.share.service is not Service.PARTICIPATION
        ours = listed.service is self._memory.share.service
        return not ours and (listed.last is None or message.position <= listed.last)

    def _known(self, message: PublicEntry, head: HeardHead) -> PublicEntry | None:
        """What was heard at the message's position, also in this group."""
        if message.position > head.position:
            return None
        for one in reversed(self._group.batch.heard):
            if (one.chain, one.position) == (message.chain, message.position):
                return one
        return self._group.transaction.heard_at(message.mission, message.chain, message.position)

    def _take(self, message: PublicEntry, parked_for: str) -> Heard:
        memory, group = self._memory, self._group
        listed = memory.rows[ServingChain].get(message.chain)
        of = listed.service if isinstance(listed, ServingChain) else None
        kept = message if memory.share.keeps(message, of) else message._replace(raw=b"")
        record: Recorded | None = None
        reason = parked_for or (self._waits_behind(message) if kept.raw else "")
        if kept.raw and not reason:
            try:
                record = memory.hear_of(message)
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
            self.react_to(record)
        return Heard.TAKEN

    def react_to(self, record: Recorded) -> None:
        """Does what this share does by itself when it hears of an event, if its chain serves the mission. Where it is
        not yet time for it, as for settling what others have to answer too, it is refused and comes again.
        """
        if not self._memory.serves:
            return
        memory, group = self._memory, self._group
        playbook = memory.playbook(group.transaction)
        for command in memory.share.reactions(record, group.judge.plugins, memory.chain, playbook):
            answer = self._act(command, record.time)
            if isinstance(answer, Refused) and "log-ahead-of-clock" in answer.codes:
                raise answer  # it would not come again: with a wrong clock nothing is heard

    def _waits_behind(self, message: PublicEntry) -> str:
        """The reason why a message waits whose aggregate has others waiting; an erasure waits behind nothing."""
        if message.type == ParticipantErased.type:
            return ""
        parked = self._memory.rows[Parked].values()
        subjects = {(one.chain, one.subject) for one in parked if isinstance(one, Parked)}
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
        return self._group.answer(Request(command, OPERATOR, time=given)._replace(actor=ENGINE))


def _is_unfit(message: PublicEntry) -> bool:
    try:
        return not (says_itself(message) and _time_of(message))
    except ValueError:
        return True


def _time_of(message: PublicEntry) -> datetime:
    return moment_of(envelope_of(message.raw)["time"])

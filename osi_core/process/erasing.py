"""Erasure, asked and answered: who was erased is gone from the files of every chain that serves the mission.

The erasure stands in the mission's chain, and asks. Each chain deletes what it keeps of the person in the transaction
that hears of it, and answers in its own once nothing of it is left in its files: never before, for an answer is what a
person is told, and never in the writer, for a reader may be in the way. A chain that is listed later has heard of the
person too, for it hears the mission's chain from its beginning, so it owes an answer to every erasure. Where one engine
owns the whole process there is one chain, which answers as all do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, NamedTuple, cast

from pydantic import StringConstraints

from osi_core.domain import Command, Context, FactKey, Id, Role, Service, Target, TextClass, Unmet, rule
from osi_core.hearing.commands import Position
from osi_core.hearing.events import ErasureAnswered
from osi_core.hearing.facts import Erasure, ErasureAnswer
from osi_core.mission.facts import ServingChain
from osi_core.mission.resources import PARTICIPANT
from osi_core.mission.settings import MissionSettings

if TYPE_CHECKING:
    from osi_core.process.memory import MissionMemory


_ChainName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{0,63}$"), TextClass.MINTED]


class AnswerErasure(Command, at=PARTICIPANT):
    """Say that nothing is left here of somebody who was erased."""

    participant: Id
    chain: _ChainName
    """The mission's, in which the erasure stands; empty in a log from before chains had names."""
    position: Position
    service: Service

    def needs(self, state: object) -> tuple[FactKey, ...]:
        erasure = Erasure.key(self.chain, self.position)
        return FactKey(Erasure, erasure), FactKey(ErasureAnswer), FactKey(ServingChain)


def erasure_was_asked(command: AnswerErasure, state: None, context: Context) -> Iterator[Unmet]:
    """Only what was asked is answered: the erasure of this person.

    Guarantees it at the position the event records. Race: none, for no erasure is undone.
    """
    erasure = context.fact(Erasure, Erasure.key(command.chain, command.position))
    if erasure is None or erasure.participant != command.participant:
        yield Unmet("participant-not-erased", "participant", participant=command.participant)


def erasure_is_not_answered(command: AnswerErasure, state: None, context: Context) -> Iterator[Unmet]:
    """A chain answers an erasure once, and for its own service.

    Guarantees it at the position the event records. Race: none, for the answer stands in the same log.
    """
    erasure, answers = Erasure.key(command.chain, command.position), context.all(ErasureAnswer)
    for name, chain in context.all(ServingChain).items():
        if chain.service is command.service and chain.last is None and ErasureAnswer.key(erasure, name) in answers:
            yield Unmet("erasure-answered", "position", chain=command.chain, position=command.position)


def answer_erasure(command: AnswerErasure, state: None, context: Context) -> Iterator[ErasureAnswered]:
    """That the files are scrubbed was looked at by whoever gives the command."""
    yield ErasureAnswered(chain=command.chain, position=command.position, service=command.service)


RULES = (
    rule(
        AnswerErasure,
        answer_erasure,
        Target.ANY,
        by=(Role.ENGINE,),
        when=(erasure_was_asked, erasure_is_not_answered),
        since=3,
    ),
)
"""The lines of every share, also of the whole."""


def owed(memory: MissionMemory) -> list[AnswerErasure]:
    """What the chain that is written here has not answered yet, if it serves the mission."""
    chain = memory.chain or ""
    own, answers = memory.rows[ServingChain].get(chain), memory.rows[ErasureAnswer]
    if not memory.serves or not isinstance(own, ServingChain):
        return []
    return [
        AnswerErasure(
            mission=memory.mission,
            participant=erasure.participant,
            chain=erasure.chain,
            position=erasure.position,
            service=own.service,
        )
        for key, erasure in _erasures(memory).items()
        if ErasureAnswer.key(key, chain) not in answers
    ]


class ErasureStanding(NamedTuple):
    """Who has answered an erasure, and who has not."""

    erasure: Erasure
    answered: Mapping[str, datetime]
    """Chain → when it said so."""
    silent: Mapping[str, datetime]
    """Chain → since when it owes an answer: the erasure, or when it was listed, whichever is later."""
    retired: tuple[str, ...]
    """The chains that were retired before they answered. Nobody waits for them, and what their stores hold of the
    person is for whoever keeps these to delete.
    """

    def overdue(self, at: datetime, settings: MissionSettings) -> tuple[str, ...]:
        """The chains that are silent for longer than what is known of another service may be old."""
        patience = timedelta(minutes=settings.knowledge_minutes)
        return tuple(chain for chain, since in self.silent.items() if at >= since + patience)


def erasures_of(memory: MissionMemory) -> list[ErasureStanding]:
    """Every erasure of a mission with the answers to it, in the order in which they were asked."""
    chains = cast("dict[str, ServingChain]", memory.rows[ServingChain])
    answers = cast("dict[str, ErasureAnswer]", memory.rows[ErasureAnswer])
    found = []
    for key, erasure in _erasures(memory).items():
        given = {chain: answers.get(ErasureAnswer.key(key, chain)) for chain in chains}
        missing = [chain for chain, answer in given.items() if answer is None]
        found.append(
            ErasureStanding(
                erasure,
                {chain: answer.at for chain, answer in given.items() if answer is not None},
                {one: max(erasure.at, chains[one].since) for one in missing if chains[one].last is None},
                tuple(one for one in missing if chains[one].last is not None),
            )
        )
    return found


def _erasures(memory: MissionMemory) -> dict[str, Erasure]:
    return cast("dict[str, Erasure]", memory.rows[Erasure])

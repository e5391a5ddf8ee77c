"""What is known of what was heard."""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import datetime

from osi_core.domain import Fact, Recorded
from osi_core.hearing import events as e
from osi_core.mission.events import ParticipantErased


class Parked(Fact):
    """A message that waits, by `key`."""

    chain: str
    position: int
    subject: str
    reason: str

    sources = (e.MessageParked, e.MessageTakenUp)

    @staticmethod
    def key(chain: str, position: int) -> str:
        """Of the message at a position of a chain."""
        return f"{chain}:{position}"

    @classmethod
    def fold(cls, rows: MutableMapping[str, Parked], record: Recorded) -> None:
        match record.event:
            case e.MessageParked() as event:
                rows[cls.key(event.chain, event.position)] = cls(**event.model_dump())
            case e.MessageTakenUp() as event:
                rows.pop(cls.key(event.chain, event.position), None)


class Stopped(Fact):
    """A chain of which nothing more is taken in, by its name."""

    position: int
    """Where it tells another story."""

    sources = (e.HearingStopped,)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Stopped], record: Recorded) -> None:
        event = record.event
        assert isinstance(event, e.HearingStopped)
        rows[event.chain] = cls(position=event.position)


class Answer(Fact):
    """What a chain has answered to a question, by `key`."""

    unmet: tuple[str, ...]

    sources = (e.ClosingAnswered, e.PlaybookAnswered)

    @staticmethod
    def key(question: int, chain: str) -> str:
        """Of the answer of a chain to a question, which is named by its position."""
        return f"{question}:{chain}"

    @classmethod
    def fold(cls, rows: MutableMapping[str, Answer], record: Recorded) -> None:
        event = record.event
        assert isinstance(event, e.Answered)
        rows[cls.key(event.position, record.chain)] = cls(unmet=event.unmet)


class Erasure(Fact):
    """Somebody who was erased, by `key`: what every chain that serves the mission has to answer."""

    chain: str
    """The mission's."""
    position: int
    participant: str
    at: datetime
    """When it was asked."""

    sources = (ParticipantErased,)

    @staticmethod
    def key(chain: str, position: int) -> str:
        """Of the erasure at a position of the mission's chain."""
        return f"{chain}:{position}"

    @classmethod
    def fold(cls, rows: MutableMapping[str, Erasure], record: Recorded) -> None:
        event = record.event
        assert isinstance(event, ParticipantErased)
        key = cls.key(record.chain, record.position)
        rows[key] = cls(chain=record.chain, position=record.position, participant=event.participant, at=record.time)


class ErasureAnswer(Fact):
    """That a chain has answered an erasure, by `key`; of an answer that is given twice, the first."""

    at: datetime

    sources = (e.ErasureAnswered,)

    @staticmethod
    def key(erasure: str, chain: str) -> str:
        """Of the answer of a chain to an erasure, which is named by its own key."""
        return f"{erasure}:{chain}"

    @classmethod
    def fold(cls, rows: MutableMapping[str, ErasureAnswer], record: Recorded) -> None:
        event = record.event
        assert isinstance(event, e.ErasureAnswered)
        rows.setdefault(cls.key(Erasure.key(event.chain, event.position), record.chain), cls(at=record.time))


class HandedOver(Fact):
    """That a chain says of itself to answer for the receipts of another one, by `key`."""

    chain: str
    by: str
    """The chain that answers for them."""
    sha256: str
    """Of what it was handed over."""

    sources = (e.HandoverTaken,)

    @staticmethod
    def key(chain: str, by: str) -> str:
        """Of what is said of a chain by another one."""
        return f"{chain}:{by}"

    @classmethod
    def fold(cls, rows: MutableMapping[str, HandedOver], record: Recorded) -> None:
        event = record.event
        assert isinstance(event, e.HandoverTaken)
        rows[cls.key(event.chain, record.chain)] = cls(chain=event.chain, by=record.chain, sha256=event.sha256)


class Adopted(Fact):
    """A chain that the log here was restored from an older copy of, by its name: an own event alone says so."""

    after: int
    """Up to here it stands in the log itself."""
    last: int
    """Up to here counts what was heard of it."""

    sources = (e.ChainAdopted,)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Adopted], record: Recorded) -> None:
        event = record.event
        assert isinstance(event, e.ChainAdopted)
        rows[event.chain] = cls(after=event.after, last=event.last)

"""What is known of what was heard."""

from __future__ import annotations

from collections.abc import MutableMapping

from osi_core.domain import Fact, Recorded
from osi_core.hearing import events as e


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

"""What a receipt shows: the steps of one contribution's way, how far it came, and how it ended; codes and values."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any, NamedTuple

from osi_core.domain import DataOrigin
from osi_core.way import Stage
from osi_core.words import OWN, Catalogues, Message, plain_of

_ALL_OF_A_STAGE = 3
"""How many steps of one stage the short form of a trail tells."""


class Step(NamedTuple):
    """One thing that happened on the way."""

    chain: str
    """Of another service, where it happened; empty for the chain of whoever tells it."""
    position: int
    time: datetime
    type: str
    stage: Stage
    resource: str
    origin: DataOrigin
    message: Message

    def say(self, language: str = "en", words: Catalogues = OWN) -> str:
        """The sentence."""
        return words.say(self.message, language)


class Trail(NamedTuple):
    """The way of one contribution."""

    mission: str
    chain: str
    """Of another service, where the contribution stands; empty for the chain of whoever tells it."""
    position: int
    """Where it stands there; with the hash, the proof that the log was not rewritten."""
    hash: str
    id: str
    """Of the contribution's event: by it whoever has heard of it tells its way."""
    resource: str
    words: str | None
    """What the contributor wrote; None when there were no words, or they were erased."""
    steps: tuple[Step, ...]
    reached: Stage
    end: Message
    """Where it stopped and why, or that it goes on."""

    @property
    def origin(self) -> DataOrigin:
        """What the end rests on: the least real of all steps."""
        return DataOrigin.of_all(step.origin for step in self.steps)

    def ended(self, language: str = "en", words: Catalogues = OWN) -> str:
        """Where it stopped and why, or that it goes on, in words."""
        return words.say(self.end, language)

    def short(self) -> tuple[tuple[Step, ...], int]:
        """The first few steps of each stage, in order, and how many more there are."""
        told: dict[Stage, int] = defaultdict(int)
        kept = []
        for step in self.steps:
            told[step.stage] += 1
            if told[step.stage] <= _ALL_OF_A_STAGE:
                kept.append(step)
        return tuple(kept), len(self.steps) - len(kept)

    def as_plain(self, language: str = "en", words: Catalogues = OWN) -> dict[str, Any]:
        """The trail for JSON: codes and values, and the sentences of one language."""
        return {
            **self._asdict(),
            "steps": [
                {
                    **step._asdict(),
                    "time": step.time.isoformat(),
                    "message": plain_of(step.message)["message"],
                    "says": step.say(language, words),
                }
                for step in self.steps
            ],
            "origin": self.origin,
            "end": plain_of(self.end)["message"],
            "ended": self.ended(language, words),
        }

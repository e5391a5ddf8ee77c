"""What a child process may answer to a job, in which order and how often. Anything else is a `FrameRefused`."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from osi_core.plugins.errors import FrameRefused
from osi_core.plugins.frames import Message
from osi_core.words import Message as Said
from osi_core.words import message_of

__all__ = ["Answers", "Found", "Prepared", "Raised", "Reported"]

_AT_ONCE, _A_SECOND = 1000, 100
"""How many messages a child may send at once and a second; the library's own code sends twenty."""


@dataclass(frozen=True)
class Prepared:
    """The strategy is ready, and decides from here on."""


@dataclass(frozen=True)
class Reported:
    """Progress: the fraction done, and the fields of the best outcome so far."""

    fraction: float
    best: Message | None


@dataclass(frozen=True)
class Raised:
    """What the strategy raised: in one line, the traceback, what it says itself, and whether memory was short."""

    line: str
    details: str
    why: Said | None
    memory: bool


@dataclass(frozen=True)
class Found:
    """The fields of the outcome."""

    outcome: Message


class Answers:
    """The answers to one job, counted and in order: prepared before an outcome, one end, nothing of another job."""

    def __init__(self, job: int, now: Callable[[], float] = time.monotonic) -> None:
        self._job, self._now = job, now
        self._began, self._count = now(), 0
        self._prepared = False
        self._last: Raised | Found | None = None

    def take(self, message: Message) -> Prepared | Reported | Raised | Found | None:
        """What a message says. An outcome, and what was raised, count only when the child has said that it has ended:
        until then they are kept, and None is returned.
        """
        self._count += 1
        if self._count > _AT_ONCE + _A_SECOND * (self._now() - self._began):
            raise FrameRefused("plugin.answer-flood", count=self._count)
        kind = next((one for one in _FIELDS if one in message), None)
        if kind is None or message.keys() != _FIELDS[kind] or message["job"] != self._job:
            raise _unexpected(message)
        if kind == "ended" and self._last is not None:
            return self._last
        too_soon_or_again = kind in ("prepared", "outcome") and self._prepared == (kind == "prepared")
        if self._last is not None or kind == "ended" or too_soon_or_again:
            raise _unexpected(message)
        try:
            read = _READ[kind](message)
        except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError):
            raise _unexpected(message) from None
        if isinstance(read, Raised | Found):
            self._last = read
            return None
        self._prepared = self._prepared or isinstance(read, Prepared)
        return read


_FIELDS: dict[str, set[str]] = {
    "prepared": {"job", "prepared"},
    "progress": {"job", "progress", "best"},
    "raised": {"job", "raised", "details", "why", "memory"},
    "outcome": {"job", "outcome"},
    "ended": {"job", "ended"},
}


def _reported(message: Message) -> Reported:
    fraction, best = message["progress"], message["best"]
    if isinstance(fraction, bool) or not isinstance(fraction, int | float):
        raise TypeError
    if not math.isfinite(fraction):
        raise ValueError
    return Reported(float(fraction), None if best is None else _fields(best))


def _raised(message: Message) -> Raised:
    line, details, why, memory = (message[name] for name in ("raised", "details", "why", "memory"))
    if not isinstance(line, str) or not isinstance(details, str) or not isinstance(memory, bool):
        raise TypeError
    return Raised(line, details or line, None if why is None else message_of(why), memory)


def _fields(value: Any) -> Message:
    if not isinstance(value, dict):
        raise TypeError
    return value


_READ: dict[str, Callable[[Message], Prepared | Reported | Raised | Found]] = {
    "prepared": lambda message: Prepared(),
    "progress": _reported,
    "raised": _raised,
    "outcome": lambda message: Found(_fields(message["outcome"])),
}


def _unexpected(message: Message) -> FrameRefused:
    found = ", ".join(str(key)[:30] for key in list(message)[:5]) or "{}"
    return FrameRefused("plugin.answer-unexpected", found=found)

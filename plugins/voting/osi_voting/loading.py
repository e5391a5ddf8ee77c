"""Loading: importing libraries, and compiling kernels or taking them from where they are kept. Timed apart from what it
is for, because it happens once in a process, and mostly once on a machine.
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["Loads", "Spent", "loading", "loads", "note_compiled", "spent_so_far"]


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock, and of the processor: the first are what people wait, and longer where a machine is busy
    with other work; the others hardly are.
    """

    clock: float = 0.0
    processor: float = 0.0

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.clock + other.clock, self.processor + other.processor)

    def __sub__(self, other: Spent) -> Spent:
        return Spent(self.clock - other.clock, self.processor - other.processor)


def spent_so_far() -> Spent:
    """By this process so far; only differences mean anything."""
    return Spent(time.perf_counter(), time.process_time())


class Loads(NamedTuple):
    """What was spent on loading, and how many kernels had to be compiled in it."""

    spent: Spent = Spent()
    compiled: int = 0


class _Counts(threading.local):
    def __init__(self) -> None:
        self.spent, self.compiled, self.depth = Spent(), 0, 0


_COUNTS = _Counts()


def loads() -> Loads:
    """What this thread has loaded so far."""
    return Loads(_COUNTS.spent, _COUNTS.compiled)


def note_compiled() -> None:
    """One more kernel had to be compiled."""
    _COUNTS.compiled += 1


@contextmanager
def loading() -> Iterator[None]:
    """What happens within is loading. Nothing is collected meanwhile: of the objects that it makes nearly all stay."""
    _COUNTS.depth += 1
    outermost = _COUNTS.depth == 1
    collects = outermost and gc.isenabled()
    if collects:
        gc.disable()
    began = spent_so_far()
    try:
        yield
    finally:
        if outermost:
            _COUNTS.spent += spent_so_far() - began
        if collects:
            gc.enable()
        _COUNTS.depth -= 1

"""Loading: importing libraries, and compiling kernels or taking them from where they are kept. Timed apart from what it
is for, because it happens once in a process, and mostly once on a machine.
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

__all__ = ["Loads", "loading", "loads", "note_compiled"]


class Loads(NamedTuple):
    """Seconds spent on loading, and how many kernels had to be compiled in them."""

    seconds: float = 0.0
    compiled: int = 0


class _Counts(threading.local):
    def __init__(self) -> None:
        self.seconds, self.compiled, self.depth = 0.0, 0, 0


_COUNTS = _Counts()


def loads() -> Loads:
    """What this thread has loaded so far."""
    return Loads(_COUNTS.seconds, _COUNTS.compiled)


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
    began = time.perf_counter()
    try:
        yield
    finally:
        if outermost:
            _COUNTS.seconds += time.perf_counter() - began
        if collects:
            gc.enable()
        _COUNTS.depth -= 1

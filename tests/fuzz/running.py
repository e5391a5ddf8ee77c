"""Running many cases: how many, how long each may take, and how much memory all of them."""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from types import FrameType

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.fuzz.mutations import Case

CASES = int(os.environ.get("OSI_FUZZ_CASES", "10000"))
"""Of all fuzz tests together; `make fuzz` asks for more."""
BATCH = 10
SECONDS = 10.0
"""A case that takes longer hangs."""
MEMORY = 512 * 2**20
"""Bytes that the highest point of memory may rise by, above where a test began."""


class Hangs(BaseException):
    """Not an Exception, so that no reader takes it for one of its own."""


def fuzz(case: Case, share: float) -> None:
    """Runs a case so many times that all shares together are `CASES`. A failure names its seed."""

    @settings(
        max_examples=max(1, round(CASES * share / BATCH)),
        database=None,
        deadline=None,
        phases=[Phase.generate],  # seeds do not shrink
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, 2**63))
    def run(seed: int) -> None:
        for number in range(BATCH):
            with _in_time(f"seed {seed}, case {number}"):
                case(Random(f"{seed}/{number}"))

    with _in_memory():
        run()


@contextmanager
def _in_time(which: str) -> Iterator[None]:
    def ring(signal_: int, frame: FrameType | None) -> None:
        raise Hangs(f"{which}: not done after {SECONDS:g} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    except Exception as error:
        error.add_note(f"{which}: nobody foresaw this")
        raise
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _in_memory() -> Iterator[None]:
    with suppress(OSError):  # Linux: the highest point is counted from here
        Path("/proc/self/clear_refs").write_text("5")
    before = _highest()
    yield
    risen = _highest() - before
    assert risen < MEMORY, f"the highest point of memory rose by {risen // 2**20} MiB"


def _highest() -> int:
    """Bytes at the highest point."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)

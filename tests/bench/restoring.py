"""How long the store of a service with a million events takes to be copied, put back, and known again.

Each step is what an operator does after a disk was lost: `osi backup` (before), `osi restore`, and the first start
behind it. Told is the processor's time, beside that of a bare copy of the same file with its digest, read from the disk
and written to it: no restore that looks at what it restores can do less.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time

from osi_core.log.sql import back_up, restore
from tests.bench.rebuild import build, known_again


def timed(step: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the processor, and of the clock."""
    processor, clock = process_time(), perf_counter()
    step()
    return process_time() - processor, perf_counter() - clock


def bare_copy(file: Path, to: Path) -> str:
    """The copy that looks at nothing."""
    shutil.copyfile(file, to)
    with to.open("rb") as copied:
        return hashlib.file_digest(copied, "sha256").hexdigest()


def steps_of(store: Path, known_again: Callable[[Path], object]) -> dict[str, tuple[float, float]]:
    """Seconds of each step, for a store that nobody has open."""
    saved, put_back = store.with_name("saved.db"), store.with_name("restored.db")
    steps: dict[str, Callable[[], object]] = {
        "bare copy and digest": lambda: bare_copy(store, store.with_name("bare.db")),
        "osi backup": lambda: back_up(str(store), saved),
        "osi restore": lambda: restore(saved, put_back),
        "known again": lambda: known_again(put_back),
    }
    return {name: timed(step) for name, step in steps.items()}


def tell(took: dict[str, tuple[float, float]]) -> None:
    """Prints them, beside those of the copy that looks at nothing."""
    peer = took["bare copy and digest"][0]
    for name, (processor, clock) in took.items():
        print(f"{name:<22}{processor:8.2f} s of the processor {clock:8.2f} s by the clock {processor / peer:8.1f} ×")


def main(events: int = 1_000_000) -> None:
    """Prints each step's seconds."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "mission.db"
        build(store, events)
        print(f"{events:,} events, {store.stat().st_size >> 20} MiB")
        tell(steps_of(store, lambda file: known_again(file)[0].store.close()))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)

"""What reading a mission costs as it grows: status, receipt, report and export, each in a process of its own.

Told are processor seconds and peak memory of each, and how much more one event took of the largest than of the one
before it: 1.0 is linear. `make bench BENCH_ARGS=reading`; `python -m tests.bench.reading 30000 100000` for other sizes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from osi_core.challenges.commands import SubmitChallenge
from osi_core.log.sql import SqlStore
from osi_core.process.engine import Engine
from tests.bench.rebuild import build

SIZES = (30_000, 100_000, 1_000_000)
SECONDS, MEBIBYTES = 30.0, 500
"""The bar for the report of the largest."""
_OSI = (sys.executable, "-m", "osi_core.cli")


class Took(NamedTuple):
    """What one command took."""

    seconds: float
    """Of the processor, in user and system mode."""
    mebibytes: int
    """At the peak."""


def took(*command: str) -> Took:
    """Runs a command of `osi` to its end. Raises SystemExit where it fails."""
    child = subprocess.Popen([*_OSI, *command], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    if child.returncode is None:
        child.returncode = os.waitstatus_to_exitcode(status)
    if status:
        raise SystemExit(f"osi {command[0]} has failed")
    return Took(used.ru_utime + used.ru_stime, used.ru_maxrss >> 10)


def commands(store: Path, receipt: str, out: Path) -> Mapping[str, tuple[str, ...]]:
    """What is measured → the command."""
    at = ("--store", str(store))
    return {
        "status": ("status", *at),
        "receipt": ("receipt", receipt, *at),
        "report": ("report", "--out", str(out / "pages"), *at),
        "report --no-stories": ("report", "--no-stories", "--out", str(out / "short"), *at),
        "export": ("export", "--to", str(out / "bundle"), *at),
    }


def a_receipt(store: Path) -> str:
    """The code of one more challenge."""
    opened = SqlStore.open(store)
    submitting = SubmitChallenge(mission="m", challenge="of-the-bench", title="One more")
    handled = Engine(opened).handle(submitting, actor="p0")
    opened.close()
    assert handled.receipt is not None
    return handled.receipt.code


def main(sizes: tuple[int, ...] = SIZES) -> None:
    """Prints a row for each command."""
    found: dict[str, list[Took]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            out = Path(folder) / str(size)
            out.mkdir()
            build(out / "mission.db", size)
            for what, command in commands(out / "mission.db", a_receipt(out / "mission.db"), out).items():
                found.setdefault(what, []).append(took(*command))
    print(f"{'':22}" + "".join(f"{size:>22,}" for size in sizes) + "   for each event")
    for what, all_took in found.items():
        cells = "".join(f"{one.seconds:>12.1f} s {one.mebibytes:>4} MiB" for one in all_took)
        ratio = (all_took[-1].seconds / sizes[-1]) / (all_took[-2].seconds / sizes[-2])
        print(f"{what:22}{cells}   {ratio:.2f}")
    print(f"goal: the report of {sizes[-1]:,} events under {SECONDS:.0f} s and {MEBIBYTES} MiB")


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)

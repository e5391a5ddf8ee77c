"""The crowd of #WirVsVirus at once: 28,000 people come, bring 1,500 solutions, and register 50,000 times.

Against three real processes, `osi serve ...`, on SQLite with synchronous=FULL, as fast as they take it. Told are calls
that failed, calls a second, how long callers waited, and what memory and processor time each process took, second by
second. `make bench BENCH_ARGS=crowd`; `python -m tests.bench.crowd PEOPLE` calls with fewer.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from osi_core.domain import Service
from osi_demo.house import ISSUER, ORGANISATION, House
from tests.bench.crowd_load import Told
from tests.bench.crowd_town import made
from tests.bench.service import used

PEOPLE, SOLUTIONS, REGISTRATIONS, CALLERS = 28_000, 1_500, 50_000, 64
SECONDS, MEBIBYTES = 60.0, 300
"""The bar: that long at most, and so much memory of each service."""


def resident(pid: int) -> float:
    """MiB of a process that are in memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def told_of(house: House, people: int) -> Told:
    """The crowd, or a part of it that is as mixed."""
    part = people / PEOPLE
    return Told(
        house.addresses[Service.PARTICIPATION],
        house.addresses[Service.MATCHING],
        str(house.keys),
        ISSUER,
        people,
        round(SOLUTIONS * part),
        round(REGISTRATIONS * part),
        CALLERS,
    )


async def come(house: House, told: Told) -> None:
    """Lets them come, and prints how it goes."""
    pids = {one: process.pid for one, process in house.processes.items()}
    load = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.crowd_load"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert load.stdin is not None
    assert load.stdout is not None
    try:
        load.stdin.write(json.dumps(told._asdict()).encode() + b"\n")
        if not await load.stdout.readline():
            raise SystemExit("the callers have ended")
        before = {one: used(pid) for one, pid in pids.items()}
        print(f"{'second':>8}{'calls':>9}{'errors':>8}" + "".join(f"{one:>15}" for one in pids) + "   MiB")
        load.stdin.write(b"go\n")
        while line := await load.stdout.readline():
            _told(json.loads(line), pids)
    finally:
        if load.returncode is None:
            load.kill()
        await load.wait()
    spent = {str(one): used(pid) - before[one] for one, pid in pids.items()}
    print("processor time, s: " + ", ".join(f"{one} {seconds:.1f}" for one, seconds in spent.items()))
    print("MiB in the end: " + ", ".join(f"{one} {resident(pid):.0f}" for one, pid in pids.items()), flush=True)


def _told(said: Mapping[str, Any], pids: Mapping[Service, int]) -> None:
    if "kind" in said:
        print(
            f"{said['kind']:<20}{said['calls']:>8} calls   p50 {said['p50'] * 1e3:7.1f} ms   "
            f"p99 {said['p99'] * 1e3:7.1f} ms"
        )
    elif "ended" in said:
        verdict = "held" if said["seconds"] <= SECONDS and not said["errors"] else "missed"
        print(f"all in {said['seconds']:.1f} s, no error   bar {SECONDS:.0f} s: {verdict}")
        print(f"the callers: {said['cpu']:.1f} s of processor time, {said['again']} calls came too early")
        for what, times in said["errors"].items():
            print(f"  {times} × {what}")
    elif int(said["seconds"]) % 5 == 0:
        memory = "".join(f"{resident(pid):>15.0f}" for pid in pids.values())
        print(f"{said['seconds']:>8.0f}{said['calls']:>9}{said['errors']:>8}{memory}", flush=True)


def main(people: int = PEOPLE) -> None:
    """Prints the tables."""
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder))
        made(house.store_of, ORGANISATION)
        with house:
            began = time.perf_counter()
            asyncio.run(come(house, told_of(house, people)))
            print(f"({time.perf_counter() - began:.0f} s, load {os.getloadavg()[0]:.1f})")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

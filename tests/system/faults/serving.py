"""A service whose chance follows from a seed and whose clock somebody else turns: `serving.py SERVICE CONFIG SEED
SECONDS [VERSION]`, where SECONDS is a file that says how far the clock is ahead, or behind, and VERSION a later one
than this (`newer.py`).
"""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvloop

from osi_core.simulation import seeded_chance
from osi_runtime.compose import Parts, composed
from osi_runtime.serve import service_of
from osi_runtime.settings import read_settings
from tests.system.faults.newer import become


class TurnedClock:
    """Tells the time, and by how much it was turned."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __call__(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(self._file.read_text() or "0"))


def main(arguments: Sequence[str]) -> None:
    """Serves."""
    service, config, seed, seconds, *version = arguments
    if version:
        become(version[0], read_settings(file=Path(config), environ={}).settings.store or "")
    parts = Parts(chance=seeded_chance(int(seed), "network"), clock=TurnedClock(Path(seconds)))
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(service, Path(config), parts))


async def _serve(service: str, config: Path, parts: Parts) -> None:
    enough = asyncio.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(one, enough.set)
    async with composed(read_settings(file=config, environ={}).settings, service_of(service), parts):
        await enough.wait()


if __name__ == "__main__":
    main(sys.argv[1:])

"""A service whose chance follows from a seed: for missions that nobody lives in. `python -m osi_demo.seeded SERVICE
CONFIG SEED MISSION` serves as `osi serve SERVICE --config CONFIG` does, until SIGTERM.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import uvloop

from osi_core.simulation import seeded_chance
from osi_runtime.compose import Parts, composed
from osi_runtime.logs import set_up
from osi_runtime.serve import service_of
from osi_runtime.settings import read_settings


def main(arguments: Sequence[str]) -> None:
    """Serves."""
    service, config, seed, mission = arguments
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(service, Path(config), int(seed), mission))


async def _serve(service: str, config: Path, seed: int, mission: str) -> None:
    enough = asyncio.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(one, enough.set)
    settings = read_settings(file=config, environ={}).settings
    set_up(settings.log)
    async with composed(settings, service_of(service), Parts(chance=seeded_chance(seed, mission))):
        await enough.wait()


if __name__ == "__main__":
    main(sys.argv[1:])

"""`make bench`: all measurements, one after the other; `make bench BENCH_ARGS=engine` runs one.

Those of a plugin stand beside it, as scripts that can be run alone with their own options.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.bench import (
    bus,
    crowd,
    engine,
    reading,
    rebuild,
    restoring,
    restoring_services,
    service,
    store,
    votes,
    wire,
    writer,
)

VOTING = Path(__file__).parents[2] / "plugins" / "voting" / "bench"


def script(path: Path, *options: str) -> None:
    """Runs a plugin's benchmark in a process of its own. Raises `SystemExit` where it fails."""
    if code := subprocess.run([sys.executable, str(path), *options], check=False).returncode:
        sys.exit(code)


PARTS: dict[str, Callable[[], object]] = {
    "store": store.main,
    "engine": engine.main,
    "writer": writer.main,
    "rebuild": rebuild.main,
    "reading": reading.main,
    "restoring": restoring.main,
    "restoring-services": restoring_services.main,
    "service": service.main,
    "wire": wire.main,
    "bus": bus.main,
    "votes": votes.main,
    "crowd": crowd.main,
    "budgets": partial(script, VOTING / "budgets.py"),
    "growth": partial(script, VOTING / "budgets_growth.py", "--read"),
    "first-process": partial(script, VOTING / "first_process.py"),
    "committees": partial(script, VOTING / "committees.py"),
    "pairs": partial(script, VOTING / "pairs.py", "--rule"),
    "kemeny": partial(script, VOTING / "kemeny.py"),
}

for name in sys.argv[1:] or PARTS:
    if name not in PARTS:
        sys.exit(f"no benchmark {name!r}; there are: {', '.join(PARTS)}")
    print(f"\n--- {name} ---", flush=True)
    PARTS[name]()

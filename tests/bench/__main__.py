"""`make bench`: all measurements, one after the other; `make bench BENCH_ARGS=engine` runs one."""

from __future__ import annotations

import sys

from tests.bench import engine, rebuild, store

PARTS = {"store": store.main, "engine": engine.main, "rebuild": rebuild.main}

for name in sys.argv[1:] or PARTS:
    if name not in PARTS:
        sys.exit(f"no benchmark {name!r}; there are: {', '.join(PARTS)}")
    print(f"\n--- {name} ---", flush=True)
    PARTS[name]()

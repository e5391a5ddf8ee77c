"""Servers as processes of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from services.runtime.tests import town_service
from services.runtime.tests.town import Tokens


class Process:
    """A server, and where it answers."""

    def __init__(self, config: Path, log: Path, service: str = "") -> None:
        """The town's, or an installed one by its name."""
        self.log = log
        environ = {name: value for name, value in os.environ.items() if not name.startswith(("OSI_", "OTEL_"))}
        with log.open("ab") as told:
            self.process = subprocess.Popen(
                [sys.executable, "-m", town_service.__name__, str(config), *([service] if service else [])],
                stdout=subprocess.PIPE,
                stderr=told,
                env=environ,
                text=True,
                cwd=Path(__file__).parents[3],
            )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()

    def told(self) -> str:
        """What it has logged."""
        return self.log.read_text("utf-8")

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ends it; the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(60)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code


def written(tokens: Tokens, folder: Path, store: str, **sections: Mapping[str, Any] | Any) -> Path:
    """A file with settings."""
    plain = {"address": "127.0.0.1:0", "store": store, **{k: v for k, v in sections.items() if not isinstance(v, dict)}}
    tables: dict[str, Any] = {"limits": {"calls_per_second": 0}}
    for name, section in sections.items():
        if isinstance(section, dict):
            tables[name] = tables.get(name, {}) | section
    lines = [f"{name} = {json.dumps(value)}" for name, value in plain.items()]
    for name, section in tables.items():
        lines += [f"[{name}]", *(f"{key} = {json.dumps(value)}" for key, value in section.items())]
    for name, issuers in tokens.settings.items():
        for one in issuers:
            lines += [f"[[auth.{name}]]", *(f"{key} = {json.dumps(value)}" for key, value in one.items())]
    path = folder / "osi.toml"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@contextmanager
def running(config: Path, service: str = "") -> Iterator[Process]:
    """A server that is killed in the end, if it has not ended."""
    process = Process(config, config.parent / "server.log", service)
    try:
        yield process
    finally:
        process.end(signal.SIGKILL)

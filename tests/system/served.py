"""A real `osi serve funding`, in a process of its own, with the peers that the conformance kit plays around it."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from osi_conformance.mission import Mission
from osi_conformance.neighbours import Neighbours, neighbours
from osi_conformance.recorded import Origin
from osi_conformance.setup import Setup, settings_text
from osi_conformance.town import Town
from osi_core.testing.ports import free_ports

PATIENCE = 60.0
"""Seconds that a service has to be there, and to hear of its missions, on a machine that does other things too."""
_OSI = (sys.executable, "-m", "osi_core.cli")


class Served:
    """The service, its missions by their origin, and what it takes to call it as anybody."""

    def __init__(self, folder: Path, around: Neighbours, environ: Mapping[str, str]) -> None:
        self.folder, self.setup, self._around = folder, around.setup, around
        self.issuer, self.played, self.target = around.issuer, around.played, around.target
        self._environ = {**os.environ, **environ, "OSI_CONFIG": str(folder / "funding.toml")}
        self._process: subprocess.Popen[bytes] | None = None
        self.program: Sequence[str] = _OSI
        """What the next start begins: the command `osi`."""

    def mission(self, origin: Origin = "simulated") -> Mission:
        """A mission that the peers begin now."""
        return self._around.begin(origin)

    @property
    def pid(self) -> int:
        """The process that runs now."""
        assert self._process is not None
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def log(self) -> str:
        """What it has said on standard error."""
        return (self.folder / "service.log").read_text("utf-8", "replace")

    async def start(self) -> None:
        """Begins it, and waits until it takes calls."""
        with (self.folder / "service.log").open("ab") as said:
            if not (self.folder / "funding.db").exists():
                subprocess.run([*self.program, "migrate"], env=self._environ, stdout=said, stderr=said, check=True)
            command = [*self.program, "serve", "funding"]
            self._process = subprocess.Popen(command, env=self._environ, stdout=said, stderr=said)
        try:
            async with asyncio.timeout(PATIENCE):
                await self._is_there()
        except TimeoutError:
            raise AssertionError(f"the service does not begin:\n{self.log}") from None

    async def _is_there(self) -> None:
        host, _, port = self.setup.target.rpartition(":")
        while True:
            assert self.is_alive, f"the service has ended:\n{self.log}"
            try:
                _, writer = await asyncio.open_connection(host, int(port))
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return

    def kill(self) -> None:
        """SIGKILL: nothing that it holds in memory is left."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """SIGTERM, as an operator ends it; its exit code."""
        return self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        process.send_signal(how)
        return process.wait(PATIENCE)


@asynccontextmanager
async def served(
    folder: Path, *, settings: str = "", environ: Mapping[str, str] | None = None
) -> AsyncIterator[Served]:
    """A service that has not begun yet, among peers that have: begin missions, then `start`.

    `settings` stand before all tables of its file.
    """
    target, first, second = free_ports(3)
    setup = Setup(f"127.0.0.1:{target}", "funding", folder / "kit", ports=(first, second), patience=PATIENCE)
    text = f'store = "{folder / "funding.db"}"\n{settings}\n{settings_text(setup)}'
    (folder / "funding.toml").write_text(text, "utf-8")
    async with neighbours(setup) as around:
        service = Served(folder, around, environ or {})
        try:
            yield service
        finally:
            service.kill()


__all__ = ["PATIENCE", "Served", "Town", "served"]

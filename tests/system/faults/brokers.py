"""NATS servers, one or a cluster of three, that are killed, wiped and cut off."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from osi_core.testing.ports import free_ports
from osi_runtime.bus.program import nats_server
from tests.system.faults.wires import Wire

__all__ = ["Broker", "Brokers"]

_PATIENCE = 60.0


class Broker:
    """A server with JetStream, which begins again at the address and over the folder that it had."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name = folder, name
        self.port, self.route_port = free_ports(2)
        self.routes: dict[str, Wire] = {}
        """Wires to the other servers of its cluster, by their names."""
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """As a service is told it."""
        return f"nats://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Begins it, and waits until it takes connections."""
        server = nats_server()
        assert server is not None
        self.folder.mkdir(parents=True, exist_ok=True)
        config = self.folder.parent / f"{self.name}.conf"
        config.write_text(self._config(), "utf-8")
        with (self.folder.parent / f"{self.name}.log").open("ab") as log:
            self._process = subprocess.Popen([server, "-c", str(config)], stdout=log, stderr=log)
        ends = time.monotonic() + _PATIENCE
        while time.monotonic() < ends:
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        raise AssertionError(f"{self.name} does not listen")

    def kill(self) -> None:
        """As a power cut does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(_PATIENCE)
            self._process = None

    def wipe(self) -> None:
        """It has lost its disk; it does not run while that happens."""
        self.kill()
        shutil.rmtree(self.folder)

    def hold(self, held: bool) -> None:
        """It stands still, or goes on."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP if held else signal.SIGCONT)

    def _config(self) -> str:
        plain = {"server_name": self.name, "listen": f"127.0.0.1:{self.port}"}
        lines = [f"{key}: {json.dumps(value)}" for key, value in plain.items()]
        lines.append(f"jetstream {{ store_dir: {json.dumps(str(self.folder))} }}")
        if self.routes:
            routes = ", ".join(f'"nats-route://127.0.0.1:{wire.port}"' for wire in self.routes.values())
            lines.append(
                f'cluster {{ name: "osi", listen: "127.0.0.1:{self.route_port}", no_advertise: true, '
                f"routes: [{routes}] }}"
            )
        return "\n".join(lines) + "\n"


class Brokers:
    """One server, or three that are one cluster."""

    def __init__(self, folder: Path, count: int = 1) -> None:
        self.all = [Broker(folder / f"nats-{number}", f"nats-{number}") for number in range(count)]
        for one in self.all:
            one.routes = {other.name: Wire(other.route_port) for other in self.all if other is not one}

    def start(self) -> None:
        """Begins all."""
        for one in self.all:
            one.start()

    def kill(self) -> None:
        """Ends all."""
        for one in self.all:
            one.kill()

    def close(self) -> None:
        """Ends all for good."""
        self.kill()
        for one in self.all:
            for wire in one.routes.values():
                wire.close()

    def cut_off(self, cut: Broker) -> None:
        """A server and the rest of its cluster hear nothing of each other."""
        for wire in self._wires_of(cut):
            wire.cut()

    def join_up(self, cut: Broker) -> None:
        """They hear each other again."""
        for wire in self._wires_of(cut):
            wire.mend()

    def _wires_of(self, one: Broker) -> list[Wire]:
        others = [other.routes[one.name] for other in self.all if other is not one]
        return [*one.routes.values(), *others]

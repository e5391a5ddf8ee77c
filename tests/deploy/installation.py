"""An installation as examples/deploy has it, in a folder: files with other paths and ports, units without systemd."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc  # type: ignore[import-untyped]

from osi_core.testing.ports import free_ports
from osi_runtime.bus.program import nats_server

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "examples" / "deploy"
PATIENCE = 120.0
"""Seconds that a service has to serve, on a machine that does other things too."""
_HOSTS = ("0.0.0.0", "127.0.0.1", "localhost", "participation", "matching", "funding", "nats")
_PLACE = re.compile(rf"\b({'|'.join(map(re.escape, _HOSTS))}):(\d{{4}})\b")
_PORT = re.compile(r"^port: (\d+)", re.MULTILINE)
_FOLDERS = ("/etc/osi", "/var/lib/osi", "/var/backups/osi", "/opt/osi")
_PROVIDER = "https://login.town.example/jwks.json"


class Unit:
    """A unit's file, of an instance."""

    def __init__(self, name: str) -> None:
        kind, at, instance = name.partition("@")
        text = (DEPLOY / "systemd" / f"{kind}{at}.service").read_text("utf-8")
        self.name, self.instance = name, instance
        lines = (line.partition("=") for line in text.splitlines() if "=" in line and not line.startswith("#"))
        self._said = [(key, value.replace("%i", instance).replace("%%", "%")) for key, _, value in lines]

    def all(self, key: str) -> list[str]:
        """What stands behind a key, each time that it does."""
        return [value for name, value in self._said if name == key]

    def one(self, key: str) -> str:
        """What stands behind a key once; empty where it does not."""
        return next(iter(self.all(key)), "")


class Installation:
    """Leaves nothing running once `close` was called."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ports: dict[str, int] = {}
        self._free = iter(free_ports(40))
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("OSI_", "OTEL_", "LC_"))}
        programs = folder / "opt" / "osi" / "bin"
        self.environ = {**plain, "LANG": "C.UTF-8", "COLUMNS": "160", "PATH": f"{programs}:{os.environ['PATH']}"}
        programs.mkdir(parents=True)
        for name, program in {
            "osi": f"{sys.executable} -m osi_core.cli",
            "python": sys.executable,
            "nats-server": str(nats_server()),
        }.items():
            (programs / name).write_text(f'#!/bin/sh\nexec {program} "$@"\n')
            (programs / name).chmod(0o755)
        self._copy_files()

    def here(self, text: str) -> str:
        """A text of the example, with the paths and ports of this folder."""
        text = text.replace(_PROVIDER, str(self.folder / "login" / "jwks.json"))
        text = _PLACE.sub(lambda found: f"{self._host(found[1])}:{self._port(found[2])}", text)
        text = _PORT.sub(lambda found: f"port: {self._port(found[1])}", text)
        for one in _FOLDERS:
            text = re.sub(rf"(?<![\w.]){one}\b", f"{self.folder}{one}", text)
        return text

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        """A command of the page, in this folder."""
        called = self.here(command)
        return subprocess.run(called, shell=True, cwd=self.folder, env=self.environ, capture_output=True, text=True)

    def systemctl(self, command: str) -> None:
        """What the command does, with units that are processes of ours."""
        verb, *units = (word for word in shlex.split(command)[1:] if not word.startswith("--"))
        for name in units:
            unit = Unit(name)
            if verb in ("stop", "restart"):
                self._stop(unit)
            if verb in ("start", "restart", "enable"):
                self._start(unit)

    def close(self) -> None:
        """Ends all that runs."""
        for process in self._running.values():
            process.kill()
            process.wait()

    def log_of(self, unit: str) -> str:
        """What a unit has said."""
        return (self.folder / f"{unit}.log").read_text("utf-8", "replace")

    def _copy_files(self) -> None:
        for file in DEPLOY.rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                to = self.folder / file.relative_to(ROOT)
                to.parent.mkdir(parents=True, exist_ok=True)
                to.write_text(self.here(file.read_text("utf-8")), "utf-8")
        for line in (DEPLOY / "systemd" / "osi.tmpfiles").read_text("utf-8").splitlines():
            if line.startswith("d "):
                Path(self.here(line.split()[1])).mkdir(parents=True)

    def _start(self, unit: Unit) -> None:
        state = self.folder / "var" / "lib" / unit.one("StateDirectory")
        state.mkdir(parents=True, exist_ok=True)
        environ = {**self.environ, **dict(one.split("=", 1) for one in map(self.here, unit.all("Environment")))}
        for named in unit.all("EnvironmentFile"):
            file = Path(self.here(named.removeprefix("-")))
            if file.exists() or not named.startswith("-"):
                environ |= dict(line.split("=", 1) for line in file.read_text("utf-8").splitlines())
        with (self.folder / f"{unit.name}.log").open("ab") as log:
            for kind in ("ExecStartPre", "ExecStart"):
                for line in unit.all(kind):
                    command = [word.replace("$$", "$") for word in shlex.split(self.here(line))]
                    process = subprocess.Popen(command, cwd=state, env=environ, stdout=log, stderr=log)
                    if kind == "ExecStartPre" or unit.one("Type") == "oneshot":
                        assert process.wait(PATIENCE) == 0, self.log_of(unit.name)
                    else:
                        self._running[unit.name] = process
        if unit.name.startswith("osi@"):
            self._until_it_serves(unit)

    def _stop(self, unit: Unit) -> None:
        process = self._running.pop(unit.name)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0, self.log_of(unit.name)

    def _until_it_serves(self, unit: Unit) -> None:
        settings = tomllib.loads((self.folder / "etc" / "osi" / f"{unit.instance}.toml").read_text("utf-8"))
        until = time.monotonic() + PATIENCE
        with grpc.insecure_channel(settings["health"]["address"]) as channel:
            stub = health_pb2_grpc.HealthStub(channel)
            while time.monotonic() < until:
                assert self._running[unit.name].poll() is None, self.log_of(unit.name)
                try:
                    answer = stub.Check(health_pb2.HealthCheckRequest(), timeout=5, wait_for_ready=True)
                except grpc.RpcError:
                    continue
                if answer.status == health_pb2.HealthCheckResponse.SERVING:
                    return
                time.sleep(0.1)
        raise AssertionError(f"{unit.name} does not serve:\n{self.log_of(unit.name)}")

    def _host(self, host: str) -> str:
        return "127.0.0.1" if host in ("0.0.0.0", "127.0.0.1") else "localhost"

    def _port(self, port: str) -> int:
        if port not in self._ports:
            self._ports[port] = next(self._free)
        return self._ports[port]


def tools_missing() -> str:
    """What the examples need that is not here; empty for nothing."""
    return ", ".join(name for name in ("sh", "openssl") if shutil.which(name) is None)

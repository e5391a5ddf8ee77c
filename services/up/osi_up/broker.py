"""The NATS server of a network: one that runs along, one that is there already, or none."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from osi_core.domain import Service
from osi_runtime.bus.permissions import User, users
from osi_runtime.bus.program import nats_server
from osi_up.stores import CannotBegin

__all__ = ["NONE", "Broker", "write_secret"]

NONE = "none"
"""What is said for `--nats` where services are to hear each other by gRPC alone."""


class Broker:
    """Of one folder. `address` is where the own one listens; `outside` the address of another one, or `none`."""

    def __init__(self, folder: Path, address: str, outside: str | None) -> None:
        self._folder, self._outside = folder, outside
        self.address = address if outside is None else None
        """Of the own one; None where none runs along."""

    def prepare(self, services: Iterable[Service]) -> None:
        """Writes the own server's settings, with a user for each service, and each one's new password."""
        if self.address is None:
            return
        host, _, port = self.address.rpartition(":")
        them = [User(service, f"{service}-1", json.dumps(self._new_password(service))) for service in services]
        lines = [f"host: {json.dumps(host)}", f"port: {port}", f"jetstream {{ store_dir: {json.dumps(self._files)} }}"]
        write_secret(self._config, "\n".join([*lines, users(them)]))

    def settings_of(self, service: Service) -> dict[str, object]:
        """The section `bus` of a service; empty for none."""
        if self._outside == NONE:
            return {}
        if self._outside is not None:
            return {"servers": self._outside.split(","), "retry_most_seconds": 2}
        shown = {"user": f"{service}-1", "password_file": str(self._password(service))}
        return {"servers": [f"nats://{self.address}"], **shown, "retry_most_seconds": 2}

    def command(self) -> list[str]:
        """What starts the own server. Raises CannotBegin where none is installed."""
        server = nats_server()
        if server is None:
            raise CannotBegin("up.no-nats")
        return [server, "--config", str(self._config)]

    @property
    def _config(self) -> Path:
        return self._folder / "nats.conf"

    @property
    def _files(self) -> str:
        return str(self._folder / "nats")

    def _password(self, service: Service) -> Path:
        return self._folder / f"{service}.nats"

    def _new_password(self, service: Service) -> str:
        password = secrets.token_urlsafe(24)
        write_secret(self._password(service), password)
        return password


def write_secret(file: Path, content: str) -> None:
    """Writes what nobody else may read."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.fchmod(descriptor, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as told:
        told.write(content)

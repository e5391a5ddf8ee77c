"""A town's participation and funding, and a university's matching, as examples/deploy/matching-at-home has them: each
side with its own issuer, authority and database, on one machine.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import grpc
from osi.log.v1 import log_service_pb2 as log
from osi.log.v1.log_service_pb2_grpc import LogServiceStub

import osi_client
from osi_core.log.sql import SqlStore
from osi_core.testing.ports import free_ports
from osi_runtime.auth import DevelopmentIssuer, KeyFolder
from osi_runtime.bus.program import nats_server
from tests.deploy.authorities import Authority
from tests.deploy.installation import DEPLOY, PATIENCE
from tests.system.waiting import until

__all__ = ["SIDES", "Hosts", "hosts", "until"]

EXAMPLE = DEPLOY / "matching-at-home"
SIDES = {"participation": "town", "funding": "town", "matching": "university"}
"""Who runs what."""
NAMES = {"participation": "participation", "funding": "funding", "matching": "matching.university.example"}
"""What stands in each one's certificate."""
_PLACE = re.compile(r'"(tls://|)([a-z0-9.-]+):(\d{4})"')
_PEER = re.compile(r'address = "127\.0\.0\.1:(\d+)"  # ([a-z.]+)\ntls = \{ (?!name)')
_QUICK = {
    "OSI_TLS__RELOAD_SECONDS": "0.1",
    "OSI_PEERS__HEAD_SECONDS": "0.2",
    "OSI_PEERS__RETRY_FIRST_SECONDS": "0.05",
    "OSI_PEERS__RETRY_MOST_SECONDS": "0.5",
    "OSI_PEERS__COMPARE_SECONDS": "1",
    "OSI_HEALTH__EVERY_SECONDS": "0.2",
    "OSI_DRAIN__NOTICE_SECONDS": "0",
    "OSI_LOG__FORMAT": "plain",
}


class Hosts:
    """Both sides."""

    def __init__(self, folder: Path, stores: Mapping[str, str]) -> None:
        """`stores` are databases that lie elsewhere than in the folder."""
        self._folder, self._stores = folder, stores
        ports = iter(free_ports(16))
        self._ports: dict[str, int] = {}
        self._next = lambda: next(ports)
        self.authorities = {side: Authority(f"authority of the {side}") for side in ("town", "university")}
        self.issuers = {
            side: DevelopmentIssuer(KeyFolder(folder / side / "login"), f"https://login.{side}.example")
            for side in self.authorities
        }
        self._signing = KeyFolder(self.etc("participation") / "signing")
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def etc(self, service: str) -> Path:
        """The folder with a service's secrets."""
        return self._folder / SIDES.get(service, "town") / "etc" / service

    def target(self, port: int) -> str:
        """Where a port of the example is here."""
        if str(port) not in self._ports:
            self._ports[str(port)] = self._next()
        return f"127.0.0.1:{self._ports[str(port)]}"

    def make(self) -> None:
        """Secrets, certificates, settings and stores."""
        for one in (*(issuer.folder for issuer in self.issuers.values()), self._signing):
            one.make_key()
        town, university = self.authorities["town"].pem, self.authorities["university"].pem
        for service in (*SIDES, "nats"):
            self.certify(service)
            etc, side = self.etc(service), SIDES.get(service, "town")
            (etc / "ca.crt").write_bytes(self.authorities[side].pem)
            (etc / "peers.crt").write_bytes(town + university)
            (etc / "university-ca.crt").write_bytes(university)
            (etc / "town-ca.crt").write_bytes(town)
            (etc / "nats-password").write_text(f"secret-of-{service}")
        for service, side in SIDES.items():
            text = (EXAMPLE / side / f"{service}.toml").read_text("utf-8")
            self._settings(service).write_text(self._here(text, side), "utf-8")
            if not self._store(service).startswith("postgresql"):
                Path(self._store(service)).parent.mkdir(parents=True)
            SqlStore.create(self._store(service)).close()

    def certify(self, service: str, **changes: Any) -> None:
        """Writes a certificate of a service, or of others' `names`, anew."""
        names = changes.pop("names", [NAMES.get(service, service), "localhost"])
        self.authorities[SIDES.get(service, "town")].write(self.etc(service), names, **changes)

    def start(self, service: str) -> None:
        """Begins a service, and waits until it takes calls."""
        environ = {name: value for name, value in os.environ.items() if not name.startswith(("OSI_", "OTEL_"))}
        environ |= _QUICK | {"OSI_STORE": self._store(service)}
        command = [sys.executable, "-m", "osi_core.cli", "serve", service, "--config", str(self._settings(service))]
        with self._log(service).open("ab") as told:
            self.processes[service] = subprocess.Popen(command, stdout=told, stderr=told, env=environ)
        until(lambda: f"{service} serves" in self.said(service), f"{service} does not serve")

    def start_bus(self) -> None:
        """Begins the NATS server, which is the town's."""
        folder = self._folder / "town"
        for name in ("nats-server.conf", "users.conf"):
            text = self._here((DEPLOY / "nats" / name).read_text("utf-8"), "town")
            text = text.replace("/nats/ca.crt", "/nats/peers.crt")
            text = text.replace("port: 4222", f'host: "127.0.0.1"\nport: {self.target(4222).rpartition(":")[2]}')
            (folder / name).write_text(text, "utf-8")
        environ = dict(os.environ) | {f"NATS_{one.upper()}": f"secret-of-{one}" for one in SIDES}
        with self._log("nats").open("ab") as told:
            command = [str(nats_server()), "--config", str(folder / "nats-server.conf")]
            self.processes["nats"] = subprocess.Popen(command, stdout=told, stderr=told, env=environ)

    def end(self, service: str) -> None:
        """As an operator ends it."""
        process = self.processes.pop(service)
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)

    def close(self) -> None:
        """Ends what runs, however it is."""
        for process in self.processes.values():
            process.kill()
            process.wait()

    def said(self, service: str) -> str:
        """What a service has said since it was begun last."""
        return self._log(service).read_text("utf-8", "replace") if self._log(service).exists() else ""

    def forget(self, service: str) -> None:
        """What it has said up to here."""
        os.truncate(self._log(service), 0)

    def client(self, port: int, service: str, token: str = "") -> osi_client.Connection:
        """Somebody's client, who trusts the authority of whoever runs the service."""
        target = self.target(port).replace("127.0.0.1", "localhost")
        tls = osi_client.Tls(self.authorities[SIDES[service]].pem)
        return osi_client.connect(target, token=token or None, tls=tls)

    def asks(self, port: int, of: str, authority: Authority, name: str) -> grpc.StatusCode | None:
        """What comes of it when somebody with this certificate asks as services do; None: an answer."""
        certificate, key = authority.sign([name])
        trusted = grpc.ssl_channel_credentials(self.authorities[SIDES[of]].pem, key, certificate)
        target = self.target(port).replace("127.0.0.1", "localhost")
        with grpc.secure_channel(target, trusted, [("grpc.use_local_subchannel_pool", 1)]) as channel:
            stub: Any = LogServiceStub(channel)
            try:
                stub.ListHeads(log.ListHeadsRequest(), timeout=10)
            except grpc.RpcError as error:
                call: Any = error
                found: grpc.StatusCode = call.code()
                return found
        return None

    def heard(self, hearer: str, chain: str) -> int:
        """Up to where a service has heard a chain of the mission, as its store has it."""
        store = SqlStore.open(self._store(hearer), read_only=True)
        try:
            heads = store.heard_heads("heat")
            return heads[chain].position if chain in heads else 0
        finally:
            store.close()

    def _here(self, text: str, side: str) -> str:
        """A file of the example, with paths and ports of this folder, and names that certificates have to bear."""
        for one in self.issuers:
            text = text.replace(
                f"https://login.{one}.example/jwks.json", str(self._folder / one / "login" / "jwks.json")
            )
        for one in ("https://participation.town.example/jwks.json", "/etc/osi/mission-keys/jwks.json"):
            text = text.replace(one, str(self._signing.key_set))
        text = text.replace("/etc/osi", str(self._folder / side / "etc")).replace(
            "/var/lib/osi", str(self._folder / side / "lib")
        )
        text = _PLACE.sub(lambda found: f'"{found[1]}{self.target(int(found[3]))}"  # {found[2]}', text)
        text = re.sub(r'\["tls://127.0.0.1(.*)"  # nats[a-z.]*\]', r'["tls://localhost\1"]', text)
        return _PEER.sub(r'address = "127.0.0.1:\1"\ntls = { name = "\2", ', text)

    def _settings(self, service: str) -> Path:
        return self._folder / SIDES[service] / f"{service}.toml"

    def _store(self, service: str) -> str:
        lies = self._folder / SIDES[service] / "lib" / service / "log.db"
        return self._stores.get(service, str(lies))

    def _log(self, service: str) -> Path:
        return self._folder / f"{service}.log"


@contextmanager
def hosts(folder: Path, stores: Mapping[str, str]) -> Iterator[Hosts]:
    """Both sides serve, for as long as the context lasts."""
    made = Hosts(folder, stores)
    with ExitStack() as ends:
        ends.callback(made.close)
        made.make()
        made.start_bus()
        for service in SIDES:
            made.start(service)
        yield made

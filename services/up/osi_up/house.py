"""The folder that a network lies in: keys, and of each service its settings, its token, its store and its log."""

from __future__ import annotations

import fcntl
import json
import os
import socket
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from osi_core.domain import Service
from osi_core.words import Name
from osi_runtime.auth import DevelopmentIssuer, KeyFolder
from osi_runtime.serve import services_known
from osi_up.broker import Broker, write_secret
from osi_up.stores import CannotBegin, Stores, stores_in

__all__ = ["BUS", "ISSUER", "ORGANISATION", "RENEW_SECONDS", "CannotBegin", "House"]

ORGANISATION = "laptop"
"""Whose services they are."""
ISSUER = "http://127.0.0.1:4180"
"""What tokens say as `iss`; their keys are read from the folder, so that nothing has to answer there."""
BUS = "nats"
"""How the broker is called among the processes."""
_HOST = "127.0.0.1"
_TOKEN_SECONDS = 3_600
RENEW_SECONDS = 1_200.0
"""Seconds after which the tokens that services show each other are made anew, well before they end."""
_WRITTEN = "# Written anew by each `osi up`. To go on with other settings, copy it and use `osi serve --config`.\n"


class House:
    """Of one folder. `port` is the first one's; each service has its own behind it, the same at every start."""

    def __init__(
        self,
        folder: Path,
        port: int,
        *,
        nats: str | None = None,
        postgresql: str | None = None,
        without: Collection[Service] = (),
    ) -> None:
        """`nats`: addresses of a broker that is there already, or `none`; one that runs along has the port behind those
        of the services. `postgresql`: the server, and how the names of its databases begin. `without`: services that
        somebody else begins, at their addresses and with their settings.
        """
        self.folder = folder.resolve()
        known = set(services_known())
        self.addresses: Mapping[Service, str] = {
            one: f"{_HOST}:{port + place}" for place, one in enumerate(Service) if one.value in known or one in without
        }
        self.runs = tuple(one for one in self.addresses if one not in without)
        self.broker = Broker(self.folder, f"{_HOST}:{port + len(Service)}", nats)
        self._postgresql = postgresql
        self.stores: Stores
        self.keys = KeyFolder(self.folder / "keys")

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Nobody else starts a network in this folder meanwhile. Raises CannotBegin."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self.folder / "up.lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise CannotBegin("up.folder-unusable", folder=Name(str(self.folder)), said=_said(error)) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(descriptor)
            raise CannotBegin("up.folder-busy", folder=Name(str(self.folder))) from error
        try:
            yield
        finally:
            os.close(descriptor)  # and with it the lock

    def prepare(self) -> None:
        """Makes what is not there yet, and writes settings and tokens anew. Raises CannotBegin, or what the
        store or the keys say.
        """
        look_for_room({**{one.value: self.addresses[one] for one in self.runs}, **self._bus_address()}.items())
        self.stores = stores_in(self.folder, self._postgresql, [*self.runs])
        self.renew_tokens()
        self.broker.prepare(self.addresses)
        for service in self.addresses:
            write_secret(self.config_of(service), _WRITTEN + self._settings(service))
        for service in self.runs:
            self.stores.make(service)

    def renew_tokens(self) -> None:
        """Makes the tokens that services show each other."""
        issuer = self.issuer()
        for service in self.addresses:
            file, beside = self.token_of(service), self.folder / f"{service}.token.new"
            minted = issuer.peer(service, [f"{service}-1"], [ORGANISATION], _TOKEN_SECONDS)
            write_secret(beside, minted.token)
            os.replace(beside, file)  # whoever reads it now has the whole of one or the other

    def issuer(self) -> DevelopmentIssuer:
        """Signs with the folder's newest key."""
        return DevelopmentIssuer(self.keys, ISSUER)

    def operator_token(self) -> str:
        """A token of the operator."""
        return self.issuer().operator([ORGANISATION], "operator", _TOKEN_SECONDS).token

    def config_of(self, service: Service) -> Path:
        """A service's settings."""
        return self.folder / f"{service}.toml"

    def token_of(self, service: Service) -> Path:
        """The token that a service shows the others."""
        return self.folder / f"{service}.token"

    def log_of(self, name: str) -> Path:
        """What a process has logged."""
        return self.folder / f"{name}.log"

    def _bus_address(self) -> dict[str, str]:
        return {BUS: self.broker.address} if self.broker.address is not None else {}

    def _settings(self, service: Service) -> str:
        key_set = str(self.keys.key_set)
        lines = _table("", address=self.addresses[service], store=self.stores.address_of(service))
        # The others follow its log for as long as it serves: their streams end only with it.
        lines += _table("[drain]", seconds=1)
        lines += _table("[health]", every_seconds=1)
        if service is Service.PARTICIPATION:
            lines += _table("[auth.signing]", issuer=ISSUER, keys=str(self.keys.folder))
        lines += _table("[[auth.missions]]", organisation=ORGANISATION, issuer=ISSUER, jwks=key_set)
        lines += _table("[[auth.oidc]]", issuer=ISSUER, jwks=key_set, audience=["osi"], organisations=[ORGANISATION])
        # All begin at once: whoever waited long for the others would be waited for as long by them.
        lines += _table("[peers]", head_seconds=1, retry_first_seconds=0.1, retry_most_seconds=2, compare_seconds=1)
        if service is Service.PARTICIPATION:
            lines.append(f"organisation = {json.dumps(ORGANISATION)}")
        if bus := self.broker.settings_of(service):
            lines += _table("[bus]", **bus)
        for other, address in self.addresses.items():
            if other is not service:
                lines += _table(
                    "[[peers.services]]",
                    organisation=ORGANISATION,
                    service=other.value,
                    address=address,
                    token_file=str(self.token_of(service)),
                )
        return "\n".join(lines) + "\n"


def look_for_room(addresses: Iterable[tuple[str, str]]) -> None:
    """Raises CannotBegin, naming the first address that somebody else has."""
    for name, address in addresses:
        host, _, port = address.rpartition(":")
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what ended just now is not in the way
            try:
                tried.bind((host, int(port)))
            except (OSError, OverflowError) as error:
                raise CannotBegin("up.port-taken", service=Name(name), address=Name(address)) from error


def _table(name: str, **entries: object) -> list[str]:
    head = ["", name] if name else []
    return [*head, *(f"{key} = {json.dumps(value)}" for key, value in entries.items())]


def _said(error: OSError) -> str:
    return error.strerror or type(error).__name__

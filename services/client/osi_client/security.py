"""How a connection is secured: TLS, with a certificate of one's own where the service asks for it; plaintext on this
machine, and elsewhere only where that is said.
"""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import NamedTuple

import grpc


class Tls(NamedTuple):
    """What TLS goes by. All may be the PEM itself or a path to it."""

    roots: str | bytes | Path | None = None
    """Certificates of the authorities to trust; None: those that gRPC brings."""
    certificate: str | bytes | Path | None = None
    """One's own, for services that ask for it (mTLS); with `key`."""
    key: str | bytes | Path | None = None
    """Its private key."""
    server_name: str = ""
    """The name that the service's certificate has, where it is not that of the address."""

    def credentials(self) -> grpc.ChannelCredentials:
        """For a channel. Raises ValueError where certificate and key do not come together, OSError for a file that
        cannot be read.
        """
        if (self.certificate is None) != (self.key is None):
            raise ValueError("tls: certificate and key belong together; give both or none")
        return grpc.ssl_channel_credentials(_pem(self.roots), _pem(self.key), _pem(self.certificate))


def credentials_of(target: str, tls: Tls | None, plaintext: bool) -> grpc.ChannelCredentials | None:
    """The credentials of a channel to `target`; None: plaintext. Raises ValueError for contradictions."""
    if tls is not None:
        if plaintext:
            raise ValueError("plaintext and tls exclude each other; give one of them")
        return tls.credentials()
    return None if plaintext or is_on_this_machine(target) else Tls().credentials()


def is_on_this_machine(target: str) -> bool:
    """Whether what is sent there leaves this machine: loopback addresses, `localhost` and Unix sockets do not."""
    scheme, _, rest = target.partition(":")
    if scheme in ("unix", "unix-abstract"):
        return True
    host = rest.removeprefix("///") if scheme in ("dns", "ipv4", "ipv6") else target
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _pem(given: str | bytes | Path | None) -> bytes | None:
    if given is None or isinstance(given, bytes):
        return given
    if isinstance(given, str) and given.lstrip().startswith("-----BEGIN"):
        return given.encode("ascii")
    return Path(given).read_bytes()

"""Services that are known by certificate: the transport has checked who signed it, this says whose it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from osi_runtime.auth.callers import Peer
from osi_runtime.auth.settings import PeerCertificate

_ALTERNATIVE, _COMMON = "x509_subject_alternative_name", "x509_common_name"


class Certificate(NamedTuple):
    """The names in a caller's certificate, which the transport has verified."""

    names: tuple[str, ...]


def certificate_of(auth_context: Mapping[str, Iterable[bytes]]) -> Certificate | None:
    """The certificate of a connection, from `ServicerContext.auth_context()`; None where the caller showed none."""
    if [*auth_context.get("transport_security_type", ())] not in ([b"ssl"], [b"tls"]):
        return None
    found = _texts(auth_context.get(_ALTERNATIVE, ())) or _texts(auth_context.get(_COMMON, ()))
    return Certificate(found) if found else None


def _texts(given: Iterable[bytes]) -> tuple[str, ...]:
    return tuple(one.decode("utf-8", "replace") for one in given)


class KnownCertificates:
    """The services of the settings, by their certificates' names."""

    def __init__(self, known: Iterable[PeerCertificate]) -> None:
        self._peers = {
            one.name: Peer(one.service, frozenset(one.chains), frozenset({one.organisation})) for one in known
        }

    def peer(self, certificate: Certificate) -> Peer | None:
        """The service that shows this certificate, if it is one of the settings'."""
        return next((self._peers[name] for name in certificate.names if name in self._peers), None)

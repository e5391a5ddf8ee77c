"""Services that are known by certificate: the transport has checked who signed it, this says whose it is."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from osi_core.files import MIB, InputRefused, read_input
from osi_runtime.auth.callers import Peer
from osi_runtime.auth.settings import PeerCertificate

_logger = logging.getLogger(__name__)
_ALTERNATIVE, _COMMON, _PEM = "x509_subject_alternative_name", "x509_common_name", "x509_pem_cert"
_MOST_KEPT = 1_000


class Certificate(NamedTuple):
    """A caller's certificate, which the transport has verified."""

    names: tuple[str, ...]
    pem: bytes = b""
    """The certificate itself."""


def certificate_of(auth_context: Mapping[str, Iterable[bytes]]) -> Certificate | None:
    """The certificate of a connection, from `ServicerContext.auth_context()`; None where the caller showed none."""
    if [*auth_context.get("transport_security_type", ())] not in ([b"ssl"], [b"tls"]):
        return None
    found = _texts(auth_context.get(_ALTERNATIVE, ())) or _texts(auth_context.get(_COMMON, ()))
    return Certificate(found, next(iter(auth_context.get(_PEM, ())), b"")) if found else None


def _texts(given: Iterable[bytes]) -> tuple[str, ...]:
    return tuple(one.decode("utf-8", "replace") for one in given)


class KnownCertificates:
    """The services of the settings, by their certificates' names."""

    def __init__(self, known: Iterable[PeerCertificate]) -> None:
        self._known = {one.name: one for one in known}
        self._signed: set[tuple[str, bytes]] = set()
        """Names, and certificates of that name which the authority has signed that the settings ask for."""

    def peer(self, certificate: Certificate) -> Peer | None:
        """The service that shows this certificate, if it is one of the settings'."""
        for name in certificate.names:
            one = self._known.get(name)
            if one is not None and self._is_signed(one, certificate.pem):
                return Peer(one.service, frozenset(one.chains), frozenset({one.organisation}))
        return None

    def _is_signed(self, known: PeerCertificate, pem: bytes) -> bool:
        """Whether it is of the authority that may sign this name: another one that is trusted may not."""
        if known.authority is None or (known.name, pem) in self._signed:
            return True
        if not _signed(pem, known.authority):
            _logger.warning(
                "a certificate of the name %s was shown that %s has not signed", known.name, known.authority
            )
            return False
        if len(self._signed) >= _MOST_KEPT:
            self._signed.clear()
        self._signed.add((known.name, pem))
        return True


def _signed(pem: bytes, authority: Path) -> bool:
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature

    try:
        shown = x509.load_pem_x509_certificate(pem)
        for one in x509.load_pem_x509_certificates(read_input(authority, limit=MIB)):
            try:
                shown.verify_directly_issued_by(one)
            except (InvalidSignature, ValueError, TypeError):  # of another one
                continue
            return True
    except (InputRefused, ValueError) as error:
        _logger.error("%s cannot be read: %s", authority, error)
    return False

"""Certificates of the server, which may be renewed while it runs: a new connection gets the newest that are whole."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path

import grpc

from osi_core.files import MIB, InputRefused, read_input
from osi_core.words import WordedError
from osi_runtime.settings import Tls

__all__ = ["TlsUnusable", "server_credentials"]

_logger = logging.getLogger(__name__)
_LARGEST = MIB


class TlsUnusable(WordedError):
    """A certificate, key or authority cannot be used."""


class _Files:
    """The files, looked at again when they may have changed."""

    def __init__(self, settings: Tls, clock: Callable[[], float]) -> None:
        self._settings, self._clock = settings, clock
        self._stamp = self._stamped()
        self._looked = clock()

    def now(self) -> grpc.ServerCertificateConfiguration:
        """What the files say now. Raises TlsUnusable."""
        settings = self._settings
        assert settings.cert is not None
        assert settings.key is not None
        cert, key = _pem(settings.cert, b"CERTIFICATE"), _pem(settings.key, b"PRIVATE KEY")
        _fit(cert, key, settings)
        client_ca = _pem(settings.client_ca, b"CERTIFICATE") if settings.client_ca is not None else None
        return grpc.ssl_server_certificate_configuration([(key, cert)], root_certificates=client_ca)

    def renewed(self) -> grpc.ServerCertificateConfiguration | None:
        """What the files say, if that is new; called by gRPC at each handshake. What is not whole is left for later."""
        if self._clock() - self._looked < self._settings.reload_seconds:
            return None
        self._looked = self._clock()
        stamp = self._stamped()
        if stamp == self._stamp:
            return None
        try:
            found = self.now()
        except TlsUnusable as error:
            _logger.error("the renewed certificate is not taken: %s", error)
            return None
        self._stamp = stamp
        _logger.info("a renewed certificate is taken")
        return found

    def _stamped(self) -> tuple[tuple[int, int, int], ...]:
        found = []
        for path in (self._settings.cert, self._settings.key, self._settings.client_ca):
            if path is None:
                continue
            try:
                about = path.stat()
            except OSError:
                continue
            found.append((about.st_mtime_ns, about.st_size, about.st_ino))
        return tuple(found)


def server_credentials(
    settings: Tls, *, of_clients: bool, clock: Callable[[], float] = time.monotonic
) -> grpc.ServerCredentials | None:
    """The server's credentials; None where the settings name no certificate. Raises TlsUnusable.

    With `of_clients` every connection has to show a certificate too (mutual TLS): gRPC asks all or none for one.
    """
    if settings.cert is None:
        return None
    files = _Files(settings, clock)
    return grpc.dynamic_ssl_server_credentials(
        files.now(),
        files.renewed,  # type: ignore[arg-type]  # None, for no news, is what gRPC itself documents
        require_client_authentication=of_clients,
    )


def _pem(path: Path, kind: bytes) -> bytes:
    try:
        found = read_input(path, limit=_LARGEST)
    except InputRefused as refused:
        raise TlsUnusable("runtime.tls-file", file=str(path), problem=refused.problem) from refused
    if b"-----BEGIN " not in found or kind not in found:
        raise TlsUnusable("runtime.tls-not-pem", file=str(path), kind=kind.decode().lower())
    return found


def _fit(cert: bytes, key: bytes, settings: Tls) -> None:
    """Whether the key is the certificate's: files that are renewed one after the other are half old for a moment."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

    try:
        ours = load_pem_private_key(key, None).public_key()
        theirs = x509.load_pem_x509_certificate(cert).public_key()
    except (ValueError, TypeError) as error:
        raise TlsUnusable("runtime.tls-unreadable", file=str(settings.cert), key=str(settings.key)) from error
    form = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if ours.public_bytes(*form) != theirs.public_bytes(*form):
        raise TlsUnusable("runtime.tls-unlike", file=str(settings.cert), key=str(settings.key))

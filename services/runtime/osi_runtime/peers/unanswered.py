"""Why another service does not answer, as far as the connection tells: an operator mends each in another place."""

from __future__ import annotations

import time
from pathlib import Path

import grpc
from grpc import aio

from osi_core.files import MIB, InputRefused, read_input
from osi_runtime.peers.settings import PeerTls

__all__ = ["UNREACHABLE", "certificate_ends", "why_unanswered"]

UNREACHABLE = "peers.unreachable"
_NOT_LET_IN = (grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.PERMISSION_DENIED)
_OF_CERTIFICATES = (  # as gRPC tells it, in words alone
    ("certificate has expired", "peers.certificate-expired"),
    ("CERTIFICATE_VERIFY_FAILED", "peers.certificate-unfit"),
    ("Hostname Verification Check failed", "peers.certificate-unfit"),
)
_HUNG_UP = ("Socket closed", "Connection reset")


def why_unanswered(error: BaseException, tls: PeerTls | None) -> str:
    """The code of the sentence that says so, by what came of a call and how the connection is secured."""
    if not isinstance(error, aio.AioRpcError):
        return UNREACHABLE
    if error.code() in _NOT_LET_IN:
        return "peers.not-let-in"
    said = error.details() or ""
    shown = tls.cert if tls is not None else None
    ends = certificate_ends(shown) if shown is not None else None
    if ends is not None and ends < time.time():
        return "peers.own-certificate-expired"
    for words, code in _OF_CERTIFICATES:
        if words in said:
            return code
    # Of a certificate that it does not take a server says nothing: it ends the connection.
    hung_up = shown is not None and any(words in said for words in _HUNG_UP)
    return "peers.hangs-up" if hung_up else UNREACHABLE


def certificate_ends(file: Path) -> float | None:
    """When the certificates in a file end, the first of them: seconds since 1970; None where none can be read."""
    from cryptography import x509

    try:
        found = x509.load_pem_x509_certificates(read_input(file, limit=MIB))
    except (InputRefused, ValueError):
        return None
    return min(one.not_valid_after_utc.timestamp() for one in found)

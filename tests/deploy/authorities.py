"""Authorities of a test's own, and what they sign: certificates that hold, have expired, or bear other names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

__all__ = ["Authority"]

_DAY = timedelta(days=1)


class Authority:
    """Signs certificates."""

    def __init__(self, name: str) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        own = self._certificate(self._name, self._key.public_key(), datetime.now(UTC) + 365 * _DAY)
        authority = x509.BasicConstraints(ca=True, path_length=None)
        self.pem = self._signed(own.add_extension(authority, critical=True))
        """Its own certificate, which others trust."""

    def sign(self, names: list[str], *, left: timedelta = 30 * _DAY) -> tuple[bytes, bytes]:
        """A certificate of these names, with its key; below zero `left` says how long ago it has expired."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
        made = self._certificate(subject, key.public_key(), datetime.now(UTC) + left)
        known = x509.SubjectAlternativeName([x509.DNSName(one) for one in names])
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return self._signed(made.add_extension(known, critical=False)), private

    def write(self, folder: Path, names: list[str], *, left: timedelta = 30 * _DAY) -> None:
        """Signs a certificate, and writes `tls.crt` and `tls.key` as `secrets.sh` does: the last one that counts."""
        certificate, key = self.sign(names, left=left)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "tls.key").write_bytes(key)
        (folder / "tls.crt").write_bytes(certificate)

    def _certificate(
        self, subject: x509.Name, key: ec.EllipticCurvePublicKey, ends: datetime
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(min(ends, datetime.now(UTC)) - _DAY)
            .not_valid_after(ends)
        )

    def _signed(self, certificate: x509.CertificateBuilder) -> bytes:
        return certificate.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
